// Says how far the room is behind or ahead of what was planned, by the server's clock.

let offset = 0;
let seen = "";

function look() {
  const said = document.getElementById("on-time");
  if (!said) return;
  const { came, goes, now, behind, ahead, onTime } = said.dataset;
  if (now !== seen) {
    seen = now;
    offset = new Date(now) - Date.now();
  }
  const at = Date.now() + offset;
  const late = Math.round((Math.max(0, at - new Date(goes)) - Math.max(0, new Date(came) - at)) / 60_000);
  const text = late > 0 ? behind : late < 0 ? ahead : onTime;
  said.textContent = text.replace("{n}", Math.abs(late));
  said.classList.toggle("on-time--late", late > 4);
}

setInterval(look, 15_000);
document.addEventListener("patched", look);
look();
