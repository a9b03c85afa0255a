// What pages of authrocket.js v1 loaded: jQuery 1.11, and the same call by $.ajax.
import $ from 'jquery';
import { form, instance, leave } from './page.js';

$(form).on('submit', (event) => {
  event.preventDefault();
  $.ajax({ type: 'POST', url: `${instance}/v1/login`, data: $(form).serialize(), dataType: 'json' }).then(
    ({ token, error }) => (error ? $('[role=alert]').text(error) : leave(token)),
    () => $('[role=alert]').text('No connection'),
  );
});
performance.mark('held');
performance.mark('ready');
