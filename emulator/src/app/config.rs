//! What `start` needs to know. The command line that fills it is `cli/mod.rs`.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use crate::model::clock::StartTime;
use crate::model::password::PasswordCost;

/// Settings of one emulator.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address to listen on; loopback unless the caller knows better.
    pub host: IpAddr,
    /// Port of the LoginRocket API and of the control endpoints; 0 lets the system choose.
    pub login_port: u16,
    /// Port of the Core API; 0 lets the system choose.
    pub api_port: u16,
    /// SQLite file; `None` keeps everything in memory.
    pub database: Option<PathBuf>,
    /// Seed, stored if the database holds no realm yet; `/_emulator/reset` returns to it.
    pub seed: Option<Value>,
    /// Cost of password hashing.
    pub password_cost: PasswordCost,
    /// Whether magic user names do what they say.
    pub magic: bool,
    /// Makes ids, tokens, secrets and salts from this text, the same in every run. They can be guessed then.
    pub id_seed: Option<String>,
    /// How long a caller may take to send the head of a request, and again to send its body.
    pub read_timeout: Duration,
    /// Whether RSA keys are made ahead in the background where a realm of version 2 is stored (V33).
    pub keys_ahead: bool,
    /// Another time to start at.
    pub clock: Option<StartTime>,
}

impl Default for Config {
    /// The documented ports on 127.0.0.1, in memory, without a seed.
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            login_port: 4101,
            api_port: 4102,
            database: None,
            seed: None,
            password_cost: PasswordCost::Real,
            magic: true,
            id_seed: None,
            read_timeout: Duration::from_secs(30),
            keys_ahead: true,
            clock: None,
        }
    }
}
