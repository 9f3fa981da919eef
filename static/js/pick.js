// One of several places on the phone: which is picked, and which one has been to.

function mark() {
  const place = document.querySelector("#write-form [name=place]")?.value;
  for (const link of document.querySelectorAll("[data-pick]")) {
    const list = document.getElementById(`mine-${link.dataset.pick}`);
    link.classList.toggle("is-visited", Boolean(list?.children.length));
    if (link.dataset.pick === place) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "write" && event.detail.elt.id !== "write") return;
  mark();
  document.getElementById("write")?.scrollIntoView({ block: "nearest" });
  document.getElementById("text")?.focus({ preventScroll: true });
});
document.addEventListener("patched", mark);
mark();
