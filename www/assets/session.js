// Asks about the session of a login, with the library as an ES module.
import { createClient } from "/pkg/module.js";

const form = document.querySelector("#session-form");
const state = document.querySelector("#session-state");
const facts = document.querySelector("#session-facts");
const token = document.querySelector("#token").value;
const client = createClient({ url: form.dataset.url });

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run(() => client.session({ token }), "Your session is active.");
});
document.querySelector("#session-end").addEventListener("click", () => {
  run(() => client.logout({ token }), "The session has ended. Check again.");
});

async function run(call, good) {
  form.setAttribute("aria-busy", "true");
  try {
    show(await call(), good);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function show(result, good) {
  const isError = result.result === "error";
  form.dataset.result = isError ? result.code : result.result;
  state.textContent = isError ? result.error : good;
  facts.hidden = result.user_id === undefined;
  if (!facts.hidden) {
    document.querySelector("#session-user").textContent = result.user_id;
    document.querySelector("#session-ends").textContent = new Date(result.expires_at * 1000).toLocaleString("en");
  }
}
