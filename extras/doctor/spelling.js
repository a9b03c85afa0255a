/** Finds the known word that a misspelt one probably means. Imports nothing. Tests: tests/browser/doctor-markup.test.js. */

/**
 * The nearest entry of a list, if it is near enough: one edit, or two in words of eight letters and more.
 * @param {string} word
 * @param {readonly string[]} list
 * @returns {string | undefined}
 */
export function closest(word, list) {
  const plain = word.trim().toLowerCase().replace(/[_\s]/g, '-');
  const [best] = list
    .map((each) => ({ each, edits: distance(plain, each) }))
    .filter(({ each, edits }) => edits <= (Math.min(plain.length, each.length) < 8 ? 1 : 2))
    .sort((one, other) => one.edits - other.edits);
  return best && best.each;
}

/** How many letters are added, missing, replaced, or swapped with the next one. */
function distance(one, other) {
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i += 1) {
    rows[i] = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows[one.length][other.length];
}
