// The emulator's page for people. What it shows was typed by strangers, so text stays text: nothing here makes HTML of it.
"use strict";

const NEWEST = 100;
/** Milliseconds in which changes are gathered before the page asks again. */
const GATHER = 100;

const $ = (id) => document.getElementById(id);

/** An element with attributes, and children that are elements or text. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Text of users, which may turn the direction of writing. */
const own = (text) => make("bdi", null, String(text));
const mark = (text, kind) => make("span", { class: `mark ${kind || ""}` }, text);
const title = (...children) => make("p", { class: "title" }, ...children);
const when = (seconds) => (typeof seconds === "number" ? new Date(seconds * 1000).toLocaleString() : null);
const characters = (count) => `${count} character${count === 1 ? "" : "s"}`;

/** Names with values; those without a value are left out. */
function facts(pairs) {
  const list = make("dl");
  for (const [name, value] of pairs) {
    if (value === null || value === undefined || value === "") continue;
    list.append(make("dt", null, name), make("dd", null, value instanceof Node ? value : own(value)));
  }
  return list;
}

function everything(row) {
  return make("details", null, make("summary", null, "Details as JSON"), make("pre", null, JSON.stringify(row, null, 2)));
}

// ---- Talking to the emulator

/** Tells in the section of an element how something went, and nowhere else. */
function say(where, text, bad) {
  for (const place of document.querySelectorAll(".said")) place.textContent = "";
  const place = where.closest("section").querySelector(".said");
  place.textContent = text;
  place.classList.toggle("bad", Boolean(bad));
}

/** Asks the control; a refusal is thrown with its reason. */
async function ask(method, path, body) {
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

/** Does something and tells how it went. */
async function act(where, done, work) {
  try {
    await work();
    say(where, done);
  } catch (error) {
    say(where, `Failed: ${error.message}`, true);
  }
  await refresh();
}

// ---- Lists: items stay where they are as long as nothing about them changes, and keep the focus and what is open

function sync(list, rows, keyOf, show) {
  const gone = new Map(Array.from(list.children, (item) => [item.dataset.key, item]));
  const held = list.contains(document.activeElement);
  const items = rows.map((row) => {
    const key = String(keyOf(row));
    const item = gone.get(key) || make("li", { "data-key": key });
    gone.delete(key);
    const text = JSON.stringify(row);
    if (item.shown !== text) {
      const open = Array.from(item.querySelectorAll("details"), (details) => details.open);
      item.replaceChildren(...show(row));
      item.querySelectorAll("details").forEach((details, at) => { details.open = open[at] === true; });
      item.shown = text;
    }
    return item;
  });
  for (const item of gone.values()) item.remove();
  items.forEach((item, at) => {
    if (list.children[at] !== item) list.insertBefore(item, list.children[at] || null);
  });
  const empty = $(`${list.id}-empty`);
  if (empty) empty.hidden = items.length > 0;
  if (held && !list.contains(document.activeElement)) list.closest("section").querySelector("h2").focus();
}

let users = [];
const nameOf = (id) => (users.find((user) => user.id === id) || {}).username || id;

// ---- Asking again, once at a time

let asking = false;
let again = false;
let waiting = 0;

function soon() {
  if (!waiting) waiting = setTimeout(() => { waiting = 0; refresh(); }, GATHER);
}

async function refresh() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    do {
      again = false;
      await show();
    } while (again);
  } catch {
    $("connection").textContent = "The emulator does not answer.";
  } finally {
    asking = false;
  }
}

async function show() {
  setClock(await ask("GET", "clock"));
  const collection = async (path) => (await ask("GET", path)).collection;
  users = await collection(`users?newest=${NEWEST}`);
  for (const name of Object.keys(LISTS)) {
    const rows = name === "users" ? users : await collection(`${name}?newest=${NEWEST}`);
    sync($(name), rows.slice().reverse(), (row) => row.id, LISTS[name]);
  }
  setFaults(await collection("faults"));
  const codes = users.filter(isEnrolled).map(async (user) => {
    const { seconds_left: left, ...code } = await ask("GET", `users/${encodeURIComponent(user.id)}/totp`);
    // A code ends with a step of 30 seconds; the rest is the way here.
    return { ...code, user, until: Math.round((now() + left) / 30) * 30 };
  });
  sync($("codes"), await Promise.all(codes), (row) => row.user.id, showCode);
  tick();
  document.querySelector("main").ariaBusy = "false";
  // A delivery ends without a request, so no event announces it.
  if ($("notifications").textContent.includes("in_progress")) setTimeout(soon, 1000);
}

