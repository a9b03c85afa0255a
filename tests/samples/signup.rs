//! Signup tokens: parked, confirmed, turned into a user once.

use anyhow::{Result, ensure};
use axum::http::Method;
use serde_json::{Value, json};

use crate::Case;
use crate::sample_cases;
use crate::visitor::{Reply, Visitor, csrf_in};
use crate::world::World;

pub fn cases() -> Vec<Case> {
    sample_cases![
        a_signup_token_becomes_a_user_when_the_app_says_so,
        a_signup_token_arrives_by_fetch,
        a_signup_token_arrives_at_the_login_handler,
        opening_the_address_makes_no_user,
        a_signup_needs_the_answer_and_the_csrf_value,
        a_signup_token_works_once,
        a_user_who_cannot_be_logged_in_yet_is_not_made_twice,
        an_unknown_signup_token_is_refused,
    ]
}

async fn users(world: &World) -> Result<usize> {
    let list = world.emulator(Method::GET, "users", Value::Null).await?;
    Ok(list["collection"].as_array().map_or(0, Vec::len))
}

/// The answer to the sample's question, as its page asks it.
async fn confirm(browser: &Visitor) -> Result<Reply> {
    let (name, csrf) = browser.csrf("/signup/confirm").await?;
    browser
        .post("/signup/confirm", &[("terms", "yes"), (name, &csrf)])
        .await
}

async fn a_signup_token_becomes_a_user_when_the_app_says_so(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    let reply = browser.get(&world.sign_up("Hopper").await?.path).await?;
    ensure!(reply.location()? == "/signup/confirm", "{reply:?}");
    let reply = confirm(&browser).await?;
    ensure!(reply.location()? == "/account", "{reply:?}");
    ensure!(browser.is_logged_in_as("Hopper").await?, "not logged in");
    ensure!(users(world).await? == 2, "no user");
    Ok(())
}

async fn a_signup_token_arrives_by_fetch(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    let (name, csrf) = browser.csrf("/signup").await?;
    let token = world.sign_up("Hopper").await?.token;
    let reply = browser
        .fetch("/signup", &[("token", &token), (name, &csrf)])
        .await?;
    ensure!(
        reply.status == 200 && reply.json()?["redirect"] == "/signup/confirm",
        "{reply:?}"
    );
    confirm(&browser).await?;
    ensure!(browser.is_logged_in_as("Hopper").await?, "not logged in");
    Ok(())
}

async fn a_signup_token_arrives_at_the_login_handler(world: &World) -> Result<()> {
    let token = world.sign_up("Hopper").await?.token;
    let reply = world
        .visitor()?
        .get(&format!("/login?token={token}"))
        .await?;
    ensure!(reply.location()? == "/signup/confirm", "{reply:?}");
    Ok(())
}

async fn opening_the_address_makes_no_user(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    let path = world.sign_up("Hopper").await?.path;
    browser.get(&path).await?;
    browser.get("/signup/confirm").await?;
    ensure!(users(world).await? == 1, "a link made a user");
    ensure!(browser.is_nobody().await?, "a link logged in");
    Ok(())
}

async fn a_signup_needs_the_answer_and_the_csrf_value(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    browser.get(&world.sign_up("Hopper").await?.path).await?;
    let (name, csrf) = browser.csrf("/signup/confirm").await?;
    for fields in [vec![("terms", "yes")], vec![(name, csrf.as_str())]] {
        let reply = browser.post("/signup/confirm", &fields).await?;
        ensure!(reply.is_refusal(), "{fields:?}: {reply:?}");
    }
    ensure!(users(world).await? == 1, "a user was made");
    ensure!(
        confirm(&browser).await?.location()? == "/account",
        "a second try does not work"
    );
    Ok(())
}

async fn a_signup_token_works_once(world: &World) -> Result<()> {
    let path = world.sign_up("Hopper").await?.path;
    let (first, second) = (world.visitor()?, world.visitor()?);
    first.get(&path).await?;
    second.get(&path).await?;
    confirm(&first).await?;
    let reply = confirm(&second).await?;
    ensure!(reply.status == 422, "{reply:?}");
    ensure!(csrf_in(&reply.text).is_some(), "no page: {reply:?}");
    ensure!(second.is_nobody().await?, "logged in with a used token");
    ensure!(users(world).await? == 2, "not one user");
    Ok(())
}

async fn a_user_who_cannot_be_logged_in_yet_is_not_made_twice(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    browser.get(&world.sign_up("Hopper").await?.path).await?;
    let fault = json!({ "path": "/v1/sessions", "fault": "status", "status": 500, "times": 1, "port": "api" });
    world.emulator(Method::POST, "faults", fault).await?;
    let reply = confirm(&browser).await?;
    ensure!(reply.status == 503, "{reply:?}");
    ensure!(users(world).await? == 2, "no user");
    let reply = browser.get("/signup/confirm").await?;
    ensure!(
        reply.location()? == "/signup",
        "the used token is offered again: {reply:?}"
    );
    Ok(())
}

async fn an_unknown_signup_token_is_refused(world: &World) -> Result<()> {
    for token in ["", "utk_", "utk_..%2F..%2Fusers", "kss_abc"] {
        let reply = world
            .visitor()?
            .get(&format!("/signup?token={token}"))
            .await?;
        ensure!(reply.is_refusal(), "{token}: {reply:?}");
    }
    let browser = world.visitor()?;
    browser
        .get("/signup?token=utk_0000000000000000000000")
        .await?;
    ensure!(
        confirm(&browser).await?.status == 422,
        "an unknown token is taken"
    );
    ensure!(users(world).await? == 1, "a user was made");
    Ok(())
}
