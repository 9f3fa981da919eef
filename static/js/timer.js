// Counts down to the time the server set, by the server's clock.

let offset = 0;
let seen = "";
let rung = "";

// A soft sound on the wall, once, where it is wanted: two notes that fade. A browser that nobody has pressed a key in
// makes none.
function sound(timer) {
  if (!("sounds" in timer.dataset) || rung === timer.dataset.ends || !window.AudioContext) return;
  rung = timer.dataset.ends;
  const audio = new AudioContext();
  for (const [n, pitch] of [660, 528].entries()) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const from = audio.currentTime + n * 0.6;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.25, from + 0.05);
    volume.gain.exponentialRampToValueAtTime(0.001, from + 1.4);
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 1.5);
  }
  setTimeout(() => audio.close(), 3_000);
}

// Where a board says when the time is over, it says so of the time as it is now.
function tellWhen(ends) {
  for (const each of document.querySelectorAll("[data-clock-at]")) {
    const at = ends && new Date(ends).toLocaleTimeString("da-DK", { hour: "2-digit", minute: "2-digit" });
    each.textContent = at ? each.dataset.clockAt.replace("{at}", at.replace(":", ".")) : "";
  }
}

function tick() {
  const timer = document.getElementById("timer");
  tellWhen(timer?.dataset.ends);
  if (!timer?.dataset.ends) {
    for (const each of document.querySelectorAll("[data-clock]")) each.textContent = "";
    return;
  }
  if (timer.dataset.now !== seen) {
    seen = timer.dataset.now;
    offset = new Date(seen) - Date.now();
  }
  const left = Math.round((new Date(timer.dataset.ends) - Date.now() - offset) / 1000);
  const minutes = Math.floor(Math.abs(left) / 60);
  const seconds = String(Math.abs(left) % 60).padStart(2, "0");
  if (left <= 0 && left > -5) sound(timer);
  timer.textContent = left < 0 ? timer.dataset.over : `${minutes}:${seconds}`;
  for (const each of document.querySelectorAll("[data-clock]")) each.textContent = timer.textContent;
  timer.classList.toggle("timer--over", left < 0);
  timer.classList.toggle("timer--soon", left >= 0 && left < 60);
}

setInterval(tick, 1000);
document.addEventListener("patched", tick);
tick();
