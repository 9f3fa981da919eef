// Keeps a page as the server last drew it. Fragments come by stream, by the reply to a form, or, when streams do not
// get through, by asking for the page; each takes the place of the element with its id.

import { focusIn, refocus } from "./focus.js";

const HEARD_WITHIN = 20_000; // ms; the server beats every 15 s
const ASK_EVERY = 4_000;
export const ANSWER_WITHIN = 8_000;
const TRY_EVERY = 60_000; // a stream that is swallowed on its way
const PRESSED_AT_MOST = 3_000; // who rests a finger on the page must not stop it
const url = document.body.dataset.stream;
const gone = new Map();
const held = new Map();
const drawnAt = new Map(); // by id, the workshop's version that what stands there was drawn of
let outdated = false; // something was drawn anew since what is held was drawn
let source = null;
let heardAt = 0;
let returning; // to a stream that ended
let asking = null;
let triedAt = 0;
let isOut = false; // asked, and not answered yet
let isReached = false; // whether what was asked was answered, while asking
let known = ""; // what the last answer was a page of
const unpressed = []; // what is to be drawn when the finger is up
let pressed = 0;

// --- Fragments ---

// `without`: the id of what is to stay as it is. `version`: of the workshop, as it was when this was drawn.
export function patch(html, { own = false, polled = false, sent, without, version } = {}) {
  const template = document.createElement("template");
  template.innerHTML = html;
  if (without) template.content.getElementById(without)?.remove();
  soon(() => apply(template.content.children, { own, polled, sent, version }));
}

// A press on something that is drawn anew between button down and button up would be lost: what is to be drawn waits.
addEventListener("pointerdown", () => {
  clearTimeout(pressed);
  pressed = setTimeout(letUp, PRESSED_AT_MOST);
});
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => setTimeout(letUp)); // the click comes between
}

function soon(draw) {
  if (pressed) unpressed.push(draw);
  else draw();
}

function letUp() {
  clearTimeout(pressed);
  pressed = 0;
  for (const draw of unpressed.splice(0)) draw();
}

// `own`: what this page asked for itself. `sent`: what it sent, so that what was typed since is told from it.
function apply(elements, { own = false, polled = false, sent, version }) {
  outdated ||= held.size > 0;
  for (const fresh of [...elements]) {
    if (!fresh.id || !("live" in fresh.dataset) || isOvertaken(fresh, version)) continue;
    if (polled && fresh.dataset.live === "reply") continue; // a word or a key that only an answer may bring
    if (fresh.dataset.in) placeNote(fresh, own);
    else replace(document.getElementById(fresh.id), fresh, own, sent);
  }
  if (own) letGo([...held.keys()].filter((id) => !waits(document.getElementById(id) ?? document.head)));
  document.dispatchEvent(new CustomEvent("patched"));
}

// The answer to a press can come after what the stream tells of the next one, or of somebody else's.
function isOvertaken(fresh, version) {
  if (!version) return false;
  let here = document.getElementById(fresh.id) ?? document.getElementById(fresh.dataset.in);
  for (; here; here = here.parentElement) {
    if (version < drawnAt.get(here.id)) return true;
  }
  if (hasNewer(document.getElementById(fresh.id), version)) {
    ask(true); // neither is the whole truth: the page is
    return true;
  }
  drawnAt.set(fresh.id, version);
  return false;
}

// A note, say, that came while the answer with all of them was on its way.
function hasNewer(whole, version) {
  return [...(whole?.querySelectorAll("[data-live]") ?? [])].some((part) => drawnAt.get(part.id) > version);
}

function placeNote(fresh, own) {
  const version = Number(fresh.dataset.version);
  const old = document.getElementById(fresh.id);
  const known = Math.max(Number(old?.dataset.version ?? -1), gone.get(fresh.id) ?? -1);
  if (known > version) return;
  const list = document.getElementById(fresh.dataset.in);
  const focused = focusIn(old);
  if ("gone" in fresh.dataset || !list) {
    if ("gone" in fresh.dataset) gone.set(fresh.id, version);
    old?.remove();
  } else if (old && old.parentElement === list) {
    replace(old, fresh, own);
  } else {
    old?.remove();
    fresh.classList.add("note--new");
    const order = Number(fresh.dataset.order);
    const before = [...list.children].find((each) => Number(each.dataset.order) > order);
    list.insertBefore(fresh, before ?? null);
    htmx.process(fresh);
  }
  if (!old?.isConnected) refocus(focused);
}

