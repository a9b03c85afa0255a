//! A small HTTP client that makes load: one request a connection, like the emulator's callers.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// A request, ready to be sent.
pub struct Request(Vec<u8>);

impl Request {
    pub fn get(path: &str, headers: &[(&str, &str)]) -> Self {
        let mut text = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n");
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        Self(text.into_bytes())
    }

    pub fn form(path: &str, body: &str) -> Self {
        let text = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        Self(text.into_bytes())
    }

    /// The body of a 200.
    pub fn body_of(&self, address: SocketAddr) -> Result<String> {
        let mut answer = Vec::new();
        self.send(address, &mut answer)?;
        let text = String::from_utf8(answer)?;
        let (_, body) = text.split_once("\r\n\r\n").context("no body")?;
        Ok(body.to_owned())
    }

    fn send(&self, address: SocketAddr, answer: &mut Vec<u8>) -> Result<()> {
        answer.clear();
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(&self.0)?;
        stream.read_to_end(answer)?;
        ensure!(
            answer.starts_with(b"HTTP/1.1 200 "),
            "{}",
            String::from_utf8_lossy(answer)
        );
        Ok(())
    }
}

/// The measured figures.
pub struct Figures {
    pub count: usize,
    pub per_second: f64,
    percentiles: [Duration; 3],
    /// Processor time of the server for one request, in microseconds, where the system reports it.
    pub server_us: Option<f64>,
}

impl Figures {
    /// One line; against another, how many times its cost.
    pub fn print(&self, label: &str, base: Option<&Figures>) {
        let [p50, p95, p99] = self.percentiles.map(|time| time.as_secs_f64() * 1e3);
        let server = self.server_us.map(|us| format!("{us:.1}"));
        println!(
            "{label:<46} {:>9.1} {p50:>8.3} {p95:>8.3} {p99:>8.3} {:>14}",
            self.per_second,
            server.unwrap_or_default()
        );
        let Some(base) = base else {
            return;
        };
        let by_rate = base.per_second / self.per_second;
        let by_time = self
            .server_us
            .zip(base.server_us)
            .map(|(own, base)| own / base);
        println!(
            "  {by_rate:.2} times an empty route by rate, {} by the server's processor time",
            by_time.map_or("unknown".to_owned(), |ratio| format!("{ratio:.2}"))
        );
    }
}

/// Sends a request over and over, by several clients at once.
pub fn load(
    address: SocketAddr,
    request: &Request,
    clients: usize,
    time: Duration,
) -> Result<Figures> {
    let begun = Instant::now();
    let client = || -> Result<Vec<Duration>> {
        let mut times = Vec::new();
        let mut answer = Vec::new();
        while begun.elapsed() < time {
            let sent = Instant::now();
            request.send(address, &mut answer)?;
            times.push(sent.elapsed());
        }
        Ok(times)
    };
    let mut times = thread::scope(|scope| {
        let running: Vec<_> = (0..clients).map(|_| scope.spawn(client)).collect();
        let mut times = Vec::new();
        for thread in running {
            let ended = thread
                .join()
                .map_err(|_| anyhow::anyhow!("a client broke"))?;
            times.extend(ended?);
        }
        Ok::<_, anyhow::Error>(times)
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    times.sort();
    let at = |percent: usize| {
        let place = (times.len() * percent / 100).min(times.len().saturating_sub(1));
        times.get(place).copied().unwrap_or_default()
    };
    Ok(Figures {
        count: times.len(),
        per_second: times.len() as f64 / seconds,
        percentiles: [at(50), at(95), at(99)],
        server_us: None,
    })
}
