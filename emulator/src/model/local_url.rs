//! Where a webhook may go: an address of this machine, so that no emulator posts test data to others. Tested
//! here and in `tests/api/core/app_hooks.rs`.

use std::net::{IpAddr, Ipv4Addr};

use hyper::Uri;

/// Why a webhook to another machine fails (protocol-v1 §12, C13).
pub const NOT_LOCAL: &str = "not sent: this emulator delivers to http URLs of this machine only";

/// Whether webhooks are delivered to this URL.
pub fn is_local(url: &str) -> bool {
    LocalUrl::parse(url).is_ok()
}

/// An http URL of this machine.
#[derive(Debug, Clone)]
pub struct LocalUrl {
    /// As given.
    pub uri: Uri,
    /// A loopback address.
    pub address: IpAddr,
    /// 80 unless it says otherwise.
    pub port: u16,
}

impl LocalUrl {
    /// Reads a URL.
    ///
    /// # Errors
    /// Why it cannot be a destination: the rest of a sentence that begins with the attribute.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let uri: Uri = text.parse().map_err(|_| "is not a URL")?;
        if uri.scheme_str() != Some("http") {
            return Err("must be an http URL: this emulator delivers to this machine only");
        }
        let host = uri.host().unwrap_or_default().trim_end_matches('.');
        let name = host.to_ascii_lowercase();
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        let address = match bare.parse::<IpAddr>() {
            Ok(address) => Some(address),
            Err(_) if name == "localhost" || name.ends_with(".localhost") => {
                Some(IpAddr::V4(Ipv4Addr::LOCALHOST))
            }
            Err(_) => None,
        };
        let address = address.filter(IpAddr::is_loopback).ok_or(
            "must be on localhost or a loopback address: this emulator delivers to this machine only",
        )?;
        let port = uri.port_u16().unwrap_or(80);
        Ok(Self { uri, address, port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_urls_of_this_machine_are_destinations() {
        for good in [
            "http://localhost:4100/hooks",
            "http://127.0.0.1/",
            "http://127.8.8.8:1/x?y",
            "http://[::1]:4100/",
            "http://app.localhost:4100",
        ] {
            assert!(LocalUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/hooks",
            "https://localhost/",
            "http://example.test/",
            "http://10.0.0.1/",
            "http://127.0.0.1.example.test/",
            "http://localhost.example.test/",
            "http://2130706433/",
        ] {
            assert!(LocalUrl::parse(bad).is_err(), "{bad}");
        }
    }
}
