//! Serving until stopped. Tested in `tests/api/cli/flags.rs`.

use std::process::ExitCode;

use loginrocket_emulator::{Running, start};
use tracing_subscriber::filter::LevelFilter;

use super::{Flags, log, say};

const PORTS: (u16, u16) = (4101, 4102);

/// Serves until Ctrl-C or SIGTERM.
///
/// # Errors
/// Why it cannot, in one line.
pub async fn serve(flags: Flags) -> Result<ExitCode, String> {
    log::start(flags.log_format, flags.log.clone(), LevelFilter::INFO);
    let running = start(flags.config(PORTS)?)
        .await
        .map_err(|error| error.to_string())?;
    let end = end().map_err(|cause| format!("cannot listen for signals: {cause}"))?;
    announce(&running);
    end.await;
    running.stop().await;
    say("stopped");
    Ok(ExitCode::SUCCESS)
}

fn announce(running: &Running) {
    let (login, api) = (running.login_addr(), running.api_addr());
    let port = login.port();
    say("LoginRocket emulator (AuthRocket 1 and 2), for development and tests only");
    say(&format!(
        "  LoginRocket  http://{login}/  (an app: http://SUBDOMAIN.localhost:{port}/, of version 2: http://SUBDOMAIN.e2.localhost:{port}/)"
    ));
    say(&format!(
        "  Core API     http://{api}/v1/  (version 2: http://{api}/v2/)"
    ));
    say(&format!("  Control      http://{login}/_emulator/"));
}

// Listens for the signals at once, so that one that comes right after the banner is not missed.
#[cfg(unix)]
fn end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn end() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
