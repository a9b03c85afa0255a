/**
 * A social login in an app's built-in browser: providers refuse it there, so the way to a real browser is offered first.
 */
import { around } from './dom.js';
import { inAppBrowser, wayOut } from './in-app.js';

const ID = 'authrocket-webview';

export function webview({ document, text, listen, atEnd }) {
  let panel;
  /** The control that it stands for. */
  let origin;
  /** The control whose click is let through. */
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
    // A page on an iPhone's home screen looks like an app, but is let in.
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

  /** The page itself; where that is the app's own file, what the control leads to. */
  function addressFor(control) {
    return [document.location.href, control.href].find((address) => /^https?:/.test(address));
  }

  function build(control, address, out) {
    const words = (key) => text(control.closest('form') || control, `webview${key}`);
    const group = make('div', { role: 'group', tabindex: '-1', 'aria-labelledby': ID, 'data-authrocket-webview': '' });
    const told = make('p', { id: ID }, words(''));
    const open = make('a', { href: out, ...(/^intent:/.test(out) ? {} : { target: '_blank' }) }, words('_open'));
    // In no form: Enter in it would send the one around.
    const field = make('input', { readonly: '', form: '', dir: 'ltr', value: address });
    const label = make('label', {}, words('_link'), ' ', field);
    const status = make('span', { role: 'status' });
    const copy = button(words('_copy'), async () => {
      if (await copied(field)) {
        status.textContent = words('_copied');
      }
    });
    const anyway = button(words('_anyway'), () => {
      close();
      passing = control;
      control.click();
      passing = undefined;
    });
    group.append(told, open, ' ', label, ' ', copy, ' ', status, ' ', anyway);
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
      // Not there, or not allowed: the old way, and if that fails, too, the address is selected.
      field.select();
      return document.execCommand('copy');
    }
  }
}
