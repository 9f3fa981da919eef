// Forms fetched into the page's dialog: opened when they arrive, closed when what they sent was taken. What was typed
// and not stored is asked about before it is thrown away.

import { focusIn, refocus } from "./focus.js";
import { isUnsaved, letGo } from "./kept.js";

const dialog = document.getElementById("dialog");
const body = document.getElementById("dialog-body");
const question = document.getElementById("dialog-question");

const forms = () => [...body.querySelectorAll("form")];

function askFirst(event) {
  if (!forms().some(isUnsaved)) return false;
  event.preventDefault();
  question.returnValue = "";
  question.showModal();
  return true;
}

let opener = null; // what had the focus when it was opened
let focused = null; // what had the focus in what was there before
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target === body) focused = focusIn(body);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== body) return;
  if (!dialog.open) {
    opener = focusIn(document.body);
    dialog.showModal();
  }
  const field = body.querySelector("[aria-invalid]") ?? body.querySelector("[autofocus], textarea");
  if (field) field.focus();
  else refocus(focused);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, elt } = event.detail;
  if (!dialog.contains(elt) || xhr.status !== 200 || !xhr.getResponseHeader("X-Patch")) return;
  if (elt.matches("[data-lets-go]")) forms().forEach(letGo); // what it was about is gone
  if (!forms().some(isUnsaved)) dialog.close();
});

dialog.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  if (!askFirst(event)) dialog.close();
});

// Escape is taken here: the second one in a row would close the dialog without asking (HTML, close watchers).
dialog.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) askFirst(event);
});

// Any other way to close it: a click outside, a gesture.
dialog.addEventListener("cancel", (event) => {
  if (event.target === dialog) askFirst(event);
});

question.addEventListener("close", () => {
  if (question.returnValue !== "throw-away") return;
  forms().forEach(letGo);
  dialog.close();
});

// The browser gives the focus back to what opened it, unless that was drawn anew meanwhile.
dialog.addEventListener("close", () => {
  body.replaceChildren();
  if (document.activeElement === document.body) refocus(opener);
});
