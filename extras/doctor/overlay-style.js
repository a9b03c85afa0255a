/** The style of the overlay. Imports nothing. Tests: tests/browser/doctor-overlay.test.js. */
export const STYLE = `
:host { all: initial !important; position: fixed !important; inset: 0 !important; z-index: 2147483647 !important;
  pointer-events: none !important; color-scheme: light dark !important; }
* { box-sizing: border-box; }
.panel { pointer-events: auto; position: absolute; right: 12px; bottom: 12px; width: min(26rem, calc(100% - 24px)); max-height: min(60%, 32rem);
  display: flex; flex-direction: column; overflow: hidden; border: 1px solid #6b7280; border-radius: 8px; background: #fff; color: #1f2937;
  font: 14px/1.45 system-ui, sans-serif; box-shadow: 0 8px 24px rgb(0 0 0 / 0.3); text-align: left; direction: ltr; }
header { display: flex; align-items: center; gap: 4px; padding: 6px 6px 6px 12px; border-bottom: 1px solid #d1d5db; }
h2 { flex: 1; margin: 0; font-size: 14px; }
button { font: inherit; color: inherit; background: none; border: 0; border-radius: 4px; cursor: pointer; text-align: left; }
header button { min-width: 32px; min-height: 32px; text-align: center; }
button:hover { background: rgb(107 114 128 / 0.15); }
button:focus-visible { outline: 2px solid #2563eb; outline-offset: -2px; }
ol { margin: 0; padding: 0; overflow: auto; list-style: none; }
li { border-left: 4px solid var(--tone); border-bottom: 1px solid #e5e7eb; }
li:last-child { border-bottom: 0; }
li button { display: block; width: 100%; padding: 8px 12px; overflow-wrap: anywhere; }
li button > span { display: block; }
.severity { color: var(--tone); font-weight: 600; font-size: 12px; }
.docs { opacity: 0.8; font-size: 12px; }
[aria-pressed="true"] { background: rgb(37 99 235 / 0.12); }
.error { --tone: #b91c1c; } .warning { --tone: #92400e; } .hint { --tone: #1d4ed8; }
.box { position: absolute; left: 0; top: 0; border: 2px dashed var(--tone); border-radius: 4px; }
.box.chosen { border-style: solid; outline: 2px solid #fff; box-shadow: 0 0 0 6px rgb(37 99 235 / 0.45); }
[hidden] { display: none !important; }
@media (prefers-color-scheme: dark) {
  .panel { background: #111827; color: #e5e7eb; border-color: #9ca3af; }
  header, li { border-bottom-color: #374151; }
  .error { --tone: #fca5a5; } .warning { --tone: #fcd34d; } .hint { --tone: #93c5fd; }
  button:focus-visible { outline-color: #93c5fd; }
}
@media print { .panel, .box { display: none; } }
`;
