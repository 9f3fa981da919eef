// Says so when one is no longer logged in, and goes on when one is again. Nothing on the page is touched meanwhile.

const LOOK_EVERY = 20_000; // ms; a wall that nobody presses must not look alive for long
const WHILE_OUT = 3_000;
const AFTER_LEAVING = 1_500;
const notice = document.getElementById("logged-out");
const others = new BroadcastChannel("session"); // the other windows of this browser
let timer;

// Where it can be seen and pressed: over the page, or in the dialog that makes all else inert.
function place() {
  const home = document.querySelector("dialog[open]") ?? document.body;
  if (notice.parentElement !== home) home.prepend(notice);
}

function show() {
  place();
  notice.hidden = false;
}

function hide() {
  if (notice.hidden) return;
  notice.hidden = true;
  document.dispatchEvent(new CustomEvent("let-in"));
}

function lookAfter(time) {
  clearTimeout(timer);
  timer = setTimeout(look, time);
}

// Whether one is logged in; null when nobody answers. To ask is no use of the session.
async function look() {
  let isIn = null;
  try {
    const answer = await fetch(notice.dataset.look, { method: "HEAD", headers: { "HX-Request": "true" } });
    if (answer.headers.has("X-Logged-Out")) isIn = false;
    else if (answer.ok && !answer.redirected) isIn = true;
  } catch {} // no network: that is told elsewhere
  if (isIn === false) show();
  if (isIn) hide();
  if (!notice.hidden) lookAfter(WHILE_OUT);
  else if (document.body.dataset.stream) lookAfter(LOOK_EVERY);
  return isIn;
}

function beginToLook() {
  // Not left to htmx, which tells nobody when what was pressed was drawn anew meanwhile.
  document.addEventListener("htmx:beforeSend", ({ detail: { xhr } }) => {
    xhr.addEventListener("load", () => {
      if (!xhr.getResponseHeader("X-Logged-Out")) return;
      show();
      lookAfter(WHILE_OUT);
    });
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.getResponseHeader("X-Logged-Out")) detail.isError = false; // it is told here
  });
  // The stream was ended: because the session was, or because one no longer steers the workshop.
  document.addEventListener("told-to-leave", async (event) => {
    event.preventDefault();
    const wasOut = !notice.hidden;
    if ((await look()) && !wasOut) event.detail();
  });
  others.addEventListener("message", ({ data }) => lookAfter(data === "out" ? AFTER_LEAVING : 0));
  document.addEventListener("visibilitychange", () => document.hidden || lookAfter(0));
  addEventListener("focus", () => notice.hidden || lookAfter(0));
  for (const event of ["patched", "htmx:afterSwap", "close"]) document.addEventListener(event, place, true);
  if (document.body.dataset.stream) lookAfter(LOOK_EVERY);
}

// Back after log-out: a page that the browser kept whole shows nothing before it is known who looks at it.
async function showAgain() {
  document.body.hidden = true;
  const isIn = await look();
  if (isIn === false) location.reload();
  else if (isIn === null) setTimeout(showAgain, WHILE_OUT);
  else document.body.hidden = false;
}

if (notice) {
  beginToLook();
  addEventListener("pageshow", ({ persisted }) => persisted && showAgain());
}
document.addEventListener("submit", ({ target }) => target.matches("[data-logs-out]") && others.postMessage("out"));
