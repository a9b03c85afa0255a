// Lets the form doctor look at this page's bad form, and lists what it finds.

const form = document.querySelector("#bad-form");
const list = document.querySelector("#findings");
const state = document.querySelector("#doctor-state");

// One more fault, which no markup can have: password managers and people paste.
form.addEventListener("paste", (event) => event.preventDefault());

try {
  const { examine } = await import("/pkg/doctor.module.js");
  const findings = (await examine(document, { paste: true })).filter(({ element }) => element && form.contains(element));
  list.replaceChildren(...findings.map(item));
  state.textContent = `${findings.length} findings.`;
} catch (error) {
  state.textContent = "The doctor could not examine this page; the console shows why.";
  console.error(error);
}

function item({ code, severity, element, message, fix }) {
  const row = part("li", "finding");
  row.dataset.code = code;
  row.dataset.severity = severity;
  const title = part("h3");
  title.append(part("span", "tag", severity), " ", part("code", "", nameOf(element)));
  row.append(title, part("p", "", message), part("p", "fix", fix));
  return row;
}

function nameOf(element) {
  return `${element.localName}${element.id ? `#${element.id}` : ""}`;
}

function part(name, kind = "", text = "") {
  const made = document.createElement(name);
  if (kind !== "") {
    made.className = kind;
  }
  made.textContent = text;
  return made;
}
