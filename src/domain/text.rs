//! Small string functions on bytes. The standard library's substring search is larger than all rules together.
//! Imports nothing; tested through its users.

/// The parts before and after the first `byte`.
pub fn cut(text: &str, byte: u8) -> (&str, Option<&str>) {
    match text.bytes().position(|b| b == byte) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

/// Whether `word`, which is in small letters, is in a text of any case.
pub fn holds(text: &str, word: &str) -> bool {
    text.as_bytes()
        .windows(word.len())
        .any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// Puts `value` in the place of the first `{name}`.
pub fn fill(template: &str, name: &str, value: &str) -> String {
    let (before, rest) = cut(template, b'{');
    let Some(rest) = rest else {
        return template.into();
    };
    match cut(rest, b'}') {
        (inside, Some(after)) if inside == name => [before, value, after].concat(),
        _ => [before, "{", &fill(rest, name, value)].concat(),
    }
}

/// `u32::to_string` would bring the formatting machinery into the wasm.
pub fn decimal(mut number: u32) -> String {
    let mut digits = [b'0'; 10];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return digits[start..]
                .iter()
                .map(|digit| char::from(*digit))
                .collect();
        }
    }
}

/// A whole number in digits; `None` for anything else, such as the date that `Retry-After` may hold.
pub fn number(text: &str) -> Option<u32> {
    let mut number: u32 = 0;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.saturating_mul(10).saturating_add(digit.into());
    }
    (!text.is_empty()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_filled_once_and_a_text_without_one_stays() {
        assert_eq!(fill("in {n} s", "n", "3"), "in 3 s");
        assert_eq!(
            fill("{field} fehlt", "field", "E-Mail {x}"),
            "E-Mail {x} fehlt"
        );
        assert_eq!(fill("{a} {b} {b}", "b", "x"), "{a} x {b}");
        for text in ["plain", "open {", "} closed", "{other}", "{n", ""] {
            assert_eq!(fill(text, "n", "x"), text);
        }
    }

    #[test]
    fn numbers_are_written_whole() {
        for number in [0, 7, 10, 4_294_967_295] {
            assert_eq!(decimal(number), number.to_string());
        }
    }

    #[test]
    fn only_digits_are_a_number() {
        assert_eq!(number("120"), Some(120));
        assert_eq!(number("99999999999"), Some(u32::MAX));
        for text in ["", "-1", "1.5", " 1", "Wed, 21 Oct 2026 07:28:00 GMT"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_is_cut_at_the_first_byte_only() {
        assert_eq!(cut("a?b?c", b'?'), ("a", Some("b?c")));
        assert_eq!(cut("abc", b'?'), ("abc", None));
    }
}
