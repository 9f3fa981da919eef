import "./live.js";
import "./dialog.js";
import "./fit.js";
import "./flip.js";
import "./keys.js";
import "./timer.js";
import "./toast.js";
import "./wake.js";
