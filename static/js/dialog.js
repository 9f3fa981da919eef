// Forms fetched into the page's dialog: opened when they arrive, closed when what they sent was taken. What was typed
// and not stored is asked about before it is thrown away.

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

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== body) return;
  if (!dialog.open) dialog.showModal();
  body.querySelector("[aria-invalid], .field--wrong textarea, .field--wrong input, [autofocus], textarea")?.focus();
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

dialog.addEventListener("close", () => body.replaceChildren());
