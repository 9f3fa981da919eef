// Arrow keys steer from the wall and the desk; from the wall PageUp and PageDown (what clickers send) and Space do too.
// On the wall, F fills the screen, B and . blank it, and S shows one note alone.

import { blank, isBlank } from "./blank.js";
import { areOn } from "./shortcuts.js";

const KEYS = {
  ArrowRight: "next",
  PageDown: "next",
  " ": "next",
  ArrowLeft: "back",
  PageUp: "back",
  a: "agree",
  A: "agree",
  i: "hints",
  I: "hints",
  m: "menu",
  M: "menu",
};
const SCROLLS = ["PageDown", "PageUp", " "]; // the desk, which is taller than its window

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, textarea, select")) return;
  if (event.key === " " && event.target.closest("button, a, summary")) return;
  if (SCROLLS.includes(event.key) && document.body.classList.contains("desk")) return;
  if (/^[a-z0-9.]$/i.test(event.key) && !areOn()) return;
  const isWall = document.body.classList.contains("wall");
  if (isWall && onWall(event)) return;
  const name = KEYS[event.key] ?? (/^[0-9]$/.test(event.key) ? `focus-${event.key}` : "");
  const button = name && document.querySelector(`[data-key="${name}"]`);
  if (!button) return;
  event.preventDefault();
  const isLeft = document.dispatchEvent(new CustomEvent("steer", { cancelable: true, detail: name }));
  if (isLeft && !button.disabled) button.click();
});

// Whether the key is the wall's own.
function onWall(event) {
  if (isBlank() && !["b", "B", "."].includes(event.key)) {
    event.preventDefault();
    blank(false);
  } else if (["b", "B", "."].includes(event.key)) blank();
  else if (["s", "S"].includes(event.key)) document.dispatchEvent(new CustomEvent("alone"));
  else if (["f", "F"].includes(event.key)) fillScreen();
  else return false;
  return true;
}

function fillScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

document.addEventListener("click", ({ target }) => target.closest("[data-key=fill]") && fillScreen());

// A button pressed with the mouse does not keep the focus: Space then goes on, rather than pressing it again.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const isByMouse = event.detail > 0 && button && !button.closest("dialog, .cell");
  if (isByMouse) setTimeout(() => button.blur()); // once it is sent
});
