// A card is seen to turn when it is drawn, and not again each time the wall is drawn.

let shown = document.querySelector("[data-flip]")?.dataset.flip;

document.addEventListener("patched", () => {
  const card = document.querySelector("[data-flip]");
  if (card && card.dataset.flip !== shown) card.classList.add("is-turning");
  shown = card?.dataset.flip;
});
