// Calls of the emulator, and how they went.

import { $ } from "./dom.js";

/** Calls the control; a refusal is thrown with its reason. */
export async function ask(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "content-type": "application/json" };
    options.body = typeof body === "string" ? body : JSON.stringify(body);
  }
  const answer = await fetch(`/_emulator/${path}`, options);
  const text = await answer.text();
  if (answer.ok) return text === "" ? null : JSON.parse(text);
  let reason = `${answer.status}`;
  try {
    const problem = JSON.parse(text);
    reason = problem.error || Object.values(problem.errors).flat().join("; ");
  } catch { /* No JSON: the status has to do. */ }
  throw new Error(reason);
}

export const collection = async (path) => (await ask("GET", path)).collection;

let undoing = null;

/** Shows how something went, with a way back if there is one. */
export function say(text, { bad = false, undo = null } = {}) {
  $("said").textContent = text;
  $("said").classList.toggle("bad", bad);
  undoing = undo;
  $("undo").hidden = undo === null;
}

$("undo").onclick = () => {
  const undo = undoing;
  if (undo) act("Undone.", undo);
};

const afterwards = [];
/** Calls `work` after everything that was done on this page. */
export const afterActs = (work) => afterwards.push(work);

let running = 0;
const main = document.querySelector("main");
/** Marks the page as busy until the promise settles; nothing is about to change when it is not. */
export async function busy(promise) {
  running += 1;
  main.ariaBusy = "true";
  try {
    return await promise;
  } finally {
    running -= 1;
    if (running === 0) main.ariaBusy = "false";
  }
}

/** Does something, shows how it went, and brings the page up to date. Answers whether it went well. */
export function act(done, work, undo) {
  return busy((async () => {
    let text = done;
    let bad = false;
    try {
      await work();
    } catch (error) {
      text = `Failed: ${error.message}`;
      bad = true;
    }
    for (const after of afterwards) await after();
    say(text, { bad, undo: bad ? null : undo });
    return !bad;
  })());
}
