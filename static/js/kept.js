// Keeps what is typed in a form marked `data-keep-typed` until the server took it: over a reload, Back, a closed
// dialog, a tab that crashed, a session that ended. It lies in the tab's own storage, since facilitators share
// computers: that ends with the tab, is emptied at log-out, and is read for the same account only. A password is never
// kept.

const { user } = document.body.dataset; // none on the log-in's page
const ours = `kept/${user}/`;
const TYPED = "textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit])";
const drafts = new Map(); // by the name of the form: { fields: { id: { was, now, base } }, key, sent }
const seen = new WeakSet();
const before = new WeakMap(); // what a form's hidden fields began from, before its draft was put in
let sending = null;

// --- What is stored ---

function names() {
  try {
    return Object.keys(sessionStorage).filter((each) => each.startsWith("kept/"));
  } catch {
    return []; // none to be had: then it is kept as long as the page is open
  }
}

function load() {
  const came = performance.getEntriesByType("navigation")[0]?.type;
  const isCopy = window.opener && history.length === 1 && came === "navigate"; // of the window that opened this one
  for (const name of names()) {
    if (isCopy || (user && !name.startsWith(ours))) sessionStorage.removeItem(name);
    else if (name.startsWith(ours)) drafts.set(name.slice(ours.length), JSON.parse(sessionStorage.getItem(name)));
  }
}

function put(name, draft) {
  const isEmpty = !Object.keys(draft.fields).length;
  if (isEmpty) drafts.delete(name);
  else drafts.set(name, draft);
  try {
    if (isEmpty) sessionStorage.removeItem(ours + name);
    else sessionStorage.setItem(ours + name, JSON.stringify(draft));
  } catch {} // full, or none to be had
}

function forgetAll() {
  for (const name of names()) sessionStorage.removeItem(name);
  drafts.clear();
}

// --- Fields ---

const nameOf = (form) => form.dataset.keepTyped;
const fieldsOf = (form) => [...form.elements].filter((each) => each.name && each.matches(TYPED));
const isBox = (field) => field.type === "checkbox" || field.type === "radio";

// A row of a list of forms is known by what it is about: its number may change meanwhile.
function idOf(field) {
  const [, number, name] = /^form-(\d+)-(.+)$/.exec(field.name) ?? [];
  const row = number && field.form.elements[`form-${number}-id`]?.value;
  return `${row ? `${row}/${name}` : field.name}${isBox(field) ? `=${field.value}` : ""}`;
}

function valueOf(field) {
  return isBox(field) ? field.checked : field.value;
}

function drawnValue(field) {
  if (isBox(field)) return field.defaultChecked;
  if (!field.options) return field.defaultValue;
  return ([...field.options].find((each) => each.defaultSelected) ?? field.options[0])?.value;
}

function fill(field, value) {
  if (isBox(field)) field.checked = value;
  else field.value = value;
}

// The hidden fields that say what the text began from, so that the server can tell what someone else wrote meanwhile.
function basesOf({ name, form }) {
  const partners = [`initial-${name}`, `${name}_was`, ...(name === "text" ? ["was"] : [])];
  return partners.map((each) => form.elements[each]).filter((each) => each?.type === "hidden");
}

const baseOf = (field) => Object.fromEntries(basesOf(field).map(({ name, value }) => [name, value]));

// --- Keeping ---

function note(form, field) {
  const draft = drafts.get(nameOf(form)) ?? { fields: {} };
  for (const each of field.type === "radio" ? fieldsOf(form).filter(({ name }) => name === field.name) : [field]) {
    const known = draft.fields[idOf(each)];
    const was = known ? known.was : drawnValue(each);
    const base = known?.base ?? baseOf(each);
    if (valueOf(each) === was) delete draft.fields[idOf(each)];
    else draft.fields[idOf(each)] = { was, now: valueOf(each), base };
  }
  delete draft.key; // it is another text than the one that was sent with it
  put(nameOf(form), draft);
}

for (const event of ["input", "change"]) {
  document.addEventListener(event, ({ target }) => {
    const form = target.form;
    if (form?.dataset.keepTyped && target.name && target.matches(TYPED)) note(form, target);
  });
}

// Whether a form holds something that was typed and not stored.
export function isUnsaved(form) {
  return drafts.has(nameOf(form));
}

