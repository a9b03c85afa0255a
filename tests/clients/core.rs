//! The Core API as stock HTTP libraries call it.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use crate::Case;
use crate::client_cases;
use crate::world::{API_KEY, PASSWORD, World};

pub fn cases() -> Vec<Case> {
    client_cases![
        a_login_is_verified_by_asking,
        a_logout_is_seen_by_asking,
        the_end_of_a_session_is_seen_by_asking,
        the_deletion_of_a_user_is_seen_by_asking,
        a_wrong_api_key_is_a_403_with_a_reason,
        a_user_is_created_read_changed_listed_and_deleted,
        broken_rules_are_a_hash_of_sentences,
        a_username_of_any_characters_names_its_user,
        a_form_is_taken_like_json,
        a_signup_token_becomes_a_user_with_a_session,
    ]
}

fn text(body: &Value, member: &str) -> Result<String> {
    let text = body[member].as_str();
    Ok(text
        .with_context(|| format!("no {member}: {body}"))?
        .to_owned())
}

fn grace() -> Value {
    json!({ "username": "grace", "email": "grace@example.test", "password": "compiler of the first hour" })
}

fn a_login_is_verified_by_asking(world: &World) -> Result<()> {
    let token = world.log_in()?;
    let session = world.get(&format!("sessions/{token}"))?.with(200)?;
    let claims = world.verified(&token)?;
    ensure!(session["user_id"] == claims["uid"], "{session} {claims}");
    ensure!(session["user"]["name"] == claims["n"], "{session} {claims}");
    ensure!(session["id"] == claims["tk"], "{session} {claims}");
    let changed = format!("{}xx", &token[..token.len() - 2]);
    world
        .get(&format!("sessions/{changed}"))?
        .with(404)
        .map(drop)
}

fn a_logout_is_seen_by_asking(world: &World) -> Result<()> {
    let (token, other) = (world.log_in()?, world.log_in()?);
    world.login_rocket("clients", "logout", &json!({ "token": token }))?;
    world.get(&format!("sessions/{token}"))?.with(404)?;
    world.get(&format!("sessions/{other}"))?.with(200)?;
    world
        .verified(&token)
        .context("a signature knows of no logout")
        .map(drop)
}

fn the_end_of_a_session_is_seen_by_asking(world: &World) -> Result<()> {
    let token = world.log_in()?;
    let id = text(&world.get(&format!("sessions/{token}"))?.with(200)?, "id")?;
    let gone = world.call("DELETE", &format!("sessions/{id}"), &Value::Null)?;
    ensure!(gone.with(204)?.is_null(), "a 204 has no body");
    world.get(&format!("sessions/{token}"))?.with(404)?;
    world.get(&format!("sessions/{id}"))?.with(404)?;
    let token = world.log_in()?;
    world.advance(360 * 60 + 1)?;
    world.get(&format!("sessions/{token}"))?.with(404).map(drop)
}

fn the_deletion_of_a_user_is_seen_by_asking(world: &World) -> Result<()> {
    let token = world.log_in()?;
    world.call("DELETE", "users/ada", &Value::Null)?.with(204)?;
    world.get(&format!("sessions/{token}"))?.with(404)?;
    world.get("users/ada")?.with(404).map(drop)
}

fn a_wrong_api_key_is_a_403_with_a_reason(world: &World) -> Result<()> {
    let token = world.log_in()?;
    for key in ["ko_another", ""] {
        let answer = world.send("GET", &format!("sessions/{token}"), key, json!({}))?;
        text(&answer.with(403)?, "error")?;
    }
    Ok(())
}

fn a_user_is_created_read_changed_listed_and_deleted(world: &World) -> Result<()> {
    let created = world
        .call("POST", "users", &json!({ "user": grace() }))?
        .with(201)?;
    let path = format!("users/{}", text(&created, "id")?);
    ensure!(world.get(&path)?.with(200)? == created, "read as created");
    let change =
        json!({ "user": { "last_name": "Höpper", "custom": { "plan": ["gold", 1, null] } } });
    let changed = world.call("PUT", &path, &change)?.with(200)?;
    ensure!(
        changed["last_name"] == "Höpper" && changed["username"] == "grace",
        "{changed}"
    );
    ensure!(
        changed["custom"] == json!({ "plan": ["gold", 1, null] }),
        "{changed}"
    );
    let list = world.get("users?max_results=1")?.with(200)?;
    ensure!(list["more_results"] == true, "{list}");
    let after = text(&list["collection"][0], "id")?;
    let rest = world.get(&format!("users?after={after}"))?.with(200)?;
    ensure!(
        rest["collection"].as_array().map(Vec::len) == Some(1),
        "{rest}"
    );
    world.call("DELETE", &path, &Value::Null)?.with(204)?;
    world.get(&path)?.with(404).map(drop)
}

fn broken_rules_are_a_hash_of_sentences(world: &World) -> Result<()> {
    let mut taken = grace();
    taken["username"] = json!("ada");
    taken["password"] = json!("short");
    let body = world
        .call("POST", "users", &json!({ "user": taken }))?
        .with(422)?;
    let expected = json!({
        "username": ["Username has already been taken"],
        "password": ["Password is too short (minimum is 8 characters)"],
    });
    ensure!(body["errors"] == expected, "{body}");
    Ok(())
}

fn a_username_of_any_characters_names_its_user(world: &World) -> Result<()> {
    for (n, name) in [
        "a/b c?d#e%f+g&h",
        "émile@büro",
        "%2e%2e",
        "京 'x' \"y\"",
        "a%2Fb",
        "x;y=z,~",
    ]
    .into_iter()
    .enumerate()
    {
        let mut user = grace();
        user["username"] = json!(name);
        user["email"] = json!(format!("user{n}@example.test"));
        let created = world
            .call("POST", "users", &json!({ "user": user }))?
            .with(201)?;
        let path = format!("users/{}", world.escaped(name)?);
        let read = world
            .get(&path)?
            .with(200)
            .with_context(|| name.to_owned())?;
        ensure!(read == created, "{name}: {read}");
    }
    Ok(())
}

fn a_form_is_taken_like_json(world: &World) -> Result<()> {
    let form = json!({ "user[username]": "grace", "user[email]": "grace@example.test",
        "user[password]": "compiler & 100% of it + more", "user[last_name]": "Höpper" });
    let created = world
        .send("POST", "users", API_KEY, json!({ "form": form }))?
        .with(201)?;
    ensure!(created["last_name"] == "Höpper", "{created}");
    let check = json!({ "password": "compiler & 100% of it + more" });
    world
        .call("POST", "users/grace/authenticate", &check)?
        .with(200)
        .map(drop)
}

fn a_signup_token_becomes_a_user_with_a_session(world: &World) -> Result<()> {
    let parked = world
        .call("POST", "user_tokens", &json!({ "user_token": grace() }))?
        .with(201)?;
    let token = text(&parked, "id")?;
    let user = world
        .call("POST", "users", &json!({ "user": { "token": token } }))?
        .with(201)?;
    let body = json!({ "session": { "user_id": user["id"] },
        "request": { "ip": "192.0.2.10", "client": "Mozilla/5.0" } });
    let session = world.call("POST", "sessions", &body)?.with(201)?;
    let claims = world.verified(&text(&session, "token")?)?;
    ensure!(claims["uid"] == user["id"], "{claims}");
    let again = world.call("POST", "users", &json!({ "user": { "token": token } }))?;
    again.with(422)?;
    let wrong = world.call(
        "POST",
        "users/grace/authenticate",
        &json!({ "password": PASSWORD }),
    )?;
    text(&wrong.with(401)?, "error").map(drop)
}
