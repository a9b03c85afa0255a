/**
 * Social logins in an in-app browser: providers refuse them, so a panel offers to open the page in the system's browser.
 * Tests: tests/browser/comforts-webview.test.js.
 */
import { around } from './dom.js';
import { inAppBrowser, wayOut } from './in-app.js';

const ID = 'authrocket-webview';

export function webview({ document, text, listen, atEnd }) {
  let panel;
  /** The control whose click opened the panel. */
  let origin;
  /** The control whose click is not intercepted. */
  let passing;
  const close = () => {
    if (panel) {
      panel.remove();
      panel = undefined;
    }
  };

  listen('click', (event) => {
    const control = around(event, '[data-authrocket-social]');
    const app = control && inAppBrowser(navigator.userAgent);
    const address = app && addressFor(control);
    // A page on an iPhone's home screen looks like an in-app browser, but providers accept it.
    if (!address || control === passing || /** @type {any} */ (navigator).standalone) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    close();
    origin = control;
    panel = build(control, address, wayOut(app, navigator.userAgent, address));
    control.after(panel);
    panel.focus();
  });
  listen('keydown', (event) => {
    if (event.key === 'Escape' && panel && panel.contains(event.target)) {
      close();
      origin.focus();
    }
  });
  atEnd(close);

  /** The address to open: the page; or, if the page is a file of the app, where the control leads. */
  function addressFor(control) {
    return [document.location.href, control.href].find((address) => /^https?:/.test(address));
  }

  function build(control, address, out) {
    const textOf = (key) => text(control.closest('form') || control, `webview${key}`);
    const group = make('div', { role: 'group', tabindex: '-1', 'aria-labelledby': ID, 'data-authrocket-webview': '' });
    const notice = make('p', { id: ID }, textOf(''));
    const open = make('a', { href: out, ...(/^intent:/.test(out) ? {} : { target: '_blank' }) }, textOf('_open'));
    // `form=""` takes the field out of the form around it, which Enter would submit.
    const field = make('input', { readonly: '', form: '', dir: 'ltr', value: address });
    const label = make('label', {}, textOf('_link'), ' ', field);
    const status = make('span', { role: 'status' });
    const copy = button(textOf('_copy'), async () => {
      if (await copied(field)) {
        status.textContent = textOf('_copied');
      }
    });
    const anyway = button(textOf('_anyway'), () => {
      close();
      passing = control;
      control.click();
      passing = undefined;
    });
    group.append(notice, open, ' ', label, ' ', copy, ' ', status, ' ', anyway);
    return group;
  }

  function button(label, act) {
    const made = make('button', { type: 'button' }, label);
    made.addEventListener('click', act);
    return made;
  }

  function make(name, attributes, ...content) {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...content);
    return made;
  }

  async function copied(field) {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      // No clipboard API, or not allowed: use the old command. If that fails too, the address is at least selected.
      field.select();
      return document.execCommand('copy');
    }
  }
}
