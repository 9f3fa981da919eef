// The places of the phone: which is picked, where one has been, and what one has begun to write at each. What is begun
// is kept in the phone until it was sent or let go.

import { ask, drawnValue, exchange, isHeld, isTyped, isTyping, look, release } from "./live.js";
import { draw, flush, newKey, put, said, stored } from "./outbox.js";
import { drawer } from "./storage.js";

const say = document.body.dataset;
const SAVED_AFTER = 300; // ms
const drafts = drawer("draft", { text: "", kind: "", was: "", answers: [], beside: {} });
const ours = new Map(); // by place, the text that this page keeps there; another tab may have gone on writing
const unsaved = new Set();
let timer;
let looking = false;
let picks = 0;

const fields = () => [...document.querySelectorAll("textarea[data-draft]")];
const section = () => document.getElementById("write");

// --- What is begun is kept ---

export function save(field) {
  unsaved.delete(field);
  const key = field.dataset.draft;
  if (isTyped(field) && !isOnItsWay(field)) {
    drafts.put(key, begun(field));
    ours.set(key, field.value);
  } else if (drafts.get(key)?.text === ours.get(key)) {
    drafts.remove(key);
  }
}

function begun(field) {
  const form = new FormData(field.form);
  const [text, kind, was] = [field.value, form.get("kind"), form.get("was")];
  const beside = Object.fromEntries(besides(field).map((each) => [each.name, form.get(each.name)]));
  return { text, kind, was, answers: form.getAll("answers"), beside, order: Date.now() };
}

// What else one fills in there: who does it, when, and what it comes to.
function besides(field) {
  const filled = field.form.querySelectorAll("input:is([type=text], [type=date], [type=radio]), select");
  return [...filled].filter(({ name }) => !["kind", "answers"].includes(name));
}

// The outbox has it, under the form's key.
function isOnItsWay(field) {
  return field.id === "text" && stored(document.getElementById("note-key").value)?.text === field.value;
}

function saveAll() {
  clearTimeout(timer);
  timer = 0;
  for (const field of unsaved) save(field);
}

document.addEventListener("input", ({ target }) => {
  const field = target.form?.querySelector("textarea[data-draft]");
  if (!field) return;
  unsaved.add(field);
  timer ||= setTimeout(saveAll, SAVED_AFTER);
  if (isHeld("write") && !isTyping(section())) release("write"); // nothing left to send
});
addEventListener("pagehide", saveAll);
document.addEventListener("visibilitychange", saveAll);

// A field whose text was taken holds a draft no longer, whatever the answer draws in its place.
document.addEventListener("htmx:beforeRequest", ({ detail: { elt, xhr } }) => {
  const field = elt.querySelector("textarea[data-draft]:not(#text)");
  if (!field) return;
  const { value } = field;
  xhr.addEventListener("readystatechange", () => {
    if (xhr.readyState !== XMLHttpRequest.DONE || xhr.status !== 200 || !xhr.getResponseHeader("X-Patch")) return;
    saveAll();
    if (drafts.get(field.dataset.draft)?.text === value) drafts.remove(field.dataset.draft);
  });
});

// --- And put back ---

function putBack(field) {
  const draft = drafts.get(field.dataset.draft);
  if (!draft || (isTyped(field) && field.value !== draft.text)) return;
  ours.set(field.dataset.draft, draft.text);
  if (field.value === draft.text) return;
  field.value = draft.text;
  for (const each of field.form.querySelectorAll("[name=kind][type=radio], [name=answers]")) {
    each.checked = each.name === "kind" ? each.value === draft.kind : draft.answers.includes(each.value);
  }
  for (const each of besides(field)) {
    const value = draft.beside[each.name];
    if (value === undefined) continue; // kept by an earlier version
    if (each.type === "radio") each.checked = each.value === value;
    else if (value) each.value = value;
  }
  const was = field.form.querySelector("[name=was]");
  if (was) was.value = draft.was; // what it began from, so that what another wrote since is kept too
  field.closest("details")?.setAttribute("open", "");
  field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "put back" }));
}

