//! Shared by the login and signup handlers: the redirect after a delivery, and the refusal that a page may ask for.
//! Tested in `tests/demo/fetch.rs`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::refusal::RefusalPage;
use crate::intake::Intake;
use crate::pages::without_referrer;

/// Redirects the browser to an address without the token; a script gets that address as JSON.
pub fn go_on(intake: &Intake, address: &str) -> Response {
    if intake.wants_json {
        return without_referrer(Json(json!({ "redirect": address })).into_response());
    }
    without_referrer(Redirect::to(address).into_response())
}

/// `redir`, if it is a local path. It comes from the address, so it is untrusted.
pub fn local_path(redir: &str) -> Option<&str> {
    let mut bytes = redir.bytes();
    let starts_here = bytes.next() == Some(b'/') && !matches!(bytes.next(), Some(b'/' | b'\\'));
    // A browser drops tabs and line breaks in an address, and reads a backslash as a slash.
    let is_plain = redir
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (starts_here && is_plain).then_some(redir)
}

/// The refusal for a page that asks for one, every other time: it shows that the library keeps the token and delivers
/// it again without a second login.
pub fn refuse_once(intake: &Intake) -> Option<RefusalPage> {
    if intake.form("refuse") != Some("once") {
        return None;
    }
    let refuse = |visit: &mut crate::visit::Visit| {
        visit.refused_once = !visit.refused_once;
        visit.refused_once
    };
    let text = "This server refused the token, as you asked. Submit the form again: AuthRocket is not asked a second time.";
    intake.visit.with(refuse).unwrap_or(true).then(|| {
        RefusalPage::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "asked",
            "Refused, as you asked",
            text,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_a_path_of_this_app_is_followed() {
        for path in ["/", "/account", "/pages/outbox?a=b#c"] {
            assert_eq!(local_path(path), Some(path));
        }
        let foreign = [
            "",
            "account",
            "//evil.test/",
            "/\\evil.test/",
            "\\/evil.test",
            "https://evil.test/",
            "javascript:alert(1)",
            "/\t/evil.test/",
            "/a\\b",
            "/ä",
        ];
        for path in foreign {
            assert_eq!(local_path(path), None, "{path}");
        }
    }
}
