// While the workshop is open, the projector's computer does not dim or sleep. Where that cannot be asked for, or is
// refused, all is as it was.

let lock = null;
let isAsking = false;

const isWanted = () => !document.hidden && document.querySelector("[data-keep-awake]");

async function keepAwake() {
  if (!isWanted()) {
    lock?.release();
    return;
  }
  if (lock || isAsking) return;
  isAsking = true;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = null)); // by the browser too, when the page is hidden
  } catch {
    lock = null;
  }
  isAsking = false;
  if (!isWanted()) lock?.release(); // it was closed meanwhile
}

if (navigator.wakeLock) {
  document.addEventListener("visibilitychange", keepAwake);
  document.addEventListener("patched", keepAwake);
  keepAwake();
}
