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
// The row of one's own group is open when the rows first come.
let rows = null;
function openOwn() {
  const picker = document.querySelector(".picker--rows");
  const group = document.body.dataset.group;
  if (picker && !rows && group && !picker.querySelector("[open]")) {
    [...picker.querySelectorAll("[data-row]")].find((row) => row.dataset.row.startsWith(group))?.setAttribute("open", "");
  }
  rows = picker;
}

document.addEventListener("patched", () => {
  mark();
  openOwn();
});
mark();
openOwn();