// An animation begins anew each time its element is hidden and shown, as the wall does to measure.
for (const type of ["animationend", "animationcancel"]) {
  document.addEventListener(type, ({ target }) => target.classList.remove("note--new"));
}

function replace(old, fresh, own, sent) {
  if (!old) return;
  if (old.isEqualNode(fresh)) {
    held.delete(old.id); // back where it was
    return;
  }
  if (Number(fresh.dataset.version) < Number(old.dataset.version)) return; // drawn before what is here was stored
  if (!own && "picked" in old.dataset && old.dataset.keep === fresh.dataset.keep) return;
  if (waits(old, own ? sent : undefined) && (!own || sent !== undefined)) {
    hold(old, fresh, own);
    return;
  }
  held.delete(old.id);
  const focused = focusIn(old);
  const open = [...old.querySelectorAll("details[id][open]")].map((each) => each.id);
  old.replaceWith(fresh);
  htmx.process(fresh);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  refocus(focused);
}

// --- While one types ---

// What someone types is never replaced under their fingers: the fresh element waits until they sent or let go.
export function isTyping(element, sent) {
  if (element.matches("[data-pending]") || element.querySelector("[data-pending]")) return true;
  const chosen = "input[type=date], select, input[type=radio]:checked";
  const fields = element.querySelectorAll(`textarea, input[type=text], :is(.cell, #helper) :is(${chosen})`);
  return [...fields].some((each) => isTyped(each) && each.value !== sent?.[each.name]);
}

// A question stays with the answer that is being typed to it.
const leader = (element) => document.getElementById(element.dataset.follows);

function waits(element, sent) {
  return isTyping(element, sent) || Boolean(leader(element) && isTyping(leader(element), sent));
}

// Blanks where nothing stood are nothing.
export function isTyped(field) {
  if (field.type === "radio") return field.checked && !field.defaultChecked;
  const drawn = drawnValue(field);
  return field.value !== drawn && Boolean(field.value.trim() || drawn.trim());
}

// What the field holds where nothing was typed. A page that brings back what was typed says so in `data-was`.
export function drawnValue(field) {
  if (!field.options) return field.dataset.was ?? field.defaultValue;
  return ([...field.options].find((each) => each.defaultSelected) ?? field.options[0]).value;
}

function hold(old, fresh, own) {
  if ("keep" in old.dataset && old.dataset.keep === fresh.dataset.keep) {
    held.delete(old.id); // back where it was written
    return;
  }
  held.set(old.id, fresh);
  document.dispatchEvent(new CustomEvent("held", { detail: { id: old.id, fresh, own } }));
}

// Let what waited take its place: all of it, or the element with that id.
export async function release(only) {
  const isMeant = (id) => !only || id === only || document.getElementById(id)?.dataset.follows === only;
  await letGo([...held.keys()].filter(isMeant));
  document.dispatchEvent(new CustomEvent("patched"));
}

export function isHeld(id) {
  return held.has(id);
}

// Put `fresh`, which this page asked for, in the place of the element with its id. With `waits` that one comes back
// when what is typed in `fresh` was sent or let go.
export function exchange(fresh, { waits = false } = {}) {
  const old = document.getElementById(fresh.id);
  const focused = focusIn(old);
  old.replaceWith(fresh);
  htmx.process(fresh);
  refocus(focused);
  if (!waits) held.delete(old.id);
  else if (!held.has(old.id)) held.set(old.id, old);
}

// A whole that waited while parts of it were drawn anew is older than they are: then the page is asked for again.
async function letGo(ids) {
  const waiting = ids.filter((id) => held.has(id)).map((id) => [id, held.get(id)]);
  for (const [id] of waiting) held.delete(id);
  const isOlder = outdated && waiting.some(([, fresh]) => fresh.querySelector("[data-live], [id^=place], [id^=mine-]"));
  outdated = held.size > 0;
  if (isOlder && (await ask(true))) return;
  for (const [id, fresh] of waiting) replace(document.getElementById(id), fresh, true);
}

// --- The stream ---

function connect() {
  clearTimeout(returning);
  source?.close();
  triedAt = Date.now();
  source = new EventSource(url);
  source.addEventListener("patch", (event) => {
    heard();
    patch(event.data, { version: Number(event.lastEventId) });
  });
  source.addEventListener("beat", heard);
  source.addEventListener("open", () => {
    drawnAt.clear(); // all is drawn anew, maybe of a workshop that a backup brought back
    document.dispatchEvent(new CustomEvent("connected"));
  });
  source.addEventListener("leave", leave);
  source.addEventListener("error", () => {
    setTimeout(showWhetherBehind, 3000);
    if (source.readyState === EventSource.CLOSED) returning = setTimeout(connect, 2000 + Math.random() * 3000);
  });
}

