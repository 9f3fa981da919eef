// This phone waits to be let in: its page comes when the facilitator says yes, or when it can no longer be let in.

const ASK_EVERY = 4_000; // ms

async function ask() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}

setInterval(ask, ASK_EVERY);
