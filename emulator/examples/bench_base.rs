//! What `cargo xtask bench emulator` compares the emulator with: an empty axum route served by the same
//! code (`route`), and the bare password hash (`hash SECONDS THREADS`).

use std::io::Write;
use std::time::{Duration, Instant};

use argon2::{Argon2, PasswordHasher};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["route"] => {
            let address = loginrocket_emulator::start_empty_route().await?;
            println!("{address}");
            std::io::stdout().flush()?;
            std::future::pending().await
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

fn hash() -> Result<String, Box<dyn std::error::Error>> {
    let hashed = Argon2::default().hash_password_with_salt(b"bench password", &[7; 16]);
    Ok(hashed.map_err(|cause| cause.to_string())?.to_string())
}

// How many there were.
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
