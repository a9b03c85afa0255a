/**
 * The engine's results as the contract has them (section 3).
 */

/** @param {any} record one of `src/browser/record.rs`; what is none is left alone */
export function shape(record) {
  if (!record || !record.errors) {
    return record;
  }
  const { errors, of, local, ...rest } = record;
  const fields = {};
  errors.forEach((text, at) => of[at] && (fields[of[at]] = fields[of[at]] || []).push(text));
  return { ...rest, error: errors.join('; '), errors, fields };
}
