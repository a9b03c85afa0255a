// The optional stylesheet, `authrocket.css`: forms look different with it, nothing else on the page does, and every rule of the page wins.

const FORM = `<form id=form data-authrocket=login method=post action="${INSTANCE}/login">
  <label id=label>User name <input id=username name=username></label>
  <div id=pair><label for=password>Password</label>
    <input id=password name=password type=password><button id=eye type=button data-authrocket-reveal>Show</button></div>
  <label><input id=box type=checkbox name=remember> Remember me</label>
  <p id=place data-authrocket-error role=alert></p>
  <div id=veil hidden><input name=other></div>
  <p><a id=social data-authrocket-social=google href="/auth">Google</a></p>
  <button id=send>Log in</button></form>`;
const REST = `<h1>Page</h1><p>Text <a href="/x">link</a> <button>Page's</button> <a data-authrocket-social=google href="/y">Google</a></p>
  <label>Search <input name=q></label> <select><option>1</select> <p role=alert data-authrocket-error>Elsewhere</p> <svg width=9 height=9></svg>`;
const SHEET = '<link rel=stylesheet href="/pkg/authrocket.css">';

/** A page with some markup, as `{ $, style, window }`; `style` gives computed values. */
async function page(body, { head = SHEET, root = '' } = {}) {
  const frame = await openFrame({ html: `<!doctype html><html ${root}><head>${head}</head><body>${body}</body></html>` });
  const { contentWindow: window, contentDocument: document } = frame;
  const $ = (css) => document.querySelector(css);
  return { window, document, $, style: (css, part) => window.getComputedStyle($(css), part) };
}

/** Every computed value of every element outside of the form, as text. */
const around = ({ window, document }) =>
  [...document.querySelectorAll('html, body, body *')]
    .filter((element) => !element.closest('#form'))
    .map((element) => {
      const style = window.getComputedStyle(element);
      return `${element.localName}: ${[...style].map((name) => `${name}=${style.getPropertyValue(name)}`).join(';')}`;
    });

test('nothing outside of a form changes', async () => {
  const without = await page(REST, { head: '' });
  const with_ = await page(REST);
  assert.equal(with_.document.styleSheets.length, 1);
  const [plain, styled] = [around(without), around(with_)];
  assert(plain.length > 10, `only ${plain.length} elements`);
  assert.equal(styled.filter((text, at) => text !== plain[at]), []);
});

test('a form without markup for it has fields as wide as the form, a filled button and one control to show the password', async () => {
  const { $, style } = await page(FORM);
  const form = $('#form').getBoundingClientRect();
  for (const css of ['#username', '#send']) {
    const box = $(css).getBoundingClientRect();
    assert(Math.abs(box.width - form.width) < 1 && box.height >= 44, `${css}: ${box.width} × ${box.height}, the form has ${form.width}`);
  }
  assert(style('#send').backgroundColor !== style('#eye').backgroundColor, 'both buttons look alike');
  const [field, eye] = ['#password', '#eye'].map((css) => $(css).getBoundingClientRect());
  assert.equal([Math.abs(eye.top - field.top) < 1, Math.abs(eye.left - field.right) < 1, Math.abs(eye.height - field.height) < 1], [true, true, true]);
  assert($('#box').getBoundingClientRect().width < 40, 'a checkbox is as wide as a field');
  assert.equal($('#place').getBoundingClientRect().height, 0, 'an empty place takes room');
  assert.equal(style('#veil').display, 'none');
});

test('the control to show the password is mirrored, also when the field has the direction of its text', async () => {
  const { $, style } = await page(FORM.replace('id=password', 'id=password dir=auto'), { root: 'dir=rtl' });
  const [field, eye] = ['#password', '#eye'].map((css) => $(css).getBoundingClientRect());
  assert(Math.abs(eye.right - field.left) < 1, `the button ends at ${eye.right}, the field begins at ${field.left}`);
  const { borderTopLeftRadius: inner, borderTopRightRadius: outer } = style('#password');
  assert.equal(inner, '0px');
  assert(outer !== '0px', 'the outer corner is not round');
});

test('each rule of the page wins, also one of the lowest specificity in front of the stylesheet', async () => {
  const own = '<style>input { border-radius: 3px } button { color: rgb(1, 2, 3) } label { display: inline } p { margin: 7px }</style>';
  const { style } = await page(FORM, { head: own + SHEET });
  assert.equal(
    [style('#username').borderTopLeftRadius, style('#send').color, style('#label').display, style('#place').marginTop],
    ['3px', 'rgb(1, 2, 3)', 'inline', '7px'],
  );
});

