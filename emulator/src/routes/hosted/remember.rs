//! Seamless SSO (protocol-v1 §7.5): the cookie of a remembered login, shared by the hosts of a cluster
//! (`demo.e1.localhost`, `shop.e1.localhost`), else on the host of one Connected App. Only hosted pages set
//! it (D30). Tested in `tests/api/hosted/sso.rs`.

use axum::http::header;
use axum::response::Response;

use super::cookie;
use super::origin::is_trusted_form;
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
    if realm.login_rocket.sso != Sso::Seamless
        || !is_trusted_form(visit.received, &visit.request.app)
    {
        return Ok(());
    }
    let entry = remembered_logins::remember(context, &login.session, &cookies(visit))?;
    let seconds = (entry.expires_at - context.now_ms()) / 1000;
    cookie::set(response, COOKIE, &entry.id, seconds, cluster(visit));
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
    cookie::set(response, COOKIE, "", 0, None);
    if let Some(cluster) = cluster(visit) {
        cookie::set(response, COOKIE, "", 0, Some(cluster));
    }
    Ok(())
}

fn cookies(visit: &Visit<'_>) -> Vec<String> {
    cookie::values(visit.received, COOKIE)
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
