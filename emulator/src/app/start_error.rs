//! Why the emulator did not start.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::model::seed_error::SeedError;
use crate::store::DatabaseError;

/// Why the emulator did not start. Each text is one line that says what to change.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error("port {port} is already taken; choose another with {flag} PORT")]
    PortTaken {
        /// The port asked for.
        port: u16,
        /// The command-line flag that changes it.
        flag: &'static str,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The database file cannot be opened or is not one of ours.
    #[error("cannot use database {}: {cause}", path.display())]
    Database {
        /// The file asked for.
        path: PathBuf,
        /// What SQLite said.
        cause: DatabaseError,
    },
    /// The seed cannot be used.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// A defect of the emulator.
    #[error("internal error; see the log")]
    Internal,
}
