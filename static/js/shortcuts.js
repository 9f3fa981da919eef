// Whether single letters, figures and the full stop steer, which this browser remembers for desk and wall. Who speaks to the computer,
// or rests a hand on the keys, can switch them off (WCAG 2.2, 2.1.4). Where nothing can be remembered they are on.

const NAME = "shortcuts";

export function areOn() {
  try {
    return localStorage.getItem(NAME) !== "off";
  } catch {
    return true;
  }
}

function set(on) {
  try {
    localStorage.setItem(NAME, on ? "on" : "off");
  } catch {} // full, or none to be had
}

// The box is on the desk, and in the wall's menu, which is drawn anew with every step.
function show() {
  const box = document.getElementById("shortcuts-on");
  if (box) box.checked = areOn();
}

document.addEventListener("change", ({ target }) => {
  if (target.id !== "shortcuts-on") return;
  set(target.checked);
  show();
});
document.addEventListener("patched", show);
addEventListener("storage", show); // another window of this browser
show();
