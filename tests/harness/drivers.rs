//! One WebDriver server and the sessions made with it.
//!
//! Owns the flags and capabilities of each browser, a home of its own for each (so that no profile, cache or setting of
//! the machine's user takes part), and readiness by asking `/status`. Tested by `tests/browser`.

use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::Command;
use std::sync::mpsc;

use anyhow::{Context as _, Result, bail};
use axum::http::Method;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::browsers::Browser;
use crate::http::Http;
use crate::output;
use crate::process::Process;
use crate::wait;

/// A running WebDriver server.
pub struct Driver {
    browser: Browser,
    url: String,
    // Order matters: processes end before the folder they write to is removed, the driver before its display.
    server: Process,
    _display: Option<Process>,
    home: TempDir,
}

/// Whether pages may run scripts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scripting {
    /// As every visitor has it.
    #[default]
    On,
    /// JavaScript switched off in the browser's own settings.
    Off,
}

/// How a visitor has set up the browser; by default as it comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visitor {
    /// Scripts.
    pub scripting: Scripting,
    /// Asks pages not to move: `prefers-reduced-motion: reduce`.
    pub reduced_motion: bool,
    /// Chooses the colours of all pages: `forced-colors: active`. WebKit has no such setting.
    pub forced_colours: bool,
    /// Likes dark pages: `prefers-color-scheme: dark`.
    pub dark: bool,
    /// Looks at the page inside another app, which says so in its name ([`IN_APP`]). WebKit has no such setting under a driver.
    pub in_app: bool,
}

/// What the built-in browser of a well-known app calls itself.
pub const IN_APP: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
     Mobile/15E148 [FBAN/FBIOS;FBAV/470.0.0.0;FBDV/iPhone15,2;FBLC/en_US]";

impl From<Scripting> for Visitor {
    fn from(scripting: Scripting) -> Self {
        Self {
            scripting,
            ..Self::default()
        }
    }
}

/// The context of an error: no browser window opened.
#[derive(Clone, Copy, Debug)]
pub struct NoSession;

impl fmt::Display for NoSession {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no browser window opened")
    }
}

/// How long a script or the loading of a page may take, in milliseconds: less than any wait of the tests, so that a command
/// that is left behind ends, and only a browser that does not answer at all counts as one.
const COMMAND_DEADLINE: u32 = 15_000;

impl Driver {
    /// Starts the driver and waits until it says it is ready.
    ///
    /// # Errors
    /// When a program is missing, or the driver ends or stays silent; its output is in the message.
    pub async fn start(browser: Browser) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("wd").tempdir()?;
        let port = free_port()?;
        let display = if browser == Browser::Webkit {
            Some(start_display(port)?)
        } else {
            None
        };
        let mut command = Command::new(browser.driver_program()?);
        match browser {
            Browser::Chromium | Browser::Webkit => command.arg(format!("--port={port}")),
            Browser::Firefox => command.args(["--port", &port.to_string()]),
        };
        for name in [
            "XDG_CONFIG_HOME",
            "XDG_CACHE_HOME",
            "XDG_DATA_HOME",
            "WAYLAND_DISPLAY",
            "DISPLAY",
        ] {
            command.env_remove(name);
        }
        command
            .env("HOME", home.path())
            .env("TMPDIR", home.path())
            .env("LC_ALL", "C.UTF-8");
        if let Some((_, number)) = &display {
            command.env("DISPLAY", format!(":{number}"));
        }
        let log = output::file("drivers", &format!("{}-{port}.log", browser.name()))?;
        let server = Process::start(&mut command, log, false)?;
        let url = format!("http://127.0.0.1:{port}");
        let mut driver = Self {
            browser,
            url,
            server,
            _display: display.map(|(process, _)| process),
            home,
        };
        driver.ready().await?;
        Ok(driver)
    }

    async fn ready(&mut self) -> Result<()> {
        let (http, status) = (Http::default(), format!("{}/status", self.url));
        let server = &mut self.server;
        let ready = wait::until(format!("{} to be ready", self.browser.name()), async || {
            if let Some(status) = server.ended() {
                return Ok(Some(Err(status)));
            }
            let answer = http.json(Method::GET, &status, &Value::Null).await?;
            Ok((answer["value"]["ready"] == true).then_some(Ok(())))
        });
        match ready.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(status)) => bail!(
                "{} ended: {status}\n{}",
                self.browser.name(),
                self.server.last_output()
            ),
            Err(error) => Err(error.context(self.server.last_output())),
        }
    }

    /// The browser this driver drives.
    #[must_use]
    pub const fn browser(&self) -> Browser {
        self.browser
    }

    /// The last lines the driver and its browser wrote.
    #[must_use]
    pub fn last_output(&self) -> String {
        self.server.last_output()
    }

    /// A new browser window with an empty profile.
    ///
    /// # Errors
    /// [`NoSession`] when the browser does not start; the driver's output is in the message.
    pub async fn session(&self, visitor: impl Into<Visitor>) -> Result<Client> {
        let visitor = visitor.into();
        if self.browser == Browser::Webkit {
            self.set_up_gtk(visitor)?;
        }
        let mut wanted = self.capabilities(visitor)?;
        let wanted = wanted
            .as_object_mut()
            .map(std::mem::take)
            .unwrap_or_default();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let session = tokio::time::timeout(
            wait::DEADLINE * 2,
            builder.capabilities(wanted).connect(&self.url),
        )
        .await;
        session
            .with_context(|| format!("{} took too long to start", self.browser.name()))
            .and_then(|started| {
                started.with_context(|| format!("{} did not start", self.browser.name()))
            })
            .with_context(|| self.server.last_output())
            .context(NoSession)
    }

    fn capabilities(&self, visitor: Visitor) -> Result<Value> {
        let binary = self.browser.program()?;
        let mut capabilities = match self.browser {
            Browser::Chromium => {
                let prefs = json!({"credentials_enable_service": false, "profile.password_manager_leak_detection": false});
                let args = chromium_flags(visitor);
                json!({"goog:chromeOptions": {"binary": binary, "args": args, "prefs": prefs}})
            }
            Browser::Firefox => {
                let prefs = firefox_prefs(visitor);
                json!({"moz:firefoxOptions": {"binary": binary, "args": ["-headless"], "prefs": prefs}})
            }
            Browser::Webkit => {
                // The scripts that the driver itself runs in the page are not switched off by this.
                let scripts = format!("--enable-javascript={}", visitor.scripting == Scripting::On);
                let mut args = vec!["--automation".to_owned(), scripts];
                if visitor.dark {
                    args.push("--dark-mode".to_owned());
                }
                json!({"webkitgtk:browserOptions": {"binary": binary, "args": args}})
            }
        };
        capabilities["timeouts"] =
            json!({"script": COMMAND_DEADLINE, "pageLoad": COMMAND_DEADLINE});
        Ok(capabilities)
    }

    /// GTK's own settings, which the browser reads when it starts: WebKit asks them whether the visitor likes motion, and
    /// its window can only be as narrow as a phone's when its tool bar is.
    fn set_up_gtk(&self, visitor: Visitor) -> Result<()> {
        let folder = self.home.path().join(".config/gtk-3.0");
        std::fs::create_dir_all(&folder)?;
        let animations = u8::from(!visitor.reduced_motion);
        let settings = format!("[Settings]\ngtk-enable-animations={animations}\n");
        std::fs::write(folder.join("settings.ini"), settings)?;
        let narrow = "button { padding: 0; margin: 0 -6px; min-width: 0; border-width: 0; }\n";
        std::fs::write(folder.join("gtk.css"), narrow)?;
        Ok(())
    }
}

