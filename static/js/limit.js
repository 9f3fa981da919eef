// Tells how much of a field is used, when most of it is, and how much is too much. Nothing is cut, and nothing is kept
// from being sent: the server says no, and the text stays.

import { announce } from "./announce.js";

const NEAR = 0.8;
const PAUSE = 1_000; // ms after the last key before it is read aloud
const plain = new WeakMap(); // what each hint says of an empty field
let aloud;

// As the server counts: a sign is one, however many units it takes, and white space at the ends is none.
const length = (text) => [...text.replaceAll(/\r\n?/g, "\n").normalize("NFC").trim()].length;

function count(field) {
  const hint = document.getElementById(`${field.id}_limit`);
  if (!hint) return;
  if (!plain.has(hint)) plain.set(hint, hint.textContent);
  const n = length(field.value);
  const max = Number(field.dataset.limit);
  const isNear = n >= max * NEAR;
  const says = n > max ? hint.dataset.over : isNear ? hint.dataset.near : plain.get(hint);
  hint.textContent = says.replace("{n}", n).replace("{max}", max).replace("{over}", n - max);
  hint.classList.toggle("limit--near", isNear);
  hint.classList.toggle("limit--over", n > max);
  clearTimeout(aloud);
  if (isNear) aloud = setTimeout(announce, PAUSE, hint.textContent);
}

function countAll(within) {
  for (const field of within.querySelectorAll("[data-limit]")) if (field.value) count(field);
}

// "count": a script put text in, or took it out.
for (const come of ["input", "focusin", "count"]) {
  document.addEventListener(come, ({ target }) => target.matches?.("[data-limit]") && count(target));
}
document.addEventListener("htmx:load", ({ detail }) => countAll(detail.elt)); // what a dialog fetched
countAll(document);
