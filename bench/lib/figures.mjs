/** Median and spread of repeated figures. */

const ordered = (values) => [...values].sort((one, other) => one - other);

export function median(values) {
  const sorted = ordered(values);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Half the interquartile range: how far a usual run is from the median. */
export function spread(values) {
  const sorted = ordered(values);
  const quarter = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return (quarter(0.75) - quarter(0.25)) / 2;
}

/** Figures of many runs `[{a: 1}, {a: 3}]` as `{a: {median: 2, spread: 1}}`. */
export function summarise(all) {
  const names = Object.keys(all[0] || {});
  return Object.fromEntries(names.map((name) => {
    const values = all.map((each) => each[name]);
    return [name, { median: median(values), spread: spread(values) }];
  }));
}
