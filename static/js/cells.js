// A cell that several people write in: says what someone else wrote there while one is typing.

import { release } from "./live.js";

document.addEventListener("held", ({ detail: { id, fresh, own } }) => {
  const cell = document.getElementById(id);
  if (!cell?.matches(".cell")) return;
  if (own) {
    cell.querySelector("[name=was]").value = fresh.querySelector("[name=was]").value; // one's own text, typed on since
    return;
  }
  cell.querySelector(".cell__theirs").textContent = fresh.querySelector("textarea").defaultValue;
  cell.querySelector(".cell__meanwhile").hidden = false;
});

// A text whose row has gone was put elsewhere: now the row may go.
document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (!elt.matches("[data-moves-cell]") || xhr.status !== 200) return;
  const text = elt.closest(".cell").querySelector("textarea");
  text.value = text.defaultValue;
  release();
});
