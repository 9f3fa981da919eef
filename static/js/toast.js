// A word about what was done goes away by itself; one with an undo, or about an error, stays a while longer.

let timer;

document.addEventListener("patched", () => {
  const toast = document.getElementById("toast");
  clearTimeout(timer);
  if (!toast || toast.hidden) return;
  timer = setTimeout(() => (toast.hidden = true), toast.querySelector("form") ? 12_000 : 6_000);
});

document.addEventListener("left", () => fail(document.body.dataset.sayLeft));
document.addEventListener("htmx:sendError", () => fail(document.body.dataset.sayOffline));
document.addEventListener("htmx:responseError", () => fail(document.body.dataset.sayFailed));

function fail(text) {
  const toast = document.getElementById("toast");
  if (!toast) return;
  toast.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  toast.classList.add("toast--wrong");
  toast.hidden = false;
}
