// The samples in HTML of README and docs/*.md: each page loads as it is shown, without an error, and the doctor finds nothing.
// A part of a page gets what the rest of a page would have: the script, a form, the names that its own script uses.

import { examine } from '/pkg/doctor.module.js';
import { LOGIN } from './doctor-pages.js';

/** Names that samples take from the page around them. */
const AROUND = 'window.errors = []; addEventListener("error", (event) => errors.push(event.message)); '
  + 'window.show = (text) => errors.push(...(typeof text === "string" ? [] : ["show() got no text"])); window.username = "ada"; '
  + 'window.password = window.secret = "analytical engine";';

const guard = await (await fetch('/pkg/guard.js')).text();
const samples = await (await fetch('/samples')).json();

/** Clusters from e2 on speak AuthRocket 2. */
const apiOf = (sample) => (/\.e2\.loginrocket\.com/.test(sample) ? 'v2' : 'v1');

/** The page of a sample. */
function page(sample) {
  const inside = sample
    .replaceAll(/https:\/\/\w+\.e[12]\.loginrocket\.com/g, INSTANCE)
    .replaceAll('src="jquery.js"', 'src="/node_modules/jquery/dist/jquery.js"')
    .replaceAll(/src="\/?((?:authrocket|doctor)\.js)"/g, 'src="/pkg/$1"')
    .replaceAll(/\/\*[^*]*text of guard\.js[^*]*\*\//g, () => guard);
  const script = /authrocket\.js/.test(inside) ? '' : `<script src="/pkg/authrocket.js" data-url="${INSTANCE}/" data-api="${apiOf(sample)}"></script>`;
  const form = /<form|setInstanceUrl/.test(inside) ? '' : LOGIN;
  if (/<html|<head/.test(inside)) return inside.replace(/<head>|(<html[^>]*>)/, `$&<script>${AROUND}</script>${script}`);
  // A script in a sample without a head belongs where a reader would put it: in front of the forms.
  return `<!doctype html><html lang=en><head><meta charset=utf-8><title>sample</title><script>${AROUND}</script>${script}</head>`
    + `<body>${inside}${form}</body></html>`;
}

test('there are samples', () => assert(samples.length > 5, `${samples.length} samples`));

for (const [name, sample] of samples) {
  test(`${name} loads without an error, and the doctor finds nothing`, async () => {
    // As from a mail's link, which the pages for a new password and for a verification expect.
    const frame = await openFrame(`${await makePage({ html: page(sample) })}?token=kpw_1`);
    const found = await examine(frame.contentDocument, { url: INSTANCE, api: apiOf(sample) });
    assert.equal(found.map(({ severity, code, message }) => `${severity} ${code}: ${message}`), []);
    assert.equal(frame.contentWindow.errors, []);
  });
}
