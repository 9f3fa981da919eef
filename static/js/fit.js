// What a box holds, at the largest size that fits: notes and prose in columns, anything else beneath each other. Never smaller than
// the box allows; what there is no room for then is on further pages, and each page is as large as it can be.
//
// A box says its sizes in `--smallest` and `--largest`, in rem; its list takes `--size` and `--columns`.

const AGAIN_AFTER = 2_000; // ms between two packings while notes arrive
const NARROWEST = 10; // em of a column: long Danish words
const WIDEST = 23;
const HALVINGS = 5; // of the span of sizes: what is left is under a pixel
const FEW = 60; // notes that are laid out for each number of columns: of more, each look holds up what is pressed
const turned = new Map(); // by box, the page it was turned to
const heights = new WeakMap(); // by list, its height when it was packed
let packedAt = 0;
let timer = 0;
let frame = 0;

const boxes = () => [...document.querySelectorAll("[data-fit]")];
const listOf = (box) => box.querySelector("[data-fit-list]");
function itemsOf(list) {
  const marked = [...list.querySelectorAll("[data-fit-item]")];
  return marked.length ? marked : [...list.children].flatMap((each) => (each.matches("ul") ? [...each.children] : [each]));
}

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
const isPacked = (list) => getComputedStyle(list).columnGap !== "normal" && list.matches(".notes, .prose");

function fits(list) {
  return list.scrollWidth <= list.clientWidth && list.scrollHeight <= list.clientHeight;
}

function resize(box, size, columns = 1) {
  box.style.setProperty("--size", size);
  box.style.setProperty("--columns", columns);
}

// How much room there is in the list, and what is between two columns at that size.
function measure(list) {
  const style = getComputedStyle(list);
  const width = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const height = list.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
  return { width, height, gap: parseFloat(style.columnGap) || 0, left: parseFloat(style.paddingLeft) };
}

function mostColumns(list, size) {
  const { width, gap } = measure(list);
  return Math.max(1, Math.floor((width + gap) / (NARROWEST * size * rem() + gap)));
}

// The largest size between two at which the list fits, or 0 where it does not even at the smallest.
function largest(box, list, smallest, most, columns) {
  const at = (size) => (resize(box, size, columns), fits(list));
  if (!at(smallest)) return 0;
  if (at(most)) return most;
  let [low, high] = [smallest, most];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (at(middle)) low = middle;
    else high = middle;
  }
  return low;
}

// As many columns as before are tried first: most often they are the best again, and the others need one look each.
function enlarge(box, list, { smallest, most, before }) {
  let best = { size: 0, columns: 1 };
  const { width, gap } = measure(list);
  const limit = isPacked(list) ? mostColumns(list, smallest) : 1;
  const counts = Array.from({ length: limit }, (_, n) => n + 1);
  if (before) counts.sort((one, other) => Math.abs(one - before) - Math.abs(other - before));
  for (const columns of counts) {
    const column = (width - gap * (columns - 1)) / columns / rem();
    const least = isPacked(list) ? Math.max(smallest, column / WIDEST, best.size) : smallest;
    const top = limit > 1 ? Math.min(most, Math.max(smallest, column / NARROWEST)) : most;
    const size = least <= top ? largest(box, list, least, top, columns) : 0;
    if (size > best.size) best = { size, columns };
  }
  // A page that was cut for columns wider than suit the eye fits in those only.
  const widest = () => [...counts].sort((one, other) => one - other).find((n) => (resize(box, smallest, n), fits(list)));
  resize(box, best.size || smallest, best.size ? best.columns : (widest() ?? limit));
}

// Which page each item is on at the smallest size.
function paged(box, list, items, smallest) {
  if (!isPacked(list)) {
    resize(box, smallest);
    const around = list.scrollHeight - (items.at(-1).offsetTop + items.at(-1).offsetHeight - items[0].offsetTop);
    return beneath(items, list.clientHeight - Math.max(0, around));
  }
  let best = null;
  const most = mostColumns(list, smallest);
  const least = items.length > FEW ? most - 1 : 1;
  for (let columns = most; columns >= Math.max(least, 1); columns -= 1) {
    resize(box, smallest, columns);
    const { width, gap, left } = measure(list);
    const column = (width + gap) / columns;
    if ((column - gap) / rem() / smallest > WIDEST && best) break;
    const pages = [];
    for (const item of items) {
      const page = Math.floor((Math.round((item.offsetLeft - left) / column) + .01) / columns);
      (pages[page] ??= []).push(item);
    }
    if (!best || pages.length < best.length) best = pages;
  }
  return best.filter(Boolean);
}

function beneath(items, height) {
  const pages = [[]];
  let top = items[0]?.offsetTop ?? 0;
  for (const item of items) {
    if (item.offsetTop + item.offsetHeight - top > height && pages.at(-1).length) {
      pages.push([]);
      top = item.offsetTop;
    }
    pages.at(-1).push(item);
  }
  return pages;
}

