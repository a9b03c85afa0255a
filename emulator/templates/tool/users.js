// Users: who they are, whether they may log in, and the codes of their second factor.

import { act, ask } from "./api.js";
import { $, button, copyable, everything, facts, make, mark, own, when } from "./dom.js";
import { confirmed } from "./dialog.js";
import { find, now, realmName, rowsOf } from "./live.js";
import { address } from "./tabs.js";
import { addUser, editUser } from "./user-form.js";
import { ListView, realmColumn, tick } from "./view.js";

const path = (user) => `users/${encodeURIComponent(user.id)}`;
export const isEnrolled = (user) => (user.credentials || []).some((each) => each.credential_type === "totp");
const nameOf = (user) => (user.username === user.id ? user.email : user.username) || user.email || user.id;
const versionOf = (realmId) => `v${(find("realms", realmId) || {}).api || 1}`;

/** A realm's name with its version. */
export const realmMark = (realmId) => make("span", null, mark(versionOf(realmId)), own(realmName(realmId)));

/** The code that is valid now, once it was fetched; its place is kept. */
function codeOf(user) {
  const place = make("div", { class: "codes" });
  const load = () => ask("GET", `${path(user)}/totp`).then((code) => {
    // A code ends with a step of 30 seconds; the rest is the way here.
    const until = Math.round((now() + code.seconds_left) / 30) * 30;
    place.replaceChildren(
      copyable(code.code, "code", make("strong", { class: "code" }, code.code)),
      make("p", null, "Valid for another ", make("span", { "data-until": until }), "."),
      place.qr || (place.qr = qrOf(user, code)));
    tick();
  }, (error) => place.replaceChildren(make("p", null, error.message)));
  place.reload = load;
  load();
  return place;
}

function qrOf(user, code) {
  const picture = `/_emulator/${path(user)}/totp.svg?${encodeURIComponent(code.secret.slice(0, 4))}`;
  return make("details", null, make("summary", null, "Add to an authenticator app"),
    make("img", { class: "qr", src: picture, alt: `QR code that adds ${nameOf(user)} to an authenticator app` }),
    facts([["Secret", copyable(code.secret, "secret")], ["otpauth URI", copyable(code.provisioning_uri, "otpauth URI")]]));
}

/** Asks again for codes that have ended. */
export function renewCodes() {
  for (const place of document.querySelectorAll(".codes")) place.reload();
}

async function remove(user) {
  const text = `${nameOf(user)} is deleted, with sessions, credentials and memberships. This cannot be undone.`;
  if (await confirmed("Delete this user?", text, "Delete")) act("User deleted.", () => ask("DELETE", path(user)));
}

async function unenrol(user) {
  const text = `Codes of ${nameOf(user)} stop working, and logins need the password alone. This cannot be undone.`;
  if (await confirmed("Remove the second factor?", text, "Remove")) act("Second factor removed.", () => ask("DELETE", `${path(user)}/totp`));
}

function setState(user, state) {
  const before = user.state;
  return act(state === "active" ? "User enabled." : "User disabled.", () => ask("PATCH", path(user), { state }),
    () => ask("PATCH", path(user), { state: before }));
}

function actions(user) {
  const isActive = user.state === "active";
  const does = (name, label, work, kind) => button(label, work, { class: `small ${kind || ""}`, "data-do": name });
  return make("p", { class: "row" },
    does("edit", "Edit", () => editUser(user, () => act("User changed.", () => {}))),
    does("state", isActive ? "Disable" : "Enable", () => setState(user, isActive ? "inactive" : "active")),
    isEnrolled(user) ? does("totp", "Remove second factor", () => unenrol(user))
      : does("totp", "Add second factor", () => act("Second factor added.", () => ask("POST", `${path(user)}/totp`))),
    does("delete", "Delete", () => remove(user), "bad"));
}

export const usersView = new ListView({
  id: "users",
  title: "Users",
  group: true,
  empty: "No users.",
  columns: [
    { title: "User", value: nameOf },
    { title: "Email", value: (user) => user.email },
    { title: "State", width: 13.5, value: (user) => `${user.state}${isEnrolled(user) ? " second factor" : ""}`, cell: (user) => make("span", null,
      mark(user.state, user.state === "active" ? "good" : "bad"), isEnrolled(user) ? mark("second factor") : null) },
    { title: "Name", value: (user) => user.name },
    { title: "Realm", value: (user) => `${realmName(user.realm_id)} ${versionOf(user.realm_id)}`, cell: (user) => realmMark(user.realm_id) },
    { title: "Last login", width: 11, value: (user) => user.last_login_at || 0, cell: (user) => when(user.last_login_at) },
  ],
  filters: [
    { title: "State", options: [["", "All users"], ["active", "Active"], ["inactive", "Disabled"], ["totp", "Second factor"]],
      test: (user, value) => (value === "totp" ? isEnrolled(user) : user.state === value) },
  ],
  actions: () => [button("Add a user", () => addUser($("realm").value || (rowsOf("realms").at(-1) || {}).id, (user) => {
    act("User added.", () => {});
    location.hash = address("users", user.id);
  }), { class: "small", id: "user-add" })],
  name: (user) => own(nameOf(user)),
  detail: (user) => [
    actions(user),
    make("p", { class: "row" }, mark(user.state, user.state === "active" ? "good" : "bad"), isEnrolled(user) ? mark("second factor") : null,
      user.user_type === "api" ? mark("API user") : null),
    ...(isEnrolled(user) ? [make("h4", null, "Code"), codeOf(user)] : []),
    facts([["Name", user.name], ["Email", user.email], ["Verified", user.email_verification], ["Realm", realmMark(user.realm_id)],
      ["Created", when(user.created_at)], ["Last login", when(user.last_login_at)], ["Reference", user.reference],
      ["Memberships", user.membership_count || null], ["Id", copyable(user.id, "id")]]),
    everything(user),
  ],
});
