//! User names and addresses: how they are compared, and what they must not hold. Tested in
//! `tests/api/core/users.rs`.

/// A name as it is stored and compared: in lower case, without what cannot be seen around it.
pub fn comparable(name: &str) -> String {
    let is_unseen = |c: char| c.is_whitespace() || is_hidden(c) || is_joiner(c);
    name.trim_matches(is_unseen).to_lowercase()
}

/// Whether a name holds a control character, or one that is not shown or turns the text around.
pub fn is_odd(name: &str) -> bool {
    name.contains(is_hidden)
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        )
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

// Some scripts need these within a word.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}
