//! Who sent a form: our own pages, the app's, or others. Tested here and in `tests/api/hosted/sso.rs`.

use axum::http::header;

use crate::http::fields::Received;
use crate::model::settings::App;

/// Whether a page of the same host sent the form. Browsers say so; other programs need not.
pub fn is_own_form(received: &Received) -> bool {
    match received.header(header::ORIGIN) {
        Some(origin) => is_own(received, origin),
        None => matches!(
            received.header("sec-fetch-site"),
            None | Some("same-origin" | "none")
        ),
    }
}

/// Whether a page of the same host or a page of the app sent the form.
pub fn is_trusted_form(received: &Received, app: &App) -> bool {
    let of_app = |origin: &str| app_origins(app).any(|known| known == origin);
    is_own_form(received) || received.header(header::ORIGIN).is_some_and(of_app)
}

fn is_own(received: &Received, origin: &str) -> bool {
    let host = received.header(header::HOST).unwrap_or_default();
    origin
        .split_once("://")
        .is_some_and(|(_, name)| !host.is_empty() && name.eq_ignore_ascii_case(host))
}

fn app_origins(app: &App) -> impl Iterator<Item = &str> {
    let handlers = [Some(&app.login_handler), app.signup_handler.as_ref()];
    handlers
        .into_iter()
        .flatten()
        .chain(&app.redirect_uris)
        .filter_map(|url| origin_of(url))
}

fn origin_of(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let origin = url.get(..scheme.len() + 3 + end)?;
    (end > 0).then_some(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for (url, origin) in [
            ("https://a.test/login?x=1", Some("https://a.test")),
            ("http://localhost:4100", Some("http://localhost:4100")),
            ("http://a.test?x", Some("http://a.test")),
            ("https:///x", None),
            ("/login", None),
            ("null", None),
        ] {
            assert_eq!(origin_of(url), origin, "{url}");
        }
    }
}
