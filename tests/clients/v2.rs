//! AuthRocket 2: its login tokens as stock libraries verify them, by the key set, by a key from it or by the realm's own, and
//! the Core API v2 as an app server calls it (protocol-v2 §4, §7).

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use rsa::pkcs8::DecodePrivateKey as _;
use serde_json::{Map, Value, json};

use crate::Case;
use crate::client_cases;
use crate::world::{API_KEY, Answer, ISSUER, PASSWORD, REALM_V2, Verdict, World, private_key};

pub fn cases() -> Vec<Case> {
    client_cases![
        a_token_is_verified_by_the_key_set,
        a_token_is_verified_by_the_bare_key_in_the_set,
        a_token_is_verified_by_the_realms_own_key,
        a_realm_with_a_secret_signs_with_it,
        the_set_is_loaded_again_for_a_rotated_key,
        a_token_of_another_key_is_refused,
        a_changed_token_is_refused,
        another_issuers_token_is_refused,
        an_expired_token_is_refused_after_some_leeway,
        a_token_that_names_no_algorithm_is_refused,
        a_public_key_is_no_secret,
        an_ended_session_is_seen_by_asking,
        a_server_calls_with_its_own_headers_or_as_a_bearer,
        a_server_makes_a_session_whose_token_verifies,
        failures_are_sentences,
    ]
}

/// What a login in the page brings: `token` and `session`.
fn log_in(world: &World) -> Result<[String; 2]> {
    let url = format!("{}v2/login", world.login_rocket_v2()?);
    let fields = json!({ "email": "ada@example.test", "password": PASSWORD });
    let answer = world
        .send_to("POST", &url, json!({ "headers": {}, "json": fields }))?
        .with(200)?;
    let member = |name: &str| -> Result<String> {
        let text = answer[name].as_str();
        Ok(text
            .with_context(|| format!("no {name}: {answer}"))?
            .to_owned())
    };
    Ok([member("token")?, member("session")?])
}

fn key_set_url(world: &World) -> Result<String> {
    Ok(format!("{}connect/jwks", world.login_rocket_v2()?))
}

fn key_set(world: &World) -> Result<Vec<Value>> {
    let set = world
        .send_to("GET", &key_set_url(world)?, json!({ "headers": {} }))?
        .with(200)?;
    Ok(set["keys"].as_array().context("no keys")?.clone())
}

/// What the client's library says of a token, told the address of the key set.
fn verify(world: &World, token: &str) -> Result<Verdict> {
    world.verify_v2(token, "RS256", json!({ "jwks": key_set_url(world)? }))
}

fn refused(world: &World, token: &str) -> Result<()> {
    verify(world, token)?.refused()
}

/// A call of the Core API v2 with the headers that AuthRocket documents.
fn call(world: &World, method: &str, path: &str, body: &Value) -> Result<Answer> {
    let headers = json!({ "Authrocket-Api-Key": API_KEY, "Authrocket-Realm": REALM_V2 });
    call_with(world, method, path, &headers, body)
}

fn call_with(
    world: &World,
    method: &str,
    path: &str,
    headers: &Value,
    body: &Value,
) -> Result<Answer> {
    let url = format!("{}{path}", world.api_v2()?);
    let mut headers = headers.clone();
    headers["Accept"] = json!("application/json");
    world.send_to(method, &url, json!({ "headers": headers, "json": body }))
}

fn get(world: &World, path: &str) -> Result<Answer> {
    call(world, "GET", path, &Value::Null)
}

/// Header and claims of a token, unverified.
fn read(token: &str) -> Result<[Value; 2]> {
    let mut parts = token.split('.');
    let mut next = || -> Result<Value> {
        let part = parts.next().context("no part")?;
        Ok(serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part)?)?)
    };
    Ok([next()?, next()?])
}

fn kid(token: &str) -> Result<String> {
    let [header, _] = read(token)?;
    Ok(header["kid"].as_str().context("no kid")?.to_owned())
}

