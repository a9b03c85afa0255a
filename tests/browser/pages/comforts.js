// Starts the enhancements on its page, with the texts in `window.words`, and reports when they are ready.
import { comfort } from '/pkg/comforts.js';

window.comfort = comfort;
window.stopComforts = comfort(document, (element, key) => {
  window.asked = element;
  return window.words && window.words[key];
});
