// Tabs with addresses: `#users` is a tab, `#users/<id>` one of its rows. Links keep back, forward and reload at work.

import { $, make } from "./dom.js";

const views = new Map();
let shown = null;

/** The tab and the row that the address names. */
export function place() {
  const [tab, ...key] = location.hash.slice(1).split("/");
  const id = views.has(tab) ? tab : views.keys().next().value;
  return { tab: id, key: id === tab && key.length ? decode(key.join("/")) : null };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const address = (tab, key) => `#${tab}${key === undefined || key === null ? "" : `/${encodeURIComponent(key)}`}`;
export const current = () => views.get(place().tab);

/** Adds the tabs of all views, in order; a group begins a new block. */
export function build(all, changed) {
  const narrow = matchMedia("(max-width: 48rem)");
  const turn = () => $("tabs").setAttribute("aria-orientation", narrow.matches ? "horizontal" : "vertical");
  narrow.addEventListener("change", turn);
  turn();
  for (const view of all) {
    views.set(view.id, view);
    $("tabs").append(make("a", { role: "tab", id: `tab-${view.id}`, href: address(view.id), "aria-controls": `panel-${view.id}`,
      class: view.group ? "group" : null }, view.title));
    document.querySelector("main").append(make("section", { role: "tabpanel", id: `panel-${view.id}`, "aria-labelledby": `tab-${view.id}`,
      hidden: true }));
  }
  $("tabs").addEventListener("keydown", onKey);
  addEventListener("hashchange", () => show(changed));
  show(changed);
}

function show(changed) {
  const { tab } = place();
  for (const id of views.keys()) {
    const selected = id === tab;
    $(`tab-${id}`).ariaSelected = String(selected);
    $(`tab-${id}`).tabIndex = selected ? 0 : -1;
    $(`panel-${id}`).hidden = !selected;
  }
  const view = views.get(tab);
  if (!view.element) {
    view.element = view.create();
    $(`panel-${tab}`).append(view.element);
  }
  document.title = `${view.title} – LoginRocket emulator`;
  const isNew = shown !== tab;
  shown = tab;
  changed(view, isNew);
}

function onKey(event) {
  const tabs = [...views.keys()];
  const at = tabs.indexOf(place().tab);
  const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (event.key === " ") event.target.click();
  else if (to === undefined) return;
  event.preventDefault();
  if (to === undefined) return;
  const tab = tabs[(to + tabs.length) % tabs.length];
  $(`tab-${tab}`).focus();
  // Without an entry in the history for each key.
  location.replace(address(tab));
}
