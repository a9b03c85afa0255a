//! Tokens that are no proof of a login.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};

use crate::Case;
use crate::sample_cases;
use crate::world::{Verify, World};

pub fn cases() -> Vec<Case> {
    sample_cases![
        a_changed_token_is_refused,
        a_token_signed_by_somebody_else_is_refused,
        a_token_that_names_no_algorithm_is_refused,
        an_expired_token_is_refused,
        an_old_token_is_refused,
        another_realms_token_is_refused,
        a_token_after_its_logout_is_refused,
        a_session_id_is_no_token,
        what_looks_like_no_token_is_refused,
    ]
}

/// The sample says no, and means it.
pub async fn refused(world: &World, token: &str) -> Result<()> {
    let browser = world.visitor()?;
    let encoded: String = form_urlencoded::byte_serialize(token.as_bytes()).collect();
    let reply = browser.get(&format!("/login?token={encoded}")).await?;
    ensure!(reply.is_refusal(), "{token}: {reply:?}");
    ensure!(browser.is_nobody().await?, "{token} logs in");
    Ok(())
}

/// The good token of a login, and its claims.
async fn good(world: &World) -> Result<(String, Value)> {
    let token = world.log_in().await?.token;
    let claims = token.split('.').nth(1).context("no JWT")?;
    let claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims)?)?;
    Ok((token, claims))
}

fn signed(claims: &Value, secret: &str) -> Result<String> {
    Ok(jsonwebtoken::encode(
        &Header::default(),
        claims,
        &EncodingKey::from_secret(secret.as_bytes()),
    )?)
}

fn now() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}

async fn a_changed_token_is_refused(world: &World) -> Result<()> {
    let (token, mut claims) = good(world).await?;
    claims["uid"] = json!("usr_somebodyelse");
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    parts[1] = URL_SAFE_NO_PAD.encode(claims.to_string());
    refused(world, &parts.join(".")).await?;
    refused(world, &token[..token.len() - 4]).await
}

async fn a_token_signed_by_somebody_else_is_refused(world: &World) -> Result<()> {
    let (_, claims) = good(world).await?;
    refused(world, &signed(&claims, "jsk_another")?).await?;
    refused(world, &signed(&claims, "")?).await
}

async fn a_token_that_names_no_algorithm_is_refused(world: &World) -> Result<()> {
    let (token, claims) = good(world).await?;
    let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
    let signature = token.rsplit('.').next().unwrap_or_default();
    for alg in ["none", "None", "RS256", "HS512"] {
        let header = URL_SAFE_NO_PAD.encode(json!({ "typ": "JWT", "alg": alg }).to_string());
        refused(world, &format!("{header}.{claims}.")).await?;
        refused(world, &format!("{header}.{claims}.{signature}")).await?;
    }
    Ok(())
}

async fn an_expired_token_is_refused(world: &World) -> Result<()> {
    let (token, mut claims) = good(world).await?;
    if world.verify == Verify::Managed {
        world
            .emulator(
                Method::POST,
                "clock",
                json!({ "advance_seconds": 7 * 3600 }),
            )
            .await?;
        return refused(world, &token).await;
    }
    claims["iat"] = json!(now()? - 60);
    claims["exp"] = json!(now()? - 30);
    refused(world, &signed(&claims, &world.secret)?).await
}

async fn an_old_token_is_refused(world: &World) -> Result<()> {
    if world.verify == Verify::Managed {
        return Ok(()); // The service ends it when it is logged out; a local check has the age alone.
    }
    let (_, mut claims) = good(world).await?;
    claims["iat"] = json!(now()? - 600);
    refused(world, &signed(&claims, &world.secret)?).await?;
    claims["iat"] = json!(now()? - 60);
    let token = signed(&claims, &world.secret)?;
    let reply = world
        .visitor()?
        .get(&format!("/login?token={token}"))
        .await?;
    ensure!(reply.status / 100 == 3, "a minute is no age: {reply:?}");
    Ok(())
}

async fn another_realms_token_is_refused(world: &World) -> Result<()> {
    let mut seed = json!({ "realms": [{
        "id": "rl_0AnotherRealm000000001", "name": "Another", "jwt_key": "jsk_another",
        "apps": [{ "name": "Another", "subdomain": "another", "login_handler": "http://localhost:9/login" }],
        "users": [{ "username": "eve", "email": "eve@example.test", "password": "somebody elses user" }],
    }] });
    if world.verify == Verify::Local {
        // One secret for two realms must not happen; `aud` tells them apart all the same.
        seed["realms"][0]["jwt_key"] = json!(world.secret);
    }
    world.emulator(Method::POST, "seed", seed).await?;
    let fields = json!({ "username": "eve", "password": "somebody elses user" });
    let token = world.log_in_at("another.localhost", &fields).await?["token"].clone();
    refused(world, token.as_str().context("eve cannot log in")?).await
}

async fn a_token_after_its_logout_is_refused(world: &World) -> Result<()> {
    if world.verify == Verify::Local {
        return Ok(()); // A signature knows of no logout: see the README on how long that matters.
    }
    let token = world.log_in().await?.token;
    world
        .login_rocket("logout", json!({ "token": token }))
        .await?;
    refused(world, &token).await
}

async fn a_session_id_is_no_token(world: &World) -> Result<()> {
    let (_, claims) = good(world).await?;
    let id = claims["tk"].as_str().context("no tk")?;
    ensure!(id.starts_with("kss_"), "{id}");
    refused(world, id).await
}

pub async fn what_looks_like_no_token_is_refused(world: &World) -> Result<()> {
    let id = world.emulator(Method::GET, "users", Value::Null).await?;
    let id = id["collection"][0]["id"]
        .as_str()
        .context("no users")?
        .to_owned();
    let token = world.log_in().await?.token;
    for odd in [
        "",
        "x",
        "..",
        "a.b",
        "../users/ada",
        &format!("../users/{id}"),
        &format!("{token}/../../users/{id}"),
        &format!("{token}?expand=token"),
        "utk_nosuchtoken/../../users",
        "a.b.\u{e9}",
        &format!("a.b.{}", "c".repeat(9000)),
    ] {
        refused(world, odd).await?;
    }
    Ok(())
}
