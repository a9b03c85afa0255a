// What the page knows of the emulator, and how it stays up to date: the event stream says that something changed, then
// everything that is shown is fetched, and applied in one go.

import { afterActs, ask, busy, collection } from "./api.js";
import { $ } from "./dom.js";

/** Rows of a list that are fetched. */
export const NEWEST = 1000;
/** As many requests as the emulator keeps. */
const REQUESTS = 10_000;
/** Milliseconds in which changes are gathered. */
const GATHER = 100;

export const state = {
  /** Rows by list, newest first. */
  lists: {},
  requests: new Map(),
  faults: [],
  /** How far the emulator's clock is ahead of this machine's, and how far it was moved, in seconds. */
  ahead: 0,
  moved: 0,
};

export const now = () => Date.now() / 1000 + state.ahead;
export const rowsOf = (list) => state.lists[list] || [];
export const find = (list, id) => rowsOf(list).find((row) => row.id === id);
export const realmName = (id) => (find("realms", id) || {}).name || id || "";
export const userName = (id) => {
  const user = find("users", id);
  return user ? user.email && user.username === user.id ? user.email : user.username : id || "";
};

let needed = () => [];
let show = () => {};
/** `lists` says which lists are shown now; `apply` shows them. */
export function connect(lists, apply) {
  needed = lists;
  show = apply;
  afterActs(() => refresh(true));
}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

let waiting = null;
/** Brings the page up to date soon, together with further changes. */
export function soon() {
  waiting ||= busy(pause(GATHER).then(() => {
    waiting = null;
    return refresh(false);
  }));
}

let asking = null;
let again = false;
let forced = false;
/** Fetches what is shown; `force` shows it also where somebody may be about to click. */
export function refresh(force) {
  forced = forced || force;
  if (asking) {
    again = true;
    return asking;
  }
  asking = busy(fetchAll()).finally(() => { asking = null; });
  return asking;
}

async function fetchAll() {
  do {
    again = false;
    try {
      const names = [...new Set(["realms", ...needed()])];
      const [clock, faults, ...lists] = await Promise.all([ask("GET", "clock"), collection("faults"),
        ...names.map((name) => collection(`${name}?newest=${NEWEST}`))]);
      state.ahead = clock.now - Date.now() / 1000;
      state.moved = clock.advanced_seconds;
      state.faults = faults;
      names.forEach((name, at) => { state.lists[name] = lists[at].reverse(); });
      const force = forced;
      forced = false;
      show(force);
    } catch {
      connection("No answer", "bad");
    }
  } while (again);
}

let drawing = null;
function draw() {
  drawing ||= busy(pause(GATHER / 2).then(() => {
    drawing = null;
    show(false);
  }));
}

function connection(text, kind) {
  $("connection").textContent = text;
  $("connection").className = `mark ${kind}`;
}

function remember(entry) {
  state.requests.set(entry.number, entry);
  if (state.requests.size > REQUESTS) state.requests.delete(state.requests.keys().next().value);
}

let source = null;
let wasCleared = false;

function follow() {
  source = new EventSource("/_emulator/requests/live");
  const on = (name, work) => source.addEventListener(name, (event) => work(JSON.parse(event.data)));
  on("snapshot", async ({ collection: newest, all }) => {
    state.requests.clear();
    wasCleared = false;
    newest.forEach(remember);
    await refresh(false);
    connection("Connected", "good");
    if (newest.length === all) return;
    const older = await busy(collection("requests"));
    // In the order of arrival; what came meanwhile is newer.
    const known = [...older.map((entry) => [entry.number, entry]), ...state.requests];
    if (!wasCleared) state.requests = new Map(known);
    draw();
  });
  on("request", (entry) => {
    remember(entry);
    draw();
    if (entry.status !== null) soon();
  });
  on("cleared", () => {
    wasCleared = true;
    state.requests.clear();
    draw();
    soon();
  });
  on("changed", soon);
  source.onerror = () => {
    connection("Reconnecting", "bad");
    // Browsers come back by themselves, unless they were answered with an error.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => { if ($("live").checked) follow(); }, 1000);
  };
}

/** Begins to follow; a stream that begins while the page loads would keep Firefox loading for ever. */
export function start() {
  addEventListener("load", () => setTimeout(follow));
  $("live").onchange = () => {
    if (source) source.close();
    source = null;
    if ($("live").checked) follow();
    else connection("Paused", "");
  };
}
