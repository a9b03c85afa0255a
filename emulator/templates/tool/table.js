// A table with search, filters, sorting and pages. Only one page of rows is in the document, however many there are, and
// no live update moves a row while somebody may be about to click it.

import { button, make, row as line } from "./dom.js";

/** Rows of one page. */
const PAGE = 50;

const texts = new WeakMap();

export class Table {
  /**
   * `columns`: `{ title, value(row), cell(row)?, width? }`; `value` is what is sorted by and searched, `cell` what is shown. Beside
   * details only the first three are shown.
   * `filters`: `{ title, options: [[value, label]], test(row, value) }`. `actions`: elements beside the search.
   */
  constructor({ id, title, columns, empty, href, filters = [], actions = [], key = (row) => row.id }) {
    Object.assign(this, { id, columns, key, href, filters });
    this.rows = [];
    this.wanted = [];
    this.drawn = new Set();
    this.page = 0;
    this.sort = null;
    this.pointer = false;
    this.search = make("input", { type: "search", "aria-label": `Search: ${title}`, placeholder: "Search", spellcheck: "false",
      autocapitalize: "none", oninput: () => this.change() });
    this.selects = filters.map((filter) => make("select", { "aria-label": filter.title, onchange: () => this.change() },
      filter.options.map(([value, label]) => make("option", { value }, label))));
    this.news = button("", () => this.draw(), { class: "small news-button away" });
    this.head = make("tr", { role: "row" }, columns.map((column, at) => this.heading(column, at)));
    this.body = make("tbody", { role: "rowgroup", id: `rows-${id}` });
    this.table = make("table", { role: "table", "aria-label": title }, make("thead", { role: "rowgroup" }, this.head), this.body);
    this.empty = make("p", { class: "empty", hidden: true }, empty);
    this.back = button("Previous", () => this.turn(-1), { class: "small" });
    this.next = button("Next", () => this.turn(1), { class: "small" });
    this.count = make("span", { class: "count", role: "status" });
    const tools = line(this.search, this.selects, actions);
    tools.classList.add("tools");
    const pager = line(this.count, this.back, this.next, this.news);
    this.element = make("div", { class: "list" }, tools, pager, this.table, this.empty);
    this.watch();
  }

  heading(column, at) {
    const head = make("th", { role: "columnheader", scope: "col", "aria-sort": "none" }, button(column.title, () => this.order(at)));
    if (column.width) head.style.width = `${column.width}rem`;
    return head;
  }

  order(at) {
    const turned = this.sort && this.sort.at === at;
    this.sort = { at, descending: turned ? !this.sort.descending : false };
    [...this.head.children].forEach((head, other) => {
      head.ariaSort = other === at ? (this.sort.descending ? "descending" : "ascending") : "none";
    });
    this.change();
  }

  change() {
    this.page = 0;
    this.choose();
    this.draw();
  }

  turn(by) {
    this.page += by;
    this.draw();
  }

  // ---- Which rows

  text(row) {
    let text = texts.get(row);
    if (text === undefined) {
      text = `${JSON.stringify(row)} ${this.columns.map((column) => column.value(row)).join(" ")}`.toLowerCase();
      texts.set(row, text);
    }
    return text;
  }

