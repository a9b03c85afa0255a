// Faults: switches for the common ones, a form for any other, and those that are active.

import { act, ask } from "./api.js";
import { clearFaults, removeFaults } from "./bar.js";
import { button, facts, make, own } from "./dom.js";
import { choice, field } from "./dialog.js";
import { state } from "./live.js";

const html = { body: "<h1>Bad Gateway</h1>", content_type: "text/html" };
const LATER = { headers: { "retry-after": "30" } };

/** Switches: for one path, and for everything. */
const SWITCHES = {
  "login-drop": ["v1 login: connection closed without an answer", { path: "/v1/login", fault: "drop" }],
  "login-500": ["v1 login: an internal error (500)", { path: "/v1/login", fault: "status", status: 500 }],
  "login-502": ["v1 login: HTML error page of a gateway (502)", { path: "/v1/login", fault: "status", status: 502, ...html }],
  "login-429": ["v1 login: too many attempts (429)", { path: "/v1/login", fault: "status", status: 429, ...LATER }],
  "login-slow": ["v1 login: delayed by 3 seconds", { path: "/v1/login", fault: "delay", delay_ms: 3000 }],
  "login-cut": ["v1 login: the answer is cut off", { path: "/v1/login", fault: "truncate" }],
  "v2-500": ["All of v2: an internal error (500)", { path: "/v2/*", fault: "status", status: 500 }],
  "v2-429": ["All of v2: too many attempts (429)", { path: "/v2/*", fault: "status", status: 429, ...LATER }],
  "v2-slow": ["All of v2: delayed by 3 seconds", { path: "/v2/*", fault: "delay", delay_ms: 3000 }],
  "api-down": ["Core API: unavailable (503)", { path: "*", fault: "status", status: 503, port: "api" }],
  "all-drop": ["All requests: connection closed without an answer", { path: "*", fault: "drop" }],
};

const isLike = (fault, wanted) => fault.times === null && fault.method === null && fault.port === (wanted.port || null)
  && fault.delay_ms === (wanted.delay_ms || 0)
  && Object.entries(wanted).every(([name, value]) => JSON.stringify(fault[name]) === JSON.stringify(value));

function toggle(box, label, wanted) {
  const like = state.faults.filter((fault) => isLike(fault, wanted));
  if (!box.checked) return removeFaults(like, `${label}: off.`);
  return act(`${label}: on.`, () => ask("POST", "faults", wanted), async () => {
    const added = (await ask("GET", "faults")).collection.filter((fault) => isLike(fault, wanted));
    for (const fault of added) await ask("DELETE", `faults/${fault.id}`);
  });
}

function read(fields) {
  const fault = { path: fields.path.value, fault: fields.fault.value };
  for (const name of ["port", "method", "body"]) if (fields[name].value) fault[name] = fields[name].value;
  for (const name of ["status", "delay_ms", "times"]) if (fields[name].value) fault[name] = Number(fields[name].value);
  return fault;
}

function form() {
  const number = (name, attributes) => make("input", { name, type: "number", ...attributes });
  const element = make("form", { id: "fault-form" },
    field("Path", make("input", { name: "path", required: true, value: "/v1/login", autocapitalize: "none", spellcheck: "false" })),
    field("Kind", choice("fault", ["status", "body", "delay", "drop", "truncate"])),
    field("Port", choice("port", [["", "both"], ["login", "LoginRocket"], ["api", "Core API"]])),
    field("Method", choice("method", [["", "any"], "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])),
    field("Status", number("status", { min: "200", max: "999" })),
    field("Delay in milliseconds", number("delay_ms", { min: "0" })),
    field("Number of times", number("times", { min: "1", placeholder: "always" })),
    field("Body", make("textarea", { name: "body", rows: "3", spellcheck: "false" }), "wide"),
    make("p", { class: "row wide" }, make("button", { type: "submit" }, "Add fault")));
  element.onsubmit = (event) => {
    event.preventDefault();
    act("Fault added.", () => ask("POST", "faults", read(element.elements)));
  };
  return element;
}

function item(fault) {
  const title = `${fault.fault} ${fault.path}`;
  const off = button("Remove", () => removeFaults([fault], "Fault removed."), { class: "small", "aria-label": `Remove ${title}` });
  return make("li", null, make("p", { class: "row" }, make("strong", null, own(title)), off),
    facts([["Status", fault.status], ["Delay", fault.delay_ms ? `${fault.delay_ms} ms` : null], ["Port", fault.port], ["Method", fault.method],
      ["Remaining", fault.times], ["Body", fault.body]]));
}

export const faultsView = {
  id: "faults",
  title: "Faults",
  group: true,
  lists: [],
  create() {
    const switches = Object.entries(SWITCHES).map(([key, [label, wanted]]) => {
      const box = make("input", { type: "checkbox", id: `fault-${key}`, onchange: () => toggle(box, label, wanted) });
      return make("li", null, make("label", null, box, label));
    });
    this.active = make("ul", { id: "rows-faults", class: "cards" });
    this.empty = make("p", { class: "empty", hidden: true }, "No active faults.");
    this.all = button("Remove all", clearFaults, { class: "small" });
    return make("div", null, make("h2", null, "Faults"), make("p", null, "Make the service fail, and see how your page handles it."),
      make("ul", { class: "plain switches", "aria-label": "Common faults" }, switches),
      make("h3", null, "Custom fault"), form(),
      make("p", { class: "row" }, make("h3", null, "Active faults"), this.all), this.empty, this.active);
  },
  update() {
    for (const [key, [, wanted]] of Object.entries(SWITCHES)) {
      this.element.querySelector(`#fault-${key}`).checked = state.faults.some((fault) => isLike(fault, wanted));
    }
    this.empty.hidden = state.faults.length > 0;
    this.all.disabled = state.faults.length === 0;
    const text = JSON.stringify(state.faults);
    if (text === this.shown) return;
    this.shown = text;
    this.active.replaceChildren(...state.faults.map(item));
  },
  visit() {
    this.update();
  },
};
