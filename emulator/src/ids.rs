//! Identifiers and random text, all from the operating system's seeded CSPRNG (spec 0.2).

use rand::distr::{Alphanumeric, SampleString};

/// `prefix` followed by 22 base-62 characters.
pub fn new_id(prefix: &str) -> String {
    format!("{prefix}{}", random_text(22))
}

/// Base-62 text of the given length.
pub fn random_text(length: usize) -> String {
    Alphanumeric.sample_string(&mut rand::rng(), length)
}

/// A version 4 UUID, the form of `X-Request-ID` (spec 3.6).
pub fn request_id() -> String {
    let random: u128 = rand::random();
    let bits = random & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_its_prefix_and_22_base_62_characters() {
        let id = new_id("usr_");
        let rest = id.strip_prefix("usr_").unwrap();
        assert_eq!(rest.len(), 22);
        assert!(rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_ne!(id, new_id("usr_"));
    }

    #[test]
    fn a_request_id_is_a_version_4_uuid() {
        let id = request_id();
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "4");
        assert!("89ab".contains(&id[19..20]));
    }
}
