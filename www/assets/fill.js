// Buttons that fill in a seeded user or the current code, so that nobody has to type to try a page.

const names = ["username", "email", "login[username]"];

const userField = () => names.map((name) => document.querySelector(`main input[name="${name}"]`)).find(Boolean);

// On a page without a form, the users are only listed.
for (const button of document.querySelectorAll("[data-fill-username]")) {
  button.hidden = !userField();
  button.addEventListener("click", () => fillUser(button.dataset));
}
for (const button of document.querySelectorAll("[data-fill-code]")) {
  button.hidden = !userField();
  button.addEventListener("click", async () => {
    const answer = await fetch(button.dataset.fillCode, { credentials: "omit" });
    const field = document.querySelector("input[name=code]");
    if (answer.ok && field) {
      write(field, (await answer.json()).code);
    }
  });
}

// A link of another page names the user: /pages/showcase-login?as=ada
const wanted = new URLSearchParams(location.search).get("as");
const chosen = [...document.querySelectorAll("[data-fill-username]")].find(({ dataset }) => dataset.fillUsername === wanted);
if (chosen) {
  fillUser(chosen.dataset);
}

function fillUser({ fillUsername, fillPassword }) {
  const field = userField();
  const { form } = field;
  const password = form.querySelector("input[autocomplete=current-password]");
  write(field, fillUsername);
  if (password) {
    write(password, fillPassword);
  }
  form.querySelector("[type=submit]").focus();
}

/** As if it was typed: the library clears the messages of a field that is edited. */
function write(field, text) {
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
