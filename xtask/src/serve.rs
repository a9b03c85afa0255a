//! `npm start`: builds the library, starts the emulator and the demo app, prints their addresses, and stops them together.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::build::{Flavour, build};
use crate::process::{built, command, run};
use crate::setup::{Scope, setup};

/// How long a server may take until it answers: the first start hashes the seeded users' passwords.
const READY_WITHIN: Duration = Duration::from_secs(60);

/// What the signal handler sends in the place of a server's name.
const STOPPED: &str = "";

/// Options of `serve`; the ports are those that the pages and the seed are given.
#[derive(clap::Args)]
pub struct Options {
    /// Port of the demo app
    #[arg(long, default_value_t = 4100)]
    port: u16,
    /// Port of the emulator's LoginRocket API and hosted pages
    #[arg(long, default_value_t = 4101)]
    login_port: u16,
    /// Port of the emulator's Core API
    #[arg(long, default_value_t = 4102)]
    api_port: u16,
    /// How the demo's server verifies a login token: session or jwt
    #[arg(long, default_value = "session")]
    verify: String,
    /// Keep the emulator's data in this file; without it, it is gone at the end
    #[arg(long)]
    database: Option<String>,
}

/// A server that ends with this process.
struct Server {
    name: &'static str,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs until a server ends, or this process is told to stop.
pub fn serve(options: &Options) -> Result<()> {
    setup(Scope::Start)?;
    build(Flavour::Release)?;
    run(command("cargo").args([
        "build",
        "--locked",
        "-p",
        "loginrocket-emulator",
        "-p",
        "authrocket-demo",
    ]))?;
    let (ended, wait) = channel();
    let stop = ended.clone();
    ctrlc::set_handler(move || {
        let _ = stop.send(STOPPED);
    })?;
    let _emulator = start(
        "emulator",
        &mut emulator(options),
        options.login_port,
        &ended,
    )?;
    let _demo = start("demo app", &mut demo(options), options.port, &ended)?;
    println!("{}", welcome(options));
    std::io::stdout().flush()?;
    match wait.recv() {
        Ok(STOPPED) => Ok(()),
        Ok(name) => bail!("the {name} has ended"),
        Err(_) => bail!("no server is left"),
    }
}

fn binary(name: &str) -> Command {
    let mut binary = command(&built("debug", name).to_string_lossy());
    binary.stdin(Stdio::null());
    binary
}

fn emulator(options: &Options) -> Command {
    let mut emulator = binary("loginrocket-emulator");
    emulator.args(["--login-port", &options.login_port.to_string()]);
    emulator.args(["--api-port", &options.api_port.to_string()]);
    emulator.args(["--seed", "www/seed.json", "--var"]);
    emulator.arg(format!("APP=http://localhost:{}", options.port));
    if let Some(file) = &options.database {
        emulator.args(["--database", file]);
    }
    emulator
}

fn demo(options: &Options) -> Command {
    let mut demo = binary("authrocket-demo");
    demo.args([
        "--port",
        &options.port.to_string(),
        "--verify",
        &options.verify,
    ]);
    demo.arg("--login-url")
        .arg(format!("http://localhost:{}", options.login_port));
    demo.arg("--api-url")
        .arg(format!("http://127.0.0.1:{}/v1/", options.api_port));
    demo
}

/// Starts a server and waits until it answers; its output is printed with its name before each line.
fn start(
    name: &'static str,
    command: &mut Command,
    port: u16,
    ended: &Sender<&'static str>,
) -> Result<Server> {
    command.stdout(Stdio::piped()).stderr(Stdio::inherit());
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start the {name}"))?;
    let output = child.stdout.take().context("no output")?;
    let ended = ended.clone();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            println!("{name}: {line}");
        }
        let _ = ended.send(name);
    });
    let mut server = Server { name, child };
    let start = Instant::now();
    while !answers(port) {
        if let Some(status) = server.child.try_wait()? {
            bail!(
                "the {} ended with {status}; see the line above",
                server.name
            );
        }
        if start.elapsed() > READY_WITHIN {
            bail!("the {} does not answer on port {port}", server.name);
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(server)
}

fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
        return false;
    };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let asked = stream.write_all(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
    asked.is_ok() && stream.read(&mut [0; 1]).is_ok_and(|count| count > 0)
}

fn welcome(options: &Options) -> String {
    format!(
        "
  Open   http://localhost:{demo}/

  Seeded users, all in the realm of the first pages:
    ada    analytical engine       logs in with a password
    grace  nanoseconds of wire     and a code: http://localhost:{login}/_emulator/users/grace/totp
    alan   bombe at bletchley      is inactive

  LoginRocket API  http://demo.localhost:{login}/v1/   (also demo-org, demo-token)
  Core API         http://127.0.0.1:{api}/v1/
  What happens     http://localhost:{login}/_emulator/       (requests, codes, mails, faults, clock)

  Ctrl-C ends all.
",
        demo = options.port,
        login = options.login_port,
        api = options.api_port,
    )
}
