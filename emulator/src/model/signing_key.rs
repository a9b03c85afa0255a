//! Keys that sign login tokens: making them, reading them, and the forms that signing and verifying need.
//! No rows here. Tested here and in `tests/api/core/jwt_keys.rs`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs8::{
    DecodePrivateKey, DecodePublicKey, Document, EncodePrivateKey, EncodePublicKey, LineEnding,
    PrivateKeyInfo, SecretDocument, SubjectPublicKeyInfoRef,
};
use rsa::rand_core::OsRng;
use rsa::traits::PublicKeyParts;
use rsa::{RsaPrivateKey, RsaPublicKey};

use crate::model::failure::Failure;
use crate::model::ids::{derived_id, random_text};
use crate::model::settings::JwtAlgo;

const BITS: usize = 2048;
// Larger ones make one login take seconds.
const MOST_BITS: usize = 4096;

/// What signs, and what verifies.
#[derive(Clone, PartialEq, Eq)]
pub struct Material {
    /// Its kind.
    pub algo: JwtAlgo,
    /// HS256 secret, or private key in PEM (PKCS#8).
    pub secret: String,
    /// Public key in PEM, with RS256.
    pub public: Option<String>,
}

// The secret stays out of logs.
impl std::fmt::Debug for Material {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Material")
            .field("algo", &self.algo)
            .finish_non_exhaustive()
    }
}

/// A public RSA key in parts.
#[derive(Debug)]
pub struct PublicParts {
    /// `n`, base64url.
    pub modulus: String,
    /// `e`, base64url.
    pub exponent: String,
    /// SubjectPublicKeyInfo, base64 without line ends.
    pub bare: String,
}

impl Material {
    /// An HS256 secret as it stands.
    pub fn hs256(secret: String) -> Self {
        Self {
            algo: JwtAlgo::Hs256,
            secret,
            public: None,
        }
    }

    /// A new HS256 secret.
    pub fn new_hs256() -> Self {
        Self::hs256(format!("jsk_{}", random_text(40)))
    }

    /// A new RSA key: work for seconds, done away from the threads that answer.
    pub async fn new_rs256() -> Result<Self, Failure> {
        let work = tokio::task::spawn_blocking(|| {
            let key = RsaPrivateKey::new(&mut OsRng, BITS).map_err(Failure::internal)?;
            Self::of_rsa(&key)
        });
        work.await.map_err(Failure::internal)?
    }

    /// A private RSA key in PEM, PKCS#8 or PKCS#1.
    ///
    /// # Errors
    /// Why it cannot be used; holds nothing of it.
    pub fn from_pem(pem: &str) -> Result<Self, &'static str> {
        let pem = pem.trim();
        let key = RsaPrivateKey::from_pkcs8_pem(pem)
            .ok()
            .or_else(|| RsaPrivateKey::from_pkcs1_pem(pem).ok())
            .ok_or("must be a private RSA key in PEM")?;
        if !(BITS..=MOST_BITS).contains(&(key.size() * 8)) {
            return Err("must have 2048 to 4096 bits");
        }
        Self::of_rsa(&key).map_err(|_| "cannot be used")
    }

    fn of_rsa(key: &RsaPrivateKey) -> Result<Self, Failure> {
        let public = RsaPublicKey::from(key).to_public_key_pem(LineEnding::LF);
        Ok(Self {
            algo: JwtAlgo::Rs256,
            secret: key
                .to_pkcs8_pem(LineEnding::LF)
                .map_err(Failure::internal)?
                .to_string(),
            public: Some(public.map_err(Failure::internal)?),
        })
    }

    /// What callers may know to verify tokens: the secret itself with HS256.
    pub fn verifier(&self) -> &str {
        self.public.as_deref().unwrap_or(&self.secret)
    }

    /// The public key in the forms that key sets have; none with HS256.
    pub fn public_parts(&self) -> Result<Option<PublicParts>, Failure> {
        let Some(pem) = &self.public else {
            return Ok(None);
        };
        let key = RsaPublicKey::from_public_key_pem(pem).map_err(Failure::internal)?;
        let number = |number: &rsa::BigUint| URL_SAFE_NO_PAD.encode(number.to_bytes_be());
        let lines = pem.lines().filter(|line| !line.starts_with("-----"));
        Ok(Some(PublicParts {
            modulus: number(key.n()),
            exponent: number(key.e()),
            bare: lines.collect(),
        }))
    }

    /// An id made of the key, so that the same key has the same `kid` wherever it is seeded.
    pub fn derived_id(&self) -> String {
        derived_id("jky_", &[self.verifier()])
    }

    /// The signature it makes.
    pub fn algorithm(&self) -> Algorithm {
        match self.algo {
            JwtAlgo::Hs256 => Algorithm::HS256,
            JwtAlgo::Rs256 => Algorithm::RS256,
        }
    }

    /// The key for signing.
    pub fn encoding_key(&self) -> Result<EncodingKey, Failure> {
        if self.algo == JwtAlgo::Hs256 {
            return Ok(EncodingKey::from_secret(self.secret.as_bytes()));
        }
        let (_, document) = SecretDocument::from_pem(&self.secret).map_err(Failure::internal)?;
        let inner = PrivateKeyInfo::try_from(document.as_bytes()).map_err(Failure::internal)?;
        Ok(EncodingKey::from_rsa_der(inner.private_key))
    }

    /// The key for verifying.
    pub fn decoding_key(&self) -> Result<DecodingKey, Failure> {
        let Some(public) = &self.public else {
            return Ok(DecodingKey::from_secret(self.secret.as_bytes()));
        };
        let (_, document) = Document::from_pem(public).map_err(Failure::internal)?;
        let inner =
            SubjectPublicKeyInfoRef::try_from(document.as_bytes()).map_err(Failure::internal)?;
        Ok(DecodingKey::from_rsa_der(
            inner.subject_public_key.raw_bytes(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_private_rsa_keys_are_read() {
        for bad in [
            "",
            "jsk_secret",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        ] {
            assert!(Material::from_pem(bad).is_err(), "{bad}");
        }
    }

    #[tokio::test]
    async fn a_key_is_the_same_after_reading_its_pem_and_is_not_shown_in_logs() {
        let key = Material::new_rs256().await.unwrap();
        let again = Material::from_pem(&key.secret).unwrap();
        assert_eq!(key, again);
        assert_eq!(key.derived_id(), again.derived_id());
        let public = key.public.clone().unwrap();
        assert!(public.starts_with("-----BEGIN PUBLIC KEY-----"));
        assert!(Material::from_pem(&public).is_err());
        assert!(!format!("{key:?}").contains("PRIVATE"));
    }
}
