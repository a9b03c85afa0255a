// What moves on the page, or would when something changes: texts of findings, an empty list if nothing does.
// Runs in the page by the driver; tested by tests/e2e/accessibility_checks.rs.

const findings = [];
const name = (element) => element.outerHTML.slice(0, 120).replace(/\s+/g, " ");
const lasting = (durations) => durations.split(",").some((duration) => parseFloat(duration) > 0);

for (const animation of document.getAnimations()) {
  findings.push(`is moving: ${animation.animationName ?? animation.transitionProperty ?? "an animation"}`);
}

for (const element of document.querySelectorAll("*")) {
  for (const part of [null, "::before", "::after"]) {
    const style = getComputedStyle(element, part);
    if (part && style.content === "none") continue;
    const where = `${part ?? ""} ${name(element)}`;
    if (lasting(style.transitionDuration) && style.transitionProperty !== "none") findings.push(`would change slowly:${where}`);
    if (lasting(style.animationDuration) && style.animationName !== "none") findings.push(`is animated:${where}`);
    if (style.scrollBehavior === "smooth") findings.push(`scrolls smoothly:${where}`);
  }
}

return findings;
