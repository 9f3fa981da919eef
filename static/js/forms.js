// What every page with a facilitator's forms needs.

import "./announce.js";
import "./busy.js";
import "./csrf.js";
import "./kept.js";
import "./limit.js";
import "./session.js";
