//! Time-based one-time codes: RFC 6238 with SHA-1, six digits, 30 seconds. One step of clock difference
//! is allowed, and a code works once. Tested here and in `tests/api/login/two_factor.rs`.

use crate::model::ids::random_bytes;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Builder, Secret, Totp};

/// Length of a time step, in seconds.
pub const STEP_SECONDS: i64 = 30;

/// Why a secret cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("must be base-32 of at least 16 bytes")]
pub struct SecretError;

fn totp(secret: &str) -> Result<Totp, SecretError> {
    let secret = Secret::try_from_base32(secret).map_err(|_| SecretError)?;
    Builder::new()
        .with_secret(secret)
        .build()
        .map_err(|_| SecretError)
}

/// Accepts a base-32 secret, or says why not.
pub fn check_secret(secret: &str) -> Result<(), SecretError> {
    totp(secret).map(|_| ())
}

/// A new 160-bit secret in base 32.
pub fn new_secret() -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let random: [u8; 32] = random_bytes("totp");
    // Each byte keeps five bits, so each letter is equally likely.
    random
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)))
        .map(|letter| char::from(*letter))
        .collect()
}

/// The time step that `code` belongs to, if it is right now or one step away and newer than `last_step`.
pub fn accept(secret: &str, code: &str, now_ms: i64, last_step: i64) -> Option<i64> {
    let now = u64::try_from(now_ms / 1000).ok()?;
    let step = totp(secret).ok()?.check(code, now)?;
    i64::try_from(step).ok().filter(|step| *step > last_step)
}

/// A code that [`accept`] would take now, with the seconds it stays good: the current one, or the next
/// if the current one is used.
pub fn usable_code(secret: &str, now_ms: i64, last_step: i64) -> Option<(String, i64)> {
    let now = now_ms / 1000;
    let current = now / STEP_SECONDS;
    let step = current.max((last_step + 1).min(current + 1));
    let code = totp(secret)
        .ok()?
        .generate(u64::try_from(step * STEP_SECONDS).ok()?);
    // One step of difference is allowed, so the code outlives its own step by one.
    Some((code.to_string(), (step + 2) * STEP_SECONDS - now))
}

/// The `otpauth:` address an authenticator app reads.
pub fn provisioning_uri(issuer: &str, account: &str, secret: &str) -> String {
    let issuer = utf8_percent_encode(issuer, NON_ALPHANUMERIC);
    let account = utf8_percent_encode(account, NON_ALPHANUMERIC);
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 6238, appendix B: SHA-1, at 59 seconds, last six digits.
    const RFC_SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_code_of_the_rfc_is_accepted_once() {
        assert_eq!(accept(RFC_SECRET, "287082", 59_000, 0), Some(1));
        assert_eq!(accept(RFC_SECRET, "287082", 59_000, 1), None);
    }

    #[test]
    fn a_code_is_good_one_step_early_and_one_step_late() {
        for (seconds, good) in [(0, true), (29, true), (89, true), (90, false), (200, false)] {
            let accepted = accept(RFC_SECRET, "287082", seconds * 1000, 0).is_some();
            assert_eq!(accepted, good, "{seconds}");
        }
    }

    #[test]
    fn nonsense_is_no_code() {
        for code in ["", "28708", "2870822", "+87082", "28708a", "２８７０８２"] {
            assert_eq!(accept(RFC_SECRET, code, 59_000, 0), None, "{code}");
        }
    }

    #[test]
    fn the_usable_code_skips_a_used_step() {
        let (first, seconds_left) = usable_code(RFC_SECRET, 59_000, 0).unwrap();
        assert_eq!((first.as_str(), seconds_left), ("287082", 31));
        let (second, _) = usable_code(RFC_SECRET, 59_000, 1).unwrap();
        assert_eq!(accept(RFC_SECRET, &second, 59_000, 1), Some(2));
    }

    #[test]
    fn new_secrets_are_long_enough_and_differ() {
        let secret = new_secret();
        assert!(check_secret(&secret).is_ok());
        assert_ne!(secret, new_secret());
        assert!(check_secret("JBSWY3DP").is_err());
        assert!(check_secret("not base 32!").is_err());
    }
}
