import "./live.js";
import "./cells.js";
import "./dialog.js";
import "./keys.js";
import "./limit.js";
import "./timer.js";
import "./toast.js";

// Fragments from the stream are drawn once for every desk, so a plain form in one comes without this page's token.
document.addEventListener("submit", ({ target: form }) => {
  if (form.method !== "post" || form.hasAttribute("hx-post") || form.elements.csrfmiddlewaretoken) return;
  const value = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value }));
});
