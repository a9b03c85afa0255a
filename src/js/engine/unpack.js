/**
 * Decodes the embedded wasm, the inverse of `xtask/src/embed.rs`: printable characters to bytes.
 *
 * @param {string} table byte values in hex: those of single characters, then those of pairs
 * @param {string} text one or two characters per byte
 */
export function unpack(table, text) {
  const places = new Uint8Array(127);
  let all = 0;
  for (let code = 32; code < 127; code++) {
    if (!"'\\<".includes(String.fromCharCode(code))) {
      places[code] = all++;
    }
  }
  const values = table.match(/../g).map((hex) => parseInt(hex, 16));
  const singles = all - 2;
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    let place = places[text.charCodeAt(at)];
    if (place >= singles) {
      place = singles + (place - singles) * all + places[text.charCodeAt(++at)];
    }
    bytes[length++] = values[place];
  }
  return bytes.subarray(0, length);
}
