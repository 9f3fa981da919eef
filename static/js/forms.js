// What every page with a facilitator's forms needs.

import "./busy.js";
import "./csrf.js";
import "./kept.js";
import "./limit.js";
import "./session.js";
