// The events of a form: typed on the form, on what is around it, and on the document.
import type { CodeRequiredResult, PageErrorCode, SubmitDetail } from 'authrocket-wasm';

declare const form: HTMLFormElement;

form.addEventListener('authrocket:submit', (event) => {
  const { fields }: SubmitDetail = event.detail;
  if (fields.includes('org_name')) event.preventDefault();
});
form.addEventListener('authrocket:code-required', ({ detail }) => {
  const due: CodeRequiredResult = detail;
  return due.token.startsWith('kli_');
});
form.addEventListener('authrocket:error', (event) => {
  const code: PageErrorCode = event.detail.code;
  return `${code} ${event.detail.error} ${event.detail.retryAfter ?? 0}`;
});
form.addEventListener('authrocket:token', (e) => e.detail.token);
form.addEventListener('authrocket:token', ({ detail }) => detail.result === 'login' && detail.signup);
document.addEventListener('authrocket:done', ({ detail, target }) => {
  if (detail.result === 'login' || detail.result === 'signup_token') location.assign(detail.url);
  if (detail.result === 'verification_required') return detail.message;
  return target;
});
window.addEventListener('authrocket:token', (event) => event.preventDefault());
document.body.removeEventListener('authrocket:done', (event: CustomEvent) => event.detail);
