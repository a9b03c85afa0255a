//! The `url` of a login or signup answer: which handler, and what is added to it (spec section 4, D19,
//! D20). Pure; tested here.

use form_urlencoded::byte_serialize;

use crate::model::settings::{App, is_url};

/// What a call may say about the `url` (D20).
#[derive(Debug, Default, Clone)]
pub struct RedirectParams {
    /// `redir`: comes back next to the token, cut to a path.
    pub redir: Option<String>,
    /// `redirect_uri`: replaces the login handler if a Redirect URI of the app is its prefix.
    pub redirect_uri: Option<String>,
}

/// Login handler with the login token; `signup=true` on the first login of a new user.
pub fn login_url(app: &App, token: &str, signup: bool, redirect_params: &RedirectParams) -> String {
    let handler = allowed_target(app, redirect_params).unwrap_or(&app.login_handler);
    let mut parameters = vec![("token", token)];
    if signup {
        parameters.push(("signup", "true"));
    }
    with_redir(handler, &parameters, redirect_params)
}

/// Signup handler, else login handler, with the signup token.
pub fn signup_url(app: &App, token: &str, redirect_params: &RedirectParams) -> String {
    let handler = app
        .signup_handler
        .as_deref()
        .filter(|handler| !handler.is_empty())
        .unwrap_or(&app.login_handler);
    with_redir(handler, &[("token", token)], redirect_params)
}

/// The requested `redirect_uri`, if the app allows it.
pub fn allowed_target<'a>(app: &App, redirect_params: &'a RedirectParams) -> Option<&'a str> {
    redirect_params
        .redirect_uri
        .as_deref()
        .filter(|uri| is_allowed(app, uri))
}

fn with_redir(
    handler: &str,
    parameters: &[(&str, &str)],
    redirect_params: &RedirectParams,
) -> String {
    let url = append(handler, parameters);
    match redirect_params.redir.as_deref().map(path_of) {
        Some(path) if !path.is_empty() => append(&url, &[("redir", &path)]),
        _ => url,
    }
}

// With no Redirect URIs set, the login handler is always used (spec section 4).
fn is_allowed(app: &App, uri: &str) -> bool {
    is_url(uri)
        && app
            .redirect_uris
            .iter()
            .any(|prefix| !prefix.is_empty() && uri.starts_with(prefix.as_str()))
}

/// Adds parameters after an existing query and before a fragment.
pub fn append(url: &str, parameters: &[(&str, &str)]) -> String {
    let (base, fragment) = match url.split_once('#') {
        Some((base, fragment)) => (base, Some(fragment)),
        None => (url, None),
    };
    let mut whole = base.to_owned();
    for (name, value) in parameters {
        let separator = match whole.split_once('?') {
            None => "?",
            Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
            Some(_) => "&",
        };
        whole.push_str(separator);
        whole.push_str(name);
        whole.push('=');
        whole.extend(byte_serialize(value.as_bytes()));
    }
    if let Some(fragment) = fragment {
        whole.push('#');
        whole.push_str(fragment);
    }
    whole
}

/// A full URL is cut down to its path, query and fragment; a path stays (spec section 4).
fn path_of(redir: &str) -> String {
    let rest = match redir.split_once("://") {
        Some((scheme, rest)) if scheme.chars().all(|c| c.is_ascii_alphanumeric()) => rest,
        _ => match redir.strip_prefix("//") {
            Some(rest) => rest,
            None => return redir.to_owned(),
        },
    };
    match rest.find(['/', '?', '#']) {
        Some(at) if rest[at..].starts_with('/') => path_of(&rest[at..]),
        Some(at) => format!("/{}", &rest[at..]),
        None => "/".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(login_handler: &str, redirect_uris: &[&str]) -> App {
        App {
            login_handler: login_handler.into(),
            redirect_uris: redirect_uris.iter().map(|uri| (*uri).to_owned()).collect(),
            ..App::default()
        }
    }

    fn redirect_params(redir: Option<&str>, redirect_uri: Option<&str>) -> RedirectParams {
        RedirectParams {
            redir: redir.map(str::to_owned),
            redirect_uri: redirect_uri.map(str::to_owned),
        }
    }

    #[test]
    fn the_token_comes_first_then_signup_then_redir() {
        let url = login_url(
            &app("https://a.test/login", &[]),
            "t.o.k",
            true,
            &redirect_params(Some("/x?y=1"), None),
        );
        assert_eq!(
            url,
            "https://a.test/login?token=t.o.k&signup=true&redir=%2Fx%3Fy%3D1"
        );
    }

    #[test]
    fn an_existing_query_and_fragment_are_kept() {
        let at =
            |handler: &str| login_url(&app(handler, &[]), "t", false, &RedirectParams::default());
        assert_eq!(at("https://a.test/l?b=1"), "https://a.test/l?b=1&token=t");
        assert_eq!(at("https://a.test/l?"), "https://a.test/l?token=t");
        assert_eq!(at("https://a.test/l#/in"), "https://a.test/l?token=t#/in");
        assert_eq!(at("https://a.test/l?b#c"), "https://a.test/l?b&token=t#c");
    }

    #[test]
    fn a_full_redir_is_cut_to_its_path() {
        for (given, kept) in [
            ("/path", "/path"),
            ("account?tab=1", "account?tab=1"),
            ("https://evil.test/path?x=1#y", "/path?x=1#y"),
            ("https://evil.test", "/"),
            ("https://evil.test?x", "/?x"),
            ("//evil.test/path", "/path"),
            ("https://a.test//evil.test/path", "/path"),
            ("https:////evil.test", "/"),
        ] {
            assert_eq!(path_of(given), kept, "{given}");
        }
    }

    #[test]
    fn a_redirect_uri_replaces_the_handler_only_with_an_allowed_prefix() {
        let allowed = app("https://a.test/login", &["https://b.test/in"]);
        let to =
            |app: &App, uri: &str| login_url(app, "t", false, &redirect_params(None, Some(uri)));
        assert_eq!(
            to(&allowed, "https://b.test/in?x=1"),
            "https://b.test/in?x=1&token=t"
        );
        assert_eq!(
            to(&allowed, "https://evil.test/in"),
            "https://a.test/login?token=t"
        );
        assert_eq!(
            to(&app("https://a.test/login", &[]), "https://b.test/in"),
            "https://a.test/login?token=t"
        );
        let careless = app("https://a.test/login", &["javascript:"]);
        assert_eq!(
            to(&careless, "javascript:alert(1)"),
            "https://a.test/login?token=t"
        );
    }

    #[test]
    fn a_signup_token_goes_to_the_signup_handler_or_else_to_the_login_handler() {
        let mut app = app("https://a.test/login", &[]);
        assert_eq!(
            signup_url(&app, "utk_1", &RedirectParams::default()),
            "https://a.test/login?token=utk_1"
        );
        app.signup_handler = Some("https://a.test/signup".into());
        assert_eq!(
            signup_url(&app, "utk_1", &RedirectParams::default()),
            "https://a.test/signup?token=utk_1"
        );
    }
}
