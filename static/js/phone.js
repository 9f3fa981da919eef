import "./live.js";
import "./pick.js";
import "./timer.js";
import "./write.js";
