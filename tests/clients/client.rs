//! The clients, and how a test tells one what to do: a JSON object a line in, another out.

use std::fmt;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// What a client's program is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Node,
    Python,
    Ruby,
    Perl,
}

/// A pair of libraries of one language.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    pub language: Language,
    /// The library that verifies tokens.
    pub jwt: &'static str,
    /// The library that sends requests.
    pub http: &'static str,
}

const fn client(language: Language, jwt: &'static str, http: &'static str) -> Client {
    Client {
        language,
        jwt,
        http,
    }
}

/// All of them.
pub const CLIENTS: [Client; 6] = [
    client(Language::Node, "jsonwebtoken", "fetch"),
    client(Language::Node, "jose", "axios"),
    client(Language::Python, "PyJWT", "requests"),
    client(Language::Python, "joserfc", "httpx"),
    client(Language::Ruby, "jwt", "Net::HTTP"),
    client(Language::Perl, "Crypt::JWT", "HTTP::Tiny"),
];

impl Language {
    pub fn name(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Python => "python",
            Self::Ruby => "ruby",
            Self::Perl => "perl",
        }
    }

    fn command(self) -> Command {
        let (program, file): (PathBuf, &str) = match self {
            Self::Node => ("node".into(), "client.mjs"),
            Self::Python => (root().join("target/clients/python/bin/python"), "client.py"),
            Self::Ruby => ("ruby".into(), "client.rb"),
            Self::Perl => ("perl".into(), "client.pl"),
        };
        let mut command = Command::new(program);
        command.arg(file).current_dir(root().join("tests/clients"));
        command
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl Client {
    /// Whether the AuthRocket client of the Python registry is at hand; one of the two is enough.
    pub fn has_python_package(self) -> bool {
        self.jwt == "PyJWT"
    }
}

impl fmt::Display for Client {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}::{}+{}", self.language.name(), self.jwt, self.http)
    }
}

/// A client's program, running; it ends with its input.
pub struct Started {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Started {
    pub fn new(client: Client) -> Result<Self> {
        let mut command = client.language.command();
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| {
                format!("cannot start {client}: `cargo xtask setup --tests` installs it")
            })?;
        let output = child.stdout.take().context("no output")?;
        Ok(Self {
            input: child.stdin.take(),
            output: BufReader::new(output),
            child,
        })
    }

    /// What the program answers.
    pub fn ask(&mut self, command: &Value) -> Result<Value> {
        let input = self.input.as_mut().context("no input")?;
        writeln!(input, "{command}").context("the client has ended; what it said is above")?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let answer: Value = serde_json::from_str(&line)
            .context("the client has ended or said no JSON; what it said is above")?;
        match answer["failed"].as_str() {
            Some(why) => bail!("the client failed at {}: {why}", command["do"]),
            None => Ok(answer),
        }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