// A fresh profile folder for each session is chromedriver's own habit; it lands in our TMPDIR.
fn chromium_flags(visitor: Visitor) -> Vec<String> {
    let common = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-background-timer-throttling",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1200,900",
    ];
    let wanted = [
        (
            visitor.scripting == Scripting::Off,
            "--blink-settings=scriptEnabled=false",
        ),
        (visitor.reduced_motion, "--force-prefers-reduced-motion"),
        (visitor.forced_colours, "--force-high-contrast"),
        (visitor.dark, "--force-dark-mode"),
    ];
    let wanted = wanted.iter().filter(|(on, _)| *on).map(|(_, flag)| flag);
    let mut flags: Vec<String> = common
        .iter()
        .chain(wanted)
        .map(ToString::to_string)
        .collect();
    if visitor.in_app {
        flags.push(format!("--user-agent={IN_APP}"));
    }
    flags
}

fn firefox_prefs(visitor: Visitor) -> Value {
    let mut prefs = json!({
        "javascript.enabled": visitor.scripting == Scripting::On,
        "signon.rememberSignons": false,
        "layout.css.prefers-color-scheme.content-override": u8::from(!visitor.dark),
        "ui.prefersReducedMotion": u8::from(visitor.reduced_motion),
        // A window from which another one took the focus would run its timers seconds late.
        "dom.min_background_timeout_value": 4,
        "dom.timeout.enable_budget_timer_throttling": false,
    });
    if visitor.in_app {
        prefs["general.useragent.override"] = json!(IN_APP);
    }
    if visitor.forced_colours {
        prefs["ui.useAccessibilityTheme"] = json!(1);
        prefs["browser.display.document_color_use"] = json!(2);
    }
    prefs
}

/// The size of the virtual display that WebKit's window is on.
pub const DISPLAY: (u32, u32) = (1280, 1024);

/// A port nobody listens on at this moment.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// A virtual display for the driver on a port. It chooses its number itself, and prints the number once it is ready.
fn start_display(port: u16) -> Result<(Process, u32)> {
    let program = crate::process::find_program(&["Xvfb"], &[]);
    let program =
        program.context("Xvfb was not found; `cargo xtask setup` installs it or says how to")?;
    let mut command = Command::new(program);
    let screen = format!("{}x{}x24", DISPLAY.0, DISPLAY.1);
    command.args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        &screen,
        "-nolisten",
        "tcp",
        "-noreset",
    ]);
    let log = output::file("drivers", &format!("display-{port}.log"))?;
    let mut display = Process::start(&mut command, log, true)?;
    let pipe = display.stdout().context("Xvfb has no output")?;
    let (said, line) = mpsc::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let _ = BufReader::new(pipe).read_line(&mut line);
        said.send(line)
    });
    let line = line.recv_timeout(wait::DEADLINE).unwrap_or_default();
    let number = line
        .trim()
        .parse()
        .with_context(|| format!("Xvfb did not start\n{}", display.last_output()))?;
    Ok((display, number))
}
