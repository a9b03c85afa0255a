// A page that does everything itself, with the library as an ES module.
import { createClient } from "/pkg/module.js";

const client = createClient({ url: {{ realms[0].url }} });
const loginForm = document.querySelector("#login-form");
const codeForm = document.querySelector("#code-form");
const loginError = document.querySelector("#login-error");
const codeError = document.querySelector("#code-error");
let pendingToken = "";

loginForm.addEventListener("submit", (event) => {
  event.preventDefault();
  const { username, password } = loginForm.elements;
  run(loginForm, loginError, () => client.login({ username: username.value, password: password.value }));
});

codeForm.addEventListener("submit", (event) => {
  event.preventDefault();
  run(codeForm, codeError, () => client.completeLogin({ token: pendingToken, code: codeForm.elements.code.value }));
});

codeForm.addEventListener("reset", () => {
  pendingToken = "";
  codeForm.hidden = true;
  loginForm.hidden = false;
  codeError.textContent = "";
  loginForm.elements.username.focus();
});

async function run(form, place, call) {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  form.setAttribute("aria-busy", "true");
  place.textContent = "";
  try {
    show(await call(), place);
  } finally {
    button.disabled = false;
    form.removeAttribute("aria-busy");
  }
}

function show(result, place) {
  switch (result.result) {
    case "login":
      location.assign(result.url);
      break;
    case "code_required":
      pendingToken = result.token;
      loginForm.elements.password.value = "";
      loginForm.hidden = true;
      codeForm.hidden = false;
      codeForm.elements.code.focus();
      break;
    case "error":
      place.textContent = result.error;
      break;
    default:
      place.textContent = "This page cannot go on from here.";
  }
}
