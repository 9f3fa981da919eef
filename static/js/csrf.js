// The token that is sent is the one that holds now: logging in, in this window or another, changes it. htmx sends it as
// a header, a form in a field; a fragment from the stream is drawn once for every desk, so its forms come without one.

const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (token()) detail.headers["X-CSRFToken"] = token();
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
