//! Identifiers and random text: from the operating system's seeded CSPRNG (protocol-v1 §0.2), or, within
//! [`Ids::scope`] of seeded ones, from the seed, so that two runs give the same. Tested here and in
//! `tests/api/app/repeatable.rs`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rand::distr::{Alphanumeric, SampleString};
use sha2::{Digest, Sha256};

const BASE_62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Where an emulator's ids come from.
#[derive(Debug, Clone, Default)]
pub struct Ids(Option<Arc<Seeded>>);

#[derive(Debug)]
struct Seeded {
    seed: String,
    // How many of each kind were given, so that one more of a kind does not change the others.
    given: Mutex<HashMap<String, u64>>,
}

tokio::task_local! {
    static CURRENT: Ids;
}

impl Ids {
    /// From a seed, if there is one.
    pub fn new(seed: Option<String>) -> Self {
        Self(seed.map(|seed| {
            let given = Mutex::default();
            Arc::new(Seeded { seed, given })
        }))
    }

    /// As at the start again.
    pub fn reset(&self) {
        if let Some(seeded) = &self.0 {
            let mut given = seeded.given.lock().unwrap_or_else(PoisonError::into_inner);
            given.clear();
        }
    }

    /// Does `work` with ids from here.
    pub async fn scope<T>(&self, work: impl Future<Output = T>) -> T {
        match self.0 {
            Some(_) => CURRENT.scope(self.clone(), work).await,
            None => work.await,
        }
    }
}

impl Seeded {
    fn next(&self, kind: &str) -> Stream<'_> {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let count = given.entry(kind.to_owned()).or_default();
        *count += 1;
        Stream {
            seed: &self.seed,
            kind: kind.to_owned(),
            number: *count,
        }
    }
}

// The bytes of one id: hashes of seed, kind, number and position. Good to guess, which is the purpose.
struct Stream<'a> {
    seed: &'a str,
    kind: String,
    number: u64,
}

impl Stream<'_> {
    fn bytes(&self) -> impl Iterator<Item = u8> {
        let of_block = |block: u64| {
            let mut hash = hash_of(&[self.seed, &self.kind]);
            hash.update(self.number.to_be_bytes());
            hash.update(block.to_be_bytes());
            hash.finalize()
        };
        (0..).flat_map(of_block)
    }
}

// Of texts, and of where each ends.
fn hash_of(parts: &[&str]) -> Sha256 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash
}

fn seeded<T>(kind: &str, make: impl FnOnce(&Stream) -> T) -> Option<T> {
    let made = CURRENT.try_with(|ids| {
        let seeded = ids.0.as_ref()?;
        Some(make(&seeded.next(kind)))
    });
    made.ok().flatten()
}

/// `prefix` followed by 22 base-62 characters.
pub fn new_id(prefix: &str) -> String {
    format!("{prefix}{}", text(prefix, 22))
}

/// `prefix` and 22 base-62 characters that depend on nothing but `parts`.
pub fn derived_id(prefix: &str, parts: &[&str]) -> String {
    let letters = hash_of(parts)
        .finalize()
        .into_iter()
        .take(22)
        .map(|byte| char::from(BASE_62[usize::from(byte) % BASE_62.len()]));
    letters.fold(prefix.to_owned(), |mut id, letter| {
        id.push(letter);
        id
    })
}

/// Base-62 text of the given length.
pub fn random_text(length: usize) -> String {
    text("text", length)
}

fn text(kind: &str, length: usize) -> String {
    let from_seed = seeded(kind, |stream| {
        stream
            .bytes()
            // 248 is 4 times 62, so each character is equally likely.
            .filter(|byte| *byte < 248)
            .filter_map(|byte| BASE_62.get(usize::from(byte % 62)))
            .map(|byte| char::from(*byte))
            .take(length)
            .collect()
    });
    from_seed.unwrap_or_else(|| Alphanumeric.sample_string(&mut rand::rng(), length))
}

/// Random bytes of a kind, for secrets and salts.
pub fn random_bytes<const N: usize>(kind: &str) -> [u8; N] {
    let mut bytes: [u8; N] = rand::random();
    let from_seed = seeded(kind, |stream| stream.bytes().take(N).collect::<Vec<u8>>());
    for (byte, seeded) in bytes.iter_mut().zip(from_seed.unwrap_or_default()) {
        *byte = seeded;
    }
    bytes
}

/// The form of `X-Request-ID` (protocol-v1 §12, C19).
pub fn request_id() -> String {
    new_id("rq_")
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
    fn a_derived_id_depends_on_each_part_and_where_it_ends() {
        let id = derived_id("ap_", &["rl_1", "totp"]);
        assert_eq!(id, derived_id("ap_", &["rl_1", "totp"]));
        assert_eq!(id.len(), "ap_".len() + 22);
        assert_ne!(id, derived_id("ap_", &["rl_1t", "otp"]));
        assert_ne!(id, derived_id("ap_", &["rl_2", "totp"]));
    }

    #[tokio::test]
    async fn a_seed_gives_the_same_ids_whatever_other_kinds_are_made_between() {
        let make = async |seed: &str, others: usize| {
            let ids = Ids::new(Some(seed.to_owned()));
            let made = async {
                let mut made = Vec::new();
                for _ in 0..3 {
                    for _ in 0..others {
                        request_id();
                    }
                    made.push(new_id("usr_"));
                }
                made
            };
            ids.scope(made).await
        };
        let first = make("a", 0).await;
        assert_eq!(first, make("a", 2).await);
        assert_ne!(first, make("b", 0).await);
        assert_ne!(first[0], first[1]);
        assert_eq!(first[0].len(), 26);
    }

    #[tokio::test]
    async fn without_a_seed_ids_differ_in_every_run() {
        let ids = Ids::new(None);
        let first = ids.scope(async { new_id("usr_") }).await;
        assert_ne!(first, ids.scope(async { new_id("usr_") }).await);
    }
}
