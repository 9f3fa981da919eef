// What was written and is not acknowledged yet: kept in the phone, and sent again in the order written. One entry a
// note, so that two tabs never write over each other. A note that is still in the form has the form's key: that one
// the form sends.

import { patch } from "./live.js";

export const ANSWER_WITHIN = 8_000; // ms
const KEPT_FOR = 30 * 24 * 3600 * 1000;
const box = document.getElementById("outbox");
const ours = `outbox/${document.body.dataset.seat}/`;
const lost = new Set(); // keys of those that found no seat: tried again with a new page or connection
let sending = false;
let timer;
let tries = 0;
let drawn = "";

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
}

// --- What is stored ---

export function stored(key) {
  return read(ours + key);
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function put(note) {
  try {
    localStorage.setItem(ours + note.key, JSON.stringify(note));
    return true;
  } catch {
    return false; // full, or none to be had
  }
}

function all() {
  let keys = [];
  try {
    keys = Object.keys(localStorage).filter((each) => each.startsWith(ours));
  } catch {} // none to be had
  const notes = keys.map((each) => stored(each.slice(ours.length))).filter(Boolean);
  return notes.sort((one, other) => one.order - other.order);
}

// Whether the note is safe: in storage, behind those written before it.
export function keep(note) {
  const last = all().at(-1)?.order ?? 0;
  return put({ ...note, order: Math.max(Date.now(), last + 1) });
}

export function drop(key) {
  try {
    localStorage.removeItem(ours + key);
  } catch {} // then it was never there
  draw();
}

// What another seat of this phone left and could not send is not kept for ever.
function forget() {
  try {
    const others = Object.keys(localStorage).filter((each) => each.startsWith("outbox/") && !each.startsWith(ours));
    for (const each of others) {
      if (!(read(each)?.order > Date.now() - KEPT_FOR)) localStorage.removeItem(each);
    }
  } catch {} // none to be had
}

// --- What waits ---

function waiting() {
  const form = document.getElementById("note-key").value;
  return all().filter((note) => note.key !== form);
}

function next() {
  return waiting().find((note) => !note.wrong && !lost.has(note.key));
}

export function isWaiting() {
  return Boolean(next());
}

function draw() {
  const notes = waiting();
  const now = JSON.stringify([notes, [...lost]]);
  if (now === drawn) return; // someone may be marking the text to copy it
  drawn = now;
  box.hidden = !notes.length;
  box.querySelector(".outbox__waits").hidden = !isWaiting();
  const stuck = (note) => Boolean(note.wrong) || lost.has(note.key);
  notes.sort((one, other) => stuck(one) - stuck(other)); // what the line above tells of comes first
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

// --- Sending ---

// What an answer means. One that is not ours, a captive portal's say, acknowledges nothing.
export function verdict(status, isOurs) {
  if (isOurs && status === 200) return "taken";
  if (isOurs && status === 422) return "refused";
  return [400, 403, 404, 410, 413].includes(status) ? "lost" : "waits";
}

async function post({ key, place, kind, text, answers }) {
  const body = new URLSearchParams({ key, place, kind, text });
  for (const each of answers) body.append("answers", each);
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
  const late = new AbortController();
  const limit = setTimeout(() => late.abort(), ANSWER_WITHIN);
  try {
    const answer = await fetch(box.dataset.url, { method: "POST", body, headers, signal: late.signal });
    const html = await answer.text();
    return { what: verdict(answer.status, answer.headers.has("X-Patch")), html };
  } catch {
    return { what: "waits" };
  } finally {
    clearTimeout(limit);
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
  for (let note = next(); note; note = next()) {
    const { what, html } = await post(note);
    if (what === "waits") {
      if (!tries) tell(what);
      later();
      break;
    }
    tries = 0;
    if (what === "taken") {
      drop(note.key);
      patch(html, { without: "note-key" });
      continue;
    }
    if (what === "lost") lost.add(note.key);
    else if (stored(note.key)) put({ ...note, wrong: reason(html) });
    draw();
    tell(what);
  }
}

function reason(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  return answer.getElementById("said")?.textContent.trim() || box.dataset.lost;
}

function tell(what) {
  document.dispatchEvent(new CustomEvent("outbox", { detail: what }));
}

function again() {
  lost.clear();
  flush();
}

addEventListener("online", again);
document.addEventListener("connected", again);
addEventListener("storage", ({ key, newValue }) => {
  if (!key?.startsWith(ours)) return;
  if (newValue) setTimeout(flush, 3_000); // another tab has it on its way, and mostly it is soon gone
  else draw();
});
forget();
flush();
