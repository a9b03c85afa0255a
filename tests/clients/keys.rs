//! Tokens signed with RS256, and the rotation of keys: an app server asks for the public keys and picks one by `kid`.

use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Map, Value, json};

use crate::Case;
use crate::client_cases;
use crate::world::{REALM, SECRET, Verdict, World, private_key};

pub fn cases() -> Vec<Case> {
    client_cases![
        a_token_is_verified_by_the_public_key_that_it_names,
        a_rotated_key_signs_at_once_and_the_old_one_verifies_for_a_while,
        a_token_of_an_unknown_key_is_refused,
        a_public_key_is_no_secret,
        a_changed_or_expired_token_is_refused_too,
        a_logout_is_seen_by_asking_too,
    ]
}

/// Makes the realm sign with RS256; gives its public key as the realm shows it.
fn use_rs256(world: &World) -> Result<String> {
    let body = json!({ "realm": { "jwt_algo": "rs256" } });
    let realm = world
        .call("PUT", &format!("realms/{REALM}"), &body)?
        .with(200)?;
    Ok(realm["jwt_key"].as_str().context("no key")?.to_owned())
}

/// The public keys by `kid`, as an app server asks for them.
fn public_keys(world: &World) -> Result<Value> {
    let list = world.get("jwt_keys")?.with(200)?;
    let rows = list["collection"].as_array().context("no collection")?;
    let keys: Map<String, Value> = rows
        .iter()
        .filter(|row| row["algo"] == "rs256")
        .filter_map(|row| Some((row["id"].as_str()?.to_owned(), row["key"].clone())))
        .collect();
    Ok(Value::Object(keys))
}

fn verify(world: &World, token: &str, keys: &Value) -> Result<Verdict> {
    world.verify_with(token, "RS256", keys)
}

fn a_token_is_verified_by_the_public_key_that_it_names(world: &World) -> Result<()> {
    let key = use_rs256(world)?;
    let keys = public_keys(world)?;
    let shown: Vec<&Value> = keys
        .as_object()
        .into_iter()
        .flatten()
        .map(|(_, key)| key)
        .collect();
    ensure!(shown == [&json!(key)], "{keys}");
    let claims = verify(world, &world.log_in()?, &keys)?.claims()?;
    ensure!(
        claims["un"] == "ada" && claims["n"] == "Žofie O'Néill-京",
        "{claims}"
    );
    Ok(())
}

fn a_rotated_key_signs_at_once_and_the_old_one_verifies_for_a_while(world: &World) -> Result<()> {
    use_rs256(world)?;
    let (old_keys, before) = (public_keys(world)?, world.log_in()?);
    let body = json!({ "jwt_key": { "algo": "rs256", "use": "sign", "key": private_key(1)? } });
    world.call("POST", "jwt_keys", &body)?.with(201)?;
    let (keys, after) = (public_keys(world)?, world.log_in()?);
    verify(world, &after, &old_keys)?
        .refused()
        .context("signed with the new key")?;
    verify(world, &after, &keys)?.claims()?;
    verify(world, &before, &keys)?.claims()?;
    // Still within its own life, but no longer within its key's.
    world.advance(3601)?;
    let keys = public_keys(world)?;
    verify(world, &before, &keys)?.refused()?;
    verify(world, &after, &keys)?.claims().map(drop)
}

fn a_token_of_an_unknown_key_is_refused(world: &World) -> Result<()> {
    let key = use_rs256(world)?;
    let token = world.log_in()?;
    verify(world, &token, &json!({ "jky_another": key }))?.refused()?;
    verify(world, &token, &json!({}))?.refused()
}

fn a_public_key_is_no_secret(world: &World) -> Result<()> {
    let public = use_rs256(world)?;
    let keys = public_keys(world)?;
    let token = world.log_in()?;
    let [header, claims]: [Value; 2] = {
        let read = |part: &str| -> Result<Value> {
            Ok(serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part)?)?)
        };
        let mut parts = token.split('.');
        let mut next = || read(parts.next().context("no part")?);
        [next()?, next()?]
    };
    let mut forged = Header::new(Algorithm::HS256);
    forged.kid = header["kid"].as_str().map(str::to_owned);
    ensure!(forged.kid.is_some(), "{header}");
    let secret = EncodingKey::from_secret(public.as_bytes());
    let forged = jsonwebtoken::encode(&forged, &claims, &secret)?;
    verify(world, &forged, &keys)?.refused()?;
    world
        .refused(&token)
        .context("RS256 where HS256 is expected")?;
    let by_secret = EncodingKey::from_secret(SECRET.as_bytes());
    let by_secret = jsonwebtoken::encode(&Header::default(), &claims, &by_secret)?;
    verify(world, &by_secret, &keys)?.refused()
}

fn a_changed_or_expired_token_is_refused_too(world: &World) -> Result<()> {
    use_rs256(world)?;
    let keys = public_keys(world)?;
    let token = world.log_in()?;
    let (signed, signature) = token.rsplit_once('.').context("no signature")?;
    verify(world, &format!("{signed}."), &keys)?.refused()?;
    let reversed: String = signature.chars().rev().collect();
    verify(world, &format!("{signed}.{reversed}"), &keys)?.refused()?;
    world.advance(-360 * 60 - 60)?;
    verify(world, &world.log_in()?, &keys)?.refused()
}

fn a_logout_is_seen_by_asking_too(world: &World) -> Result<()> {
    use_rs256(world)?;
    let token = world.log_in()?;
    world.get(&format!("sessions/{token}"))?.with(200)?;
    world.login_rocket("clients", "logout", &json!({ "token": token }))?;
    world.get(&format!("sessions/{token}"))?.with(404).map(drop)
}