function showCode(row) {
  const picture = `/_emulator/users/${encodeURIComponent(row.user.id)}/totp.svg`;
  const alt = `QR code that adds ${row.user.username} to an authenticator app`;
  return [
    title(own(row.user.username)),
    make("p", { class: "code" }, row.code),
    make("p", null, "Valid for another ", make("span", { "data-until": row.until }), "."),
    make("details", null, make("summary", null, "Add to an authenticator app"),
      make("img", { class: "qr", src: picture, alt, loading: "lazy" }),
      facts([["Secret", row.secret], ["otpauth URI", row.provisioning_uri]]))];
}

// ---- Clock

let ahead = 0;
const now = () => Date.now() / 1000 + ahead;

function setClock(clock) {
  ahead = clock.now - Date.now() / 1000;
  const moved = clock.advanced_seconds;
  $("ahead").textContent = moved === 0 ? ", real time" : `, ${Math.abs(moved)} seconds ${moved > 0 ? "ahead" : "behind"}`;
  $("clock-back").disabled = moved === 0;
  $("clock-back").onclick = () => advance(-moved);
}

function tick() {
  $("now").textContent = new Date(now() * 1000).toLocaleString();
  $("now").dateTime = new Date(now() * 1000).toISOString();
  for (const place of document.querySelectorAll("[data-until]")) {
    const left = Math.floor(place.dataset.until - now());
    place.textContent = `${Math.max(left, 0)} seconds`;
    if (left < 0) soon();
  }
}

const advance = (seconds) => act($("clock-back"), `Clock advanced by ${seconds} seconds.`,
  () => ask("POST", "clock", { advance_seconds: seconds }));

// ---- Faults

const LOGIN = "/v1/login";
const SWITCHES = {
  "login-drop": ["Login: connection closed without an answer", { path: LOGIN, fault: "drop" }],
  "login-500": ["Login: an internal error (500)", { path: LOGIN, fault: "status", status: 500 }],
  "login-502": ["Login: HTML error page of a gateway (502)",
    { path: LOGIN, fault: "status", status: 502, body: "<h1>Bad Gateway</h1>", content_type: "text/html" }],
  "login-429": ["Login: too many attempts (429)", { path: LOGIN, fault: "status", status: 429, headers: { "retry-after": "30" } }],
  "login-slow": ["Login: delayed by 3 seconds", { path: LOGIN, fault: "delay", delay_ms: 3000 }],
  "login-cut": ["Login: the answer is cut off", { path: LOGIN, fault: "truncate" }],
  "api-down": ["Core API: unavailable (503)", { path: "/v1/*", fault: "status", status: 503, port: "api" }],
  "all-drop": ["All requests: connection closed without an answer", { path: "*", fault: "drop" }],
};

const isLike = (fault, wanted) => fault.times === null && fault.method === null && fault.port === (wanted.port || null)
  && fault.delay_ms === (wanted.delay_ms || 0)
  && Object.entries(wanted).every(([name, value]) => JSON.stringify(fault[name]) === JSON.stringify(value));

let faults = [];

function setFaults(rows) {
  faults = rows;
  for (const [key, [, wanted]] of Object.entries(SWITCHES)) {
    $(`fault-${key}`).checked = rows.some((fault) => isLike(fault, wanted));
  }
  sync($("faults"), rows, (fault) => fault.id, (fault) => {
    const off = make("button", { type: "button", "aria-label": `Remove ${fault.fault} of ${fault.path}` }, "Remove");
    off.onclick = () => act($("faults"), "Fault removed.", () => ask("DELETE", `faults/${fault.id}`));
    return [title(own(`${fault.fault} ${fault.path}`)),
      facts([["Status", fault.status], ["Delay", fault.delay_ms ? `${fault.delay_ms} ms` : null], ["Port", fault.port],
        ["Remaining", fault.times], ["Body", fault.body]]), off];
  });
}

for (const [key, [label, wanted]] of Object.entries(SWITCHES)) {
  const box = make("input", { type: "checkbox", id: `fault-${key}` });
  box.onchange = () => act(box, `${label}: ${box.checked ? "on" : "off"}.`, async () => {
    if (box.checked) return ask("POST", "faults", wanted);
    for (const fault of faults.filter((each) => isLike(each, wanted))) await ask("DELETE", `faults/${fault.id}`);
  });
  $("switches").append(make("li", null, make("label", null, box, label)));
}

// ---- Requests

const requests = new Map();
const PORTS = { login: "LoginRocket", api: "the Core API" };
let drawing = 0;

function draw() {
  if (!drawing) drawing = setTimeout(() => { drawing = 0; drawRequests(); }, GATHER / 2);
}

