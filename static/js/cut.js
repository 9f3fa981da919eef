// Cutting what a box has no room for into pages. Looks at the layout take nearly all the time, so it stops before each, as
// pack.js does.

import { WIDEST, fits, foldOf, isPacked, measure, mostColumns, rem, resize, showOnly } from "./box.js";

const FEW = 60; // notes that are laid out together: of more, each look would hold up what is pressed
const AT_ONCE = 40; // notes that are measured at a look
const tall = new WeakMap(); // by note, how high it is at the smallest size, by the width of a column

// The pages that `list` in `box` needs at the smallest size, each with the items on it.
export function* cutInto(box, list, items, smallest) {
  const fold = foldOf(box);
  box.dataset.filling = ""; // columns filled one by one are laid out once, equally high ones again and again
  if (list.matches(".notes") && items.length > FEW) return yield* cutMany(box, list, items, smallest);
  showOnly(items, items);
  fold.hidden = true;
  resize(box, smallest, isPacked(list) ? mostColumns(list, smallest) : 1);
  if (fits(list)) return [items];
  fold.hidden = false;
  if (isPacked(list)) return yield* cutColumns(box, list, items, smallest);
  resize(box, smallest);
  const around = list.scrollHeight - (items.at(-1).offsetTop + items.at(-1).offsetHeight - items[0].offsetTop);
  return beneath(items, list.clientHeight - Math.max(0, around));
}

// By where each stands when all are laid out, for the number of columns that needs the fewest pages.
function* cutColumns(box, list, items, smallest) {
  let best = null;
  for (let columns = mostColumns(list, smallest); columns >= 1; columns -= 1) {
    yield;
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

// By how high each is: of those that were there before that is known.
function* cutMany(box, list, items, smallest) {
  const fold = foldOf(box);
  const most = mostColumns(list, smallest);
  let best = null;
  for (const columns of [most, Math.max(1, most - 1)]) {
    const high = yield* heightsOf(box, list, items, smallest, columns);
    fold.hidden = true;
    if (filled(items, high, measure(list).height, columns).length === 1) return [items];
    fold.hidden = false;
    const pages = filled(items, high, measure(list).height, columns);
    if (!best || pages.length < best.length) best = pages;
  }
  return best;
}

// The height of each note there.
function* heightsOf(box, list, items, smallest, columns) {
  const at = `${list.clientWidth}/${columns}/${rem() * smallest}/${document.fonts.status}`;
  const isNew = (item) => tall.get(item)?.[at] === undefined;
  const unknown = items.filter(isNew);
  while (unknown.length) {
    yield;
    const some = unknown.splice(0, AT_ONCE);
    showOnly(some, items);
    box.dataset.filling = "";
    resize(box, smallest, columns);
    const heights = some.map((item) => item.offsetHeight + .5); // rounded up: no page is to be too high
    some.forEach((item, n) => tall.set(item, { ...tall.get(item), [at]: heights[n] }));
  }
  return items.map((item) => tall.get(item)[at]);
}

function filled(items, high, room, columns) {
  const between = parseFloat(getComputedStyle(items[0]).marginBottom);
  const pages = [[]];
  let [column, top] = [0, 0];
  items.forEach((item, n) => {
    if (top && top + high[n] > room) {
      column = (column + 1) % columns;
      top = 0;
      if (!column) pages.push([]);
    }
    pages.at(-1).push(item);
    top += high[n] + between;
  });
  return pages;
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
