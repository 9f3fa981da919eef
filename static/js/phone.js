import "./live.js";
import "./marks.js";
import "./outbox.js";
import "./pick.js";
import "./timer.js";
import "./write.js";
