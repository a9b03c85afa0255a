//! Which licences may be shipped, by the SPDX expressions of packages.

use spdx::{Expression, LicenseReq, ParseMode};

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
    holds(expression, |name| ALLOWED.contains(&name))
}

/// Whether one licence alone will do.
pub fn offers(expression: &str, licence: &str) -> bool {
    holds(expression, |name| name == licence)
}

// An expression that cannot be read holds nothing.
fn holds(expression: &str, is_true: impl Fn(&str) -> bool) -> bool {
    // Old packages write a slash for OR.
    Expression::parse_mode(expression, ParseMode::LAX)
        .is_ok_and(|read| read.evaluate(|one: &LicenseReq| is_true(&one.to_string())))
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
