// The phone's form for marking. Each choice goes through the outbox at once; what waits there is shown as chosen.

import { ANSWER_WITHIN } from "./live.js";
import { flush, isBehind, keepMark, marks, said } from "./outbox.js";

const say = document.body.dataset;
let isSafe = true; // whether what waits outlives the page

document.addEventListener("change", ({ target }) => {
  const form = target.closest("#marks-form");
  if (!form) return;
  isSafe = keepMark(placeOf(target), new FormData(form).get(target.name) ?? "");
  if (isBehind()) tellWaiting();
  target.closest("label").scrollIntoView({ block: "nearest" }); // not beneath what is said of it
  flush();
});

document.addEventListener("submit", (event) => {
  if (event.target.id === "marks-form") event.preventDefault();
});

const placeOf = (input) => input.name.replace("mark-", "");

function show() {
  for (const { place, choice } of marks()) {
    for (const each of document.querySelectorAll(`#marks-form [name="mark-${place}"]`)) {
      each.checked = each.value === choice;
    }
  }
}

function tellWaiting() {
  if (isSafe) said(say.sayWaiting);
  else said(say.sayMarksWaiting, true);
}

document.addEventListener("outbox", ({ detail: { what, isMark } }) => {
  if (!isMark) return;
  if (what === "waits") tellWaiting();
  if (what === "paced") said(say.sayPaced);
  if (what === "lost") said(say.sayMarksFailed, true);
});

function takeBack(radio) {
  radio.checked = false;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

// A choice pressed again is taken back, by Space too, and by the button that is there for it.
let pressed = null;
let held = null; // the chosen one that Space went down on; it is the browser that chooses one that was not
document.addEventListener("pointerdown", ({ target }) => {
  const radio = target.closest("#marks-form label")?.querySelector("[type=radio]");
  pressed = radio?.checked ? radio : null;
});
document.addEventListener("click", ({ target }) => {
  if (target !== pressed) return;
  takeBack(pressed);
  pressed = null;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || event.repeat) return;
  held = event.target.matches("#marks-form [type=radio]:checked") ? event.target : null;
});
document.addEventListener("keyup", (event) => {
  if (event.key !== " " || event.target !== held) return;
  event.preventDefault();
  if (held.checked) takeBack(held);
  held = null;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("#marks-form [name=clear]");
  if (!button) return;
  event.preventDefault(); // it is sent as all marks are
  const radio = button.closest("fieldset").querySelector(":checked");
  if (!radio) return;
  radio.focus({ preventScroll: true }); // the button is gone now
  takeBack(radio);
});

document.addEventListener("patched", show);
show();

// What waits for nothing, a dot or a corrected note say, is said when it did not get through. Not left to htmx, which tells
// nobody when the form was drawn anew meanwhile.
document.addEventListener("htmx:beforeSend", ({ detail: { elt, xhr } }) => {
  if (elt.id === "write-form") return;
  const fail = () => said(elt.dataset.sayFailed ?? say.sayNotSaved, true);
  xhr.timeout = ANSWER_WITHIN;
  for (const each of ["error", "timeout"]) xhr.addEventListener(each, fail);
  xhr.addEventListener("load", () => xhr.getResponseHeader("X-Patch") || fail());
});
