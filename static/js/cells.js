// A cell that several people write in: says what someone else wrote there while one is typing, sends a date when it is
// whole, and sends again by itself when the network was gone.

import { letGo } from "./kept.js";
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

// What was refused is marked, but one may be elsewhere by now: the focus stays there.
document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  const field = xhr.status === 422 && elt.matches(".cell__form") && document.getElementById(elt.elements.text.id);
  if (field) field.setAttribute("aria-invalid", "true");
});
document.addEventListener("input", ({ target }) => target.matches(".cell textarea") && target.removeAttribute("aria-invalid"));

document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (elt.matches("[data-moves-cell]") && xhr.status === 200) {
    // A text whose row has gone was put elsewhere: now the row may go.
    const form = elt.closest(".cell").querySelector(".cell__form");
    form.elements.text.value = form.elements.text.defaultValue;
    letGo(form);
    release();
    return;
  }
  const isOut = Boolean(xhr.getResponseHeader("X-Logged-Out"));
  if (!elt.matches(".cell__form") || !(isOut || xhr.status === 0 || xhr.status >= 500)) return;
  const line = Object.assign(document.createElement("p"), { className: "error" });
  line.textContent = document.body.dataset.sayWaiting;
  elt.closest(".cell").querySelector(".cell__wrong, [id^=cell-wrong]").replaceChildren(line);
  const again = () => elt.isConnected && elt.requestSubmit();
  if (isOut) document.addEventListener("let-in", again, { once: true });
  else setTimeout(again, RETRY);
});

// What was typed before the page was loaded anew is stored as if one had left the field.
document.addEventListener("put-in-again", ({ target }) => target.matches(".cell__form") && target.requestSubmit());
