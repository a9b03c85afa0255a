//! `cargo xtask bench emulator`: what the emulator costs, as figures and against an empty axum route and the bare
//! password hash. Nothing here fails for being slow: figures depend on the machine.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Options;
use super::http::{Figures, Request, load};
use super::server::{Server, example};
use crate::process::{command, output, run};

const KEY: &str = "ko_bench";
const REALM: &str = "rl_bench";
const PASSWORD: &str = "bench password";
const USERS: usize = 100_000;
const STARTS: usize = 5;

/// Measures and prints.
pub fn bench(options: &Options) -> Result<()> {
    run(command("cargo").args([
        "build",
        "--release",
        "--locked",
        "-p",
        "loginrocket-emulator",
        "--bins",
        "--examples",
    ]))?;
    let files = Files::new()?;
    println!(
        "\n{} clients, {} s each, a connection for each request, all on one machine\n",
        options.clients, options.seconds
    );
    println!(
        "{:<46} {:>9} {:>8} {:>8} {:>8} {:>14}",
        "", "per s", "p50 ms", "p95 ms", "p99 ms", "server µs each"
    );
    let base = Base::measure(options)?;
    let small = files.path("small.json");
    std::fs::write(&small, seed(1, &base.hash).to_string())?;
    println!("start-up, empty: {} ms", start_up(&[])?.as_millis());
    let emulator = Server::emulator(&["--seed", &small])?;
    verifications(options, &emulator, &base, "in memory, 1 user")?;
    drop(emulator);
    many_users(options, &files, &base)
}

fn many_users(options: &Options, files: &Files, base: &Base) -> Result<()> {
    let (large, database) = (files.path("large.json"), files.path("large.sqlite"));
    std::fs::write(&large, seed(USERS, &base.hash).to_string())?;
    let begun = Instant::now();
    let seeded = Server::emulator(&["--seed", &large, "--database", &database])?;
    let seconds = begun.elapsed().as_secs_f64();
    println!("seeding {USERS} users into a file: {seconds:.1} s");
    drop(seeded);
    let flags = ["--database", &database];
    println!(
        "start-up with {USERS} users: {} ms",
        start_up(&flags)?.as_millis()
    );
    let emulator = Server::emulator(&flags)?;
    let before = emulator.memory();
    verifications(options, &emulator, base, "file, 100,000 users")?;
    match (before, emulator.memory()) {
        (Some(before), Some(after)) => println!(
            "memory (RSS) with {USERS} users: {} MiB after the start, {} MiB after the load",
            before / 1024,
            after / 1024
        ),
        _ => println!("memory: not known on this system"),
    }
    Ok(())
}

// The figures to compare with.
struct Base {
    route: Figures,
    hash: String,
    hashes_per_second: f64,
}

impl Base {
    fn measure(options: &Options) -> Result<Self> {
        let server = Server::start(&mut example("bench_base", &["route"]), "")?;
        let route = measure(options, &server, &Request::get("/", &[]))?;
        route.print("empty axum route", None);
        let seconds = options.seconds.to_string();
        let clients = options.clients.to_string();
        let printed = output(&mut example("bench_base", &["hash", &seconds, &clients]))?;
        let mut lines = printed.lines();
        let hash = lines.next().context("no hash")?.to_owned();
        let count: f64 = lines.next().context("no count")?.parse()?;
        let hashes_per_second = count / Duration::from_secs(options.seconds).as_secs_f64();
        println!("{:<46} {hashes_per_second:>9.1}", "bare argon2id hash");
        Ok(Self {
            route,
            hash,
            hashes_per_second,
        })
    }
}

fn verifications(options: &Options, server: &Server, base: &Base, label: &str) -> Result<()> {
    let login = format!("username=user0&password={}", PASSWORD.replace(' ', "+"));
    let login = Request::form("/v1/login", &login);
    let answer: Value = serde_json::from_str(&login.body_of(server.login)?)?;
    let token = answer["token"].as_str().context("no login token")?;
    let headers = [("x-authrocket-api-key", KEY), ("x-authrocket-realm", REALM)];
    let by_token = Request::get(&format!("/v1/sessions/{token}"), &headers);
    let session: Value = serde_json::from_str(&by_token.body_of(server.api)?)?;
    let id = session["id"].as_str().context("no session id")?;
    let by_id = Request::get(&format!("/v1/sessions/{id}"), &headers);
    for (name, request) in [("kss_ id", &by_id), ("login token", &by_token)] {
        let figures = measure(options, server, request)?;
        let label = format!("session by {name} ({label})");
        figures.print(&label, Some(&base.route));
    }
    let figures = load(
        server.login,
        &login,
        options.clients,
        Duration::from_secs(options.seconds),
    )?;
    figures.print(&format!("login ({label})"), None);
    println!(
        "  {:.2} of the bare hash's rate",
        figures.per_second / base.hashes_per_second
    );
    Ok(())
}

fn measure(options: &Options, server: &Server, request: &Request) -> Result<Figures> {
    let time = Duration::from_secs(options.seconds);
    // Warms caches and pools.
    load(server.api, request, options.clients, time / 5)?;
    let before = server.cpu();
    let mut figures = load(server.api, request, options.clients, time)?;
    figures.server_us = before
        .zip(server.cpu())
        .map(|(before, after)| (after - before).as_secs_f64() * 1e6 / figures.count.max(1) as f64);
    Ok(figures)
}

fn start_up(flags: &[&str]) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let begun = Instant::now();
        let server = Server::emulator(flags)?;
        times.push(begun.elapsed());
        drop(server);
    }
    times.sort();
    times.get(STARTS / 2).copied().context("no start")
}

fn seed(users: usize, hash: &str) -> Value {
    let users: Vec<Value> = (0..users)
        .map(|number| {
            json!({"username": format!("user{number}"), "email": format!("user{number}@example.test"),
                "first_name": "Bench", "last_name": format!("User {number}"), "password_hash": hash})
        })
        .collect();
    json!({"api_keys": [{"key": KEY}], "realms": [{"id": REALM, "users": users,
        "apps": [{"name": "Bench", "subdomain": "bench", "login_handler": "http://localhost/login"}]}]})
}

// A folder that is deleted when dropped.
struct Files(PathBuf);

impl Files {
    fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
