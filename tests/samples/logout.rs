//! Logging out: here, and at AuthRocket.

use anyhow::{Result, ensure};
use axum::http::Method;
use serde_json::{Value, json};

use crate::Case;
use crate::sample_cases;
use crate::world::World;

pub fn cases() -> Vec<Case> {
    sample_cases![
        logout_ends_both_sessions,
        logout_needs_a_post_with_the_csrf_value,
        logout_works_while_authrocket_is_down,
        nobody_sees_the_account_page,
    ]
}

async fn sessions(world: &World) -> Result<usize> {
    let list = world.emulator(Method::GET, "sessions", Value::Null).await?;
    Ok(list["collection"].as_array().map_or(0, Vec::len))
}

async fn logout_ends_both_sessions(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    browser.get(&world.log_in().await?.path).await?;
    ensure!(sessions(world).await? == 1, "no session at AuthRocket");
    let cookies = browser.cookies();
    let (name, csrf) = browser.csrf("/account").await?;
    let reply = browser.post("/logout", &[(name, &csrf)]).await?;
    ensure!(matches!(reply.status, 302 | 303), "{reply:?}");
    ensure!(browser.is_nobody().await?, "still logged in");
    ensure!(
        sessions(world).await? == 0,
        "the session at AuthRocket stands"
    );
    let thief = world.visitor()?;
    thief.take_cookies(cookies);
    ensure!(thief.is_nobody().await?, "a copy of the cookie still works");
    Ok(())
}

async fn logout_needs_a_post_with_the_csrf_value(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    browser.get(&world.log_in().await?.path).await?;
    browser.get("/logout").await?;
    ensure!(
        browser.post("/logout", &[]).await?.is_refusal(),
        "no CSRF value was asked for"
    );
    ensure!(
        browser.is_logged_in_as("Ada Lovelace").await?,
        "logged out by somebody else"
    );
    Ok(())
}

async fn logout_works_while_authrocket_is_down(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    browser.get(&world.log_in().await?.path).await?;
    let (name, csrf) = browser.csrf("/account").await?;
    let path = format!("/{}/sessions/*", world.version.name());
    let fault = json!({ "path": path, "fault": "drop", "times": 1, "port": "api" });
    world.emulator(Method::POST, "faults", fault).await?;
    let reply = browser.post("/logout", &[(name, &csrf)]).await?;
    ensure!(matches!(reply.status, 302 | 303), "{reply:?}");
    ensure!(browser.is_nobody().await?, "still logged in");
    Ok(())
}

async fn nobody_sees_the_account_page(world: &World) -> Result<()> {
    ensure!(
        world.visitor()?.is_nobody().await?,
        "somebody is logged in from the start"
    );
    Ok(())
}
