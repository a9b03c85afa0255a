//! Logging in by each delivery, and what must not come of it.

use anyhow::{Result, ensure};
use axum::http::Method;
use serde_json::json;

use crate::Case;
use crate::sample_cases;
use crate::world::{Verify, World};

pub fn cases() -> Vec<Case> {
    sample_cases![
        navigate_logs_in_and_leaves_the_address_with_the_token,
        the_session_has_a_new_id_after_a_login,
        post_logs_in,
        post_without_csrf_is_refused,
        fetch_is_told_where_to_go,
        fetch_may_carry_csrf_in_the_header,
        fetch_is_told_why_not,
        redir_is_followed_to_a_path,
        redir_never_leaves_the_site,
        an_outage_blames_nobody,
    ]
}

async fn navigate_logs_in_and_leaves_the_address_with_the_token(world: &World) -> Result<()> {
    let login = world.log_in().await?;
    let browser = world.visitor()?;
    let reply = browser.get(&login.path).await?;
    ensure!(matches!(reply.status, 302 | 303), "{reply:?}");
    ensure!(reply.location()? == "/account", "{reply:?}");
    ensure!(
        reply.header("cache-control").contains("no-store"),
        "{reply:?}"
    );
    let referrer = reply.header("referrer-policy");
    ensure!(
        ["same-origin", "no-referrer"].contains(&referrer),
        "{reply:?}"
    );
    let session = reply
        .cookies
        .iter()
        .find(|line| line.to_ascii_lowercase().contains("httponly"));
    let session = session
        .map(|line| line.to_ascii_lowercase())
        .unwrap_or_default();
    ensure!(session.contains("samesite=lax"), "{reply:?}");
    ensure!(
        !reply.cookies.join(" ").contains(&login.token),
        "the token is in a cookie"
    );
    ensure!(
        browser.is_logged_in_as("Ada Lovelace").await?,
        "not logged in"
    );
    Ok(())
}

async fn the_session_has_a_new_id_after_a_login(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    browser.get("/login").await?;
    let before = browser.cookies();
    ensure!(!before.is_empty(), "the login page has no session");
    browser.get(&world.log_in().await?.path).await?;
    ensure!(
        browser.is_logged_in_as("Ada Lovelace").await?,
        "not logged in"
    );
    let thief = world.visitor()?;
    thief.take_cookies(before);
    ensure!(
        thief.is_nobody().await?,
        "the session of before the login is logged in"
    );
    Ok(())
}

async fn post_logs_in(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    let (name, csrf) = browser.csrf("/login").await?;
    let token = world.log_in().await?.token;
    let reply = browser
        .post("/login", &[("token", &token), (name, &csrf)])
        .await?;
    ensure!(
        matches!(reply.status, 302 | 303) && reply.location()? == "/account",
        "{reply:?}"
    );
    ensure!(
        browser.is_logged_in_as("Ada Lovelace").await?,
        "not logged in"
    );
    Ok(())
}

async fn post_without_csrf_is_refused(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    let (name, _) = browser.csrf("/login").await?;
    let token = world.log_in().await?.token;
    for fields in [
        vec![("token", token.as_str())],
        vec![("token", &token), (name, "guessed")],
    ] {
        let reply = browser.post("/login", &fields).await?;
        ensure!(reply.is_refusal(), "{reply:?}");
        ensure!(browser.is_nobody().await?, "logged in without a CSRF value");
    }
    Ok(())
}

async fn fetch_is_told_where_to_go(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    let (name, csrf) = browser.csrf("/login").await?;
    let token = world.log_in().await?.token;
    let reply = browser
        .fetch("/login", &[("token", &token), (name, &csrf)])
        .await?;
    ensure!(
        reply.status == 200 && reply.json()? == json!({ "redirect": "/account" }),
        "{reply:?}"
    );
    ensure!(
        browser.is_logged_in_as("Ada Lovelace").await?,
        "not logged in"
    );
    Ok(())
}

