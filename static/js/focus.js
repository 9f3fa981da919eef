// Where the focus goes when what had it is drawn anew, taken away or closed: to the same thing, else to what stood
// beside it, else to the heading of what it was in. Never to nowhere (WCAG 2.2, 2.4.3).

const BY_ITSELF = "a[href], button, input, select, textarea, summary, [tabindex]";
let last = []; // the trail of what last had it in the page itself

function nameOf(element) {
  if (element?.id) return `#${CSS.escape(element.id)}`;
  return element?.dataset.key ? `[data-key="${element.dataset.key}"]` : "";
}

// How to find an element again, or what is nearest to it.
function trail(element) {
  if (element.closest("#toast")) return last;
  const names = [];
  for (let each = element; each && each !== document.body; each = each.parentElement) {
    names.push(nameOf(each));
    if (each.matches("li")) names.push(nameOf(each.nextElementSibling), nameOf(each.previousElementSibling));
  }
  return names.filter(Boolean);
}

// The trail of what has the focus, where that is in `element`.
export function focusIn(element) {
  const focused = document.activeElement;
  return focused !== document.body && element?.contains(focused) ? trail(focused) : null;
}

export function refocus(names) {
  if (!names) return;
  const [same] = names;
  for (const name of [...names, "#stage"]) {
    const element = document.querySelector(name);
    if (element && land(element, name === same)) return;
  }
}

function land(element, isSame) {
  const isItself = element.matches(`${BY_ITSELF}, li`);
  const target = isItself ? element : (element.querySelector("summary, h1, h2, h3, textarea") ?? element);
  if (!target.matches(BY_ITSELF)) target.tabIndex = -1;
  target.focus({ preventScroll: isSame });
  return document.activeElement === target;
}

document.addEventListener("focusin", ({ target }) => {
  if (!target.closest("#toast, dialog")) last = trail(target);
});
