// A tab that is a list: its table, and the details of the row that the address names.

import { $, make } from "./dom.js";
import { now, realmName, rowsOf, state } from "./live.js";
import { Table } from "./table.js";
import { address, place } from "./tabs.js";

/** Rows of the realm that was chosen; those of no realm are always shown. */
export function ofRealm(rows, realmOf = (row) => row.realm_id) {
  const wanted = $("realm").value;
  return wanted === "" ? rows : rows.filter((row) => [wanted, null, undefined].includes(realmOf(row)));
}

/** The column with the name of the realm. */
export const realmColumn = (realmOf = (row) => row.realm_id) => ({ title: "Realm", value: (row) => realmName(realmOf(row)) });

export class ListView {
  /**
   * As [`Table`], and: `lists` that are fetched; `rows()`; `detail(row)`, an array of elements; `name(row)`, its heading.
   */
  constructor(config) {
    Object.assign(this, { lists: [config.id], key: (row) => row.id, ...config });
    this.rows = config.rows || (() => rowsOf(config.id));
  }

  create() {
    this.table = new Table({ ...this, href: this.detail ? (row) => address(this.id, this.key(row)) : null,
      actions: this.actions ? this.actions() : [] });
    this.pane = make("section", { class: "detail", "aria-label": "Details", hidden: true });
    this.pane.addEventListener("keydown", (event) => {
      if (event.key === "Escape") location.hash = address(this.id);
    });
    return make("div", { class: "split" }, make("h2", { class: "wide" }, this.title),
      this.about ? make("p", { class: "wide" }, this.about) : null, this.table.element, this.pane);
  }

  update(force) {
    const rows = this.rows();
    this.table.update(ofRealm(rows, this.realmOf), force);
    this.showDetail(rows);
  }

  showDetail(rows) {
    const { tab, key } = place();
    if (!this.detail || tab !== this.id) return;
    this.table.mark(key);
    const row = key === null ? null : rows.find((each) => String(this.key(each)) === key);
    const shown = key === null ? null : `${key} ${row ? JSON.stringify(row) : ""} ${row && this.depends ? this.depends(row) : ""}`;
    if (shown === this.shown) return;
    const isOther = key !== this.openKey;
    const [held, opened] = [this.held(), isOther ? [] : this.opened()];
    this.shown = shown;
    this.openKey = key;
    this.pane.hidden = key === null;
    this.element.classList.toggle("has-detail", key !== null);
    if (key === null) {
      this.pane.replaceChildren();
      return;
    }
    const back = make("a", { href: address(this.id), class: "back" }, "Close details");
    const heading = make("h3", { tabindex: "-1" }, row ? this.name(row) : "No longer there");
    const parts = row ? this.detail(row) : [make("p", null, "It was removed, or is not among the newest.")];
    this.pane.replaceChildren(make("p", { class: "row" }, heading, back), ...parts);
    for (const details of this.pane.querySelectorAll("details")) details.open = opened.includes(details.firstChild.textContent);
    if (held) (this.pane.querySelector(held) || heading).focus();
    else if (isOther && this.isChosen) heading.focus();
  }

  // The summaries of what is unfolded.
  opened() {
    return Array.from(this.pane.querySelectorAll("details[open] > summary"), (summary) => summary.textContent);
  }

  // What brings the focus back to the same button.
  held() {
    const element = document.activeElement;
    if (!this.pane.contains(element)) return null;
    return element.dataset.do ? `[data-do="${element.dataset.do}"]` : "h3";
  }

  /** The address changed; a row that somebody chose gets the focus. */
  visit(isNew) {
    const before = this.openKey;
    this.isChosen = true;
    this.update(isNew);
    this.isChosen = false;
    // Details that were closed took the focus with them.
    if (before && place().key === null && document.activeElement === document.body) {
      const link = [...this.table.body.children].find((item) => item.dataset.key === before);
      if (link) link.querySelector("a").focus();
    }
  }
}

/** Counts down what ends by the emulator's clock; answers whether something has ended. */
export function tick() {
  let ended = false;
  for (const place of document.querySelectorAll("[data-until]")) {
    const left = Math.floor(place.dataset.until - now());
    place.textContent = `${Math.max(left, 0)} seconds`;
    ended = ended || left < 0;
  }
  return ended;
}

/** Whether anything is known yet. */
export const isKnown = () => state.lists.realms !== undefined;
