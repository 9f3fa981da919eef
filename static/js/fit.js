// When boxes are packed (pack.js), and turning their pages.

import { fits, itemsOf, listOf, put, stateOf } from "./box.js";
import { holdBack, packing } from "./pack.js";

const AGAIN_AFTER = 2_000; // ms between two packings while notes arrive
const STRETCH = 20; // ms of packing at a time, and then the page is drawn: a press is answered within 100 (https://web.dev/articles/rail)
const turned = new Map(); // by box, the page it was turned to
const heights = new WeakMap(); // by list, its height when it was packed
let work = []; // what is being packed a stretch at a time: {box, run, shown, state}
let packedAt = 0;
let timer = 0;
let frame = 0;
let next = 0; // stretch

const boxes = () => [...document.querySelectorAll("[data-fit]")];

function* fitting(box, again = false) {
  const list = listOf(box);
  if (list && itemsOf(list).length) yield* packing(box, list, turned.get(box.dataset.fit), again);
  if (list) heights.set(list, list.clientHeight);
  box.dataset.fitted = "";
}

function fit(box, again) {
  const run = fitting(box, again);
  while (!run.next().done);
}

// --- Turning ---

function hasPage(box, by) {
  const page = Number(box.dataset.page) + by;
  return "pages" in box.dataset && page >= 0 && page < Number(box.dataset.pages);
}

function turn(box, by) {
  const page = Number(box.dataset.page) + by;
  if ("fitLast" in box.dataset && page === Number(box.dataset.pages) - 1) turned.delete(box.dataset.fit);
  else turned.set(box.dataset.fit, page);
  fit(box, true);
}

// All boxes that have a page more turn together, so that one press shows the next of everything.
function turnAll(by) {
  if (frame || work.length) fitAll(); // a press before what was drawn is fitted: it has pages, too
  const found = boxes().filter((box) => hasPage(box, by));
  for (const box of found) turn(box, by);
  if (found.length) settle();
  return found.length > 0;
}

// What the wall's own button does next.
function tellNext() {
  const isMore = boxes().some((box) => hasPage(box, 1));
  for (const each of document.querySelectorAll("[data-next-page]")) each.hidden = !isMore;
  for (const each of document.querySelectorAll("[data-next-stop]")) each.hidden = isMore;
  for (const each of document.querySelectorAll("[data-is-last]")) each.disabled = !isMore;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-fold]");
  if (!button) return;
  turn(button.closest("[data-fit]"), Number(button.dataset.fold));
  settle();
});

// The clicker turns pages, and walks through the close-ups, before it leaves a stop; so does the button that it presses.
const STEERS = { next: 1, back: -1 };

function isShownHere(name) {
  if (!STEERS[name]) return false;
  const closeUp = document.querySelector(`[data-walk="${name}"]`);
  if (!turnAll(STEERS[name])) closeUp?.click();
  else return true;
  return Boolean(closeUp);
}

document.addEventListener("steer", (event) => {
  if (isShownHere(event.detail)) event.preventDefault();
});
document.addEventListener(
  "click",
  (event) => {
    const button = event.isTrusted && event.target.closest("[data-key]");
    if (!button || !isShownHere(button.dataset.key)) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by && !event.target.closest("input, textarea, select, dialog") && turnAll(by)) event.preventDefault();
});

// --- When ---

// At once.
function fitAll() {
  begin();
  for (const box of boxes()) fit(box);
  settle();
}

function begin() {
  clearTimeout(timer);
  clearTimeout(next);
  cancelAnimationFrame(frame);
  timer = 0;
  frame = 0;
  work = [];
  packedAt = performance.now();
}

// A stretch at a time, with what was seen before in between: forty people would see every size that is tried. What nobody
// has seen yet is packed at once.
function fitInTurn() {
  begin();
  work = boxes().map((box) => ({ box, run: fitting(box), shown: stateOf(box) }));
  stretch();
}

function stretch() {
  const until = performance.now() + STRETCH;
  const goesOn = (box) => !("fitted" in box.dataset) || performance.now() < until;
  while (work.length && goesOn(work[0].box)) {
    const [each] = work;
    if (each.state) put(each.box, each.state);
    let isDone = false;
    while (!isDone && goesOn(each.box)) isDone = each.run.next().done;
    if (isDone) {
      work.shift();
      continue;
    }
    each.state = stateOf(each.box);
    put(each.box, each.shown);
  }
  packedAt = performance.now();
  if (work.length) next = setTimeout(stretch); // a task of its own: the frame in between lays out what was seen
  else settle();
}

// What the button says now can make the foot a line higher, and what was fitted above it too high.
function settle() {
  tellNext();
  const tooHigh = boxes().filter(isTooHigh);
  for (const box of tooHigh) fit(box);
  if (tooHigh.length) tellNext();
}

// What still fits is left as it is: packed anew, its pages could be others than those that were read.
function isTooHigh(box) {
  const list = listOf(box);
  return list && list.clientHeight < heights.get(list) && !fits(list);
}

// Once a frame. What came to a box that is fitted already waits its turn: forty people would see every note move.
function soon() {
  for (const box of boxes()) if (listOf(box)) holdBack(box, listOf(box));
  const isNew = boxes().some((box) => !("fitted" in box.dataset) && !work.some((each) => each.box === box));
  const wait = isNew ? 0 : packedAt + AGAIN_AFTER - performance.now();
  if (wait > 0) timer ||= setTimeout(fitInTurn, wait);
  else nextFrame();
}

function nextFrame() {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(fitInTurn);
}

document.addEventListener("patched", soon);
addEventListener("resize", nextFrame);
document.fonts.ready.then(fitInTurn);
