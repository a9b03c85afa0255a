// The emulator's page for people: its tabs, and what keeps them up to date.

import { ask } from "./api.js";
import { drawBar, watchRealm } from "./bar.js";
import { clockView } from "./clock.js";
import { dataView } from "./data.js";
import { $ } from "./dom.js";
import { faultsView } from "./faults.js";
import { happened, people, setUp } from "./lists.js";
import { connect, rowsOf, soon, start } from "./live.js";
import { mailsView } from "./mails.js";
import { passwordsView } from "./passwords.js";
import { requestsView } from "./requests.js";
import { build, current } from "./tabs.js";
import { renewCodes, usersView } from "./users.js";
import { isKnown, tick } from "./view.js";

/** Milliseconds until a delivery is looked at again. */
const DELIVERING = 1000;

const views = [requestsView, passwordsView, mailsView, usersView, ...people, ...setUp, ...happened, faultsView, clockView, dataView];

build(views, (view, isNew) => {
  if (!isKnown()) return;
  view.visit(isNew);
  if (isNew) soon();
});

connect(() => current().lists, (force) => {
  drawBar();
  current().update(force);
  tick();
  // A delivery ends without a request, so no event announces it.
  if (rowsOf("notifications").some((delivery) => delivery.state === "in_progress")) setTimeout(soon, DELIVERING);
});

watchRealm(() => current().update(true));
setInterval(() => {
  if (!$("live").checked) return;
  if (tick()) renewCodes();
  if (current() === clockView && isKnown()) clockView.tick();
}, DELIVERING);

ask("GET", "ready").then(({ version }) => { $("version").textContent = version; }, () => {});
start();
