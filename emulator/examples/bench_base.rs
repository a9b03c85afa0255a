//! What `cargo xtask bench emulator` compares the emulator with: an empty axum route on connections like the
//! emulator's (`route`), and the bare password hash (`hash SECONDS THREADS`).

use std::io::Write;
use std::time::{Duration, Instant};

use argon2::{Argon2, PasswordHasher};
use axum::Router;
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["route"] => {
            let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
            println!("{}", listener.local_addr()?);
            std::io::stdout().flush()?;
            serve(listener).await
        }
        ["hash", seconds, threads] => {
            let (seconds, threads) = (seconds.parse()?, threads.parse()?);
            println!("{}", hash()?);
            println!("{}", hashes(Duration::from_secs(seconds), threads));
            Ok(())
        }
        _ => Err("route, or hash SECONDS THREADS".into()),
    }
}

// One task and one request per connection, as in the emulator.
async fn serve(listener: TcpListener) -> Result<(), Box<dyn std::error::Error>> {
    let app: Router = Router::new().route("/", get(|| async {}));
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(app.clone());
        let mut builder = http1::Builder::new();
        builder.keep_alive(false);
        tokio::spawn(builder.serve_connection(TokioIo::new(stream), service));
    }
}

fn hash() -> Result<String, Box<dyn std::error::Error>> {
    let hashed = Argon2::default().hash_password_with_salt(b"bench password", &[7; 16]);
    Ok(hashed.map_err(|cause| cause.to_string())?.to_string())
}

// The number of hashes.
fn hashes(time: Duration, threads: usize) -> usize {
    let work = || {
        let begun = Instant::now();
        let mut count = 0;
        while begun.elapsed() < time && hash().is_ok() {
            count += 1;
        }
        count
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .filter_map(|thread| thread.join().ok())
            .sum()
    })
}