// What was begun at a place that the room has left since comes back in that place's form.
async function bringBack() {
  if (looking || isTyping(section()) || "picked" in section().dataset) return;
  const left = drafts.all().find(({ key }) => /^\d+-\d+$/.test(key) && !isHere(key));
  if (!left) return;
  looking = true;
  const page = await look(`?late=${left.key}`);
  looking = false;
  if (!page || isTyping(section()) || isHere(left.key)) return;
  const form = page.getElementById("write");
  if (placeOf(form) === left.key) {
    exchange(form, { waits: true });
  } else {
    put({ ...left, place: left.key, key: newKey(), wrong: say.sayLate });
    drafts.remove(left.key);
    draw();
  }
  document.dispatchEvent(new CustomEvent("patched"));
}

const isHere = (place) => place === picked() || Boolean(document.querySelector(`[data-pick="${place}"]`));

// Another tab sent it, or let it go.
drafts.hear((key, before, now) => {
  const field = fields().find((each) => each.dataset.draft === key);
  if (!field || now || field.value !== before?.text) return;
  field.value = drawnValue(field);
  unsaved.delete(field);
});

// --- The places ---

const picked = () => document.querySelector("#write-form [name=place]")?.value;

function mark() {
  const place = picked();
  for (const link of document.querySelectorAll("[data-pick]")) {
    const list = document.getElementById(`mine-${link.dataset.pick}`);
    link.classList.toggle("is-visited", Boolean(list?.children.length));
    link.classList.toggle("is-begun", Boolean(drafts.get(link.dataset.pick)));
    if (link.dataset.pick === place) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// Only the place goes into the address. The answer is taken here, not by the link: that may have been drawn anew.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-pick]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  pick(link.dataset.pick);
});

async function pick(place) {
  picks += 1;
  const turn = picks;
  const form = (await look(`?place=${place}`))?.getElementById("write");
  if (turn !== picks) return; // another was picked since
  if (!form) {
    said(say.sayNotPicked, true);
    return;
  }
  saveAll();
  if (placeOf(form) !== place) {
    await goOn();
    return;
  }
  said(drafts.get(picked()) ? say.sayKept : "");
  parted();
  exchange(form);
  document.dispatchEvent(new CustomEvent("patched"));
  form.scrollIntoView({ block: "nearest" });
  document.getElementById("text")?.focus({ preventScroll: true });
}

const placeOf = (section) => section?.querySelector("[name=place]")?.value;

// The room has left where one picks, or closed what was picked. What was begun comes back in a form of its own.
async function goOn() {
  parted();
  if (!isHeld("write") && !isHeld("stage")) await ask(true);
  await release();
}

// Bring the form of a place, if notes are still taken there.
export async function turnTo(place) {
  if (picked() === place) return;
  if (document.querySelector(`[data-pick="${place}"]`)) {
    await pick(place);
    return;
  }
  const form = (await look(`?late=${place}`))?.getElementById("write");
  if (placeOf(form) !== place || isTyping(section())) return;
  exchange(form, { waits: true });
  document.dispatchEvent(new CustomEvent("patched"));
}

// A note on its way is no longer the form's.
function parted() {
  const key = document.getElementById("note-key");
  if (!stored(key.value)) return;
  key.value = newKey();
  flush();
}

// The row of one's own group is open when the rows first come.
let rows = null;
function openOwn() {
  const picker = document.querySelector(".picker--rows");
  const group = document.body.dataset.group;
  if (picker && !rows && group && !picker.querySelector("[open]")) {
    const own = [...picker.querySelectorAll("[data-row]")].find((row) => row.dataset.row.startsWith(group));
    own?.setAttribute("open", "");
  }
  rows = picker;
}

function arrange() {
  saveAll();
  fields().forEach(putBack);
  bringBack();
  mark();
  openOwn();
}
document.addEventListener("patched", arrange);
arrange();