function fit(box) {
  const list = listOf(box);
  if (list && itemsOf(list).length) pack(box, list);
  if (list) heights.set(list, list.clientHeight);
  box.dataset.fitted = "";
}

function pack(box, list) {
  const style = getComputedStyle(box);
  const [smallest, most] = ["--smallest", "--largest"].map((name) => Number(style.getPropertyValue(name)));
  const before = Number(box.style.getPropertyValue("--columns")) || 0;
  const items = itemsOf(list);
  const fold = box.querySelector(".fit__fold");
  for (const item of items) {
    if (item.hidden) item.classList.remove("note--new"); // nobody saw it come
    item.hidden = false;
    item.classList.remove("note--clipped");
  }
  fold.hidden = true;
  delete box.dataset.pages;
  delete box.dataset.filling;
  resize(box, smallest, isPacked(list) ? mostColumns(list, smallest) : 1);
  if (!fits(list) && "fitPeek" in box.dataset) {
    resize(box, smallest, "auto");
    peek(list, items, fold);
    return;
  }
  if (!fits(list)) {
    fold.hidden = false;
    box.dataset.filling = "";
    const pages = paged(box, list, items, smallest);
    delete box.dataset.filling;
    if (pages.length > 1) turnTo(box, items, pages);
    else fold.hidden = true;
  }
  enlarge(box, list, { smallest, most, before });
  // Columns that are made equally high can be a little too high where columns filled one by one are not.
  if (isPacked(list) && !fits(list)) box.dataset.filling = "";
  if (isPacked(list) && !fits(list)) clip(items.filter((item) => !item.hidden), measure(list).height);
}

// The first lines of notes that are taller than their room: all of each is there when it is opened.
function clip(items, room) {
  const text = items[0].querySelector(".note__press") ?? items[0];
  const style = getComputedStyle(items[0]);
  const padding = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom) + parseFloat(style.marginBottom) + 4;
  const lines = Math.floor((room - padding) / parseFloat(getComputedStyle(text).lineHeight));
  for (const item of items) {
    item.style.setProperty("--lines", Math.max(1, lines));
    item.classList.add("note--clipped");
  }
}

// A few of many, whole, and how many more there are.
function peek(list, items, fold) {
  let room = list.clientHeight;
  const heights = items.map((item) => item.offsetHeight + parseFloat(getComputedStyle(item).marginBottom));
  items.forEach((item, index) => {
    item.hidden = heights[index] > room;
    if (!item.hidden) room -= heights[index];
  });
  if (items.every((item) => item.hidden)) {
    items[0].hidden = false;
    clip([items[0]], room);
    items[0].hidden = items[0].offsetHeight > room;
  }
  const more = items.filter((item) => item.hidden).length;
  const text = fold.querySelector("[data-fold-text]");
  text.textContent = text.dataset.foldText.replace("{n}", more);
  fold.hidden = !more;
}

function turnTo(box, items, pages) {
  const last = pages.length - 1;
  const page = Math.min(turned.get(box.dataset.fit) ?? ("fitLast" in box.dataset ? last : 0), last);
  pages.forEach((each, index) => each.forEach((item) => (item.hidden = index !== page)));
  const text = box.querySelector("[data-fold-text]");
  const told = text.dataset.foldText.replace("{page}", page + 1).replace("{pages}", pages.length);
  text.textContent = told.replace("{n}", items.length);
  box.querySelector('[data-fold="-1"]').disabled = page === 0;
  box.querySelector('[data-fold="1"]').disabled = page === last;
  box.dataset.page = page;
  box.dataset.pages = pages.length;
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
  fit(box);
}

// All boxes that have a page more turn together, so that one press shows the next of everything.
function turnAll(by) {
  if (frame) fitAll(); // a press before what was drawn is fitted: it has pages, too
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

function fitAll() {
  clearTimeout(timer);
  cancelAnimationFrame(frame);
  timer = 0;
  frame = 0;
  packedAt = performance.now();
  boxes().forEach(fit);
  settle();
}

// What the button says now can make the foot a line higher, and what was fitted above it too high.
function settle() {
  tellNext();
  const tooHigh = boxes().filter(isTooHigh);
  tooHigh.forEach(fit);
  if (tooHigh.length) tellNext();
}

// What still fits is left as it is: packed anew, its pages could be others than those that were read.
function isTooHigh(box) {
  const list = listOf(box);
  return list && list.clientHeight < heights.get(list) && !fits(list);
}

// Once a frame. What came to a box that is fitted already waits its turn: forty people would see every note move.
function soon() {
  const isNew = boxes().some((box) => !("fitted" in box.dataset));
  const wait = isNew ? 0 : packedAt + AGAIN_AFTER - performance.now();
  if (wait <= 0) frame ||= requestAnimationFrame(fitAll);
  else timer ||= setTimeout(fitAll, wait);
}

document.addEventListener("patched", soon);
addEventListener("resize", () => (frame ||= requestAnimationFrame(fitAll)));
document.fonts.ready.then(fitAll);