// Throw away what was typed in a form: it is as it was drawn.
export function letGo(form) {
  const { fields = {} } = drafts.get(nameOf(form)) ?? {};
  for (const field of fieldsOf(form)) {
    if (idOf(field) in fields) fill(field, drawnValue(field));
  }
  for (const [hidden, value] of before.get(form) ?? []) hidden.value = value;
  form.querySelector(".kept")?.remove();
  if (nameOf(form)) put(nameOf(form), { fields: {} });
}

// --- Putting in again ---

function restore(form) {
  seen.add(form);
  const draft = drafts.get(nameOf(form));
  if (!draft) return;
  const fields = fieldsOf(form).filter((each) => {
    const kept = draft.fields[idOf(each)];
    return kept && kept.now !== valueOf(each);
  });
  if (draft.key && form.elements.key) form.elements.key.value = draft.key;
  if (!fields.length) return; // drawn with it, beside what was wrong
  const bases = fields.flatMap(basesOf);
  before.set(form, new Map(bases.map((each) => [each, each.value])));
  for (const field of fields) {
    const { now, base } = draft.fields[idOf(field)];
    fill(field, now);
    for (const each of basesOf(field)) each.value = base[each.name] ?? each.value;
    field.closest("details")?.setAttribute("open", "");
  }
  form.prepend(document.getElementById("kept").content.firstElementChild.cloneNode(true));
  form.dispatchEvent(new CustomEvent("put-in-again", { bubbles: true }));
}

function restoreAll() {
  for (const form of document.querySelectorAll("form[data-keep-typed]")) if (!seen.has(form)) restore(form);
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-forget-typed]")) letGo(target.closest("form"));
});

// --- Sent ---

// By htmx: gone when the answer says it was taken, but for what was typed since.
document.addEventListener("htmx:beforeSend", ({ detail: { elt, xhr, requestConfig } }) => {
  const form = requestConfig.verb !== "get" && elt.closest("form");
  const draft = form && drafts.get(nameOf(form));
  if (!draft) return;
  const waits = fieldsOf(form).filter((each) => "needsPress" in each.dataset).map(idOf);
  const sent = Object.entries(draft.fields).filter(([id]) => !waits.includes(id));
  draft.key = form.elements.key?.value;
  put(nameOf(form), draft);
  xhr.addEventListener("readystatechange", () => {
    const isTaken = xhr.status >= 200 && xhr.status < 300 && !xhr.getResponseHeader("X-Refused");
    if (xhr.readyState === XMLHttpRequest.DONE && isTaken) settle(nameOf(form), sent);
  });
});

function settle(name, sent) {
  const draft = drafts.get(name);
  if (!draft) return;
  const form = document.querySelector(`form[data-keep-typed="${CSS.escape(name)}"]`);
  for (const [id, { now }] of sent) {
    const kept = draft.fields[id];
    const field = form && fieldsOf(form).find((each) => idOf(each) === id);
    if (!kept || kept.now === now || !field) delete draft.fields[id];
    else draft.fields[id] = { was: now, now: kept.now, base: baseOf(field) };
  }
  put(name, draft);
}

// As a page: the next page's cookie says which draft was taken.
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-logs-out]")) forgetAll();
  if (event.defaultPrevented) return;
  sending = form;
  setTimeout(() => (sending = null), 1000);
  const draft = form.dataset.keepTyped && drafts.get(nameOf(form));
  if (!draft) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  draft.sent = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  draft.key = form.elements.key?.value;
  put(nameOf(form), draft);
  const blank = Object.assign(document.createElement("input"), { type: "hidden", name: "draft" });
  const field = form.elements.draft ?? form.appendChild(blank);
  field.value = draft.sent;
});

function dropTaken() {
  const taken = /(?:^|; )taken=([0-9a-z]+)/.exec(document.cookie)?.[1];
  if (!taken) return;
  for (const [name, { sent }] of drafts) if (sent === taken) put(name, { fields: {} });
  document.cookie = "taken=; path=/; max-age=0; samesite=lax";
}

addEventListener("beforeunload", (event) => {
  const forms = [...document.querySelectorAll("form[data-keep-typed]")];
  if (forms.some((each) => each !== sending && isUnsaved(each))) event.preventDefault();
});

new BroadcastChannel("session").addEventListener("message", ({ data }) => data === "out" && forgetAll());
load();
dropTaken();
document.addEventListener("DOMContentLoaded", restoreAll); // htmx is ready then
for (const event of ["patched", "htmx:load"]) document.addEventListener(event, restoreAll);
