// Everything at once: export, import, seed and reset.

import { act, ask } from "./api.js";
import { button, make } from "./dom.js";
import { confirmed, field } from "./dialog.js";

function importForm() {
  const file = make("input", { name: "file", type: "file", accept: ".json,application/json", required: true });
  const send = make("button", { type: "submit", disabled: true }, "Import");
  const form = make("form", { id: "import-form" }, field("File to import", file), make("p", { class: "row" }, send));
  file.onchange = () => { send.disabled = file.files.length === 0; };
  form.onsubmit = async (event) => {
    event.preventDefault();
    const [chosen] = file.files;
    const text = "The file replaces all stored data. Export first if you want to keep them.";
    if (chosen && await confirmed("Import this file?", text, "Import")) {
      act("Everything was imported.", async () => ask("POST", "import", await chosen.text()));
    }
  };
  return form;
}

function seedForm() {
  const seed = make("textarea", { name: "seed", rows: "6", required: true, spellcheck: "false" });
  seed.value = "{\"realms\": []}";
  const form = make("form", { id: "seed-form" }, field("Seed to add (JSON)", seed, "wide"),
    make("p", { class: "row wide" }, make("button", { type: "submit" }, "Add the seed")));
  form.onsubmit = (event) => {
    event.preventDefault();
    act("The seed was added.", () => ask("POST", "seed", seed.value));
  };
  return form;
}

async function reset() {
  const text = "Users created since the start, sessions, mails, faults and the request log are deleted, and the clock is reset. This cannot be undone.";
  if (await confirmed("Reset everything?", text, "Reset")) act("Everything was reset.", () => ask("POST", "reset"));
}

export const dataView = {
  id: "data",
  title: "Data",
  lists: [],
  create: () => make("div", null, make("h2", null, "Data"),
    make("h3", null, "Export and import"),
    make("p", null, "An export contains all data, including password hashes, signing keys, TOTP secrets and tokens. An import replaces all data."),
    make("p", { class: "row" }, make("a", { class: "button", id: "export", href: "/_emulator/export", download: "loginrocket-emulator.json" }, "Export as JSON")),
    importForm(),
    make("h3", null, "Seed"), seedForm(),
    make("h3", null, "Reset"), make("p", null, "Restores the data that the emulator started with."),
    make("p", { class: "row" }, button("Reset everything", reset, { id: "reset", class: "bad" }))),
  update() {},
  visit() {},
};
