// Whether single letters and figures steer, which this browser remembers for desk and wall. Who speaks to the computer,
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

const box = document.getElementById("shortcuts-on"); // on the desk
const show = () => box && (box.checked = areOn());
box?.addEventListener("change", () => {
  set(box.checked);
  show();
});
addEventListener("storage", show); // another window of this browser
show();
