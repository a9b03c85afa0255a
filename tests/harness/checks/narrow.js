// What is wrong with the page in a window as narrow as a phone's: texts of findings, an empty list if nothing is.
// Runs in the page by the driver; tested by tests/e2e/accessibility_checks.rs.

const findings = [];
const width = document.documentElement.clientWidth;
const name = (element) => element.outerHTML.slice(0, 120).replace(/\s+/g, " ");
const seen = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";

/** Hidden from the eye, and meant for screen readers. */
function forEarsOnly(element) {
  for (let each = element; each; each = each.parentElement) {
    const style = getComputedStyle(each);
    if (style.position === "absolute" && (style.clipPath !== "none" || style.clip !== "auto")) return true;
  }
  return false;
}

/** A link such as "Skip to the content": outside of the page until it has the focus. */
function waitsOutside(element) {
  const { left, right } = element.getBoundingClientRect();
  return element.matches("a, button") && getComputedStyle(element).position === "absolute" && (right <= 0 || left >= width);
}

if (document.scrollingElement.scrollWidth > width) {
  findings.push(`the page scrolls sideways: ${document.scrollingElement.scrollWidth} px in ${width}`);
}

for (const element of document.body.querySelectorAll("*")) {
  if (!seen(element) || element.closest("svg") || forEarsOnly(element)) continue;
  const box = element.getBoundingClientRect();
  if (box.width === 0 || waitsOutside(element)) continue;
  if (box.left < -0.5 || box.right > width + 0.5) {
    findings.push(`reaches from ${box.left} to ${box.right}: ${name(element)}`);
  }
  const style = getComputedStyle(element);
  const isInput = element.matches("input, select, textarea");
  const wide = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
  const high = element.scrollHeight > element.clientHeight + 1 && element.clientHeight > 0;
  if (!isInput && wide && /auto|scroll/.test(style.overflowX)) findings.push(`scrolls sideways: ${name(element)}`);
  if (!isInput && wide && /hidden|clip/.test(style.overflowX)) findings.push(`is cut at its side: ${name(element)}`);
  if (!isInput && high && /hidden|clip/.test(style.overflowY)) findings.push(`is cut at its foot: ${name(element)}`);
  if (element.matches("button") && element.firstChild) {
    const range = document.createRange();
    range.selectNodeContents(element);
    const text = range.getBoundingClientRect();
    if (text.left < box.left - 1 || text.right > box.right + 1) findings.push(`its text sticks out: ${name(element)}`);
  }
}

const before = [document.activeElement, scrollX, scrollY];
for (const control of document.querySelectorAll(controls)) {
  if (control.disabled || !seen(control) || forEarsOnly(control)) continue;
  if (control.tabIndex < 0 && !control.closest("[role=radiogroup], [role=tablist]")) {
    findings.push(`is reached by no key: ${name(control)}`);
    continue;
  }
  control.focus();
  control.scrollIntoView({ block: "nearest", behavior: "instant" });
  const box = control.getClientRects()[0];
  // Of what is higher than the window, such as a table that scrolls, the part that shows.
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const at = [box.left + box.width / 2, (top + bottom) / 2];
  const hit = document.elementFromPoint(...at);
  const own = hit && (control.contains(hit) || [...(control.labels ?? [])].some((label) => label.contains(hit)));
  if (!own) findings.push(`cannot be seen or clicked at ${at}, there is ${hit ? name(hit) : "nothing"}: ${name(control)}`);
}
before[0]?.focus?.({ preventScroll: true });
scrollTo(before[1], before[2]);

return findings;
