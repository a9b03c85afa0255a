//! The real program, started by a test and ended with it.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;
use tokio::net::TcpSocket;

pub fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_loginrocket-emulator"))
}

/// Serves on free ports until dropped.
pub struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
    pub login: SocketAddr,
    pub api: SocketAddr,
}

impl Program {
    pub fn serve(arguments: &[&str]) -> Self {
        let mut command = program();
        for flag in ["--login-port", "--api-port"] {
            if !arguments.contains(&flag) {
                command.args([flag, "0"]);
            }
        }
        let mut child = command
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut address = |label: &str| loop {
            let mut line = String::new();
            let read = output.read_line(&mut line).unwrap();
            assert!(read > 0, "ended without {label}");
            if line.contains(label) {
                let (_, rest) = line.split_once("http://").unwrap();
                break rest.split('/').next().unwrap().parse().unwrap();
            }
        };
        let login = address("LoginRocket  http");
        let api = address("Core API");
        Self {
            child,
            output,
            login,
            api,
        }
    }

    /// The same without a log, on a database file, which gets the seed if it is new.
    pub fn on(database: &TempFile, seed: &TempFile) -> Self {
        let (database, seed) = (database.path(), seed.path());
        Self::serve(&["--seed", seed, "--database", database, "--log", "off"])
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// At once, as by `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// By SIGTERM; gives what it logged.
    #[cfg(unix)]
    pub fn end(mut self) -> String {
        signal("TERM", self.id());
        let mut log = String::new();
        let mut errors = self.child.stderr.take().unwrap();
        errors.read_to_string(&mut log).unwrap();
        assert!(self.child.wait().unwrap().success(), "{log}");
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        assert!(rest.contains("stopped"), "{rest}");
        log
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
pub fn signal(name: &str, id: u32) {
    let sent = Command::new("kill")
        .args(["-s", name, &id.to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}

/// A port that refuses connections and that the system gives to nobody else. A program that is given its number
/// can still listen on it, as both sides allow the reuse of the address.
pub struct ClosedPort(TcpSocket);

impl ClosedPort {
    pub fn new() -> Self {
        Self::at(SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    /// A certain one, on which nobody may listen.
    pub fn at(address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        socket.bind(address).unwrap();
        Self(socket)
    }

    pub fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }
}

/// A file in the temporary folder that goes with its owner, with what SQLite puts beside it.
pub struct TempFile(pub PathBuf);

impl TempFile {
    pub fn new(name: &str) -> Self {
        let file = format!("emulator-{}-{name}", std::process::id());
        Self(std::env::temp_dir().join(file))
    }

    pub fn holding(name: &str, document: &Value) -> Self {
        let file = Self::new(name);
        std::fs::write(&file.0, document.to_string()).unwrap();
        file
    }

    pub fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let mut path = self.0.clone().into_os_string();
            path.push(suffix);
            let _ = std::fs::remove_file(path);
        }
    }
}
