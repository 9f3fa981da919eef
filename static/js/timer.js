// Counts down to the time the server set, by the server's clock.

let offset = 0;
let seen = "";

function tick() {
  const timer = document.getElementById("timer");
  if (!timer?.dataset.ends) return;
  if (timer.dataset.now !== seen) {
    seen = timer.dataset.now;
    offset = new Date(seen) - Date.now();
  }
  const left = Math.round((new Date(timer.dataset.ends) - Date.now() - offset) / 1000);
  const minutes = Math.floor(Math.abs(left) / 60);
  const seconds = String(Math.abs(left) % 60).padStart(2, "0");
  timer.textContent = left < 0 ? timer.dataset.over : `${minutes}:${seconds}`;
  timer.classList.toggle("timer--over", left < 0);
  timer.classList.toggle("timer--soon", left >= 0 && left < 60);
}

setInterval(tick, 1000);
document.addEventListener("patched", tick);
tick();
