// What plain pages need: fragments in replies, a report that shows itself when it is done, links easy to copy.

import "./live.js";
import "./forms.js";

document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt.matches?.("[data-reload]")) location.reload();
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-select]")) event.target.select();
});
