// A word about what was done goes away by itself; one with an undo, or about an error, stays a while longer. None goes
// from under the focus or the pointer, and Ctrl+Z takes the last thing back for as long as nothing else is done.

const BRIEFLY = 6_000; // ms
const LONGER = 12_000;
const STILL_THERE = 2_000;
const TELLING = ["X-Patch", "X-Logged-Out"]; // answers of ours that say themselves what is wrong
let timer;
let shown = null;

// Each word has its own time, whatever else is drawn meanwhile.
document.addEventListener("patched", () => {
  const toast = document.getElementById("toast");
  if (!toast || toast.hidden || toast === shown) return;
  stay(toast, toast.querySelector("form") ? LONGER : BRIEFLY);
});

function stay(toast, long) {
  shown = toast;
  clearTimeout(timer);
  timer = setTimeout(leave, long, toast);
}

function leave(toast) {
  if (toast.matches(":hover, :focus-within")) timer = setTimeout(leave, STILL_THERE, toast);
  else toast.hidden = true;
}

// In a field it is the browser's own.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  const button = document.getElementById("undo");
  if (!button || event.repeat || event.target.closest("input, textarea, select, dialog")) return;
  event.preventDefault();
  button.click();
});

document.addEventListener("left", () => fail(document.body.dataset.sayLeft));

// Not left to htmx, which tells nobody when what was pressed was drawn anew meanwhile.
document.addEventListener("htmx:beforeSend", ({ detail: { xhr } }) => {
  for (const each of ["error", "timeout"]) xhr.addEventListener(each, () => fail(document.body.dataset.sayOffline));
  xhr.addEventListener("load", () => {
    const isTold = xhr.status < 400 || xhr.status === 422 || TELLING.some((name) => xhr.getResponseHeader(name));
    if (!isTold) fail(document.body.dataset.sayFailed);
  });
});

function fail(text) {
  const toast = document.getElementById("toast");
  if (!toast) return;
  toast.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  toast.classList.add("toast--wrong");
  toast.hidden = false;
  stay(toast, LONGER);
}
