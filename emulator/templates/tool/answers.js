// How a request ended, in a word and a colour. The status alone misleads: version 1 refuses a wrong password with a 200.

import { mark } from "./dom.js";

const CUT = ["drop", "truncate"];

/** `[text, kind]`; the text begins with the status where there is one. */
export function outcomeOf(entry) {
  const { status, answer, fault } = entry;
  if (!answer) return fault === "drop" ? ["no answer", "bad"] : ["…", ""];
  const reason = answer.reason ? `: ${answer.reason}` : "";
  switch (answer.outcome) {
    case "refused": return [`${status} refused${reason}`, "bad"];
    case "failed": return [`${status} failed${CUT.includes(fault) ? ": cut off" : reason}`, "bad"];
    case "incomplete": return [`${status} incomplete${reason}`, "warn"];
    case "redirect": return [`${status} redirect`, "good"];
    default: return [String(status), "good"];
  }
}

export const isProblem = (entry) => outcomeOf(entry)[1] === "bad";

export function outcome(entry) {
  return mark(...outcomeOf(entry));
}
