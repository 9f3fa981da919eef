// Makes a box's notes, or agreements, fit without scrolling: first denser, then folded into counted pages.

const DENSITIES = 5;
const turned = new Map();

export function fit(box) {
  const list = box.querySelector("[data-fit-list]");
  if (!list) return;
  const notes = [...list.children];
  const fold = box.querySelector(".fit__fold");
  for (const note of notes) note.hidden = false;
  fold.hidden = true;
  for (let density = 0; density < DENSITIES; density += 1) {
    box.dataset.density = density;
    if (list.scrollHeight <= list.clientHeight + 1) return;
  }
  fold.hidden = false;
  const pages = paginate(notes, list.clientHeight);
  const last = "fitLast" in box.dataset;
  const page = Math.min(turned.get(box.dataset.fit) ?? (last ? pages.length - 1 : 0), pages.length - 1);
  pages.forEach((each, index) => each.forEach((note) => (note.hidden = index !== page)));
  const text = box.querySelector("[data-fold-text]");
  const told = text.dataset.foldText.replace("{page}", page + 1).replace("{pages}", pages.length);
  text.textContent = told.replace("{n}", notes.length);
  box.querySelector('[data-fold="-1"]').disabled = page === 0;
  box.querySelector('[data-fold="1"]').disabled = page === pages.length - 1;
  box.dataset.page = page;
  box.dataset.pages = pages.length;
}

function paginate(notes, height) {
  const pages = [[]];
  let top = notes[0]?.offsetTop ?? 0;
  for (const note of notes) {
    if (note.offsetTop + note.offsetHeight - top > height && pages.at(-1).length) {
      pages.push([]);
      top = note.offsetTop;
    }
    pages.at(-1).push(note);
  }
  return pages;
}

function turn(box, by) {
  const page = Number(box.dataset.page) + by;
  if (page < 0 || page >= Number(box.dataset.pages)) return;
  if ("fitLast" in box.dataset && page === Number(box.dataset.pages) - 1) turned.delete(box.dataset.fit);
  else turned.set(box.dataset.fit, page);
  fit(box);
}

function fitAll() {
  document.querySelectorAll("[data-fit]").forEach(fit);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fold]");
  if (button) turn(button.closest("[data-fit]"), Number(button.dataset.fold));
});

document.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const box = document.querySelector("[data-fit][data-pages]");
  if (by && box && !event.target.closest("input, textarea, select, dialog")) turn(box, by);
});

document.addEventListener("patched", fitAll);
addEventListener("resize", fitAll);
document.fonts.ready.then(fitAll);
fitAll();
