// How many notes lie at the step: said now and then, not for each.

import { announce } from "./announce.js";

const EVERY = 20_000; // ms
const say = document.body.dataset;
let said = { total: count(), step: step(), at: 0 };
let timer;

function count() {
  return [...document.querySelectorAll("#stage .count > b")].reduce((sum, each) => sum + Number(each.textContent), 0);
}

function step() {
  return document.querySelector("#stage [aria-current=true]")?.id;
}

function look() {
  const [total, here] = [count(), step()];
  if (here !== said.step) said = { ...said, total, step: here }; // what lay there already
  if (total === said.total) return;
  clearTimeout(timer);
  const left = said.at + EVERY - Date.now();
  if (left > 0) {
    timer = setTimeout(look, left);
    return;
  }
  said = { total, step: here, at: Date.now() };
  announce(total === 1 ? say.sayNote : say.sayNotes.replace("{n}", total));
}

document.addEventListener("patched", look);
