// What was written and marked and is not acknowledged yet: kept in the phone, and sent again in the order it was made.
// A note that is still in the form has the form's key: that one the form sends. Of a place's marks the last is kept.

import { answerTo, ask, patch } from "./live.js";
import { drawer } from "./storage.js";

const box = document.getElementById("outbox");
const entries = drawer("outbox", { place: "", kind: "", text: "", named: "", answers: [] });
const lost = new Set(); // keys of those that found no seat: tried again with a new page or connection
const refusals = []; // why marks were not taken
let sending = false;
let timer;
let tries = 0;
let drawn = "";

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
}

// --- What is kept ---

export const stored = entries.get;

// Whether the entry is safe: in storage, behind those made before it. One that is not lasts as long as the page.
export function put(entry) {
  const last = entries.all().pop()?.order ?? 0;
  return entries.put(entry.key, { ...entry, order: Math.max(Date.now(), last + 1) });
}

// Whether the note is safe. One that is not stays in the form.
export function keep(note) {
  const isSafe = put(note);
  if (!isSafe) entries.remove(note.key);
  return isSafe;
}

// Whether the mark is safe. One that is not is sent all the same.
export function keepMark(place, choice) {
  return put({ key: `mark-${place}`, place, choice });
}

export function drop(key) {
  entries.remove(key);
  draw();
}

const isMark = (entry) => "choice" in entry;

export function marks() {
  return entries.all().filter(isMark);
}

function waiting() {
  const form = document.getElementById("note-key").value;
  return entries.all().filter((each) => each.key !== form);
}

const canBeSent = (entry) => !entry.wrong && !lost.has(entry.key);

// Whether the last that was sent got no answer.
export function isBehind() {
  return tries > 0;
}

// Whether notes wait, so that one more is to be sent behind them.
export function isWaiting() {
  return waiting().some((each) => canBeSent(each) && !isMark(each));
}

// --- What is shown of it ---

export function draw() {
  const notes = waiting().filter((each) => !isMark(each));
  const now = JSON.stringify([notes, [...lost]]);
  if (now === drawn) return; // someone may be marking the text to copy it
  drawn = now;
  box.hidden = !notes.length;
  box.querySelector(".outbox__waits").hidden = !isWaiting();
  notes.sort((one, other) => canBeSent(other) - canBeSent(one)); // what the line above tells of comes first
  box.querySelector("ul").replaceChildren(...notes.map(item));
}

function item(note) {
  const item = box.querySelector("template").content.firstElementChild.cloneNode(true);
  item.dataset.key = note.key;
  item.className += ` note--${note.kind}`;
  item.querySelector(".note__text").textContent = note.text;
  const wrong = lost.has(note.key) ? box.dataset.lost : note.wrong;
  item.querySelector(".outbox__wrong").textContent = wrong ?? "";
  item.querySelector(".outbox__choice").hidden = !wrong;
  return item;
}

// The phone's one line that tells what became of what was done.
export function said(text, wrong = false) {
  const line = document.getElementById("said");
  line.textContent = text;
  line.classList.toggle("said--wrong", wrong);
  line.classList.remove("visually-hidden");
}

// --- Sending ---

// What an answer means. One that is not ours, a captive portal's say, acknowledges nothing.
export function verdict(status, isOurs) {
  if (isOurs && status === 200) return "taken";
  if (isOurs && status === 422) return "refused";
  if (isOurs && status === 429) return "paced"; // too fast: taken a little later
  return [400, 403, 404, 410, 413].includes(status) ? "lost" : "waits";
}

function request(entry) {
  if (isMark(entry)) {
    return [box.dataset.urlMarks, new URLSearchParams({ place: entry.place, [`mark-${entry.place}`]: entry.choice })];
  }
  const { key, place, kind, text, named, answers } = entry;
  const body = new URLSearchParams({ key, place, kind, text, named });
  for (const each of answers) body.append("answers", each);
  return [box.dataset.url, body];
}

async function post(entry) {
  const [url, body] = request(entry);
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
  try {
    const [answer, html] = await answerTo(url, { method: "POST", body, headers });
    const what = verdict(answer.status, answer.headers.has("X-Patch"));
    return { what, html, version: answer.headers.get("X-Version") };
  } catch {
    return { what: "waits" };
  }
}

export function later() {
  draw();
  clearTimeout(timer);
  timer = setTimeout(flush, 2_000 + Math.random() * Math.min(13_000, 1_000 * 2 ** tries));
  tries += 1;
}

// Send what waits, one after the other, until one gets no answer.
export async function flush() {
  draw();
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  try {
    await sendAll();
  } finally {
    sending = false;
  }
}

async function sendAll() {
  const next = () => waiting().find(canBeSent);
  for (let entry = next(); entry; entry = next()) {
    const answer = await post(entry);
    if (["waits", "paced"].includes(answer.what)) {
      if (!tries) tell(answer.what, entry);
      later();
      break;
    }
    tries = 0;
    if (answer.what === "lost") lost.add(entry.key);
    if (isMark(entry)) await answered(entry, answer);
    else settle(entry, answer);
    draw();
  }
  if (refusals.length) said([...new Set(refusals.splice(0))].join(" "), true); // not beneath a word about the next
}

function settle(note, { what, html }) {
  if (what === "taken") {
    drop(note.key);
    patch(html, { without: "note-key" });
    return;
  }
  if (what === "refused" && stored(note.key)) entries.put(note.key, { ...note, wrong: reason(html) });
  tell(what, note);
}

async function answered(mark, { what, html, version }) {
  if (what === "lost") {
    tell(what, mark);
    return;
  }
  if (stored(mark.key)?.order === mark.order) entries.remove(mark.key); // else it was changed meanwhile
  if (version) document.getElementById("marks").dataset.version = version; // what was drawn earlier knows nothing of it
  if (what === "taken") {
    patch(html);
    return;
  }
  refusals.push(reason(html));
  await ask(true); // the form as it is without that mark
}

function reason(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  return answer.getElementById("said")?.textContent.trim() || box.dataset.lost;
}

function tell(what, entry) {
  document.dispatchEvent(new CustomEvent("outbox", { detail: { what, isMark: isMark(entry) } }));
}

function again() {
  lost.clear();
  flush();
}

addEventListener("online", again);
document.addEventListener("connected", again);
entries.hear((_key, before, now) => {
  draw();
  if (now) setTimeout(flush, 3_000); // another tab has it on its way, and mostly it is soon gone
  else if (before) ask(true); // what that tab sent
});
flush();
