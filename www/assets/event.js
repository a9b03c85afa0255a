// The page's own way of handing the token to the app's server, for data-authrocket-deliver="event".
"use strict";

const form = document.querySelector("#login-form");
const place = document.querySelector("#handover-error");

form.addEventListener("authrocket:submit", () => {
  place.textContent = "";
});

form.addEventListener("authrocket:token", async (event) => {
  const fields = new URLSearchParams({ token: event.detail.token, csrf: form.elements.csrf.value });
  try {
    const response = await fetch(form.dataset.handler, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: fields,
    });
    const answer = await response.json();
    if (response.ok) {
      location.assign(answer.redirect);
    } else {
      place.textContent = answer.error;
    }
  } catch {
    place.textContent = "This app cannot be reached. Check the connection and try again.";
  }
});
