// A note that was withdrawn on this phone can be had back on this phone: nobody else keeps its text. It is sent as a new
// note, since the one that was taken back is gone.

import { flush, newKey, put } from "./outbox.js";

const offer = document.getElementById("withdrawn");
let note;

// `given`: the note's place, kind, text, and the ids of those that it answered.
export function keep(given) {
  note = given;
  offer.hidden = false;
}

offer.querySelector("button").addEventListener("click", () => {
  offer.hidden = true;
  put({ ...note, key: newKey() });
  flush();
});
