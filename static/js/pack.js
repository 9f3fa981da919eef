// Packing a box: what it holds, at the largest size that fits; notes and prose in columns, anything else beneath each
// other. Never smaller than the box allows; what there is no room for then is on further pages, and each page is as
// large as it can be.
//
// Most of the time goes into looking at the layout, so it stops before each look: whoever runs it can let the page
// breathe, with `stateOf` and `put` for what is seen meanwhile.

import { NARROWEST, WIDEST, fits, foldOf, isPacked, itemsOf, measure, mostColumns, rem, resize, showOnly } from "./box.js";
import { cutInto } from "./cut.js";

const HALVINGS = 5; // of the span of sizes: what is left is under a pixel
const cuts = new WeakMap(); // by list, the pages it was cut into

// Run to its end it has packed `list` in `box`, at the page that `turned` says, or at the last one where the box wants that.
// `again`: nothing but the page changed, so the pages are as they were cut.
export function* packing(box, list, turned, again = false) {
  const style = getComputedStyle(box);
  const [smallest, most] = ["--smallest", "--largest"].map((name) => Number(style.getPropertyValue(name)));
  const before = Number(box.style.getPropertyValue("--columns")) || 0;
  const items = itemsOf(list);
  const fold = foldOf(box);
  const cut = again && cuts.get(list);
  const isCut = cut && cut.flat().length === items.length && cut.flat().every((each) => each.isConnected);
  for (const item of items) {
    if (item.hidden) item.classList.remove("note--new"); // nobody saw it come
    item.classList.remove("note--clipped");
  }
  delete box.dataset.filling;
  if ("fitPeek" in box.dataset) {
    showOnly(items, items);
    fold.hidden = true;
    resize(box, smallest, isPacked(list) ? mostColumns(list, smallest) : 1);
    if (!fits(list)) {
      resize(box, smallest, "auto");
      tell(box, list, items, []);
      peek(list, items, fold);
      return;
    }
  }
  const pages = isCut ? cut : yield* cutInto(box, list, items, smallest);
  delete box.dataset.filling;
  fold.hidden = pages.length < 2;
  const page = Math.min(turned ?? ("fitLast" in box.dataset ? pages.length : 0), pages.length - 1);
  showOnly(pages[page], items);
  yield* enlarge(box, list, { smallest, most, before });
  // Columns that are made equally high can be a little too high where columns filled one by one are not.
  if (isPacked(list) && !fits(list)) box.dataset.filling = "";
  if (isPacked(list) && !fits(list)) clip(pages[page], measure(list).height);
  tell(box, list, items, pages, page);
}

// What came since its pages were cut waits for the next packing: each would have the others laid out once more.
export function holdBack(box, list) {
  const page = cuts.get(list)?.[box.dataset.page];
  if (!page) return;
  const ids = new Set(page.map((each) => each.id)); // one that was drawn anew is another element
  for (const item of itemsOf(list)) if (!ids.has(item.id)) item.hidden = true;
}

function* fitsAt(box, list, size, columns) {
  yield;
  resize(box, size, columns);
  return fits(list);
}

// The largest size between two at which the list fits, or 0 where it does not even at the smallest.
function* largest(box, list, smallest, most, columns) {
  if (!(yield* fitsAt(box, list, smallest, columns))) return 0;
  if (yield* fitsAt(box, list, most, columns)) return most;
  let [low, high] = [smallest, most];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (yield* fitsAt(box, list, middle, columns)) low = middle;
    else high = middle;
  }
  return low;
}

// As many columns as before are tried first: most often they are the best again, and the others need one look each.
function* enlarge(box, list, { smallest, most, before }) {
  let best = { size: 0, columns: 1 };
  const { width, gap } = measure(list);
  const limit = isPacked(list) ? mostColumns(list, smallest) : 1;
  const counts = Array.from({ length: limit }, (_, n) => n + 1);
  const inOrder = [...counts];
  if (before) inOrder.sort((one, other) => Math.abs(one - before) - Math.abs(other - before));
  for (const columns of inOrder) {
    const column = (width - gap * (columns - 1)) / columns / rem();
    const least = isPacked(list) ? Math.max(smallest, column / WIDEST, best.size) : smallest;
    const top = limit > 1 ? Math.min(most, Math.max(smallest, column / NARROWEST)) : most;
    const size = least <= top ? yield* largest(box, list, least, top, columns) : 0;
    if (size > best.size) best = { size, columns };
  }
  if (best.size) resize(box, best.size, best.columns);
  else yield* widest(box, list, smallest, counts);
}

// A page that was cut for columns wider than suit the eye fits in those only.
function* widest(box, list, smallest, counts) {
  for (const columns of counts) {
    if (yield* fitsAt(box, list, smallest, columns)) return;
  }
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

// Which of its pages the box shows, for the eye and for what turns them.
function tell(box, list, items, pages, page) {
  if (pages.length < 2) {
    delete box.dataset.pages;
    cuts.delete(list);
    return;
  }
  cuts.set(list, pages);
  const text = box.querySelector("[data-fold-text]");
  const told = text.dataset.foldText.replace("{page}", page + 1).replace("{pages}", pages.length);
  text.textContent = told.replace("{n}", items.length);
  box.querySelector('[data-fold="-1"]').disabled = page === 0;
  box.querySelector('[data-fold="1"]').disabled = page === pages.length - 1;
  box.dataset.page = page;
  box.dataset.pages = pages.length;
}
