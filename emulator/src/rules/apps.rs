//! Connected Apps and their hosts: which app answers where, and at which address. Tested here and in
//! `tests/api/login/hosts.rs` and `login_policies.rs`.

use crate::model::failure::Failure;
use crate::model::settings::{App, Realm, State};
use crate::rules::context::Context;
use crate::rules::domains;
use crate::store::Transaction;
use crate::store::{client_apps, realms};

/// An app that answers on a host.
#[derive(Debug)]
pub struct Found {
    /// Its realm.
    pub realm: Realm,
    /// The app.
    pub app: App,
    /// Address of its hosted pages, as the caller wrote it, without a slash at the end.
    pub instance: String,
}

/// The Connected App that a host names, if app and realm are active and the realm has LoginRocket.
///
/// # Errors
/// `NotFound` if there is none.
pub fn find(context: &Context, host: &str) -> Result<Found, Failure> {
    let subdomain = subdomain(host);
    context.transact(|tx| {
        if domains::claims(tx, host)? {
            return Err(Failure::NotFound);
        }
        let (realm, app) = realms::app_for_host(tx, subdomain.as_deref())?
            .filter(|(realm, app)| realm.state == State::Active && app.state == State::Active)
            .filter(|(realm, _)| realm.login_rocket.enabled)
            .ok_or(Failure::NotFound)?;
        let instance = match is_host(host) {
            true => format!("http://{host}"),
            false => instance(tx, context, &app)?,
        };
        Ok(Found {
            realm,
            app,
            instance,
        })
    })
}

/// Address of an app's hosted pages where no request says it: the bare host for the app that answers
/// there, which every browser can resolve.
pub fn instance(tx: &Transaction, context: &Context, app: &App) -> Result<String, Failure> {
    let bare = client_apps::realm_of_bare_host(tx)?.is_none()
        && realms::app_for_host(tx, None)?.is_some_and(|(_, first)| first.id == app.id);
    Ok(match bare {
        true => bare_instance(context),
        false => format!("http://{}.localhost:{}", app.subdomain, context.login_port),
    })
}

/// Address of the bare host.
pub fn bare_instance(context: &Context) -> String {
    format!("http://localhost:{}", context.login_port)
}

/// Stores a new app, or new settings of a known one.
///
/// # Errors
/// `Invalid` if another app has the subdomain.
pub fn save(tx: &Transaction, realm_id: &str, app: &App) -> Result<(), Failure> {
    if realms::subdomain_is_taken(tx, app)? {
        let sentence = "Subdomain has already been taken";
        return Err(Failure::invalid("subdomain", sentence));
    }
    realms::save_app(tx, realm_id, app)
}

/// Whether this may stand in a link as it is.
pub fn is_host(host: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    !host.is_empty() && host.bytes().all(fits)
}

/// The name or address of a host, without port and in lower case.
pub fn name_of(host: &str) -> String {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// The first label of a host with several; none for an address or a bare host such as `localhost`.
fn subdomain(host: &str) -> Option<String> {
    let name = name_of(host);
    let is_address = name.starts_with('[') || name.parse::<std::net::IpAddr>().is_ok();
    let (label, _) = name.split_once('.')?;
    (!is_address).then(|| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_label_of_a_longer_host_is_the_subdomain() {
        for (host, expected) in [
            ("demo.localhost:4101", Some("demo")),
            ("Demo.e1.loginrocket.com", Some("demo")),
            ("localhost:4101", None),
            ("localhost.", None),
            ("127.0.0.1:4101", None),
            ("127.0.0.1", None),
            ("[::1]:4101", None),
            ("emulator", None),
            ("", None),
        ] {
            assert_eq!(subdomain(host).as_deref(), expected, "{host}");
        }
    }
}
