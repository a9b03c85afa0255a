//! What the login and signup handlers share: where to go on, and the refusal that a page may ask for.
//! Tested in `tests/demo/fetch.rs`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::refusal::No;
use crate::intake::Intake;
use crate::pages::without_referrer;

/// Sends the browser to a clean address; a script is told the address instead.
pub fn go_on(intake: &Intake, address: &str) -> Response {
    if intake.wants_json {
        return without_referrer(Json(json!({ "redirect": address })).into_response());
    }
    without_referrer(Redirect::to(address).into_response())
}

/// `redir`, if it is a path of this app and nothing else. It comes from the address, so anybody may have written it.
pub fn local_path(redir: &str) -> Option<&str> {
    let mut bytes = redir.bytes();
    let starts_here = bytes.next() == Some(b'/') && !matches!(bytes.next(), Some(b'/' | b'\\'));
    // A browser drops tabs and line breaks in an address, and reads a backslash as a slash.
    let is_plain = redir
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (starts_here && is_plain).then_some(redir)
}

/// The refusal for a page that asks for one, every other time: so it shows that the library keeps the token, and hands
/// it over again without a second login.
pub fn refuse_once(intake: &Intake) -> Option<No> {
    if intake.form("refuse") != Some("once") {
        return None;
    }
    let refuse = |visit: &mut crate::visit::Visit| {
        visit.refused_once = !visit.refused_once;
        visit.refused_once
    };
    let text = "This server refused, as you asked it to. Send the form again: AuthRocket is not asked a second time.";
    intake.visit.with(refuse).unwrap_or(true).then(|| {
        No::new(
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
