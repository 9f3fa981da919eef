// A form that was sent is not sent again by a second press while its answer is on the way. The server makes one thing
// of the two anyway; this shows it to whoever pressed.

const LONGEST = 8_000; // ms; an answer that got lost may be asked for again

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.getAttribute("aria-busy")) return event.preventDefault();
  form.setAttribute("aria-busy", "true");
  setTimeout(() => form.removeAttribute("aria-busy"), LONGEST);
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});
