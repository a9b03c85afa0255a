// The panels below each page: copies the markup, and lists where a form's fields went. No value of a field is in any of it.

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const state = document.getElementById(`${button.dataset.copy}-copied`);
    try {
      await navigator.clipboard.writeText(source.textContent);
      state.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(source);
      state.textContent = "Selected: copy it with the keyboard.";
    }
  });
}

for (const panel of document.querySelectorAll(".panel")) {
  // Stored until the tab is closed: which panels are open, and addresses and times of its requests. No value of a field.
  panel.open = sessionStorage.getItem(panel.id) === "open";
  panel.addEventListener("toggle", () => sessionStorage.setItem(panel.id, panel.open ? "open" : ""));
}

const requests = document.querySelector("#requests-panel");
if (requests) {
  watch(requests);
}

/** Looks when the panel is opened, and after each request of the page. */
function watch(panel) {
  let isDue = false;
  let isLooking = false;
  const look = async () => {
    isDue = panel.open;
    while (isDue && !isLooking) {
      isDue = false;
      isLooking = true;
      await show(panel);
      isLooking = false;
    }
  };
  panel.addEventListener("toggle", look);
  addEventListener("pageshow", look);
  const isOfPanel = ({ name }) => name.includes("/_emulator/") || name.endsWith("/received");
  const note = (entries) => {
    const requests = entries.filter((entry) => entry.initiatorType === "fetch" && !isOfPanel(entry));
    remember(requests);
    return requests.length > 0;
  };
  const observer = new PerformanceObserver((list) => {
    if (note(list.getEntries())) {
      look();
    }
  });
  observer.observe({ type: "resource", buffered: true });
  // A login may leave the page before the observer is called.
  addEventListener("pagehide", () => note(observer.takeRecords()));
  look();
}

const SENT = "requests-sent";
const sentByTab = () => JSON.parse(sessionStorage.getItem(SENT) ?? "[]");

/** Stores host, path, begin and end of the newest requests of this tab. */
function remember(entries) {
  const start = Date.now() - performance.now();
  const records = entries.map(({ name, startTime, responseEnd }) => {
    const { host, pathname } = new URL(name);
    return { host, path: pathname, begin: start + startTime, end: start + responseEnd };
  });
  sessionStorage.setItem(SENT, JSON.stringify([...sentByTab(), ...records].slice(-40)));
}

/** Milliseconds by which the browser rounds times. */
const ROUNDED = 100;

/**
 * The log's entries that this tab has caused. The emulator logs the requests of everybody, and calls to it have no cookie, so host,
 * path and time decide. An entry's age was written between `asked` and `heard`.
 */
function ofTab(entries, asked, heard) {
  const left = entries.filter(({ origin, method }) => origin === location.origin && method === "POST");
  return sentByTab().flatMap(({ host, path, begin, end }) => {
    const at = left.findIndex(
      (entry) => entry.host === host && entry.path === path && heard - entry.age >= begin - ROUNDED && asked - entry.age <= end + ROUNDED,
    );
    return at < 0 ? [] : left.splice(at, 1);
  });
}

async function show(panel) {
  const asked = Date.now();
  const authrocket = await list(panel.dataset.requests, "omit");
  const heard = Date.now();
  const app = await list("/received", "same-origin");
  const sent = authrocket && ofTab(authrocket, asked, heard).reverse();
  const received = app?.filter(({ fields }) => fields.length > 0);
  fill("#log-authrocket", sent, "The emulator’s log cannot be read.");
  fill("#log-app", received, "This app’s log cannot be read.");
  document.querySelector("#password-way").textContent = way(sent ?? [], received ?? []);
}

async function list(address, credentials) {
  try {
    const response = await fetch(address, { credentials, cache: "no-store" });
    return (await response.json()).collection;
  } catch {
    return undefined;
  }
}

const isPassword = (name) => name.includes("password");

function way(sent, received) {
  const last = sent.find(({ fields }) => fields.some(isPassword));
  const leaked = received.filter(({ fields }) => fields.some(isPassword)).length;
  const to = last ? `The last password went to ${last.host}${last.path}.` : "No password was sent yet.";
  return `${to} This app’s server received ${leaked || "no"} ${leaked === 1 ? "password" : "passwords"}.`;
}

function fill(css, rows, problem) {
  const place = document.querySelector(css);
  const shown = rows?.slice(0, 8).map(row) ?? [element("li", "soft", problem)];
  place.replaceChildren(...(shown.length > 0 ? shown : [element("li", "soft", "Nothing yet.")]));
}

function row({ method, path, fields, status }) {
  const item = element("li");
  item.append(element("span", "tag", method), " ", element("code", "", path));
  if (status) {
    item.append(" ", element("span", "soft", String(status)));
  }
  const names = element("span", "fields");
  fields.forEach((name) => names.append(element("code", isPassword(name) || name === "code" ? "secret" : "", name), " "));
  item.append(names);
  return item;
}

function element(name, kind = "", text = "") {
  const made = document.createElement(name);
  if (kind !== "") {
    made.className = kind;
  }
  made.textContent = text;
  return made;
}
