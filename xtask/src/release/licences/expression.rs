//! SPDX expressions, as far as packages write them: names, `WITH`, `AND`, `OR`, parentheses; `/` is an old `OR`.

/// Licences that ask for no more than to be named.
const ALLOWED: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Whether a package may be shipped under one of the allowed licences.
pub fn allowed(expression: &str) -> bool {
    holds(expression, &|name| ALLOWED.contains(&name))
}

/// Whether one licence alone will do.
pub fn offers(expression: &str, licence: &str) -> bool {
    holds(expression, &|name| name == licence)
}

fn holds(expression: &str, is_true: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    // What is left over, or not there, was not understood, and is not allowed.
    either(&mut words, is_true) == Some(true) && words.peek().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words<'_>, is_true: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut value = both(words, is_true)?;
    while words.next_if_eq(&"OR").is_some() {
        value |= both(words, is_true)?;
    }
    Some(value)
}

fn both(words: &mut Words<'_>, is_true: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut value = one(words, is_true)?;
    while words.next_if_eq(&"AND").is_some() {
        value &= one(words, is_true)?;
    }
    Some(value)
}

fn one(words: &mut Words<'_>, is_true: &dyn Fn(&str) -> bool) -> Option<bool> {
    let name = words.next()?;
    if name == "(" {
        let value = either(words, is_true)?;
        return words.next_if_eq(&")").map(|_| value);
    }
    if matches!(name, ")" | "AND" | "OR" | "WITH") {
        return None;
    }
    if words.next_if_eq(&"WITH").is_some() {
        return Some(is_true(&format!("{name} WITH {}", words.next()?)));
    }
    Some(is_true(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_allowed_way_is_enough_and_both_of_a_pair_are_needed() {
        for good in [
            "MIT",
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
            "MIT AND GPL-3.0 OR ISC",
        ] {
            assert!(allowed(good), "{good}");
        }
        for bad in [
            "",
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "MIT AND (GPL-3.0 OR AGPL-3.0)",
            "GPL-2.0 WITH Classpath-exception-2.0",
            "SEE LICENSE IN x",
            "MIT OR",
            "(MIT",
            "MIT)",
            "MIT MIT",
            "OR",
        ] {
            assert!(!allowed(bad), "{bad}");
        }
    }

    #[test]
    fn one_licence_alone_may_do() {
        assert!(offers("MIT OR Apache-2.0", "Apache-2.0"));
        assert!(!offers("MIT", "Apache-2.0"));
        assert!(!offers("(MIT OR Apache-2.0) AND Unicode-3.0", "Apache-2.0"));
        assert!(!offers("MIT AND Apache-2.0", "Apache-2.0"));
    }
}
