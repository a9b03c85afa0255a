//! The ready probe, for scripts. Tested in `tests/api/cli/exec.rs`.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, Instant};

use clap::Args;

const BETWEEN_TRIES: Duration = Duration::from_millis(50);
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// Which emulator, and how long to wait for it.
#[derive(Debug, Args)]
pub struct Options {
    /// Address it listens on
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Port of its LoginRocket API
    #[arg(long, default_value_t = 4101)]
    login_port: u16,
    /// Ask again for so many seconds until it answers
    #[arg(long, value_name = "SECONDS", default_value_t = 0.0)]
    wait: f64,
}

/// Asks, until the time is over. The status says the answer.
pub fn ready(options: &Options) -> Result<ExitCode, String> {
    let wait = Duration::try_from_secs_f64(options.wait)
        .map_err(|_| "--wait must be a number of seconds".to_owned())?;
    let address = SocketAddr::new(options.host, options.login_port);
    let begun = Instant::now();
    loop {
        if answers(address) {
            super::say("ready");
            return Ok(ExitCode::SUCCESS);
        }
        if begun.elapsed() >= wait {
            eprintln!("loginrocket-emulator: nothing that is ready answers at {address}");
            return Ok(ExitCode::FAILURE);
        }
        sleep(BETWEEN_TRIES);
    }
}

fn answers(address: SocketAddr) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect_timeout(&address, ANSWER_WITHIN)?;
        stream.set_read_timeout(Some(ANSWER_WITHIN))?;
        stream.write_all(b"GET /_emulator/ready HTTP/1.1\r\nhost: localhost\r\n\r\n")?;
        let mut answer = String::new();
        // Bounded, since anything may listen there.
        stream.take(4096).read_to_string(&mut answer)?;
        Ok::<_, std::io::Error>(answer)
    };
    ask().is_ok_and(|answer| {
        answer.starts_with("HTTP/1.1 200 ") && answer.contains(r#""ready":true"#)
    })
}
