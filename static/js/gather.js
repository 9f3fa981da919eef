// Notes are drawn onto each other or into a cluster. What that does is what ticking them and pressing a button does.

const ticked = new Set(); // the notes, by number: they stay so while someone else moves others
let drawn = null; // the id of the note that is being drawn

const optionOf = (target) => target.closest?.(".option");
const ticks = () => [...document.querySelectorAll(".option__pick input")];

function tick(option) {
  const box = option?.querySelector(".option__pick input");
  if (box) box.checked = true;
}

function mark(over) {
  for (const each of document.querySelectorAll(".option.is-over")) each.classList.remove("is-over");
  over?.classList.add("is-over");
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches(".option__pick input")) return;
  if (target.checked) ticked.add(target.value);
  else ticked.delete(target.value);
});

document.addEventListener("patched", () => {
  for (const each of ticks()) each.checked ||= ticked.has(each.value);
});

// What was taken is done with.
document.addEventListener("htmx:beforeSend", ({ detail: { elt, xhr } }) => {
  if (elt.id !== "gather") return;
  xhr.addEventListener("load", () => {
    if (xhr.status !== 200 || xhr.getResponseHeader("X-Refused")) return;
    ticked.clear();
    for (const each of ticks()) each.checked = false;
    document.getElementById("gather")?.reset();
  });
});

document.addEventListener("dragstart", ({ target, dataTransfer }) => {
  drawn = target.matches?.(".option[draggable]") ? target.id : null;
  dataTransfer.effectAllowed = "move";
});

document.addEventListener("dragover", (event) => {
  const over = optionOf(event.target);
  const isPlace = Boolean(drawn && over && over.id !== drawn);
  mark(isPlace ? over : null);
  if (isPlace) event.preventDefault(); // it can be let go here
});

document.addEventListener("drop", (event) => {
  const over = optionOf(event.target);
  mark();
  if (!drawn || !over || over.id === drawn) return;
  event.preventDefault();
  for (const each of ticks()) each.checked = false;
  tick(document.getElementById(drawn));
  tick(over);
  (over.querySelector("[name=into]") ?? document.getElementById("gather-new")).click();
});

document.addEventListener("dragend", () => {
  drawn = null;
  mark();
});
