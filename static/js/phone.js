import "./live.js";
import "./timer.js";
import "./write.js";
