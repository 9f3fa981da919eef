// A press on something that is drawn anew between button down and button up would be lost: what is to be drawn waits.

const LONGEST = 3_000; // ms; who rests a finger on the page must not stop it
const waiting = [];
let pressed = 0;

export function unpressed(draw) {
  if (pressed) waiting.push(draw);
  else draw();
}

function letUp() {
  clearTimeout(pressed);
  pressed = 0;
  for (const draw of waiting.splice(0)) draw();
}

addEventListener("pointerdown", () => {
  clearTimeout(pressed);
  pressed = setTimeout(letUp, LONGEST);
});
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => setTimeout(letUp)); // the click comes between
}
