// Lists that are only looked at: what is set up, and what happened.

import { copyable, everything, facts, link, make, mark, own, when } from "./dom.js";
import { realmName, rowsOf, userName } from "./live.js";
import { realmMark } from "./users.js";
import { ListView, realmColumn } from "./view.js";

const idOf = (row) => ["Id", copyable(row.id, "id")];
const realmOf = (row) => ["Realm", row.realm_id ? realmMark(row.realm_id) : "all"];
const stateColumn = { title: "State", width: 6, value: (row) => row.state, cell: (row) => mark(row.state, row.state === "active" ? "good" : "bad") };
const dateColumn = (title, name) => ({ title, width: 11, value: (row) => row[name] || 0, cell: (row) => when(row[name]) });
const textColumn = (title, value) => ({ title, value });
const listed = (texts) => (texts || []).join(", ");

const sessions = new ListView({
  id: "sessions",
  title: "Sessions",
  lists: ["sessions", "users"],
  empty: "No sessions.",
  realmOf: (session) => realmOfUser(session.user_id),
  columns: [textColumn("User", (session) => userName(session.user_id)), realmColumn((session) => realmOfUser(session.user_id)),
    dateColumn("Created", "created_at"), dateColumn("Expires", "expires_at"), textColumn("IP address", (session) => session.request.ip)],
  name: (session) => own(userName(session.user_id)),
  depends: (session) => userName(session.user_id),
  detail: (session) => [
    facts([["Created", when(session.created_at)], ["Expires", when(session.expires_at)], ["IP address", session.request.ip],
      ["Client", session.request.client], ["User", copyable(session.user_id, "user id")], idOf(session)]),
    everything(session)],
});

function realmOfUser(id) {
  return (rowsOf("users").find((user) => user.id === id) || {}).realm_id;
}

const orgs = new ListView({
  id: "orgs",
  title: "Orgs",
  empty: "No orgs.",
  columns: [textColumn("Name", (org) => org.name), stateColumn, textColumn("Reference", (org) => org.reference), realmColumn(),
    dateColumn("Created", "created_at")],
  name: (org) => own(org.name),
  detail: (org) => [facts([["State", org.state], ["Reference", org.reference], ["Created", when(org.created_at)], realmOf(org), idOf(org)]),
    everything(org)],
});

const invitations = new ListView({
  id: "invitations",
  title: "Invitations",
  lists: ["invitations", "orgs"],
  empty: "No invitations.",
  columns: [textColumn("Email", (invitation) => invitation.email), textColumn("Kind", (invitation) => invitation.invitation_type), realmColumn(),
    dateColumn("Mailed", "invited_at"), dateColumn("Expires", "expires_at")],
  name: (invitation) => own(invitation.email),
  detail: (invitation) => [
    facts([["Kind", invitation.invitation_type], ["Token", copyable(invitation.token, "token")], ["Mailed", when(invitation.invited_at)],
      ["Expires", when(invitation.expires_at)], ["Org", invitation.org_id && copyable(invitation.org_id, "org id")], realmOf(invitation),
      idOf(invitation)]),
    everything(invitation)],
});

const signupTokens = new ListView({
  id: "signup-tokens",
  title: "Signup tokens",
  lists: ["signup_tokens"],
  rows: () => rowsOf("signup_tokens"),
  empty: "No signup tokens.",
  columns: [textColumn("User", (token) => token.username || token.email), textColumn("Email", (token) => token.email), realmColumn(),
    textColumn("Kind", (token) => token.credential_type)],
  name: (token) => own(token.username || token.email),
  detail: (token) => [facts([["Token", copyable(token.id, "token")], ["Email", token.email], ["First name", token.first_name],
    ["Last name", token.last_name], realmOf(token)]), everything(token)],
});

const signupOf = (realm) => (realm.api === 2 ? realm.signup : realm.login_rocket && realm.login_rocket.signup_mode);
const hosted = (host) => link(`http://${host}:${location.port}/login`);

