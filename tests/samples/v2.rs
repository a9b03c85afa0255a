//! AuthRocket 2: tokens that are no proof of a login, and the realm's keys (protocol-v2 §4).

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::wait::until;
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use rsa::pkcs8::DecodePrivateKey as _;
use serde_json::{Value, json};

use crate::Case;
use crate::sample_cases;
use crate::tokens::{refused, what_looks_like_no_token_is_refused};
use crate::world::{Verify, World, private_key};

pub fn cases() -> Vec<Case> {
    sample_cases![
        the_forms_name_the_version,
        a_changed_token_is_refused,
        a_token_of_another_key_is_refused,
        a_token_that_names_no_algorithm_is_refused,
        a_public_key_is_no_secret,
        another_issuers_or_realms_token_is_refused,
        an_expired_token_is_refused_after_some_leeway,
        the_keys_are_kept_and_loaded_again_for_a_new_one,
        a_token_after_its_logout_is_refused,
        a_session_id_is_no_token,
        a_signup_token_is_no_login,
        what_looks_like_no_token_is_refused,
    ]
}

/// A good token with its header and claims.
struct Good {
    token: String,
    header: Value,
    claims: Value,
}

impl Good {
    async fn of(world: &World) -> Result<Self> {
        let token = world.log_in().await?.token;
        let mut parts = token.split('.');
        let mut next = || -> Result<Value> {
            let part = parts.next().context("no JWT")?;
            Ok(serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part)?)?)
        };
        let (header, claims) = (next()?, next()?);
        Ok(Self {
            token,
            header,
            claims,
        })
    }

    fn kid(&self) -> Result<&str> {
        self.header["kid"].as_str().context("no kid")
    }

    fn session(&self) -> Result<&str> {
        self.claims["sid"].as_str().context("no sid")
    }
}

/// Claims signed with one of the world's private keys; the first is the realm's.
fn signed(claims: &Value, kid: &str, key: usize) -> Result<String> {
    let key = RsaPrivateKey::from_pkcs8_pem(&private_key(key)?)?.to_pkcs1_der()?;
    let mut header = Header::new(Algorithm::RS256);
    header.kid = Some(kid.to_owned());
    let key = EncodingKey::from_rsa_der(key.as_bytes());
    Ok(jsonwebtoken::encode(&header, claims, &key)?)
}

async fn accepted(world: &World, token: &str) -> Result<()> {
    let browser = world.visitor()?;
    let reply = browser.get(&format!("/login?token={token}")).await?;
    ensure!(reply.status / 100 == 3, "{reply:?}");
    ensure!(browser.is_logged_in_as("Ada Lovelace").await?, "{token}");
    Ok(())
}

async fn the_forms_name_the_version(world: &World) -> Result<()> {
    for path in ["/login", "/signup"] {
        let page = world.visitor()?.get(path).await?;
        ensure!(page.text.contains("data-api=\"v2\""), "{page:?}");
    }
    Ok(())
}

async fn a_changed_token_is_refused(world: &World) -> Result<()> {
    let good = Good::of(world).await?;
    let mut claims = good.claims.clone();
    claims["sub"] = json!("usr_somebodyelse");
    let parts: Vec<&str> = good.token.split('.').collect();
    let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
    refused(world, &format!("{}.{claims}.{}", parts[0], parts[2])).await?;
    refused(world, &good.token[..good.token.len() - 4]).await
}

async fn a_token_of_another_key_is_refused(world: &World) -> Result<()> {
    let good = Good::of(world).await?;
    refused(world, &signed(&good.claims, good.kid()?, 1)?).await?;
    refused(world, &signed(&good.claims, "jky_another", 1)?).await?;
    refused(world, &signed(&good.claims, "", 1)?).await
}

async fn a_token_that_names_no_algorithm_is_refused(world: &World) -> Result<()> {
    let good = Good::of(world).await?;
    let parts: Vec<&str> = good.token.split('.').collect();
    for alg in ["none", "None", "HS256", "RS512"] {
        let header = json!({ "typ": "JWT", "alg": alg, "kid": good.kid()? });
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        refused(world, &format!("{header}.{}.", parts[1])).await?;
        refused(world, &format!("{header}.{}.{}", parts[1], parts[2])).await?;
    }
    Ok(())
}

