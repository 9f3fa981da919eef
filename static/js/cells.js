// A cell that several people write in: says what someone else wrote there while one is typing, sends a date when it is
// whole, and sends again by itself when the network was gone.

import { release } from "./live.js";

const RETRY = 3000; // ms
const WHOLE_AFTER = 1200;

document.addEventListener("held", ({ detail: { id, fresh, own } }) => {
  const cell = document.getElementById(id);
  if (!cell?.matches(".cell")) return;
  if (own) {
    for (const was of cell.querySelectorAll("[name=was], [name=choice_was], [name=due_was]")) {
      was.value = fresh.querySelector(`[name=${was.name}]`).value; // one's own, typed on since
    }
    return;
  }
  cell.querySelector(".cell__theirs").textContent = fresh.querySelector("textarea").defaultValue;
  cell.querySelector(".cell__meanwhile").hidden = false;
});

// A date changes with every digit of its year, so it is sent a moment after it is whole, or when one leaves the field.
let whole;
const isDate = (target) => target.matches(".cell input[type=date]");
const sendDate = (field) => field.isConnected && field.value !== field.defaultValue && field.form.requestSubmit();
document.addEventListener(
  "change",
  (event) => {
    if (!isDate(event.target)) return;
    event.stopPropagation();
    clearTimeout(whole);
    if (!event.target.value || event.target.value >= "2000") whole = setTimeout(sendDate, WHOLE_AFTER, event.target);
  },
  true,
);
document.addEventListener("focusout", ({ target }) => {
  if (!isDate(target)) return;
  clearTimeout(whole);
  sendDate(target);
});

document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (elt.matches("[data-moves-cell]") && xhr.status === 200) {
    // A text whose row has gone was put elsewhere: now the row may go.
    const text = elt.closest(".cell").querySelector("textarea");
    text.value = text.defaultValue;
    release();
    return;
  }
  if (!elt.matches(".cell__form") || (xhr.status !== 0 && xhr.status < 500)) return;
  const line = Object.assign(document.createElement("p"), { className: "error" });
  line.textContent = document.body.dataset.sayWaiting;
  elt.closest(".cell").querySelector(".cell__wrong, [id^=cell-wrong]").replaceChildren(line);
  setTimeout(() => elt.isConnected && elt.requestSubmit(), RETRY);
});