/// Claims signed with one of the world's private keys; the first is the realm's.
fn signed(claims: &Value, kid: &str, key: usize) -> Result<String> {
    let key = RsaPrivateKey::from_pkcs8_pem(&private_key(key)?)?.to_pkcs1_der()?;
    let mut header = Header::new(Algorithm::RS256);
    header.kid = Some(kid.to_owned());
    let key = EncodingKey::from_rsa_der(key.as_bytes());
    Ok(jsonwebtoken::encode(&header, claims, &key)?)
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn a_token_is_verified_by_the_key_set(world: &World) -> Result<()> {
    let [token, session] = log_in(world)?;
    let claims = verify(world, &token)?.claims()?;
    ensure!(
        claims["iss"] == ISSUER && claims["rid"] == REALM_V2,
        "{claims}"
    );
    ensure!(claims["sid"] == json!(session), "{claims}");
    ensure!(
        claims["sub"]
            .as_str()
            .is_some_and(|id| id.starts_with("usr_")),
        "{claims}"
    );
    ensure!(
        claims["email"] == "ada@example.test" && claims["name"] == "Žofie O'Néill-京",
        "{claims}"
    );
    let account = &claims["orgs"][0];
    ensure!(
        account["name"] == "Engines"
            && account["selected"] == true
            && account["perm"] == json!(["ar:owner"]),
        "{claims}"
    );
    ensure!(claims["aud"].is_null(), "{claims}");
    Ok(())
}

// As AuthRocket's own libraries do it: `x5c` holds no certificate, but a key that goes between the lines of PEM.
fn a_token_is_verified_by_the_bare_key_in_the_set(world: &World) -> Result<()> {
    let [token, _] = log_in(world)?;
    let bare = |key: &Value| Some((key["kid"].as_str()?.to_owned(), key["x5c"][0].clone()));
    let keys: Map<String, Value> = key_set(world)?.iter().filter_map(bare).collect();
    let own = keys.get(&kid(&token)?).and_then(Value::as_str);
    ensure!(
        own.is_some_and(|key| key.len() > 256 && !key.contains('-')),
        "{keys:?}"
    );
    let claims = world
        .verify_v2(&token, "RS256", json!({ "keys": keys }))?
        .claims()?;
    ensure!(claims["rid"] == REALM_V2, "{claims}");
    Ok(())
}

fn a_token_is_verified_by_the_realms_own_key(world: &World) -> Result<()> {
    let [token, _] = log_in(world)?;
    let realm = get(world, &format!("realms/{REALM_V2}"))?.with(200)?;
    let key = realm["jwt_key"].as_str().context("no key")?;
    ensure!(key.starts_with("-----BEGIN PUBLIC KEY-----"), "{key}");
    let keys = json!({ kid(&token)?: key });
    let claims = world
        .verify_v2(&token, "RS256", json!({ "keys": keys }))?
        .claims()?;
    ensure!(claims["rid"] == REALM_V2, "{claims}");
    Ok(())
}

fn a_realm_with_a_secret_signs_with_it(world: &World) -> Result<()> {
    let body = json!({ "realm": { "jwt_algo": "hs256" } });
    let realm = call(world, "PUT", &format!("realms/{REALM_V2}"), &body)?.with(200)?;
    let secret = realm["jwt_key"].as_str().context("no secret")?;
    ensure!(secret.starts_with("jsk_"), "no secret");
    let [token, _] = log_in(world)?;
    let [header, _] = read(&token)?;
    ensure!(header["alg"] == "HS256", "{header}");
    // Whether or not the header names it.
    let name = header["kid"].as_str().unwrap_or_default();
    let by = |secret: &str| {
        let keys = json!({ "keys": { name: secret } });
        world.verify_v2(&token, "HS256", keys)
    };
    let claims = by(secret)?.claims()?;
    ensure!(
        claims["iss"] == ISSUER && claims["rid"] == REALM_V2,
        "{claims}"
    );
    by("jsk_SecretOfSomebodyElse-NotASecretAnywhereElse")?.refused()?;
    // A secret is never published.
    let published = key_set(world)?;
    ensure!(
        published.iter().all(|key| key["kty"] == "RSA"),
        "{published:?}"
    );
    refused(world, &token)
}

fn the_set_is_loaded_again_for_a_rotated_key(world: &World) -> Result<()> {
    let [before, _] = log_in(world)?;
    verify(world, &before)?.claims()?;
    let body = json!({ "jwt_key": { "algo": "rs256", "use": "sign", "key": private_key(1)? } });
    call(world, "POST", "jwt_keys", &body)?.with(201)?;
    let [after, _] = log_in(world)?;
    ensure!(kid(&before)? != kid(&after)?, "one key for both");
    verify(world, &after)?
        .claims()
        .context("signed with the new key")?;
    verify(world, &before)?
        .claims()
        .context("signed with the old key")?;
    let known: Vec<Value> = key_set(world)?
        .iter()
        .map(|key| key["kid"].clone())
        .collect();
    ensure!(
        known.contains(&json!(kid(&before)?)) && known.contains(&json!(kid(&after)?)),
        "{known:?}"
    );
    Ok(())
}

fn a_token_of_another_key_is_refused(world: &World) -> Result<()> {
    let [token, _] = log_in(world)?;
    let ([_, claims], kid) = (read(&token)?, kid(&token)?);
    verify(world, &signed(&claims, &kid, 0)?)?.claims()?;
    refused(world, &signed(&claims, &kid, 1)?)?;
    refused(world, &signed(&claims, "jky_another", 0)?)?;
    refused(world, &signed(&claims, "", 1)?)
}

fn a_changed_token_is_refused(world: &World) -> Result<()> {
    let [token, session] = log_in(world)?;
    let [_, mut claims] = read(&token)?;
    claims["sub"] = json!("usr_0SomebodyElse00000001");
    let parts: Vec<&str> = token.split('.').collect();
    let changed = [parts[0], &encoded(&claims), parts[2]].join(".");
    refused(world, &changed)?;
    refused(world, &token[..token.len() - 4])?;
    refused(world, &format!("{}.{}.", parts[0], parts[1]))?;
    refused(world, &session)?;
    refused(world, "")
}

fn another_issuers_token_is_refused(world: &World) -> Result<()> {
    let [token, _] = log_in(world)?;
    let ([_, mut claims], kid) = (read(&token)?, kid(&token)?);
    for issuer in [json!("https://authrocket.test"), Value::Null] {
        claims["iss"] = issuer;
        refused(world, &signed(&claims, &kid, 0)?)?;
    }
    if let Some(members) = claims.as_object_mut() {
        members.remove("iss");
    }
    refused(world, &signed(&claims, &kid, 0)?)
}

fn an_expired_token_is_refused_after_some_leeway(world: &World) -> Result<()> {
    let [token, _] = log_in(world)?;
    let ([_, mut claims], kid) = (read(&token)?, kid(&token)?);
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    claims["iat"] = json!(now - 3600);
    claims["exp"] = json!(now - 60);
    refused(world, &signed(&claims, &kid, 0)?)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    claims["exp"] = json!(now - 1);
    verify(world, &signed(&claims, &kid, 0)?)?.claims()?;
    world.advance(-3600 - 60)?;
    let [token, _] = log_in(world)?;
    refused(world, &token)
}

fn a_token_that_names_no_algorithm_is_refused(world: &World) -> Result<()> {
    let [token, _] = log_in(world)?;
    let kid = kid(&token)?;
    let parts: Vec<&str> = token.split('.').collect();
    for algorithm in ["none", "None", "NONE"] {
        let header = encoded(&json!({ "typ": "JWT", "alg": algorithm, "kid": kid }));
        refused(world, &format!("{header}.{}.", parts[1]))?;
        refused(world, &format!("{header}.{}.{}", parts[1], parts[2]))?;
    }
    Ok(())
}

fn a_public_key_is_no_secret(world: &World) -> Result<()> {
    let [token, _] = log_in(world)?;
    let ([_, claims], kid) = (read(&token)?, kid(&token)?);
    let realm = get(world, &format!("realms/{REALM_V2}"))?.with(200)?;
    let bare = key_set(world)?[0]["x5c"][0].clone();
    for public in [&realm["jwt_key"], &bare] {
        let public = public.as_str().context("no key")?;
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some(kid.clone());
        let key = EncodingKey::from_secret(public.as_bytes());
        let forged = jsonwebtoken::encode(&header, &claims, &key)?;
        refused(world, &forged)?;
        let keys = json!({ "keys": { kid.as_str(): public } });
        world.verify_v2(&forged, "RS256", keys)?.refused()?;
    }
    Ok(())
}

fn an_ended_session_is_seen_by_asking(world: &World) -> Result<()> {
    let [token, session] = log_in(world)?;
    for name in [&session, &token] {
        let found = get(world, &format!("sessions/{name}"))?.with(200)?;
        ensure!(found["id"] == json!(session), "{found}");
        ensure!(found["user"]["email"] == "ada@example.test", "{found}");
    }
    let url = format!("{}v2/session?session={session}", world.login_rocket_v2()?);
    world
        .send_to("DELETE", &url, json!({ "headers": {} }))?
        .with(200)?;
    for name in [&session, &token] {
        get(world, &format!("sessions/{name}"))?.with(404)?;
    }
    // A signature knows of no logout.
    verify(world, &token)?.claims().map(drop)
}

fn a_server_calls_with_its_own_headers_or_as_a_bearer(world: &World) -> Result<()> {
    let bearer = format!("Bearer {API_KEY},{REALM_V2}");
    let good = [
        json!({ "Authrocket-Api-Key": API_KEY, "Authrocket-Realm": REALM_V2 }),
        json!({ "authrocket-api-key": API_KEY, "authrocket-realm": REALM_V2 }),
        json!({ "Authorization": bearer }),
        json!({ "Authorization": format!("Bearer {API_KEY}"), "Authrocket-Realm": REALM_V2 }),
    ];
    for headers in good {
        let list = call_with(world, "GET", "users", &headers, &Value::Null)?.with(200)?;
        ensure!(
            list["collection"][0]["email"] == "ada@example.test",
            "{list}"
        );
        ensure!(list["more_results"] == false, "{list}");
    }
    let bad = [
        json!({ "Authrocket-Api-Key": "ks_NotAKey", "Authrocket-Realm": REALM_V2 }),
        json!({ "X-Authrocket-Api-Key": API_KEY, "X-Authrocket-Realm": REALM_V2 }),
        json!({ "Authorization": format!("Bearer ks_NotAKey,{REALM_V2}") }),
    ];
    for headers in bad {
        call_with(world, "GET", "users", &headers, &Value::Null)?.with(403)?;
    }
    Ok(())
}

fn a_server_makes_a_session_whose_token_verifies(world: &World) -> Result<()> {
    let body = json!({ "user": { "email": "grace@example.test", "password": "compiler of the first hour" },
        "request": { "ip": "192.0.2.7", "client": "clients" } });
    let user = call(world, "POST", "users", &body)?.with(201)?;
    let body = json!({ "session": { "user_id": user["id"] } });
    let session = call(world, "POST", "sessions", &body)?.with(201)?;
    let token = session["token"].as_str().context("no token")?;
    let claims = verify(world, token)?.claims()?;
    ensure!(
        claims["sub"] == user["id"] && claims["sid"] == session["id"],
        "{claims}"
    );
    let id = session["id"].as_str().context("no id")?;
    call(world, "DELETE", &format!("sessions/{id}"), &Value::Null)?.with(204)?;
    get(world, &format!("sessions/{id}"))?.with(404).map(drop)
}

fn failures_are_sentences(world: &World) -> Result<()> {
    let body = json!({ "user": { "email": "ada@example.test", "password": "another password" } });
    let failed = call(world, "POST", "users", &body)?;
    ensure!([409, 422].contains(&failed.status), "{failed:?}");
    let sentences = failed.body["errors"].as_array().context("no errors")?;
    ensure!(sentences.iter().all(Value::is_string), "{failed:?}");
    let body = json!({ "user": { "password": "not hers" } });
    let path = "users/ada@example.test/authenticate";
    let failed = call(world, "POST", path, &body)?.with(422)?;
    ensure!(failed["errors"] == json!(["Login failed"]), "{failed}");
    Ok(())
}
