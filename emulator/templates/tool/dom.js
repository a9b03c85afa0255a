// Elements. What the page shows was typed by strangers, so text stays text: nothing here makes HTML of it.

export const $ = (id) => document.getElementById(id);

/** An element with attributes, and children that are elements or text. */
export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Text of users, which may turn the direction of writing. */
export const own = (text) => make("bdi", null, String(text));
export const mark = (text, kind) => make("span", { class: `mark ${kind || ""}` }, text);
export const button = (label, onclick, attributes) => make("button", { type: "button", ...attributes, onclick }, label);
export const row = (...children) => make("p", { class: "row" }, ...children);

/** Date and time of epoch seconds. */
export const when = (seconds) => (typeof seconds === "number" ? new Date(seconds * 1000).toLocaleString() : null);
/** The time alone, of today's rows. */
export const clockTime = (seconds) => new Date(seconds * 1000).toLocaleTimeString();
export const characters = (count) => `${count} character${count === 1 ? "" : "s"}`;

/** Names with values; those without a value are left out. */
export function facts(pairs) {
  const list = make("dl");
  for (const [name, value] of pairs) {
    if (value === null || value === undefined || value === "") continue;
    list.append(make("dt", null, name), make("dd", null, value instanceof Node ? value : own(value)));
  }
  return list;
}

export const json = (value) => make("pre", null, JSON.stringify(value, null, 2));
export const everything = (value) => make("details", null, make("summary", null, "Details as JSON"), json(value));

/** An address that can be opened, or only text if it is none. */
export const link = (address) => (/^https?:\/\//.test(address || "")
  ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address) : own(address || ""));

/** A value with a button that copies it; `name` says what it is. */
export function copyable(value, name, shown) {
  if (!value) return null;
  const copies = button("Copy", () => copy(String(value), copies), { class: "small copy", "aria-label": `Copy the ${name}` });
  return make("span", { class: "copyable" }, shown || make("code", null, own(value)), " ", copies);
}

async function copy(text, from) {
  let label = "Copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure origin, as with --allow-remote, there is the old way only.
    const field = make("textarea", { class: "away", "aria-hidden": "true" });
    field.value = text;
    from.parentElement.append(field);
    field.select();
    if (!document.execCommand("copy")) label = "Failed";
    field.remove();
    from.focus();
  }
  from.textContent = label;
  from.addEventListener("blur", () => { from.textContent = "Copy"; }, { once: true });
}
