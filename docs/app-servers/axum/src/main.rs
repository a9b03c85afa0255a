//! Starts the sample with what the environment says.

use app_server_axum::{Settings, app};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_lookup(|name| std::env::var(name).ok())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", settings.port)).await?;
    println!("http://localhost:{}/", settings.port);
    axum::serve(listener, app(settings)).await?;
    Ok(())
}
