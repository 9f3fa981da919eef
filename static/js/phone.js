import "./live.js";
import "./announce.js";
import "./outbox.js";
import "./places.js";
import "./write.js";
import "./marks.js";

// Not before something is typed: the first load is kept small. Where it cannot be had, the server's answer tells.
addEventListener("input", () => import("./limit.js").catch(() => {}), { once: true });

// Seldom there: fetched when it is.
const time = () => document.querySelector("#timer[data-ends]") && import("./timer.js");
document.addEventListener("patched", time);
time();
