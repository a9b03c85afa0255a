/**
 * Decodes the embedded wasm, the inverse of `xtask/src/embed.rs`: printable characters to bytes.
 *
 * @param {string} table byte values in hex: those of single characters, then those of pairs
 * @param {string} text one or two characters per byte
 */
export function unpack(table, text) {
  const alphabet = [];
  for (let code = 32; code < 127; code++) {
    if (!"'\\<".includes(String.fromCharCode(code))) {
      alphabet[code] = Object.keys(alphabet).length;
    }
  }
  const all = Object.keys(alphabet).length;
  const singles = all - 2;
  const bytes = [];
  for (let at = 0; at < text.length; at++) {
    let place = alphabet[text.charCodeAt(at)];
    if (place >= singles) {
      place = singles + (place - singles) * all + alphabet[text.charCodeAt(++at)];
    }
    bytes.push(parseInt(table.substr(place * 2, 2), 16));
  }
  return new Uint8Array(bytes);
}