test('custom properties around the form set its colours, its corners and its font', async () => {
  const own = '<style>:root { --authrocket-accent: rgb(9, 8, 7); --authrocket-radius: 5px; --authrocket-font: monospace; --authrocket-surface: rgb(4, 5, 6) }</style>';
  const { style } = await page(FORM, { head: SHEET + own });
  assert.equal(
    [style('#send').backgroundColor, style('#send').borderTopLeftRadius, style('#username').fontFamily, style('#username').backgroundColor],
    ['rgb(9, 8, 7)', '5px', 'monospace', 'rgb(4, 5, 6)'],
  );
});

test('a form is as dark as its page, unless data-theme says otherwise', async () => {
  const field = async (root, form = FORM) => (await page(form, { root })).style('#username').backgroundColor;
  const [light, dark] = [await field(''), await field('style="color-scheme: dark"')];
  assert(light !== dark, `${light} on both`);
  assert.equal(await field('data-theme=dark'), dark);
  assert.equal(await field('data-theme=light style="color-scheme: dark"'), light);
  assert.equal(await field('', FORM.replace('<form', '<form data-theme=dark')), dark);
});

test('an element with class="authrocket" is styled like a form with the attribute', async () => {
  const height = async (form) => (await page(form)).$('#username').getBoundingClientRect().height;
  const without = FORM.replace('data-authrocket=login', '');
  assert(await height(without) < 44);
  assert.equal(await height(without.replace('<form', '<form class=authrocket')), await height(FORM));
  assert.equal(await height(`<div class=authrocket>${without}</div>`), await height(FORM));
});

test('on other elements, the class gives no spacing, no boxes and no wide buttons', async () => {
  const { $, style } = await page('<div id=around class=authrocket><p id=text>Text</p><button id=send>Log in</button><p id=alert role=alert>Wrong</p></div>');
  assert.equal([style('#text').marginTop, style('#alert').borderTopWidth], ['16px', '0px']);
  const [send, whole] = ['#send', '#around'].map((css) => $(css).getBoundingClientRect().width);
  assert(send < whole / 2, `the button has ${send} of ${whole}`);
});

test('states are seen: busy, waiting, wrong', async () => {
  const { $, style } = await page(FORM);
  const before = style('#username').borderTopColor;
  assert.equal(style('#send', '::after').content, 'none');
  $('#form').setAttribute('aria-busy', 'true');
  assert(style('#send', '::after').content !== 'none', 'a busy button looks idle');
  $('#form').removeAttribute('aria-busy');
  $('#username').setAttribute('aria-invalid', 'true');
  await waitUntil(() => style('#username').borderTopColor !== before, 'a wrong field to look wrong');
  $('#send').disabled = true;
  assert(Number(style('#send').opacity) < 1, 'a disabled button looks enabled');
  $('#send').insertAdjacentHTML('beforeend', '<span data-authrocket-countdown> 9 s</span>');
  assert.equal(style('#send').opacity, '1', 'the wait cannot be read');
  $('#place').textContent = 'Login failed';
  assert($('#place').getBoundingClientRect().height > 20, 'the message has no room');
});

test('the strength meter has as many parts as the level says, in its colour', async () => {
  const hints = '<div id=hints data-authrocket-hints><meter min=0 max=4></meter><ul><li data-authrocket-met=true>Met</ul></div>';
  const { $, style } = await page(FORM.replace('<p id=place', `${hints}<p id=place`));
  const bars = ['', '0', '1', '2', '3', '4'].map((level) => {
    if (level) {
      $('#hints').setAttribute('data-authrocket-level', level);
    }
    return style('#hints meter').backgroundImage;
  });
  assert.equal(new Set(bars).size, bars.length, bars.join('\n'));
  assert(style('#hints li').color !== style('#hints').color, 'a rule that is met looks like one that is not');
  assert.equal(Math.round($('#hints meter').getBoundingClientRect().width), Math.round($('#form').getBoundingClientRect().width));
});

test('in a browser without light-dark(), fields have borders, buttons are filled, and the text has the color of the page', async () => {
  const css = (await (await fetch('/pkg/authrocket.css')).text()).replaceAll('light-dark(', 'no-such-function(');
  for (const ink of ['rgb(17, 17, 17)', 'rgb(238, 238, 238)']) {
    const older = await page(`<style>body { color: ${ink}; background: ${ink === 'rgb(17, 17, 17)' ? '#fff' : '#111'}; }</style>${FORM}`, { head: `<style>${css}</style>` });
    const of = (name) => ['borderTopStyle', 'borderTopColor', 'backgroundColor', 'color'].map((each) => older.style(name)[each]);
    assert.equal(of('#username'), ['solid', 'rgb(127, 137, 154)', 'rgba(0, 0, 0, 0)', ink], 'a field');
    assert.equal(of('#send'), ['solid', 'rgb(59, 111, 224)', 'rgb(59, 111, 224)', 'rgb(255, 255, 255)'], 'the submit button');
    assert.equal([older.style('#label').color, older.style('#eye').borderTopStyle], [ink, 'solid']);
    assert.equal(older.style('#place').color, 'rgb(217, 58, 49)');
  }
});
