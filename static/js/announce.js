// Says aloud what changes on the screen. Screen readers pass over what is drawn anew and what is shown by `hidden`, so
// the words are put into one region of the page that nothing takes the place of (WCAG 2.2, 4.1.3). What is marked
// `data-announced` is said when it says something else; elements of the same name are said together.

const PAUSE = 150; // ms: what comes at once is said at once, and the region is empty in between
const region = document.getElementById("announced");
const heard = new Map(); // by name, the words and the last element they stood in
let waiting = [];

export function announce(text) {
  if (!region || !text) return;
  if (!waiting.length) setTimeout(say, PAUSE);
  waiting.push(text);
  region.textContent = "";
}

// In the dialog, where one is open: all else is inert, and silent.
function say() {
  const home = document.querySelector("dialog[open]") ?? document.body;
  if (region.parentElement !== home) {
    home.append(region);
    setTimeout(say, PAUSE);
    return;
  }
  const ended = waiting.map((text) => (/[.!?:…]$/.test(text) ? text : `${text}.`));
  waiting = [];
  region.textContent = [...new Set(ended)].join(" ");
}

function found() {
  const now = new Map();
  for (const element of document.querySelectorAll("[data-announced]")) {
    const text = element.closest("[hidden]") ? "" : element.textContent.replace(/\s+/g, " ").trim();
    if (!text) continue;
    const name = element.dataset.announced;
    now.set(name, { element, text: now.has(name) ? `${now.get(name).text}. ${text}` : text });
  }
  return now;
}

// An answer is said each time it comes, also when it is the same again.
function listen() {
  const now = found();
  for (const [name, { element, text }] of now) {
    const before = heard.get(name);
    const isAnswer = element.dataset.live === "reply" && element !== before?.element;
    if (text !== before?.text || isAnswer) announce(text);
  }
  if (now.get("step")?.text !== heard.get("step")?.text) entitle();
  heard.clear();
  for (const [name, each] of now) heard.set(name, each);
}

// The page is called what the step is called.
function entitle() {
  const { titled } = document.body.dataset;
  const names = [...document.querySelectorAll("[data-announced=step]")].map((each) => each.textContent.trim());
  if (titled && names.length) document.title = [...names.reverse(), titled].join(" · ");
}

if (region) {
  for (const [name, each] of found()) heard.set(name, each); // it is read as the page is
  const changes = { subtree: true, childList: true, characterData: true, attributeFilter: ["hidden"] };
  new MutationObserver(listen).observe(document.body, changes);
}
