import "./live.js";
import "./marks.js";
import "./outbox.js";
import "./pick.js";
import "./timer.js";
import "./write.js";

// Not before something is typed: the first load is kept small. Where it cannot be had, the server's answer tells.
addEventListener("input", () => import("./limit.js").catch(() => {}), { once: true });
