// Dialogs: a question before something is destroyed, and a form.

import { button, make, row } from "./dom.js";

let last = 0;

function open(title, content, buttons) {
  last += 1;
  const id = `dialog-${last}`;
  const heading = make("h2", { id }, title);
  const dialog = make("dialog", { "aria-labelledby": id }, heading, content, buttons);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return dialog;
}

/** Asks before something is destroyed; answers whether to go on. */
export function confirmed(title, text, label) {
  return new Promise((resolve) => {
    const close = (answer) => () => { resolve(answer); dialog.close(); };
    const buttons = row(button("Cancel", close(false), { autofocus: true }), button(label, close(true), { class: "bad", "data-confirm": true }));
    const dialog = open(title, make("p", null, text), buttons);
    dialog.addEventListener("cancel", () => resolve(false));
  });
}

/** A form in a dialog. `save` gets the form's elements; what it throws is shown, and the dialog stays. */
export function formDialog(title, fields, label, save) {
  const problem = make("p", { class: "bad-text", role: "alert" });
  const form = make("form", { novalidate: true }, fields, make("div", { class: "wide" }, problem,
    row(button("Cancel", () => dialog.close()), make("button", { type: "submit" }, label))));
  const dialog = open(title, form, null);
  form.onsubmit = async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      await save(form.elements);
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  return dialog;
}

/** A labelled field of a form. */
export const field = (label, control, kind) => make("label", { class: kind || null }, label, " ", control);

/** A list of choices: values with labels, or values alone. */
export const choice = (name, options, selected) => make("select", { name }, options.map((option) => {
  const [value, label] = Array.isArray(option) ? option : [option, option];
  return make("option", { value, selected: value === selected }, label);
}));