async fn a_public_key_is_no_secret(world: &World) -> Result<()> {
    let good = Good::of(world).await?;
    let path = format!("realms/{}", world.realm);
    let realm = world.core(Method::GET, &path, &Value::Null).await?;
    let public = realm["jwt_key"].as_str().context("no key")?;
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some(good.kid()?.to_owned());
    let key = EncodingKey::from_secret(public.as_bytes());
    let forged = jsonwebtoken::encode(&header, &good.claims, &key)?;
    refused(world, &forged).await
}

async fn another_issuers_or_realms_token_is_refused(world: &World) -> Result<()> {
    if world.verify == Verify::Managed {
        return Ok(()); // The service judges its tokens itself.
    }
    let good = Good::of(world).await?;
    accepted(world, &signed(&good.claims, good.kid()?, 0)?).await?;
    for (claim, another) in [
        ("iss", json!("https://authrocket.test")),
        ("iss", Value::Null),
        ("rid", json!("rl_0AnotherRealm000000001")),
        ("rid", Value::Null),
    ] {
        let mut claims = good.claims.clone();
        claims[claim] = another;
        refused(world, &signed(&claims, good.kid()?, 0)?).await?;
    }
    Ok(())
}

async fn an_expired_token_is_refused_after_some_leeway(world: &World) -> Result<()> {
    let mut good = Good::of(world).await?;
    if world.verify == Verify::Managed {
        let two_days = json!({ "advance_seconds": 2 * 24 * 3600 });
        world.emulator(Method::POST, "clock", two_days).await?;
        return refused(world, &good.token).await;
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    // Not fresh either: the hosted pages hand out a token again.
    good.claims["iat"] = json!(now - 1800);
    good.claims["exp"] = json!(now + 600);
    accepted(world, &signed(&good.claims, good.kid()?, 0)?).await?;
    good.claims["exp"] = json!(now - 30);
    refused(world, &signed(&good.claims, good.kid()?, 0)?).await?;
    // Within the leeway it is still a login, if one that ends at once.
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    good.claims["exp"] = json!(now);
    let token = signed(&good.claims, good.kid()?, 0)?;
    let browser = world.visitor()?;
    let reply = browser.get(&format!("/login?token={token}")).await?;
    ensure!(reply.status / 100 == 3, "{reply:?}");
    Ok(())
}

async fn the_keys_are_kept_and_loaded_again_for_a_new_one(world: &World) -> Result<()> {
    if world.verify == Verify::Managed {
        return Ok(()); // Needs none.
    }
    // A key that is not known may have been asked for a moment ago, by another case; then it is not asked for yet.
    let token = Good::of(world).await?.token;
    until("the realm's key", async || {
        accepted(world, &token).await.map(Some)
    })
    .await?;
    let down =
        json!({ "path": "/connect/jwks", "fault": "status", "status": 500, "port": "login" });
    world.emulator(Method::POST, "faults", down).await?;
    accepted(world, &Good::of(world).await?.token)
        .await
        .context("the keys were not kept")?;
    world
        .emulator(Method::DELETE, "faults", Value::Null)
        .await?;
    let body = json!({ "jwt_key": { "algo": "rs256", "use": "sign", "key": private_key(1)? } });
    world.core(Method::POST, "jwt_keys", &body).await?;
    let rotated = Good::of(world).await?.token;
    until("the new key", async || {
        accepted(world, &rotated).await.map(Some)
    })
    .await?;
    accepted(world, &token)
        .await
        .context("signed with the old key")
}

async fn a_token_after_its_logout_is_refused(world: &World) -> Result<()> {
    let good = Good::of(world).await?;
    let path = format!("sessions/{}", good.session()?);
    world.core(Method::DELETE, &path, &Value::Null).await?;
    if world.verify == Verify::Local {
        return Ok(()); // A signature knows of no logout: see the README on how long that matters.
    }
    refused(world, &good.token).await
}

async fn a_session_id_is_no_token(world: &World) -> Result<()> {
    let good = Good::of(world).await?;
    ensure!(good.session()?.starts_with("kss_"), "{}", good.claims);
    refused(world, good.session()?).await
}

async fn a_signup_token_is_no_login(world: &World) -> Result<()> {
    let token = "utk_0SignupTokenOfVersion1";
    refused(world, token).await?;
    let reply = world
        .visitor()?
        .get(&format!("/signup?token={token}"))
        .await?;
    ensure!(reply.is_refusal(), "{reply:?}");
    Ok(())
}
