//! Which addresses a page may be led to (contract §5, promise 3).
//! Imports only `domain`; tested here.

use super::text::cut;

/// An address may be navigated to only when it is absolute and `http(s):`.
pub fn is_safe_target(url: &str) -> bool {
    let (scheme, rest) = cut(url, b':');
    let is_web = ["https", "http"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    let host = rest.and_then(|rest| rest.strip_prefix("//"));
    is_web
        && host.is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
        && !url.bytes().any(|b| b.is_ascii_control() || b == b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_web_addresses_are_navigated_to() {
        assert!(is_safe_target("https://app.example.test/login?token=x"));
        assert!(is_safe_target("HTTP://localhost:4100/login?token=x"));
        for bad in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "/login",
            "//evil.test",
            "https:evil.test",
            "https:///evil.test",
            "https://a\\b",
            " https://a",
            "https://a\n",
            "",
        ] {
            assert!(!is_safe_target(bad), "{bad:?}");
        }
    }
}