const realms = new ListView({
  id: "realms",
  title: "Realms",
  group: true,
  lists: ["realms", "domains"],
  realmOf: (realm) => realm.id,
  empty: "No realms; add a seed in Data.",
  columns: [textColumn("Name", (realm) => realm.name || realm.id), { title: "Version", value: (realm) => realm.api || 1, cell: (realm) => mark(`v${realm.api || 1}`) },
    stateColumn, textColumn("Signup", signupOf), textColumn("Tokens", (realm) => realm.jwt_algo), textColumn("Id", (realm) => realm.id)],
  name: (realm) => own(realm.name || realm.id),
  depends: () => JSON.stringify(rowsOf("domains")),
  detail: (realm) => [
    make("p", { class: "row" }, mark(`version ${realm.api || 1}`), mark(realm.state, realm.state === "active" ? "good" : "bad")),
    facts([["Signup", signupOf(realm)], ["Accounts", realm.org_mode], ["Origins", listed(realm.allowed_origins)],
      ["Sessions", `${realm.session_type}, ${realm.session_minutes} minutes`], ["Tokens", realm.jwt_algo], idOf(realm)]),
    ...rowsOf("domains").filter((domain) => domain.realm_id === realm.id).map((domain) => facts([["Host", domain.fqdn],
      ["Hosted login", hosted(domain.fqdn)]])),
    everything(realm)],
});

/** Connected Apps of both versions in one list. */
const apps = new ListView({
  id: "apps",
  title: "Apps",
  lists: ["apps", "client_apps"],
  rows: () => [...rowsOf("apps"), ...rowsOf("client_apps")],
  empty: "No Connected Apps.",
  columns: [textColumn("Name", (app) => app.name), { title: "Realm", value: (app) => realmName(app.realm_id), cell: (app) => realmMark(app.realm_id) },
    stateColumn, { title: "Default", value: (app) => (app.default ? "default" : "") },
    textColumn("Login handler", (app) => app.login_handler || listed(app.redirect_uris))],
  name: (app) => own(app.name),
  detail: (app) => [
    facts([["Hosted login", app.subdomain && hosted(`${app.subdomain}.localhost`)], ["Login handler", app.login_handler],
      ["Signup handler", app.signup_handler], [app.login_handler ? "Redirect URIs" : "Login URLs", listed(app.redirect_uris)],
      ["State", app.state], realmOf(app), idOf(app)]),
    everything(app)],
});

const events = new ListView({
  id: "events",
  title: "Events",
  group: true,
  lists: ["events", "users"],
  empty: "No events.",
  columns: [textColumn("Event", (event) => event.event_type), textColumn("User", (event) => userName(event.user_id)), realmColumn(),
    dateColumn("Date", "event_at")],
  name: (event) => own(event.event_type),
  depends: (event) => userName(event.user_id),
  detail: (event) => [facts([["Date", when(event.event_at)], ["User", event.user_id && userName(event.user_id)], realmOf(event), idOf(event)]),
    everything(event)],
});

const hooks = new ListView({
  id: "hooks",
  title: "Hooks",
  lists: ["app_hooks"],
  rows: () => rowsOf("app_hooks"),
  empty: "No hooks.",
  columns: [textColumn("Events", (hook) => listed(hook.event_type)), textColumn("Kind", (hook) => hook.hook_type),
    textColumn("To", (hook) => hook.destination || hook.email_to), stateColumn, realmColumn()],
  name: (hook) => own(listed(hook.event_type)),
  detail: (hook) => [facts([["Kind", hook.hook_type], ["To", hook.destination || hook.email_to], ["State", hook.state], realmOf(hook), idOf(hook)]),
    everything(hook)],
});

const KINDS = { failed: "bad", completed: "good" };
const deliveries = new ListView({
  id: "deliveries",
  title: "Deliveries",
  lists: ["notifications"],
  rows: () => rowsOf("notifications"),
  empty: "No deliveries.",
  columns: [textColumn("Kind", (delivery) => delivery.hook_type),
    { title: "State", value: (delivery) => delivery.state, cell: (delivery) => mark(delivery.state, KINDS[delivery.state]) },
    textColumn("To", (delivery) => delivery.last_destination || delivery.destination), textColumn("Attempts", (delivery) => delivery.attempts),
    textColumn("Result", (delivery) => delivery.last_result)],
  name: (delivery) => own(delivery.hook_type),
  detail: (delivery) => [
    make("p", { class: "row" }, mark(delivery.state, KINDS[delivery.state])),
    facts([["To", delivery.last_destination || delivery.destination], ["Attempts", delivery.attempts], ["Result", delivery.last_result],
      ["Event", copyable(delivery.event_id, "event id")], idOf(delivery)]),
    everything(delivery)],
});

export const people = [sessions, orgs, invitations, signupTokens];
export const setUp = [realms, apps, hooks];
export const happened = [events, deliveries];
