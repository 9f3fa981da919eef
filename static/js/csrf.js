// The token that each form carries is the one that holds now: logging in, in this window or another, changes it. A
// fragment from the stream is drawn once for every desk, so its forms come without one.

const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!token()) return;
  detail.headers["X-CSRFToken"] = token();
  if (detail.verb !== "get") detail.parameters.csrfmiddlewaretoken = token();
});

document.addEventListener(
  "submit",
  ({ target: form }) => {
    if (form.method !== "post" || !token()) return;
    if (!form.elements.csrfmiddlewaretoken) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken" }));
    }
    form.elements.csrfmiddlewaretoken.value = token();
  },
  true,
);
