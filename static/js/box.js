// A box that is packed: what it holds, how large, in how many columns; on the wall and in its preview.
//
// A box says its sizes in `--smallest` and `--largest`, in rem; its list takes `--size` and `--columns`.

export const NARROWEST = 10; // em of a column: long Danish words
export const WIDEST = 23;

export const listOf = (box) => box.querySelector("[data-fit-list]");
export function itemsOf(list) {
  const marked = [...list.querySelectorAll("[data-fit-item]")];
  return marked.length ? marked : [...list.children].flatMap((each) => (each.matches("ul") ? [...each.children] : [each]));
}

export const foldOf = (box) => box.querySelector(".fit__fold");
export const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
export const isPacked = (list) => getComputedStyle(list).columnGap !== "normal" && list.matches(".notes, .prose");

export function fits(list) {
  return list.scrollWidth <= list.clientWidth && list.scrollHeight <= list.clientHeight;
}

export function resize(box, size, columns = 1) {
  box.style.setProperty("--size", size);
  box.style.setProperty("--columns", columns);
}

export function showOnly(shown, items) {
  const seen = new Set(shown);
  for (const item of items) item.hidden = !seen.has(item);
}

// How much room there is in the list, and what is between two columns at that size.
export function measure(list) {
  const style = getComputedStyle(list);
  const width = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const height = list.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
  return { width, height, gap: parseFloat(style.columnGap) || 0, left: parseFloat(style.paddingLeft) };
}

export function mostColumns(list, size) {
  const { width, gap } = measure(list);
  return Math.max(1, Math.floor((width + gap) / (NARROWEST * size * rem() + gap)));
}

// --- How it looks now, to come back to ---

export function stateOf(box) {
  const fold = foldOf(box);
  const list = listOf(box);
  return {
    styles: ["--size", "--columns"].map((name) => [name, box.style.getPropertyValue(name)]),
    filling: "filling" in box.dataset,
    fold: fold?.hidden,
    items: new Map(list ? itemsOf(list).map((each) => [each, [each.hidden, each.classList.contains("note--clipped")]]) : []),
  };
}

// What came since is left as it is.
export function put(box, { styles, filling, fold, items }) {
  for (const [name, value] of styles) box.style.setProperty(name, value);
  box.toggleAttribute("data-filling", filling);
  if (foldOf(box)) foldOf(box).hidden = fold;
  for (const [item, [hidden, clipped]] of items) {
    item.hidden = hidden;
    item.classList.toggle("note--clipped", clipped);
  }
}
