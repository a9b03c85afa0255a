// The reader's choice of a look and of its colours: shown at once, and kept in two cookies, so that the server can write it
// into the next page.

const looks = document.querySelector("#looks");
looks.hidden = false;
for (const choice of looks.querySelectorAll("select")) {
  choice.addEventListener("change", () => {
    document.documentElement.dataset[choice.id] = choice.value;
    document.cookie = `${choice.dataset.cookie}=${choice.value}; path=/; max-age=31536000; samesite=lax`;
  });
}
