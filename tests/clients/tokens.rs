//! Login tokens as stock libraries verify them, told the algorithm, the key and the audience.

use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::Case;
use crate::client_cases;
use crate::world::{REALM, SECRET, World};

pub fn cases() -> Vec<Case> {
    client_cases![
        a_login_token_is_verified_with_the_realm_secret,
        a_token_of_an_unmanaged_session_is_verified_too,
        a_changed_token_is_refused,
        a_token_is_refused_under_another_key,
        an_expired_token_is_refused,
        another_realms_token_is_refused,
        a_token_that_names_no_algorithm_is_refused,
        a_token_with_another_algorithm_is_refused,
        a_signup_token_is_no_login,
    ]
}

fn parts(token: &str) -> Result<[&str; 3]> {
    let parts: Vec<&str> = token.split('.').collect();
    parts.try_into().ok().context("not three parts")
}

/// The claims, unverified.
fn claims(token: &str) -> Result<Value> {
    let [_, claims, _] = parts(token)?;
    Ok(serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims)?)?)
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn a_login_token_is_verified_with_the_realm_secret(world: &World) -> Result<()> {
    let claims = world.verified(&world.log_in()?)?;
    ensure!(claims["un"] == "ada" && claims["aud"] == REALM, "{claims}");
    ensure!(claims["n"] == "Žofie O'Néill-京", "{claims}");
    let of = |claim: &str| claims[claim].as_str().unwrap_or_default();
    ensure!(
        of("uid").starts_with("usr_") && of("tk").starts_with("kss_"),
        "{claims}"
    );
    let of = |claim: &str| claims[claim].as_i64().unwrap_or_default();
    ensure!(of("exp") - of("iat") == 360 * 60, "{claims}");
    Ok(())
}

fn a_token_of_an_unmanaged_session_is_verified_too(world: &World) -> Result<()> {
    world.set_realm(&json!({ "session_type": "unmanaged" }))?;
    let claims = world.verified(&world.log_in()?)?;
    ensure!(claims["un"] == "ada", "{claims}");
    Ok(())
}

fn a_changed_token_is_refused(world: &World) -> Result<()> {
    let token = world.log_in()?;
    let [header, _, signature] = parts(&token)?;
    let mut changed = claims(&token)?;
    changed["uid"] = json!("usr_0SomebodyElse00000001");
    world.refused(&format!("{header}.{}.{signature}", encoded(&changed)))?;
    world.refused(&token[..token.len() - 2])?;
    world.refused(&token.replacen('.', "", 1))?;
    world.refused("")
}

fn a_token_is_refused_under_another_key(world: &World) -> Result<()> {
    let token = world.log_in()?;
    let another = json!({ "": "jsk_SecretOfSomebodyElse-NotASecretAnywhereElse" });
    world.verify_with(&token, "HS256", &another)?.refused()?;
    world.set_realm(&json!({ "jwt_key": "jsk_TheNextSecretOfTheRealm-NotASecretAnywhereElse" }))?;
    world.refused(&world.log_in()?)
}

fn an_expired_token_is_refused(world: &World) -> Result<()> {
    world.advance(-360 * 60 - 60)?;
    let token = world.log_in()?;
    world.refused(&token)?;
    world.advance(120)?;
    world.verified(&world.log_in()?).map(drop)
}

fn another_realms_token_is_refused(world: &World) -> Result<()> {
    world.refused(&world.log_in_at("another")?)
}

fn a_token_that_names_no_algorithm_is_refused(world: &World) -> Result<()> {
    let token = world.log_in()?;
    let [_, claims, signature] = parts(&token)?;
    for algorithm in ["none", "None", "NONE"] {
        let header = encoded(&json!({ "typ": "JWT", "alg": algorithm }));
        world.refused(&format!("{header}.{claims}."))?;
        world.refused(&format!("{header}.{claims}.{signature}"))?;
    }
    Ok(())
}

fn a_token_with_another_algorithm_is_refused(world: &World) -> Result<()> {
    let claims = claims(&world.log_in()?)?;
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let sign = |algorithm| jsonwebtoken::encode(&Header::new(algorithm), &claims, &key);
    world.verified(&sign(Algorithm::HS256)?)?;
    world.refused(&sign(Algorithm::HS512)?)
}

fn a_signup_token_is_no_login(world: &World) -> Result<()> {
    let answer = world.call("POST", "user_tokens", &json!({ "user_token": {
        "username": "grace", "email": "grace@example.test", "password": "compiler of the first hour" } }))?;
    let token = answer.with(201)?["id"]
        .as_str()
        .context("no id")?
        .to_owned();
    world.refused(&token)
}
