// Forms fetched into the page's dialog: opened when they arrive, closed when what they sent was taken.

const dialog = document.getElementById("dialog");
const body = document.getElementById("dialog-body");

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== body) return;
  if (!dialog.open) dialog.showModal();
  body.querySelector("[aria-invalid], .field--wrong textarea, .field--wrong input, [autofocus], textarea")?.focus();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, elt } = event.detail;
  if (dialog.contains(elt) && xhr.status === 200 && xhr.getResponseHeader("X-Patch")) dialog.close();
});

dialog.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  dialog.close();
});

dialog.addEventListener("close", () => body.replaceChildren());
