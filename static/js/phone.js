import "./live.js";
import "./outbox.js";
import "./places.js";
import "./write.js";
import "./marks.js";

// Seldom there: fetched when it is.
const time = () => document.querySelector("#timer[data-ends]") && import("./timer.js");
document.addEventListener("patched", time);
time();