async fn fetch_may_carry_csrf_in_the_header(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    let (_, csrf) = browser.csrf("/login").await?;
    let token = world.log_in().await?.token;
    let reply = browser
        .fetch_with_header("/login", &csrf, &[("token", &token)])
        .await?;
    ensure!(reply.status == 200, "{reply:?}");
    ensure!(
        browser.is_logged_in_as("Ada Lovelace").await?,
        "not logged in"
    );
    Ok(())
}

async fn fetch_is_told_why_not(world: &World) -> Result<()> {
    let browser = world.visitor()?;
    let (name, csrf) = browser.csrf("/login").await?;
    let reply = browser
        .fetch("/login", &[("token", "no.such.login"), (name, &csrf)])
        .await?;
    let error = reply.json()?["error"]
        .as_str()
        .map(str::to_owned)
        .unwrap_or_default();
    ensure!(reply.is_refusal() && !error.is_empty(), "{reply:?}");
    // The form keeps the token and the CSRF value for a second try.
    let token = world.log_in().await?.token;
    let reply = browser
        .fetch("/login", &[("token", &token), (name, &csrf)])
        .await?;
    ensure!(reply.status == 200, "{reply:?}");
    Ok(())
}

async fn redir_is_followed_to_a_path(world: &World) -> Result<()> {
    let path = world.log_in().await?.path;
    let reply = world
        .visitor()?
        .get(&format!("{path}&redir=%2Forders%3Fpage%3D2"))
        .await?;
    ensure!(reply.location()? == "/orders?page=2", "{reply:?}");
    Ok(())
}

async fn redir_never_leaves_the_site(world: &World) -> Result<()> {
    let elsewhere = [
        "https%3A%2F%2Fevil.test%2F",
        "%2F%2Fevil.test%2F",
        "%2F%5Cevil.test",
        "%2F%09%2Fevil.test",
        "%2F.%2F%2Fevil.test",
        "javascript%3Aalert(1)",
        "evil.test",
        "%2Fa%0D%0ASet-Cookie%3A+x%3D1",
    ];
    for redir in elsewhere {
        let path = world.log_in().await?.path;
        let reply = world
            .visitor()?
            .get(&format!("{path}&redir={redir}"))
            .await?;
        let location = reply.location()?;
        let is_own = location.starts_with('/')
            && !location.starts_with("//")
            && !location.contains(['\\', '\t']);
        ensure!(is_own, "redir={redir} leads to {location}");
        ensure!(
            !reply.cookies.iter().any(|line| line.starts_with("x=")),
            "redir={redir} set a cookie"
        );
    }
    Ok(())
}

async fn an_outage_blames_nobody(world: &World) -> Result<()> {
    if world.verify == Verify::Local {
        return Ok(()); // Nobody is asked, so nobody can be out.
    }
    let token = world.log_in().await?.token;
    let path = format!("/{}/sessions/*", world.version.name());
    let broken = [
        json!({ "path": path, "fault": "status", "status": 500, "times": 1, "port": "api" }),
        json!({ "path": path, "fault": "status", "status": 403, "times": 1, "port": "api" }),
        json!({ "path": path, "fault": "status", "status": 429, "times": 1, "port": "api" }),
        json!({ "path": path, "fault": "drop", "times": 1, "port": "api" }),
        json!({ "path": path, "fault": "body", "body": "<p>proxy</p>", "times": 1, "port": "api" }),
    ];
    let browser = world.visitor()?;
    for fault in broken {
        world
            .emulator(Method::POST, "faults", fault.clone())
            .await?;
        let reply = browser.get(&format!("/login?token={token}")).await?;
        ensure!(reply.status == 503, "{fault}: {reply:?}");
        ensure!(browser.is_nobody().await?, "{fault}: logged in");
    }
    let reply = browser.get(&format!("/login?token={token}")).await?;
    ensure!(reply.status / 100 == 3, "the outage is over: {reply:?}");
    Ok(())
}
