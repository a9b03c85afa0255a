// Where passwords went: for every place that one was sent to, how often and how long it was.

import { characters, make, mark, own } from "./dom.js";
import { state } from "./live.js";
import { apiOf } from "./requests.js";
import { ofRealm } from "./view.js";

function places() {
  const seen = new Map();
  for (const entry of ofRealm([...state.requests.values()], (each) => each.realm_id)) {
    for (const name of Object.keys(entry.secrets)) {
      if (!/passw/i.test(name)) continue;
      const inUrl = entry.query.includes(name);
      const text = `${name}, ${characters(entry.secrets[name])}: ${entry.method} ${entry.path}, ${apiOf(entry)}, in the ${inUrl ? "URL" : "body"}`;
      const known = seen.get(text) || { text, inUrl, port: entry.port, times: 0 };
      seen.set(text, { ...known, times: known.times + 1 });
    }
  }
  return [...seen.values()];
}

function findings(rows) {
  if (!rows.length) return [["No request contained a password.", ""]];
  const [inUrl, atCore] = [rows.some((row) => row.inUrl), rows.some((row) => row.port === "api")];
  return [
    inUrl ? ["A password was sent in a URL.", "bad"] : ["No password in a URL.", "good"],
    atCore ? ["A password was sent to the Core API, which your app's server calls.", "warn"]
      : ["No password at the Core API, which your app's server calls.", "good"],
  ];
}

export const passwordsView = {
  id: "passwords",
  title: "Passwords",
  lists: [],
  create() {
    this.found = make("ul", { class: "plain", id: "password-findings" });
    this.list = make("ul", { id: "rows-passwords" });
    return make("div", null, make("h2", null, "Where passwords went"),
      make("p", null, "Every place that received a password. Only its length is known."), this.found, this.list);
  },
  update() {
    const rows = places();
    this.found.replaceChildren(...findings(rows).map(([text, kind]) => make("li", null, mark(text, kind))));
    this.list.replaceChildren(...rows.map((row) => make("li", { class: row.inUrl ? "bad-text" : null }, own(row.text),
      row.times > 1 ? ` (${row.times} times)` : "")));
  },
  visit() {
    this.update();
  },
};