function drawRequests() {
  const newest = Array.from(requests.values()).reverse().slice(0, NEWEST);
  sync($("requests"), newest, (entry) => entry.number, showRequest);
  const seen = new Map();
  for (const { secrets, query, method, path, port } of requests.values()) {
    for (const [name, length] of Object.entries(secrets).filter(([name]) => /passw/i.test(name))) {
      const bad = query.includes(name);
      const text = `${name}, ${characters(length)}: ${method} ${path} of ${PORTS[port]}, in the ${bad ? "URL!" : "body"}`;
      seen.set(text, { text, bad, port, times: (seen.get(text) || { times: 0 }).times + 1 });
    }
  }
  const rows = Array.from(seen.values());
  if (!rows.length) rows.push({ text: "No request contained a password." });
  else {
    const [inAddress, atCoreApi] = [rows.some((row) => row.bad), rows.some((row) => row.port === "api")];
    if (!inAddress) rows.push({ text: "No password in a URL." });
    if (!atCoreApi) rows.push({ text: "No password at the Core API, which your app's server calls." });
  }
  sync($("passwords"), rows, (row) => row.text, (row) => [
    make("span", { class: row.bad ? "bad-text" : null }, own(row.text), row.times > 1 ? ` (${row.times} times)` : "")]);
}

function showRequest(entry) {
  const bad = entry.status === null ? entry.fault === "drop" : entry.status >= 400;
  const status = entry.status === null ? (entry.fault === "drop" ? "no answer" : "…") : String(entry.status);
  const lengths = (secrets) => Object.entries(secrets).map(([name, length]) => `${name}: ••• ${characters(length)}`).join(", ");
  const plain = entry.fields.filter((name) => !(name in entry.secrets));
  return [
    title(own(`${entry.method} ${entry.path}`), mark(status, bad ? "bad" : "good"), entry.fault ? mark(`fault: ${entry.fault}`, "bad") : null),
    facts([["Secrets", lengths(entry.secrets)], ["Secrets in the path", entry.path_secrets.map(characters).join(", ")],
      ["Secret headers", lengths(entry.secret_headers)], ["Fields", plain.join(", ")], ["Query", entry.query.join(", ")],
      ["Origin", entry.origin], ["To", `${PORTS[entry.port]}, ${entry.host}`],
      ["Date", `${when(entry.at)}${entry.milliseconds === null ? "" : `, ${entry.milliseconds} ms`}`]])];
}

// ---- Following

let source = null;

function follow() {
  source = new EventSource("/_emulator/requests/live");
  const on = (name, work) => source.addEventListener(name, (event) => work(JSON.parse(event.data)));
  on("snapshot", ({ collection }) => {
    requests.clear();
    for (const entry of collection) requests.set(entry.number, entry);
    $("connection").textContent = "Connected.";
    draw();
    soon();
  });
  on("request", (entry) => {
    requests.set(entry.number, entry);
    if (requests.size > 2 * NEWEST) requests.delete(requests.keys().next().value);
    draw();
    if (entry.status !== null) soon();
  });
  on("cleared", () => { requests.clear(); draw(); soon(); });
  on("changed", soon);
  source.onerror = () => {
    $("connection").textContent = "The emulator does not answer. Reconnecting.";
    // Browsers come back by themselves, unless they were answered with an error.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => { if ($("live").checked) follow(); }, 1000);
  };
}

$("live").onchange = () => {
  if (source) source.close();
  source = null;
  if ($("live").checked) follow();
  else $("connection").textContent = "Paused.";
};

// ---- Buttons and forms

function button(id, done, method, path) {
  $(id).onclick = () => act($(id), done, () => ask(method, path));
}
button("requests-clear", "Request log cleared.", "DELETE", "requests");
button("outbox-clear", "All mails deleted.", "DELETE", "outbox");
button("reset", "Everything was reset.", "POST", "reset");
for (const each of document.querySelectorAll("[data-advance]")) each.onclick = () => advance(Number(each.dataset.advance));

function form(id, done, work) {
  $(id).onsubmit = (event) => {
    event.preventDefault();
    act($(id), done, () => work($(id).elements));
  };
}
form("clock-form", "Clock advanced.", ({ seconds }) => ask("POST", "clock", { advance_seconds: Number(seconds.value) }));
form("seed-form", "The seed was added.", ({ seed }) => ask("POST", "seed", seed.value));
form("import-form", "Everything was imported.", async ({ file }) => ask("POST", "import", await file.files[0].text()));
form("fault-form", "Fault added.", (fields) => {
  const fault = { path: fields.path.value, fault: fields.fault.value };
  if (fields.port.value) fault.port = fields.port.value;
  if (fields.body.value) fault.body = fields.body.value;
  for (const name of ["status", "delay_ms", "times"]) if (fields[name].value) fault[name] = Number(fields[name].value);
  return ask("POST", "faults", fault);
});

ask("GET", "ready").then(({ version }) => { $("version").textContent = version; }, () => {});
setInterval(() => { if ($("live").checked) tick(); }, 1000);
// A stream that begins while the page loads would keep Firefox loading for ever.
addEventListener("load", () => setTimeout(follow));
