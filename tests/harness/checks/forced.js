// What looks alike on the page when the visitor's own colours replace its colours: texts of findings.
// Asks for computed styles, since pictures differ between machines. Runs in the page by the driver, after Tab was pressed
// (else a focus set by a script may show no ring); tested by tests/e2e/accessibility_checks.rs.

const findings = [];
const name = (element) => element.outerHTML.slice(0, 120).replace(/\s+/g, " ");
const seen = (element) => element.checkVisibility({ visibilityProperty: true });
const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";

function channels(colour) {
  const found = colour.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
  return { rgb: found.slice(0, 3), alpha: found[3] ?? 1 };
}

function light(colour) {
  const [red, green, blue] = channels(colour).rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The colour behind an element: the nearest one that can be seen, or that of the page itself. */
function behind(element) {
  for (let each = element; each; each = each.parentElement) {
    const colour = getComputedStyle(each).backgroundColor;
    if (channels(colour).alpha > 0.5) return colour;
  }
  const canvas = document.body.appendChild(document.createElement("i"));
  canvas.className = "canvas-colour";
  canvas.style.backgroundColor = "Canvas";
  const colour = getComputedStyle(canvas).backgroundColor;
  canvas.remove();
  return colour;
}

const outside = (element) => behind(element.parentElement ?? element);

/** Whether an edge is wide enough and differs from what is around it. */
const isEdge = (style, kind, around, least) => style.getPropertyValue(`${kind}-style`) !== "none"
  && parseFloat(style.getPropertyValue(`${kind}-width`)) >= least
  && contrast(style.getPropertyValue(`${kind}-color`), around) >= 3;

for (const element of document.body.querySelectorAll("*")) {
  const style = getComputedStyle(element);
  if (style.forcedColorAdjust === "none" && !element.closest("svg")) findings.push(`keeps its own colours: ${name(element)}`);
  const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
  if (!text || !seen(element) || element.matches(":disabled")) continue;
  if (contrast(style.color, behind(element)) < 4.5) findings.push(`${style.color} on ${behind(element)}: ${name(element)}`);
}

for (const control of document.querySelectorAll(controls)) {
  if (!seen(control) || control.disabled) continue;
  if (control.matches("button, input:not([type=radio], [type=checkbox]), select, textarea")
    && !isEdge(getComputedStyle(control), "border-top", outside(control), 1)) {
    findings.push(`has no edge: ${name(control)}`);
  }
  control.focus();
  const style = getComputedStyle(control);
  if (!control.matches(":focus-visible") || !isEdge(style, "outline", outside(control), 2)) {
    findings.push(`shows no focus (${style.outline}): ${name(control)}`);
  }
}

for (const field of document.querySelectorAll("[aria-invalid=true]")) {
  const places = (field.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id));
  const isDescribed = places.some((place) => place && seen(place) && place.textContent.trim() !== "");
  if (!isDescribed) findings.push(`is wrong by its colour only: ${name(field)}`);
}

return findings;
