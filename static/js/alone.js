// One note or agreement alone on the wall, as large as the screen allows: opened by a click or Enter on it, or by S; the
// arrows and a clicker go to the next of its kind and the one before.

const LARGEST = 8; // rem
const SMALLEST = 2;
const HALVINGS = 7;
const BY = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
const dialog = document.getElementById("alone");
const body = document.getElementById("alone-note");
const KINDS = ["#stage .note[id]:not(.note--hidden)", "#stage .agreement[id]"];
const ANY = KINDS.join(", ");
let shown = "";

// All that are gone through with this one, in order; none where it cannot be shown any more.
function beside(item) {
  const kind = KINDS.find((each) => item?.matches(each));
  return kind ? [...document.querySelectorAll(kind)] : [];
}

function show(item) {
  shown = item.id;
  const copy = Object.assign(document.createElement("div"), { className: item.className }); // no list around it here
  copy.append(...item.cloneNode(true).childNodes);
  copy.querySelector(".note__whole")?.removeAttribute("hidden");
  if (copy.querySelector(".note__whole")) copy.querySelector("[data-alone]").remove();
  body.replaceChildren(copy);
  const all = beside(item);
  const at = all.indexOf(item);
  dialog.querySelector('[data-alone-by="-1"]').disabled = at <= 0;
  dialog.querySelector('[data-alone-by="1"]').disabled = at === all.length - 1;
  if (!dialog.open) dialog.showModal();
  enlarge();
}

function enlarge() {
  let [low, high] = [SMALLEST, LARGEST];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    body.style.setProperty("--size", middle);
    if (body.scrollHeight <= body.clientHeight && body.scrollWidth <= body.clientWidth) low = middle;
    else high = middle;
  }
  body.style.setProperty("--size", low);
}

function go(by) {
  const all = beside(document.getElementById(shown));
  const next = all[all.findIndex((each) => each.id === shown) + by];
  if (next) show(next);
  else if (by > 0) dialog.close();
}

// What is done with what is shown is done in the page's own dialog, or by the press alone.
function ask(verb, address, how) {
  const number = shown.replace(/^\w+-/, "");
  dialog.close();
  htmx.ajax(verb, address.replace("/0/", `/${number}/`).replace("seddel=0", `seddel=${number}`), how);
}

document.addEventListener("click", ({ target }) => {
  const item = target.closest(ANY);
  if (item?.querySelector("[data-alone]") && !target.closest("a, form")) show(item);
  if (target.closest("[data-alone-by]")) go(Number(target.closest("[data-alone-by]").dataset.aloneBy));
  const { aloneForm, alonePost } = target.closest("button")?.dataset ?? {};
  if (aloneForm) ask("GET", aloneForm, { target: "#dialog-body", swap: "innerHTML" });
  if (alonePost) ask("POST", alonePost, { swap: "none", values: { screen: "wall" } });
  if (target.closest("[data-alone-close]") || target === dialog) dialog.close();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (dialog.open) {
    const isButton = event.key === " " && event.target.closest("button");
    if (!BY[event.key] || isButton) return;
    event.preventDefault();
    go(BY[event.key]);
  }
});

document.addEventListener("alone", () => {
  const first = [...document.querySelectorAll(ANY)].find((each) => each.offsetParent);
  if (first) show(first);
});

dialog.addEventListener("close", () => {
  const item = document.getElementById(shown);
  shown = "";
  item?.querySelector("[data-alone]")?.focus({ preventScroll: true });
});

// What is shown follows what it is of; what is gone is not held up before forty people.
document.addEventListener("patched", () => {
  if (!dialog.open) return;
  const item = document.getElementById(shown);
  if (beside(item).length) show(item);
  else dialog.close();
});

addEventListener("resize", () => dialog.open && enlarge());
