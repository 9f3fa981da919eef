// The phone's form for marking. Each choice goes through the outbox at once; what waits there is shown as chosen.

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
  if (what === "lost") said(say.sayMarksFailed, true);
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

document.addEventListener("patched", show);
show();
