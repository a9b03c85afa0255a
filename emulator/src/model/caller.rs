//! Who calls, as events and sessions record it.

/// Address and program of a caller, as far as they are known.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// IP address.
    pub ip: Option<String>,
    /// User agent; `client` on the wire.
    pub user_agent: Option<String>,
}
