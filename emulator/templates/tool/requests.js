// Requests of both ports, as they happen.

import { act, ask } from "./api.js";
import { isProblem, outcome, outcomeOf } from "./answers.js";
import { button, characters, clockTime, facts, json, make, mark, own, when } from "./dom.js";
import { confirmed } from "./dialog.js";
import { realmName, state } from "./live.js";
import { ListView, realmColumn } from "./view.js";

const NAMES = { login: "LoginRocket", api: "Core" };

/** Which API, and its version. */
export function apiOf(entry) {
  const version = /^\/(v\d)\//.exec(entry.path);
  if (entry.port === "api") return `Core API${version ? ` ${version[1]}` : ""}`;
  return version ? `LoginRocket ${version[1]}` : "Hosted page";
}

const lengths = (secrets) => Object.entries(secrets).map(([name, length]) => `${name}: ••• ${characters(length)}`).join(", ");

function secretsOf(entry) {
  return [lengths(entry.secrets), lengths(entry.secret_headers),
    entry.path_secrets.length ? `path: ••• ${entry.path_secrets.map(characters).join(", ")}` : ""].filter(Boolean).join(", ");
}

function whereFields({ fields, query, secrets }) {
  const inBody = fields.filter((name) => !query.includes(name));
  const list = (names) => names.map((name) => (name in secrets ? `${name} (secret)` : name)).join(", ");
  return [["Fields in the body", list(inBody)], ["Fields in the URL", list(query)]];
}

/** The answer, once it was fetched; its place is kept. */
function answerOf(entry) {
  const body = make("div", { class: "answer" }, make("p", { class: "empty" }, "Loading."));
  ask("GET", `requests/${entry.number}`).then(({ answer }) => body.replaceChildren(shownBody(answer)),
    (error) => body.replaceChildren(make("p", null, `Not there: ${error.message}`)));
  return body;
}

function shownBody(answer) {
  if (!answer) return make("p", null, "None yet.");
  if (answer.body === null) {
    const size = answer.length === null ? "" : `, ${answer.length.toLocaleString()} bytes`;
    return make("p", null, `Only JSON is kept. ${answer.content_type || "No content type"}${size}.`);
  }
  try {
    return json(JSON.parse(answer.body));
  } catch {
    // It was cut.
    return make("pre", null, answer.body);
  }
}

function detail(entry) {
  const { answer } = entry;
  return [
    make("p", { class: "row" }, outcome(entry), entry.fault ? mark(`fault: ${entry.fault}`, "bad") : null),
    facts([["API", apiOf(entry)], ["Realm", realmName(entry.realm_id)], ["Host", entry.host], ["Date", when(entry.at)],
      ["Duration", entry.milliseconds === null ? null : `${entry.milliseconds} ms`],
      ["Secrets", lengths(entry.secrets)], ["Secret headers", lengths(entry.secret_headers)],
      ["Secrets in the path", entry.path_secrets.map(characters).join(", ")],
      ...whereFields(entry), ["Origin", entry.origin], ["Content type", entry.content_type], ["Accept", entry.accept],
      ["Cookie", entry.cookie ? "sent" : null], ["Redirect to", answer && answer.location]]),
    make("h4", null, "Answer"),
    entry.status === null ? make("p", null, "None.") : answerOf(entry),
  ];
}

const title = (entry) => `${entry.method} ${entry.path}`;

async function clear() {
  const go = await confirmed("Clear the request log?", "All requests are removed from the log. This cannot be undone.", "Clear");
  if (go) act("Request log cleared.", () => ask("DELETE", "requests"));
}

export const requestsView = new ListView({
  id: "requests",
  title: "Requests",
  about: "Requests to the emulator, newest first. Only the length of a secret is stored. Requests to your app's own server do not appear here.",
  lists: [],
  key: (entry) => entry.number,
  rows: () => [...state.requests.values()].reverse(),
  realmOf: (entry) => entry.realm_id,
  empty: "No requests.",
  columns: [
    { title: "Request", value: title, cell: (entry) => own(title(entry)) },
    { title: "Outcome", value: (entry) => outcomeOf(entry)[0], cell: (entry) => make("span", null, outcome(entry),
      entry.fault ? mark(`fault: ${entry.fault}`, "bad") : null) },
    { title: "Time", width: 7.5, value: (entry) => entry.at, cell: (entry) => clockTime(entry.at) },
    { title: "Secrets", value: secretsOf },
    { title: "API", width: 8, value: apiOf },
    { ...realmColumn((entry) => entry.realm_id), width: 8 },
    { title: "ms", width: 4, value: (entry) => entry.milliseconds ?? -1, cell: (entry) => own(entry.milliseconds ?? "") },
  ],
  filters: [
    { title: "Outcome", options: [["", "All outcomes"], ["bad", "Refused or failed"], ["good", "Done"]],
      test: (entry, value) => (value === "bad") === isProblem(entry) },
    { title: "API", options: [["", "Both ports"], ...Object.entries(NAMES)], test: (entry, value) => entry.port === value },
    { title: "Preflights", options: [["", "With preflights"], ["none", "Without preflights"]], test: (entry) => entry.method !== "OPTIONS" },
  ],
  actions: () => [button("Clear log", clear, { class: "small bad", id: "requests-clear" })],
  name: (entry) => own(title(entry)),
  detail,
});
