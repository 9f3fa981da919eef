import "./csrf.js";
import "./kept.js";
import "./session.js";
