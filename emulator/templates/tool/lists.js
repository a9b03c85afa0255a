// What each list of the page shows. The helpers are in page.js, which comes afterwards.
"use strict";

const isEnrolled = (user) => (user.credentials || []).some((each) => each.credential_type === "totp");
const link = (address) => (/^https?:\/\//.test(address || "")
  ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address) : address);
const state = (row) => (row.state === "active" || !row.state ? null : mark(row.state, "bad"));

/** Every list: where it is asked for, and what an item shows. A new one needs an element of its name in the page. */
const LISTS = {
  users: (user) => [
    title(own(user.username || user.email), state(user), isEnrolled(user) ? mark("second factor", "good") : null),
    facts([["Name", user.name], ["Email", user.email], ["Verified", user.email_verification],
      ["Created", when(user.created_at)], ["Last login", when(user.last_login_at)], ["Realm", user.realm_id], ["Id", user.id]]),
    everything(user)],
  sessions: (session) => [
    title(own(nameOf(session.user_id))),
    facts([["Created", when(session.created_at)], ["Expires", when(session.expires_at)], ["IP address", session.ip],
      ["Client", session.client], ["Id", session.id]])],
  signup_tokens: (token) => [
    title(own(token.username || token.email)),
    facts([["Email", token.email], ["Expires", when(token.expires_at)], ["Token", token.id], ["Realm", token.realm_id]]),
    everything(token)],
  realms: (realm) => [
    title(own(realm.name || realm.id), mark(`version ${realm.api || 1}`), state(realm)),
    facts([["Id", realm.id], ["Signup", realm.api === 2 ? realm.signup : realm.login_rocket && realm.login_rocket.signup_mode],
      ["Accounts", realm.org_mode], ["Origins", (realm.allowed_origins || []).join(", ")],
      ["Sessions", `${realm.session_type}, ${realm.session_minutes} minutes`], ["Tokens", realm.jwt_algo]]),
    everything(realm)],
  apps: (app) => [
    title(own(app.name), state(app), app.default ? mark("default") : null),
    facts([["Hosted login", link(`http://${app.subdomain}.localhost:${location.port}/login`)], ["Login handler", app.login_handler],
      ["Id", app.id], ["Realm", app.realm_id]]),
    everything(app)],
  client_apps: (app) => [
    title(own(app.name), state(app), app.default ? mark("default") : null),
    facts([["Login URLs", (app.redirect_uris || []).join(", ")], ["Id", app.id], ["Realm", app.realm_id]]),
    everything(app)],
  domains: (domain) => [
    title(own(domain.fqdn), state(domain)),
    facts([["Hosted login", link(`http://${domain.fqdn}:${location.port}/login`)], ["Kind", domain.domain_type], ["Id", domain.id],
      ["Realm", domain.realm_id]])],
  orgs: (org) => [
    title(own(org.name), state(org)),
    facts([["Id", org.id], ["Reference", org.reference], ["Created", when(org.created_at)], ["Realm", org.realm_id]]),
    everything(org)],
  invitations: (invitation) => [
    title(own(invitation.email)),
    facts([["Kind", invitation.invitation_type], ["Mailed", when(invitation.invited_at)], ["Expires", when(invitation.expires_at)],
      ["Token", invitation.token], ["Org", invitation.org_id], ["Realm", invitation.realm_id]]),
    everything(invitation)],
  outbox: (mail) => [
    title(own(mail.subject)),
    facts([["To", mail.to], ["Date", when(mail.created_at)], ["Event", mail.event], ["Link", link(mail.link)], ["Token", mail.token]]),
    make("details", null, make("summary", null, "Text"), make("pre", null, mail.text))],
  app_hooks: (hook) => [
    title(own(hook.event_type.join(", ")), state(hook)),
    facts([["Kind", hook.hook_type], ["To", hook.destination || hook.email_to], ["Realm", hook.realm_id || "all"], ["Id", hook.id]]),
    everything(hook)],
  events: (event) => [
    title(own(event.event_type)), facts([["Date", when(event.event_at)], ["Id", event.id]]), everything(event)],
  notifications: (delivery) => [
    title(own(delivery.hook_type), mark(delivery.state, { failed: "bad", completed: "good" }[delivery.state])),
    facts([["To", delivery.last_destination || delivery.destination], ["Attempts", delivery.attempts],
      ["Result", delivery.last_result], ["Event", delivery.event_id]])],
};
