// Shows the emulator's outbox: the mails of this demo, with their links.

const box = document.querySelector("#outbox");
const list = document.querySelector("#mails");
const state = document.querySelector("#outbox-state");
const events = {
  "user.password_token.created": "A new password",
  "user.email.verification_requested": "An address to confirm",
  "user.password.resetting": "A new password",
  "user.email.verifying": "An address to confirm",
  "user.email.updating": "A new address to confirm",
  "invitation.request.invited": "An invitation",
  "invitation.org.invited": "An invitation to a team",
  "invitation.preverify.invited": "An address to confirm, for a new user",
};

document.querySelector("#outbox-reload").addEventListener("click", () => look());
document.querySelector("#outbox-clear").addEventListener("click", () => look("DELETE"));
look();

/** Asks the emulator, after emptying the outbox if that is the method; shows what there is, or why nothing is. */
async function look(method = "GET") {
  box.setAttribute("aria-busy", "true");
  try {
    if (method !== "GET") {
      await ask(method);
    }
    const mails = (await (await ask("GET")).json()).collection.reverse();
    list.replaceChildren(...mails.map(item));
    state.textContent = mails.length === 0 ? "No mail yet." : `${mails.length} ${mails.length === 1 ? "mail" : "mails"}.`;
  } catch {
    list.replaceChildren();
    state.textContent = "The emulator’s outbox cannot be read. Does the emulator run?";
  } finally {
    box.removeAttribute("aria-busy");
  }
}

async function ask(method) {
  const response = await fetch(box.dataset.outbox, { method, credentials: "omit" });
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  return response;
}

function item(mail) {
  const row = element("li", "mail");
  row.dataset.event = mail.event;
  row.dataset.to = mail.to;
  row.append(
    element("h3", "", mail.subject),
    element("p", "soft", `${events[mail.event] ?? mail.event} · to ${mail.to} · ${time(mail.created_at)}`),
    element("p", "text", mail.text),
  );
  if (/^https?:/.test(mail.link)) {
    const link = element("a", "mail-link", "Open the link");
    link.href = mail.link;
    link.setAttribute("aria-label", `Open the link of the mail to ${mail.to}`);
    row.append(link);
  }
  return row;
}

function element(name, kind, text = "") {
  const made = document.createElement(name);
  if (kind !== "") {
    made.className = kind;
  }
  made.textContent = text;
  return made;
}

function time(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit" });
}
