// Gives its page the comforts, with the texts that the page has in `window.words`, and says when they are there.
import { comfort } from '/pkg/comforts.js';

window.comfort = comfort;
window.stopComforts = comfort(document, (element, key) => {
  window.asked = element;
  return window.words && window.words[key];
});
