// The phone's form: cleared when a note was taken, sent again by itself when the network was gone.

import { release } from "./live.js";

const said = (text, wrong = false) => {
  const line = document.getElementById("said");
  line.textContent = text;
  line.classList.toggle("said--wrong", wrong);
};
let retry;

document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, xhr, requestConfig } = event.detail;
  if (elt.id !== "write-form") return;
  clearTimeout(retry);
  if (xhr.status === 200 && xhr.getResponseHeader("X-Patch")) {
    const text = elt.querySelector("textarea");
    const sent = requestConfig.parameters.text.replaceAll("\r\n", "\n");
    if (text.value !== sent) return; // more was typed while it was on its way: that is not sent, so it stays
    text.value = "";
    for (const box of elt.querySelectorAll("[type=checkbox]")) box.checked = false;
    document.getElementById("moved-on").hidden = true;
    release();
    document.querySelector("#write textarea")?.focus({ preventScroll: true });
  } else if (xhr.status === 0 || xhr.status >= 500) {
    said(document.body.dataset.sayWaiting, true);
    retry = setTimeout(() => elt.isConnected && elt.requestSubmit(), 3000);
  } else if (xhr.status !== 422) {
    said(document.body.dataset.sayFailed, true);
  }
});

document.addEventListener("input", (event) => {
  if (event.target.closest("#write-form")) said("");
});

document.addEventListener("held", (event) => {
  if (event.detail.id === "write") document.getElementById("moved-on").hidden = false;
});

document.addEventListener("left", () => said(document.body.dataset.sayLeft, true));

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-let-go]")) return;
  document.getElementById("moved-on").hidden = true;
  release();
});

// What was said of the last step is not said of the next.
let stage = document.querySelector("#stage .stage__question, #stage h2")?.textContent;
document.addEventListener("patched", () => {
  const now = document.querySelector("#stage .stage__question, #stage h2")?.textContent;
  if (now !== stage && !document.getElementById("said").classList.contains("said--wrong")) said("");
  stage = now;
});
