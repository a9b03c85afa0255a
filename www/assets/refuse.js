// The page's switch "let this server refuse": a hidden input of the form, handed over together with the token.
"use strict";

const choice = document.querySelector("#refuse-once");
const { refuse } = document.getElementById(choice.dataset.form).elements;

choice.checked = false;
choice.addEventListener("change", () => {
  refuse.value = choice.checked ? "once" : "";
});