  choose() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const tests = this.filters.map((filter, at) => [filter, this.selects[at].value]).filter(([, value]) => value !== "");
    let rows = this.rows.filter((row) => tests.every(([filter, value]) => filter.test(row, value)));
    if (words.length) rows = rows.filter((row) => words.every((word) => this.text(row).includes(word)));
    if (this.sort) {
      const { value } = this.columns[this.sort.at];
      const keyed = rows.map((row) => [comparable(value(row)), row]);
      const sign = this.sort.descending ? -1 : 1;
      keyed.sort(([one], [two]) => (one < two ? -sign : one > two ? sign : 0));
      rows = keyed.map(([, row]) => row);
    }
    this.wanted = rows;
  }

  /** Takes new rows. They are shown at once, unless that would move what somebody may be about to click. */
  update(rows, force) {
    this.rows = rows;
    this.choose();
    const keys = this.onPage().map((row) => String(this.key(row)));
    const before = Array.from(this.body.children, (item) => item.dataset.key);
    const same = keys.length === before.length && keys.every((key, at) => key === before[at]);
    if (force || same || before.length === 0 || !this.isHeld()) this.draw();
    else this.wait();
  }

  onPage() {
    const last = Math.max(0, Math.ceil(this.wanted.length / PAGE) - 1);
    this.page = Math.min(Math.max(this.page, 0), last);
    return this.wanted.slice(this.page * PAGE, (this.page + 1) * PAGE);
  }

  // ---- Holding still

  watch() {
    for (const name of ["pointermove", "pointerdown"]) this.table.addEventListener(name, () => { this.pointer = true; });
    const free = () => {
      if (this.waits && !this.isHeld()) this.draw();
    };
    this.table.addEventListener("pointerleave", () => { this.pointer = false; free(); });
    this.table.addEventListener("focusout", () => setTimeout(free));
    this.body.addEventListener("click", (event) => {
      const item = event.target.closest("tr");
      const selects = String(getSelection()) !== "";
      if (this.href && !event.target.closest("a, button") && !selects) location.hash = this.href(item.row);
    });
  }

  isHeld() {
    return this.pointer || this.body.contains(document.activeElement) || this.table.getBoundingClientRect().top < 0;
  }

  wait() {
    this.waits = true;
    const now = new Map(this.wanted.map((row) => [String(this.key(row)), row]));
    for (const item of this.body.children) {
      const row = now.get(item.dataset.key);
      if (row) this.fill(item, row);
      item.classList.toggle("gone", !row);
    }
    const added = this.wanted.filter((row) => !this.drawn.has(this.key(row))).length;
    this.news.textContent = added ? `Show ${added} new` : "Show changes";
    this.news.classList.remove("away");
  }

  // ---- Drawing

  draw() {
    this.waits = false;
    this.news.classList.add("away");
    this.drawn = new Set(this.wanted.map(this.key));
    const known = new Map(Array.from(this.body.children, (item) => [item.dataset.key, item]));
    const rows = this.onPage();
    const items = rows.map((row) => {
      const key = String(this.key(row));
      const item = known.get(key) || make("tr", { role: "row", "data-key": key });
      item.classList.remove("gone");
      this.fill(item, row);
      return item;
    });
    const kept = new Set(items);
    for (const item of known.values()) if (!kept.has(item)) item.remove();
    items.forEach((item, at) => {
      if (this.body.children[at] !== item) this.body.insertBefore(item, this.body.children[at] || null);
    });
    const first = this.page * PAGE;
    const all = this.wanted.length;
    this.count.textContent = all === 0 ? "0" : `${first + 1}–${first + rows.length} of ${all.toLocaleString()}`;
    this.back.disabled = this.page === 0;
    this.next.disabled = first + rows.length >= all;
    this.table.hidden = all === 0;
    this.empty.hidden = all > 0;
    this.mark(this.selected);
  }

  fill(item, row) {
    const shown = this.text(row);
    item.row = row;
    if (item.shown === shown) return;
    item.shown = shown;
    const focused = item.contains(document.activeElement);
    item.replaceChildren(...this.columns.map((column, at) => {
      const value = column.cell ? column.cell(row) : make("bdi", null, String(column.value(row) ?? ""));
      const inner = at === 0 && this.href ? make("a", { href: this.href(row) }, value) : value;
      return make("td", { role: "cell", "data-title": column.title }, inner);
    }));
    if (focused) item.querySelector("a").focus();
  }

  /** Marks the row whose details are shown. */
  mark(key) {
    this.selected = key;
    for (const item of this.body.children) {
      if (item.dataset.key === key) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    }
  }
}

const comparable = (value) => (typeof value === "string" ? value.toLowerCase() : value ?? "");
