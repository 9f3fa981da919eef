// The phone's form: cleared when a note was taken, and when it waits in the outbox for the network.

import { ANSWER_WITHIN, drawnValue, isHeld, release } from "./live.js";
import { drop, flush, isWaiting, keep, later, newKey, said, stored, verdict } from "./outbox.js";
import { save, turnTo } from "./places.js";

const say = document.body.dataset;
let retry;

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, xhr } = event.detail;
  if (elt.id !== "write-form") return;
  clearTimeout(retry);
  const form = new FormData(elt);
  const note = Object.fromEntries(["key", "place", "kind", "text", "named"].map((name) => [name, form.get(name)]));
  note.text = note.text.replaceAll("\r\n", "\n");
  note.answers = form.getAll("answers");
  const mustQueue = isWaiting();
  const isKept = keep(note);
  saveDraft();
  if (mustQueue) {
    event.preventDefault();
    unsent(note, isKept);
    flush();
  } else {
    xhr.timeout = ANSWER_WITHIN;
    // Not left to htmx, which tells nobody when the form was replaced meanwhile.
    xhr.addEventListener("loadend", () => answered(note, isKept, xhr));
  }
});

function answered(note, isKept, xhr) {
  const what = verdict(xhr.status, xhr.getResponseHeader("X-Patch"));
  if (what === "taken") {
    drop(note.key);
    clear(note);
    part(note);
  } else if (what === "refused") {
    if (document.getElementById("note-key").value !== note.key) return; // parted with: the outbox asks, and tells
    drop(note.key);
    saveDraft();
  } else if (what === "lost") {
    said(say.sayFailed, true);
  } else {
    unsent(note, isKept, what);
    if (isKept) later();
  }
}

function unsent(note, isKept, what = "waits") {
  if (isKept) {
    document.getElementById("note-key").value = newKey();
    clear(note);
    tell(what);
    return;
  }
  said(say.sayUnsent, true);
  retry = setTimeout(() => isInForm(note) && htmx.trigger("#write-form", "submit"), 3000);
}

// Someone may be writing on, or at another place.
function isInForm({ place, text }) {
  const fields = document.getElementById("write-form")?.elements;
  return fields?.place.value === place && fields.text.value === text;
}

// The next note has another key, also when that of the answer waits for a finger to be lifted.
function part(note) {
  const key = document.getElementById("note-key");
  if (key.value === note.key) key.value = newKey();
}

function clear(note) {
  const form = document.getElementById("write-form");
  const text = form?.querySelector("textarea");
  if (text?.value !== note.text) return; // more was typed while it was on its way: that is not sent, so it stays
  const isHere = document.activeElement === document.body || form.contains(document.activeElement);
  empty(form);
  if (isHere) document.querySelector("#write textarea")?.focus({ preventScroll: true });
}

function empty(form) {
  const text = form.querySelector("textarea");
  text.value = "";
  text.dispatchEvent(new Event("count", { bubbles: true }));
  for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = false;
  saveDraft();
  release("write");
}

function saveDraft() {
  const text = document.getElementById("text");
  if (text) save(text);
}

const WORDS = { waits: say.sayWaiting, paced: say.sayPaced, refused: say.sayRefused, lost: say.sayFailed };
function tell(what) {
  said(WORDS[what], !["waits", "paced"].includes(what));
  // The list beneath says so too: seen once is enough.
  document.getElementById("said").classList.toggle("visually-hidden", what === "waits");
}
document.addEventListener("outbox", ({ detail }) => detail.isMark || tell(detail.what));

// A note that was refused is put back into the form, or let go.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("#outbox button");
  if (!button) return;
  const { key } = button.closest("li").dataset;
  if (button.matches("[data-redo]") && !(await putBack(stored(key)))) said(say.sayBusy, true);
  else drop(key);
});

const isFree = () => !document.getElementById("text")?.value.trim();

// Into the form of its own place, also where the room has left that; into the one that is there where it is closed.
async function putBack(note) {
  if (!note) return true;
  if (!isFree()) return false;
  await turnTo(note.place);
  const form = document.getElementById("write-form");
  const text = form?.querySelector("textarea");
  if (!text || !isFree()) return false;
  text.value = note.text;
  text.dispatchEvent(new Event("count", { bubbles: true }));
  for (const box of form.querySelectorAll("[type=radio], [type=checkbox]")) {
    box.checked = box.name === "kind" ? box.value === note.kind : note.answers.includes(box.value);
  }
  text.focus();
  saveDraft();
  return true;
}

document.addEventListener("input", (event) => {
  if (event.target.closest("#write-form") && event.detail !== "put back") said("");
});

// What was refused is marked until it is typed in again: the line that tells why is what describes it.
document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (xhr.status !== 422) return;
  const [now, was] = [document.getElementById("write-form"), elt.elements?.place?.value];
  if (elt.id === "write-form" && now?.elements.place.value !== was) return; // another place was picked since
  const field = document.getElementById(elt.querySelector("textarea")?.id); // it may have been drawn anew
  if (!field) return;
  field.setAttribute("aria-invalid", "true");
  field.focus({ preventScroll: true });
});
document.addEventListener("input", ({ target }) => target.removeAttribute("aria-invalid"));

// Seldom done: what keeps a withdrawn note is fetched when one is.
document.addEventListener("htmx:beforeRequest", ({ detail: { elt, xhr } }) => {
  const { withdraws: place, kind, answers } = elt.dataset;
  if (!place) return;
  const field = elt.closest("details").querySelector("textarea");
  const note = { place, kind, text: drawnValue(field), answers: answers.split(" ").filter(Boolean) };
  const kept = import("./withdrawn.js");
  xhr.addEventListener("load", async () => {
    if (verdict(xhr.status, xhr.getResponseHeader("X-Patch")) === "taken") (await kept).keep(note);
  });
});

// A page that is not ours is not put in.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.elt.id === "write-form") detail.shouldSwap = false;
});

for (const each of ["held", "patched"]) {
  document.addEventListener(each, () => {
    document.getElementById("moved-on").hidden = !isHeld("write");
  });
}

document.addEventListener("left", () => said(say.sayLeft, true));

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-let-go]")) empty(document.getElementById("write-form"));
});

// What was said of the last step is not said of the next, unless the step waited for what it is said of.
let waited = false;
document.addEventListener("held", ({ detail }) => (waited ||= detail.id === "stage"));
let stage = document.querySelector("#stage .stage__question, #stage h2")?.textContent;
document.addEventListener("patched", () => {
  const now = document.querySelector("#stage .stage__question, #stage h2")?.textContent;
  if (now === stage) return;
  if (!waited && !document.getElementById("said").classList.contains("said--wrong")) said("");
  [stage, waited] = [now, false];
});
