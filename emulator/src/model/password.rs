//! Password hashing: argon2id, always on a blocking thread and never under the store's lock. A check
//! without a stored hash costs the same as one with it. Tested in `tests/api/login/authenticate.rs`.

use std::num::NonZero;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

use crate::model::failure::Failure;
use crate::model::ids::{random_bytes, random_text};

/// Cost of one password hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordCost {
    /// argon2id with the parameters recommended by its authors' library.
    Real,
    /// argon2id with the smallest parameters it accepts, for tests.
    TestFast,
}

/// Hashes and checks passwords at one fixed cost.
#[derive(Debug, Clone)]
pub struct Passwords {
    params: Params,
    // Stands in for the hash of a user who does not exist.
    decoy: String,
    // As many at once as there are processors: each takes 19 MiB, and more at once are no faster.
    turns: Arc<Semaphore>,
}

impl Passwords {
    /// A hasher at the given cost.
    pub fn new(cost: PasswordCost) -> Result<Self, Failure> {
        let params = match cost {
            PasswordCost::Real => Params::default(),
            PasswordCost::TestFast => {
                Params::new(Params::MIN_M_COST, 1, 1, None).map_err(Failure::internal)?
            }
        };
        let decoy = hash(&params, &random_text(16), new_salt())?;
        let at_once = std::thread::available_parallelism().map_or(1, NonZero::get);
        let turns = Arc::new(Semaphore::new(at_once));
        Ok(Self {
            params,
            decoy,
            turns,
        })
    }

    /// The PHC string of `password`.
    pub async fn hash(&self, password: String) -> Result<String, Failure> {
        let params = self.params.clone();
        let salt = new_salt();
        let _turn = self.turns.acquire().await.map_err(Failure::internal)?;
        tokio::task::spawn_blocking(move || hash(&params, &password, salt))
            .await
            .map_err(Failure::internal)?
    }

    /// Whether `password` belongs to `stored`; false at the same cost if nothing is stored.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, Failure> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        let _turn = self.turns.acquire().await.map_err(Failure::internal)?;
        let matches = tokio::task::spawn_blocking(move || verify(&password, &stored))
            .await
            .map_err(Failure::internal)??;
        Ok(matches && known)
    }
}

/// Whether this is a hash that [`Passwords::verify`] can check.
pub fn is_hash(text: &str) -> bool {
    PasswordHash::new(text)
        .is_ok_and(|hash| hash.algorithm.as_str().starts_with("argon2") && hash.hash.is_some())
}

/// Compares two secrets in constant time for equal lengths.
pub fn same_secret(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

fn new_salt() -> [u8; 16] {
    random_bytes("salt")
}

fn hash(params: &Params, password: &str, salt: [u8; 16]) -> Result<String, Failure> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash: argon2::PasswordHash| hash.to_string())
        .map_err(Failure::internal)
}

fn verify(password: &str, stored: &str) -> Result<bool, Failure> {
    let stored = PasswordHash::new(stored).map_err(Failure::internal)?;
    Ok(Argon2::default()
        .verify_password(password.as_bytes(), &stored)
        .is_ok())
}
