// The phone's form for marking: sent at every change, and again by itself when the network was gone.

import { release } from "./live.js";

const said = (text, wrong = false) => {
  const line = document.getElementById("said");
  line.textContent = text;
  line.classList.toggle("said--wrong", wrong);
};
let retry;

document.addEventListener("change", ({ target }) => {
  const form = target.closest("#marks-form");
  if (form) form.dataset.pending = ""; // nothing drawn meanwhile may take it away
});

document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (elt.id !== "marks-form") return;
  clearTimeout(retry);
  if (xhr.status === 0 || xhr.status >= 500) {
    said(document.body.dataset.sayMarksWaiting, true);
    retry = setTimeout(() => elt.isConnected && htmx.trigger(elt, "change"), 3000);
    return;
  }
  delete elt.dataset.pending;
  const version = xhr.getResponseHeader("X-Version");
  if (version) elt.closest("#marks").dataset.version = version; // what was drawn earlier knows nothing of these marks
  if (xhr.status === 200 || xhr.status === 422) release("marks");
  else said(document.body.dataset.sayMarksFailed, true);
});

// A choice pressed again is taken back.
let pressed = null;
document.addEventListener("pointerdown", ({ target }) => {
  const radio = target.closest("#marks-form label")?.querySelector("[type=radio]");
  pressed = radio?.checked ? radio : null;
});
document.addEventListener("click", ({ target }) => {
  if (target !== pressed) return;
  pressed.checked = false;
  pressed.dispatchEvent(new Event("change", { bubbles: true }));
  pressed = null;
});
