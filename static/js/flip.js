// A card is seen to turn when it is drawn, and not again each time the wall is. Drawn anew while it turns, it goes on.

const LASTS = 900; // ms, as in tools/cards.css
let shown = document.querySelector("[data-flip]")?.dataset.flip;
let began = -LASTS;

document.addEventListener("patched", () => {
  const card = document.querySelector("[data-flip]");
  if (card && card.dataset.flip !== shown) began = performance.now();
  shown = card?.dataset.flip;
  const turning = performance.now() - began;
  if (!card || turning >= LASTS || card.classList.contains("is-turning")) return;
  card.classList.add("is-turning");
  card.firstElementChild.style.animationDelay = `-${turning}ms`;
});
