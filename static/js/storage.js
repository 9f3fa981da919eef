// What a seat keeps in the phone: one entry a thing, so that two tabs never write over each other. Where there is no
// storage, or it is full, an entry lasts as long as the page.

const KEPT_FOR = 30 * 24 * 3600 * 1000; // ms

// `blank`: what an entry has that says nothing else of it. A page of another version of ours may have left it.
export function drawer(name, blank = {}) {
  const ours = `${name}/${document.body.dataset.seat}/`;
  const unsafe = new Map();
  forgetOthers(`${name}/`, ours);
  return {
    get(key) {
      const entry = unsafe.get(key) ?? read(ours + key);
      return entry && { ...blank, ...entry };
    },

    // Whether the entry outlives the page. `order` says how old it is.
    put(key, entry) {
      try {
        localStorage.setItem(ours + key, JSON.stringify(entry));
        unsafe.delete(key);
        return true;
      } catch {
        unsafe.set(key, entry);
        return false;
      }
    },

    remove(key) {
      unsafe.delete(key);
      erase(ours + key);
    },

    // All of them, oldest first, each with its key.
    all() {
      const keys = new Set([...names(ours).map((each) => each.slice(ours.length)), ...unsafe.keys()]);
      const found = [...keys].map((key) => ({ ...this.get(key), key }));
      return found.filter((each) => each.order).sort((one, other) => one.order - other.order);
    },

    // Call `heard(key, before, now)` when another tab changed an entry.
    hear(heard) {
      addEventListener("storage", ({ key, oldValue, newValue }) => {
        if (key?.startsWith(ours)) heard(key.slice(ours.length), parse(oldValue), parse(newValue));
      });
    },
  };
}

function names(start) {
  try {
    return Object.keys(localStorage).filter((each) => each.startsWith(start));
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function erase(name) {
  try {
    localStorage.removeItem(name);
  } catch {} // then it was never there
}

// What another seat of this phone left is not kept for ever.
function forgetOthers(start, ours) {
  for (const each of names(start)) {
    if (!each.startsWith(ours) && !(read(each)?.order > Date.now() - KEPT_FOR)) erase(each);
  }
}
