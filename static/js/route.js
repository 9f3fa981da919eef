// The agenda beside the desk shows where the room is, however long it is.

let seen = null; // what it last went to: whoever looks further down is left there

function follow() {
  const here = document.querySelector(".route [aria-current]");
  if (!here || here === seen) return;
  seen = here;
  const route = here.closest(".route");
  route.scrollTop = here.offsetTop - (route.clientHeight - here.offsetHeight) / 2;
}

document.addEventListener("patched", follow);
follow();
