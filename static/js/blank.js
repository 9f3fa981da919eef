// B or . blanks the wall at once, as a clicker does, and brings it back; so does any key that steers.

export function isBlank() {
  return document.body.classList.contains("is-blank");
}

export function blank(on = !isBlank()) {
  document.body.classList.toggle("is-blank", on);
}

document.addEventListener("click", () => blank(false), true);
