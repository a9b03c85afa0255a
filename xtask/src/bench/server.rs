//! A server under measurement: started from the release build, stopped when dropped, with its processor time and memory.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process::built;

/// An example of the release build, with arguments.
pub fn example(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(built("release", Path::new("examples").join(name)));
    command.args(arguments);
    command
}

/// A running server.
pub struct Server {
    child: Child,
    /// Where LoginRocket listens.
    pub login: SocketAddr,
    /// Where the Core API, or the only route, is.
    pub api: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// The emulator on free ports, ready.
    pub fn emulator(flags: &[&str]) -> Result<Self> {
        let mut command = Command::new(built("release", "loginrocket-emulator"));
        command.args(["--login-port", "0", "--api-port", "0"]);
        command.args(flags);
        let mut server = Self::start(&mut command, "LoginRocket  http://")?;
        std::mem::swap(&mut server.login, &mut server.api);
        server.api = server.told("Core API     http://")?;
        Ok(server)
    }

    /// A program that prints an address after `label`.
    pub fn start(command: &mut Command, label: &str) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {command:?}"))?;
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut server = Self {
            child,
            login: nowhere,
            api: nowhere,
        };
        server.api = server.told(label)?;
        Ok(server)
    }

    // Byte by byte, so that later lines stay where they are.
    fn told(&mut self, label: &str) -> Result<SocketAddr> {
        let output = self.child.stdout.as_mut().context("no output")?;
        let mut lines = BufReader::with_capacity(1, output);
        loop {
            let mut line = String::new();
            let read = lines.read_line(&mut line)?;
            anyhow::ensure!(
                read > 0,
                "it ended at once: see what it says when started by hand"
            );
            if let Some((_, rest)) = line.trim().split_once(label) {
                let address = rest.split('/').next().unwrap_or_default();
                return Ok(address.parse()?);
            }
        }
    }

    /// Processor time used so far.
    pub fn cpu(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // After the name, which may hold blanks.
        let (_, rest) = stat.rsplit_once(')')?;
        let mut fields = rest.split_whitespace().skip(11);
        let user: u64 = fields.next()?.parse().ok()?;
        let system: u64 = fields.next()?.parse().ok()?;
        // Ticks of a hundredth of a second on every Linux.
        Some(Duration::from_millis((user + system) * 10))
    }

    /// Resident memory in KiB.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }
}
