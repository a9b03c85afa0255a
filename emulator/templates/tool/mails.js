// Mails that the service would have sent: as HTML, as text, and with their links and codes picked out.

import { act, ask } from "./api.js";
import { button, copyable, everything, facts, link, make, own, when } from "./dom.js";
import { confirmed } from "./dialog.js";
import { realmName, rowsOf } from "./live.js";
import { ListView, realmColumn } from "./view.js";

const unescaped = (text) => text.replaceAll("&amp;", "&").replaceAll("&#x2f;", "/").replaceAll("&#x27;", "'");

/** Addresses in a mail, each once. */
function linksOf(mail) {
  const inText = mail.text.match(/https?:\/\/[^\s<>"')\]]+/g) || [];
  const inHtml = Array.from((mail.html || "").matchAll(/href="(https?:[^"]+)"/g), ([, address]) => unescaped(address));
  return [...new Set([mail.link, ...inText, ...inHtml].filter(Boolean))];
}

/** The token, and numbers of six digits. */
function codesOf(mail) {
  return [...new Set([mail.token, ...(mail.text.match(/\b\d{6}\b/g) || [])].filter(Boolean))];
}

function html(mail) {
  // The frame is sandboxed twice: here, and by the policy of its document.
  const frame = make("iframe", { sandbox: "", src: `/_emulator/outbox/${encodeURIComponent(mail.id)}/html`, title: `The mail as HTML: ${mail.subject}`,
    referrerpolicy: "no-referrer" });
  return [make("h4", null, "HTML"), frame];
}

async function remove(mail) {
  if (await confirmed("Delete this mail?", "Its token stays valid. This cannot be undone.", "Delete")) {
    act("Mail deleted.", () => ask("DELETE", `outbox/${encodeURIComponent(mail.id)}`));
  }
}

async function clear() {
  if (await confirmed("Delete all mails?", "Their tokens stay valid. This cannot be undone.", "Delete all")) {
    act("All mails deleted.", () => ask("DELETE", "outbox"));
  }
}

function listed(title, items) {
  if (!items.length) return [];
  return [make("h4", null, title), make("ul", { class: "plain" }, items.map((item) => make("li", null, item)))];
}

export const mailsView = new ListView({
  id: "mails",
  title: "Mails",
  about: "The emulator sends no mail. These are the mails that the service would have sent, newest first.",
  lists: ["outbox"],
  rows: () => rowsOf("outbox"),
  empty: "No mails.",
  columns: [
    { title: "Subject", value: (mail) => mail.subject },
    { title: "To", value: (mail) => mail.to },
    { title: "Date", width: 11, value: (mail) => mail.created_at, cell: (mail) => when(mail.created_at) },
    { title: "Event", value: (mail) => mail.event },
    realmColumn(),
  ],
  actions: () => [button("Delete all", clear, { class: "small bad", id: "outbox-clear" })],
  name: (mail) => own(mail.subject),
  detail: (mail) => [
    make("p", { class: "row" }, button("Delete", () => remove(mail), { class: "small bad", "data-do": "delete" })),
    facts([["From", mail.from], ["To", mail.to], ["Date", when(mail.created_at)], ["Event", mail.event], ["Realm", realmName(mail.realm_id)]]),
    ...listed("Links", linksOf(mail).map((address) => copyable(address, "link", link(address)))),
    ...listed("Codes and tokens", codesOf(mail).map((code) => copyable(code, "code"))),
    ...(mail.html ? html(mail) : []),
    make("h4", null, "Text"),
    make("pre", { class: "mail" }, mail.text),
    everything(mail),
  ],
});
