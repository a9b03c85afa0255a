//! Seamless SSO (protocol-v1 §7.5): the cookie of a remembered login, shared by the hosts of a cluster
//! (`demo.e1.localhost`, `shop.e1.localhost`), else on the host of one Connected App. Only hosted pages set
//! it (D30). Tested in `tests/api/hosted/sso.rs`.

use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::visit::Visit;
use crate::model::failure::Failure;
use crate::model::settings::Sso;
use crate::rules::logins::Login;
use crate::rules::remembered_logins;

const COOKIE: &str = "loginrocket_sso";

/// Remembers a login, if the realm wants it and the form did not come from a foreign page: that could log
/// its visitors in as somebody else for good.
pub fn remember(visit: &Visit<'_>, login: &Login, response: &mut Response) -> Result<(), Failure> {
    let (context, realm) = (visit.request.context, &visit.request.realm);
    if realm.login_rocket.sso != Sso::Seamless || !visit.is_trusted_form() {
        return Ok(());
    }
    let entry = remembered_logins::remember(context, realm, login, &cookies(visit))?;
    let seconds = (entry.expires_at - context.now_ms()) / 1000;
    set(response, &entry.id, seconds, cluster(visit));
    Ok(())
}

/// A fresh token for the user of this browser, if a login is remembered and its session lives.
pub fn recall(visit: &Visit<'_>) -> Result<Option<String>, Failure> {
    let (context, realm) = (visit.request.context, &visit.request.realm);
    match realm.login_rocket.sso {
        Sso::Seamless => remembered_logins::recall(context, realm, &cookies(visit)),
        Sso::Basic => Ok(None),
    }
}

/// Forgets the login of this browser, and ends its session.
pub fn forget(visit: &Visit<'_>, response: &mut Response) -> Result<(), Failure> {
    let found = cookies(visit);
    if found.is_empty() {
        return Ok(());
    }
    remembered_logins::forget(visit.request.context, &visit.request.realm, &found)?;
    set(response, "", 0, None);
    if let Some(cluster) = cluster(visit) {
        set(response, "", 0, Some(cluster));
    }
    Ok(())
}

// Read as bytes: an app on the same host may have set cookies that are not ASCII.
fn cookies(visit: &Visit<'_>) -> Vec<String> {
    let headers = visit.received.headers.get_all(header::COOKIE);
    let text: Vec<String> = headers
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect();
    text.iter()
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, value)| *name == COOKIE && !value.is_empty())
        .map(|(_, value)| value.to_owned())
        .collect()
}

// The hosts of a cluster share a cookie, as `*.e1.loginrocket.com` may. Browsers refuse one for all of
// `localhost`, so `demo.localhost` remembers for itself.
fn cluster<'a>(visit: &'a Visit<'_>) -> Option<&'a str> {
    shared_part(visit.received.header(header::HOST)?)
}

fn shared_part(host: &str) -> Option<&str> {
    let name = host.split(':').next()?;
    let (_, rest) = name.split_once('.')?;
    let shared = [".localhost", ".loginrocket.com"].iter().any(|end| {
        rest.strip_suffix(end)
            .is_some_and(|label| !label.is_empty())
    });
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    (shared && rest.bytes().all(plain)).then_some(rest)
}

// No `Secure`: this is plain http on loopback.
fn set(response: &mut Response, value: &str, seconds: i64, domain: Option<&str>) {
    let domain = domain.map_or_else(String::new, |domain| format!(" Domain={domain};"));
    let cookie =
        format!("{COOKIE}={value}; Path=/;{domain} Max-Age={seconds}; HttpOnly; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::shared_part;

    #[test]
    fn hosts_of_a_cluster_share_what_is_behind_their_first_label() {
        for (host, shared) in [
            ("demo.e1.localhost:4101", Some("e1.localhost")),
            ("demo.e1.loginrocket.com", Some("e1.loginrocket.com")),
            ("demo.localhost:4101", None),
            ("localhost", None),
            ("127.0.0.1:4101", None),
            ("demo.example.test", None),
            ("demo.e1;x.localhost", None),
            ("a..localhost", None),
        ] {
            assert_eq!(shared_part(host), shared, "{host}");
        }
    }
}
