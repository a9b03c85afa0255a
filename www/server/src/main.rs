//! The command line of the demo app.

use std::io::IsTerminal;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::ExitCode;

use authrocket_demo::{Config, Secret, Verify, start};
use clap::Parser;
use url::Url;

/// The demo app: pages with login and signup forms, and the app server that takes the token.
///
/// Without further settings it talks to the emulator with the realms of www/seed.json. With AUTHROCKET_API_KEY,
/// AUTHROCKET_REALM and AUTHROCKET_JWT_SECRET its first realm is one of yours.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Address to listen on
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Port to listen on
    #[arg(long, default_value_t = 4100)]
    port: u16,
    /// LoginRocket, as the browser reaches it
    #[arg(long, default_value = "http://localhost:4101/")]
    login_url: Url,
    /// The Core API, as this server reaches it
    #[arg(long, default_value = "http://127.0.0.1:4102/v1/")]
    api_url: Url,
    /// How logins are verified at the start
    #[arg(long, value_enum, default_value_t = Verify::Session)]
    verify: Verify,
    /// Folder with the built library
    #[arg(long, default_value = "pkg")]
    bundle: PathBuf,
    /// Folder with pages/ and assets/
    #[arg(long, default_value = "www")]
    site: PathBuf,
    /// jQuery, for the old-style page
    #[arg(long, default_value = "node_modules/jquery/dist/jquery.min.js")]
    jquery: PathBuf,
    /// Mark the session cookie Secure, for an app behind https
    #[arg(long)]
    secure_cookie: bool,
    /// The app's key for the Core API
    #[arg(long, env = "AUTHROCKET_API_KEY", hide_env_values = true)]
    api_key: Option<String>,
    /// Id of the first realm
    #[arg(long, env = "AUTHROCKET_REALM")]
    realm: Option<String>,
    /// Secret that signs the first realm's JWTs
    #[arg(long, env = "AUTHROCKET_JWT_SECRET", hide_env_values = true)]
    jwt_secret: Option<String>,
}

impl Arguments {
    fn into_config(self) -> Config {
        let mut config = Config {
            host: self.host,
            port: self.port,
            login_url: self.login_url,
            api_url: self.api_url,
            verify: self.verify,
            bundle: self.bundle,
            site: self.site,
            jquery: self.jquery,
            secure_cookie: self.secure_cookie,
            ..Config::default()
        };
        if let Some(key) = self.api_key {
            config.api_key = Secret::new(key);
        }
        if let Some(realm) = config.realms.first_mut() {
            if let Some(id) = self.realm {
                realm.id = id;
            }
            if let Some(secret) = self.jwt_secret {
                realm.jwt_secret = Secret::new(secret);
            }
        }
        config
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let colours = std::io::stdout().is_terminal();
    tracing_subscriber::fmt()
        .with_target(false)
        .with_ansi(colours)
        .init();
    let config = Arguments::parse().into_config();
    if !config.bundle.join("authrocket.js").is_file() {
        let bundle = config.bundle.display();
        tracing::warn!(
            "no authrocket.js in {bundle}: build the library, or name its folder with --bundle"
        );
    }
    let running = match start(config).await {
        Ok(running) => running,
        Err(error) => {
            eprintln!("authrocket-demo: {error}");
            return ExitCode::from(2);
        }
    };
    tracing::info!(
        "the demo app is at http://localhost:{}/",
        running.addr().port()
    );
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::error!("cannot wait for Ctrl-C: {error}");
    }
    running.stop().await;
    ExitCode::SUCCESS
}
