//! The client for AuthRocket 1 in Python's registry, unmodified: a session of `requests` with headers, templates for
//! paths, and lists page by page.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use crate::Case;
use crate::client_cases;
use crate::world::{API_KEY, Answer, PASSWORD, REALM, World};

pub fn cases() -> Vec<Case> {
    client_cases![
        it_iterates_over_all_pages,
        it_iterates_over_an_empty_list,
        it_gets_a_user_by_a_template_whatever_the_name,
        it_creates_a_user,
        it_authenticates_a_user,
        it_authenticates_an_api_user_by_its_key,
        it_works_without_a_realm_of_its_own,
        it_verifies_a_session_and_ends_it,
    ]
}

fn pages(world: &World, path: &str, params: Value) -> Result<Vec<Value>> {
    let answer = world.ask(
        json!({ "do": "authrocket.pages", "url": world.api()?, "key": API_KEY, "realm": REALM,
        "path": path, "params": params }),
    )?;
    Ok(answer["items"].as_array().context("no items")?.clone())
}

fn request(world: &World, method: &str, path: &str, more: Value) -> Result<Answer> {
    let mut command = more;
    command["do"] = json!("authrocket.request");
    command["url"] = json!(world.api()?);
    command["key"] = json!(API_KEY);
    command["method"] = json!(method);
    command["path"] = json!(path);
    if command.get("realm").is_none() {
        command["realm"] = json!(REALM);
    }
    Answer::from(&world.ask(command)?)
}

fn add_user(world: &World, name: &str, n: usize) -> Result<Value> {
    let user =
        json!({ "username": name, "email": format!("user{n}@example.test"), "password": PASSWORD });
    request(world, "POST", "users", json!({ "json": { "user": user } }))?.with(201)
}

fn it_iterates_over_all_pages(world: &World) -> Result<()> {
    let mut expected = vec!["ada".to_owned()];
    for n in 0..6 {
        add_user(world, &format!("user{n}"), n)?;
        expected.push(format!("user{n}"));
    }
    let all = pages(world, "users", json!({ "max_results": 3 }))?;
    let names: Vec<&str> = all
        .iter()
        .filter_map(|user| user["username"].as_str())
        .collect();
    ensure!(names == expected, "{names:?}");
    for name in ["Engine Co", "Difference Co", "Loom & Sons"] {
        let org = json!({ "json": { "org": { "name": name } } });
        request(world, "POST", "orgs", org)?.with(201)?;
    }
    let orgs = pages(world, "orgs", json!({ "max_results": 1 }))?;
    ensure!(
        orgs.len() == 3 && orgs[2]["name"] == "Loom & Sons",
        "{orgs:?}"
    );
    Ok(())
}

fn it_iterates_over_an_empty_list(world: &World) -> Result<()> {
    ensure!(pages(world, "orgs", json!({}))?.is_empty());
    ensure!(pages(world, "users", json!({ "user_type": "api" }))?.is_empty());
    Ok(())
}

fn it_gets_a_user_by_a_template_whatever_the_name(world: &World) -> Result<()> {
    for (n, name) in [
        "a/b c?d#e%f+g&h",
        "émile@büro",
        "{username}",
        "http://x:1/",
        "京",
    ]
    .into_iter()
    .enumerate()
    {
        let created = add_user(world, name, n)?;
        let named = json!({ "variables": { "username": name } });
        let read = request(world, "GET", "users/{username}", named)?.with(200)?;
        ensure!(read == created, "{name}: {read}");
    }
    let nobody = json!({ "variables": { "username": "no/body" } });
    request(world, "GET", "users/{username}", nobody)?
        .with(404)
        .map(drop)
}

fn it_creates_a_user(world: &World) -> Result<()> {
    let created = add_user(world, "grace", 1)?;
    ensure!(
        created["realm_id"] == REALM && created["object"] == "user",
        "{created}"
    );
    let again = json!({ "json": { "user": { "username": "grace" } } });
    let body = request(world, "POST", "users", again)?.with(422)?;
    ensure!(
        body["errors"]["username"] == json!(["Username has already been taken"]),
        "{body}"
    );
    Ok(())
}

fn it_authenticates_a_user(world: &World) -> Result<()> {
    let with = |password: &str| {
        let more = json!({ "json": { "password": password }, "variables": { "username": "ada" } });
        request(world, "POST", "users/{username}/authenticate", more)
    };
    let user = with(PASSWORD)?.with(200)?;
    let claims = world.verified(user["token"].as_str().context("no token")?)?;
    ensure!(claims["uid"] == user["id"], "{claims}");
    with("wrong")?.with(401)?;
    Ok(())
}

// Its documentation writes `key` where AuthRocket's own client writes `api_key`.
fn it_authenticates_an_api_user_by_its_key(world: &World) -> Result<()> {
    let robot = json!({ "json": { "user": { "user_type": "api", "username": "robot" } } });
    let robot = request(world, "POST", "users", robot)?.with(201)?;
    let key = robot["api_key"].as_str().context("no key")?;
    let with = |member: &str, key: &str| {
        let more = json!({ "json": { member: key } });
        request(world, "POST", "users/authenticate_key", more)
    };
    for member in ["key", "api_key"] {
        let user = with(member, key)?.with(200)?;
        let claims = world.verified(user["token"].as_str().context("no token")?)?;
        ensure!(
            claims["uid"] == robot["id"] && claims["un"] == "robot",
            "{claims}"
        );
        with(member, &format!("{key}x"))?.with(401)?;
    }
    request(
        world,
        "POST",
        "users/authenticate_key",
        json!({ "json": {} }),
    )?
    .with(400)
    .map(drop)
}

fn it_works_without_a_realm_of_its_own(world: &World) -> Result<()> {
    let nowhere = |path: &str| request(world, "GET", path, json!({ "realm": null }));
    let user = nowhere(&format!("users/ada?realm_id={REALM}"))?.with(200)?;
    ensure!(user["realm_id"] == REALM, "{user}");
    nowhere("users/ada?realm_id=rl_0NoSuchRealm")?
        .with(404)
        .map(drop)
}

fn it_verifies_a_session_and_ends_it(world: &World) -> Result<()> {
    let token = json!({ "variables": { "token": world.log_in()? } });
    let ask = |method: &str| request(world, method, "sessions/{token}", token.clone());
    ensure!(ask("GET")?.with(200)?["user"]["username"] == "ada");
    ask("DELETE")?.with(204)?;
    ask("GET")?.with(404).map(drop)
}
