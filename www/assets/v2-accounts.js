// Shows the form for the choice of an account when a login waits for that choice.
const choice = document.querySelector("#account-form");

document.addEventListener("authrocket:conditions", (event) => {
  const isChoice = event.detail.conditions.includes("no_account_selected");
  if (!isChoice || document.querySelector("#choose-there").checked) {
    return;
  }
  event.preventDefault();
  choice.elements.session.value = event.detail.session;
  choice.hidden = false;
  document.querySelector("#login-form").hidden = true;
  choice.elements.account.focus();
});
