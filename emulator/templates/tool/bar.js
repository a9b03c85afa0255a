// The header: faults, clock and realm, whatever tab is open.

import { act, ask } from "./api.js";
import { $, make } from "./dom.js";
import { rowsOf, state } from "./live.js";

const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

/** A number of seconds in its two largest units. */
export function span(seconds) {
  const parts = [];
  let rest = Math.abs(Math.round(seconds));
  for (const [name, length] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count && parts.length < 2) parts.push(`${count} ${name}${count === 1 ? "" : "s"}`);
  }
  return parts.join(" ") || "0 seconds";
}

export const advance = (seconds) => act(`Clock moved by ${seconds} seconds.`, () => ask("POST", "clock", { advance_seconds: seconds }),
  () => ask("POST", "clock", { advance_seconds: -seconds }));

/** A fault as it was set. */
const asSet = ({ id, ...fault }) => Object.fromEntries(Object.entries(fault).filter(([, value]) => value !== null));

export function clearFaults() {
  const before = state.faults;
  return act("All faults removed.", () => ask("DELETE", "faults"), async () => {
    for (const fault of before) await ask("POST", "faults", asSet(fault));
  });
}

export function removeFaults(some, done) {
  return act(done, async () => {
    for (const fault of some) await ask("DELETE", `faults/${fault.id}`);
  }, async () => {
    for (const fault of some) await ask("POST", "faults", asSet(fault));
  });
}

$("faults-clear").onclick = clearFaults;
$("clock-back").onclick = () => advance(-state.moved);

const KEPT = "realm";
export function watchRealm(changed) {
  $("realm").onchange = () => {
    sessionStorage.setItem(KEPT, $("realm").value);
    changed();
  };
}

let realms = null;
function drawRealms() {
  const rows = rowsOf("realms").slice().reverse();
  const text = JSON.stringify(rows.map((realm) => [realm.id, realm.name]));
  if (text === realms) return;
  const wanted = realms === null ? sessionStorage.getItem(KEPT) : $("realm").value;
  realms = text;
  $("realm").replaceChildren(make("option", { value: "" }, "All realms"),
    ...rows.map((realm) => make("option", { value: realm.id }, `${realm.name || realm.id} (v${realm.api || 1})`)));
  $("realm").value = rows.some((realm) => realm.id === wanted) ? wanted : "";
}

export function drawBar() {
  const count = state.faults.length;
  $("fault-state").textContent = count === 0 ? "No faults" : `${count} fault${count === 1 ? "" : "s"} active`;
  $("fault-state").classList.toggle("bad-text", count > 0);
  $("faults-clear").disabled = count === 0;
  const { moved } = state;
  $("clock-state").textContent = moved === 0 ? "Real time" : `Clock ${moved > 0 ? "+" : "−"}${span(moved)}`;
  $("clock-state").classList.toggle("bad-text", moved !== 0);
  $("clock-back").disabled = moved === 0;
  drawRealms();
}
