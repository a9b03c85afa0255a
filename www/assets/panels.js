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
  // Only which panels are open is stored, and only until the tab is closed.
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
  const isOwn = ({ name }) => name.includes("/_emulator/") || name.endsWith("/received");
  new PerformanceObserver((list) => {
    if (list.getEntriesByType("resource").some((entry) => entry.initiatorType === "fetch" && !isOwn(entry))) {
      look();
    }
  }).observe({ type: "resource" });
  look();
}

async function show(panel) {
  const [authrocket, app] = await Promise.all([list(panel.dataset.requests, "omit"), list("/received", "same-origin")]);
  // The emulator logs the requests of everybody; those of this app's pages name its origin.
  const sent = authrocket?.filter(({ origin, method }) => origin === location.origin && method === "POST").reverse();
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
