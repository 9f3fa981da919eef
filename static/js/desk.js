import "./live.js";
import "./forms.js";
import "./cells.js";
import "./counted.js";
import "./dialog.js";
import "./keys.js";
import "./timer.js";
import "./toast.js";
