// Shared helpers for the tests of the strength meter.

import { comfortPage } from './comforts-support.js';

export const FIELD = '<input name=password type=password autocomplete=new-password minlength=8 data-authrocket-strength data-authrocket-require="lower upper digit special">';
/** A signup form in a state that the engine would set. */
export const signup = (more = '', field = FIELD, state = 'data-authrocket-state=idle') =>
  `<form id=signup data-authrocket=signup ${state}><input name=username value=ada><input name=email value=ada.byron@example.test>
  <label>Password ${field}</label>${more}<p data-authrocket-error=password></p><button>Sign up</button></form>`;

export const field = (page) => page.$('[name=password]');
export const place = (page) => page.$('[data-authrocket-hints]');
export const level = (page) => place(page).getAttribute('data-authrocket-level');
export const status = (page) => place(page).querySelector('[role=status]').textContent;
/** The rules that are shown, each with whether it is marked as met. */
export const rules = (page) => [...place(page).querySelectorAll('li')].map((item) =>
  [item.lastElementChild.textContent, item.getAttribute('data-authrocket-met'), item.firstElementChild.getAttribute('aria-label')]);
export const met = (page) => rules(page).map(([, isMet]) => isMet);
export const type = (page, password) => page.fill({ password });

/** A page with the enhancements, once the meter is there. */
export async function meterPage(body, options) {
  const page = await comfortPage(body, options);
  await waitUntil(() => page.$('meter'), 'the meter');
  return page;
}
