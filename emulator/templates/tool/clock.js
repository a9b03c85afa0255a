// The emulator's clock: sessions, tokens and codes end by it.

import { advance, span } from "./bar.js";
import { button, make } from "./dom.js";
import { field } from "./dialog.js";
import { now, state } from "./live.js";

const STEPS = [["30 seconds", 30], ["1 hour", 3_600], ["1 day", 86_400], ["30 days", 2_592_000]];

function form() {
  const element = make("form", { id: "clock-form" },
    field("Seconds to advance", make("input", { name: "seconds", type: "number", step: "1", required: true })),
    make("p", { class: "row" }, make("button", { type: "submit" }, "Advance")));
  element.onsubmit = (event) => {
    event.preventDefault();
    advance(Number(element.elements.seconds.value));
  };
  return element;
}

export const clockView = {
  id: "clock",
  title: "Clock",
  lists: [],
  create() {
    this.time = make("time", { id: "now" });
    this.ahead = make("span", { id: "ahead" });
    const steps = STEPS.map(([label, seconds]) => button(`Advance ${label}`, () => advance(seconds), { "data-advance": seconds }));
    return make("div", null, make("h2", null, "Clock"),
      make("p", null, "Sessions, tokens and codes end by the emulator's clock. Move it to see what your app does then."),
      make("p", null, "Emulator time: ", make("strong", null, this.time), this.ahead), make("p", { class: "row" }, steps), form());
  },
  update() {
    const { moved } = state;
    this.ahead.textContent = moved === 0 ? ", real time" : `, ${span(moved)} ${moved > 0 ? "ahead" : "behind"}`;
    this.tick();
  },
  tick() {
    const date = new Date(now() * 1000);
    this.time.textContent = date.toLocaleString();
    this.time.dateTime = date.toISOString();
  },
  visit() {
    this.update();
  },
};
