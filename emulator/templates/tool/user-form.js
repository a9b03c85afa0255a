// The form that adds or changes a user.

import { ask } from "./api.js";
import { make } from "./dom.js";
import { choice, field, formDialog } from "./dialog.js";
import { rowsOf } from "./live.js";

const TEXTS = [["username", "Username"], ["email", "Email"], ["first_name", "First name"], ["last_name", "Last name"], ["reference", "Reference"]];

const input = (name, value, attributes) => make("input", { name, value: value || null, autocomplete: "off", autocapitalize: "none",
  spellcheck: "false", ...attributes });

function fieldsOf(user) {
  const custom = make("textarea", { name: "custom", rows: "3", spellcheck: "false" });
  custom.value = JSON.stringify(user.custom || {});
  const username = user.username === user.id ? "" : user.username;
  return [
    ...TEXTS.map(([name, label]) => field(label, input(name, name === "username" ? username : user[name]))),
    field(user.id ? "New password" : "Password", input("password", "", { autocomplete: "new-password" })),
    field("Email verification", choice("email_verification", ["none", "requested", "verified"], user.email_verification)),
    field("State", choice("state", ["active", "inactive"], user.state)),
    field("Custom data (JSON)", custom, "wide"),
  ];
}

function read(elements, before) {
  const given = {};
  for (const [name] of TEXTS) {
    const known = name === "username" && before.username === before.id ? "" : before[name] || "";
    if (elements[name].value !== known) given[name] = elements[name].value;
  }
  for (const name of ["email_verification", "state"]) if (elements[name].value !== before[name]) given[name] = elements[name].value;
  if (elements.password.value) given.password = elements.password.value;
  const custom = elements.custom.value.trim();
  if (custom !== JSON.stringify(before.custom || {})) given.custom = custom === "" ? {} : JSON.parse(custom);
  return given;
}

/** Adds a user; `done` gets it. */
export function addUser(realmId, done) {
  const realms = rowsOf("realms").slice().reverse().map((realm) => [realm.id, `${realm.name || realm.id} (v${realm.api || 1})`]);
  const blank = { email_verification: "none", state: "active" };
  const fields = [field("Realm", choice("realm_id", realms, realmId)), ...fieldsOf(blank)];
  return formDialog("Add a user", fields, "Add", async (elements) => {
    done(await ask("POST", "users", { realm_id: elements.realm_id.value, ...read(elements, blank) }));
  });
}

/** Changes a user; only what differs is sent. */
export function editUser(user, done) {
  return formDialog("Edit the user", fieldsOf(user), "Save", async (elements) => {
    done(await ask("PATCH", `users/${encodeURIComponent(user.id)}`, read(elements, user)));
  });
}