// No longer let in. Where a session may have ended, that is seen to first (session.js).
function leave() {
  source?.close();
  const told = new CustomEvent("told-to-leave", { cancelable: true, detail: makeWay });
  if (document.dispatchEvent(told)) makeWay();
}

// The page that says why takes this one's place, but not from under what someone typed.
function makeWay() {
  if (isTyping(document.body)) document.dispatchEvent(new CustomEvent("left"));
  else location.reload();
}

function heard() {
  heardAt = Date.now();
  clearInterval(asking);
  asking = null;
  showWhetherBehind();
}

function showWhetherBehind() {
  const behind = asking ? !isReached : source.readyState !== EventSource.OPEN;
  const notice = document.getElementById("offline");
  if (notice) notice.hidden = !behind;
  document.body.classList.toggle("is-behind", behind);
}

// --- Asking ---

// The answer and its text. AbortSignal.timeout is younger than many of the phones that people bring.
export async function answerTo(address, options = {}) {
  const late = new AbortController();
  const limit = setTimeout(() => late.abort(), ANSWER_WITHIN);
  try {
    const answer = await fetch(address, { ...options, signal: late.signal });
    return [answer, await answer.text()];
  } finally {
    clearTimeout(limit);
  }
}

// The page that a text is of; null when it is not ours but a captive portal's.
function pageOf(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.body.dataset.stream === url ? page : null;
}

// This page as it is with that query; null when it is not to be had.
export async function look(query) {
  try {
    return pageOf((await answerTo(location.pathname + query))[1]);
  } catch {
    return null;
  }
}

// `anew`: also when nothing changed since the last answer. Whether the page is now as the server has it.
export async function ask(anew = false) {
  const before = heardAt;
  const headers = known && !anew ? { "If-None-Match": known } : {};
  const [answer, text] = await answerTo(location.href, { headers }).catch(() => []);
  if (answer?.redirected) leave();
  const isSame = answer?.status === 304;
  const page = answer?.ok && pageOf(text);
  if (asking) {
    isReached = Boolean(isSame || page || answer?.redirected);
    showWhetherBehind();
  }
  if (!anew && heardAt > before) return true; // the stream came back, with what is newer
  if (!page) return isSame;
  known = answer.headers.get("ETag") ?? "";
  const version = Number(answer.headers.get("X-Version"));
  soon(() => apply(page.querySelectorAll("[data-live]:not([data-live] [data-live])"), { polled: true, version }));
  return true;
}

// Never two at once: where nothing is answered they would take up the connections that a note needs.
async function askInTurn() {
  if (isOut) return;
  isOut = true;
  try {
    await ask();
  } finally {
    isOut = false;
  }
}

function watch() {
  if (Date.now() - heardAt < HEARD_WITHIN) return;
  const swallowed = source.readyState === EventSource.OPEN; // open but silent
  if (swallowed && Date.now() - triedAt > (asking ? TRY_EVERY : 0)) connect();
  if (asking) return;
  isReached = false;
  drawnAt.clear(); // as when a stream begins
  asking = setInterval(askInTurn, ASK_EVERY);
}

if (url) {
  heardAt = Date.now() - HEARD_WITHIN / 2;
  connect();
  setInterval(watch, 5000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - heardAt > HEARD_WITHIN) connect();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && connect());
  document.addEventListener("let-in", connect);
}

// --- Answers to forms ---

// The answer to a form is the same fragments. They are taken here, not from the form that asked: the stream may have
// replaced that one already, and htmx tells nobody of answers to what has gone.
document.addEventListener("htmx:beforeSend", ({ detail: { xhr, requestConfig } }) => {
  const sent = requestConfig.parameters;
  xhr.addEventListener("readystatechange", () => {
    if (xhr.readyState !== XMLHttpRequest.DONE || !xhr.getResponseHeader("X-Patch")) return;
    patch(xhr.responseText, { own: xhr.status < 300, sent, version: Number(xhr.getResponseHeader("X-Version")) });
  });
});

// A page with errors is swapped in as htmx does.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.getResponseHeader("X-Patch")) {
    event.detail.shouldSwap = false;
    event.detail.isError = false;
  } else if (xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
