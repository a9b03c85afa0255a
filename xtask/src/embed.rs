//! The wasm as printable ASCII, for the single-file script. Base64 cuts bytes at odd places, which costs a third after
//! compression; here a frequent byte stays one character and a rare one becomes two, which costs two per cent.

use std::fmt::Write;

/// The characters that need no escape inside a `'…'` literal.
fn alphabet() -> Vec<u8> {
    (b' '..=b'~')
        .filter(|c| !matches!(c, b'\'' | b'\\' | b'<'))
        .collect()
}

/// A script module that exports `table` and `text`; `src/js/entries/script.js` decodes them.
///
/// `table` holds the byte values in hex: those of the single characters first, then those of the pairs.
pub fn module(bytes: &[u8]) -> String {
    let alphabet = alphabet();
    let mut counts = [0_usize; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    // One lead character opens alphabet.len() pairs.
    let leads = 2;
    let singles = alphabet.len() - leads;
    let mut order: Vec<u8> = (0..=255).collect();
    order.sort_by_key(|byte| std::cmp::Reverse(counts[usize::from(*byte)]));
    let code = |place: usize| -> Vec<u8> {
        if place < singles {
            vec![alphabet[place]]
        } else {
            let pair = place - singles;
            vec![
                alphabet[singles + pair / alphabet.len()],
                alphabet[pair % alphabet.len()],
            ]
        }
    };
    let mut codes = vec![Vec::new(); 256];
    let mut table = String::new();
    for (place, byte) in order.iter().enumerate() {
        codes[usize::from(*byte)] = code(place);
        let _ = write!(table, "{byte:02x}");
    }
    let text: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| codes[usize::from(*byte)].clone())
        .collect();
    format!(
        "export const table = '{table}';\nexport const text = '{}';\n",
        String::from_utf8_lossy(&text)
    )
}
