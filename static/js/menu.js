// The wall's menu closes on Escape and on a press beside it; it stays open while what is in it is used.

const menu = () => document.querySelector("#wall-menu[open]");

document.addEventListener("keydown", (event) => {
  const open = menu();
  if (event.key !== "Escape" || !open || document.querySelector("dialog[open]")) return;
  open.removeAttribute("open");
  open.querySelector("summary").focus();
});

document.addEventListener("click", ({ target }) => {
  const open = menu();
  if (open && !open.contains(target) && !target.closest("dialog, .toast")) open.removeAttribute("open");
});
