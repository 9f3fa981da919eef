// Where the focus goes when what had it is drawn anew, taken away or closed: to the same thing, else to what stood
// beside it, else to the heading of what it was in. Never to nowhere (WCAG 2.2, 2.4.3).

const BY_ITSELF = "a[href], button, input, select, textarea, summary, h1, h2, h3, li";
let last = []; // the trail of what last had it in the page itself

function nameOf(element) {
  if (element?.id) return `#${CSS.escape(element.id)}`;
  return element?.dataset.key ? `[data-key="${element.dataset.key}"]` : "";
}

// How to find one that has no name: among those that look the same in what it lies in.
function unnamed(element) {
  const home = element.parentElement.closest("[id]");
  if (!home || !element.matches(BY_ITSELF)) return [];
  const { localName, name, value, textContent } = element;
  const isAlike = (each) => each.name === name && each.value === value && each.textContent === textContent;
  const alike = (where) => [...(where?.querySelectorAll(localName) ?? [])].filter(isAlike);
  const [at, n] = [nameOf(home), alike(home).indexOf(element)];
  return [() => alike(document.querySelector(at))[n]];
}

// How to find an element again, or what is nearest to it: the first of these that there is.
function trail(element) {
  if (element.closest("#toast")) return last;
  const names = [];
  for (let each = element; each && each !== document.body; each = each.parentElement) {
    names.push(nameOf(each));
    if (each.matches("li")) names.push(nameOf(each.nextElementSibling), nameOf(each.previousElementSibling));
  }
  const finders = names.filter(Boolean).map((name) => () => document.querySelector(name));
  return nameOf(element) ? finders : [...unnamed(element), ...finders];
}

// The trail of what has the focus, where that is in `element`.
export function focusIn(element) {
  const focused = document.activeElement;
  return focused !== document.body && element?.contains(focused) ? trail(focused) : null;
}

export function refocus(finders) {
  if (!finders) return;
  const [same] = finders;
  for (const find of [...finders, () => document.getElementById("stage")]) {
    const element = find();
    if (element && land(element, find === same)) return;
  }
}

function land(element, isSame) {
  const isItself = element.matches(BY_ITSELF);
  const target = isItself ? element : (element.querySelector("summary, h1, h2, h3, textarea") ?? element);
  if (!target.matches("a[href], button, input, select, textarea, summary, [tabindex]")) target.tabIndex = -1;
  target.focus({ preventScroll: isSame });
  return document.activeElement === target;
}

document.addEventListener("focusin", ({ target }) => {
  if (!target.closest("#toast, dialog")) last = trail(target);
});
