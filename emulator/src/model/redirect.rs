//! The `url` of a login or signup answer: which handler, and what is added to it (protocol-v1 §4, D19,
//! D20). Pure; tested here.

use form_urlencoded::byte_serialize;

use crate::model::redirect_uri::allowed_target;
use crate::model::settings::App;

/// What a call may say about the `url` (D20).
#[derive(Debug, Default, Clone)]
pub struct RedirectParams {
    /// `redir`: comes back next to the token, cut to a path.
    pub redir: Option<String>,
    /// `redirect_uri`: replaces the login handler if a Redirect URI of the app covers it.
    pub redirect_uri: Option<String>,
}

/// Login handler with the login token; `signup=true` on the first login of a new user.
pub fn login_url(app: &App, token: &str, signup: bool, redirect_params: &RedirectParams) -> String {
    let target = allowed_target(app, redirect_params.redirect_uri.as_deref());
    let handler = target.as_deref().unwrap_or(&app.login_handler);
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

fn with_redir(
    handler: &str,
    parameters: &[(&str, &str)],
    redirect_params: &RedirectParams,
) -> String {
    let url = append(handler, parameters);
    match redirect_params.redir.as_deref().and_then(path_within) {
        Some(path) if !path.is_empty() => append(&url, &[("redir", &path)]),
        _ => url,
    }
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

/// The path that a `redir` names; none for what browsers read as another place.
fn path_within(redir: &str) -> Option<String> {
    // Browsers drop blanks around an address, and line ends and tabs within.
    let redir = redir.trim_matches(|c: char| c <= ' ');
    let is_odd = |c: char| c.is_control() || c == '\\';
    (!redir.contains(is_odd) && !names_a_scheme(redir)).then(|| path_of(redir))
}

// `javascript:…` and `https:host`; a full URL is cut to its path.
fn names_a_scheme(redir: &str) -> bool {
    let end = redir.find([':', '/', '?', '#']).unwrap_or(redir.len());
    let (scheme, rest) = redir.split_at(end);
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme && rest.starts_with(':') && !rest.starts_with("://")
}

/// A full URL is cut down to its path, query and fragment; a path stays (protocol-v1 §4).
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
    fn a_redirect_uri_is_compared_by_its_parts() {
        let to = |prefix: &str, uri: &str| {
            let app = app("https://a.test/login", &[prefix]);
            login_url(&app, "t", false, &redirect_params(None, Some(uri)))
        };
        for (prefix, good) in [
            ("http://app.test", "http://app.test"),
            ("http://app.test", "http://app.test/"),
            ("http://app.test", "http://app.test/x"),
            ("http://app.test", "http://app.test?x"),
            ("http://app.test", "http://APP.test:80/x"),
            ("http://app.test/", "http://app.test/x"),
            ("http://app.test/in", "http://app.test/in"),
            ("http://app.test/in", "http://app.test/in/x"),
            ("http://app.test/in", "http://app.test/in?x"),
            ("http://app.test/in", "http://app.test/in#x"),
            ("http://app.test/in/", "http://app.test/in/x"),
            ("http://app.test/in?a=1", "http://app.test/in?a=1&b=2"),
            ("http://app.test:4100", "http://app.test:4100/x"),
        ] {
            let start = good.split('#').next().unwrap();
            assert!(to(prefix, good).starts_with(start), "{prefix} {good}");
        }
        for (prefix, bad) in [
            ("http://app.test", "http://app.test.evil.example/"),
            ("http://app.test", "http://app.test@evil.example/"),
            ("http://app.test", "http://app.test:80@evil.example/"),
            ("http://app.test", "http://user@app.test/"),
            ("http://app.test", "http://app.test:8080/"),
            ("http://app.test:41", "http://app.test:4100/"),
            ("http://app.test", "https://app.test/"),
            ("http://app.test", "http://app.test\\@evil.example/"),
            ("http://app.test", "http:\\\\evil.example/"),
            ("http://app.test", "http://app.test\t.evil.example/"),
            ("http://app.test/in", "http://app.test/inside"),
            ("http://app.test/in", "http://app.test/"),
            ("http://app.test/in", "http://app.test/in/../admin"),
            ("http://app.test/in", "http://app.test/in/%2e%2E/admin"),
            ("http://app.test/in", "http://app.test/in/.%2e/admin"),
            ("http://app.test/in?a=1", "http://app.test/in?a=10"),
        ] {
            assert!(
                to(prefix, bad).starts_with("https://a.test/login?"),
                "{prefix} {bad}"
            );
        }
    }

    #[test]
    fn a_token_in_a_redirect_uri_makes_way_for_the_real_one() {
        let allowed = app("https://a.test/login", &["https://b.test/"]);
        let to = |uri: &str| login_url(&allowed, "t", false, &redirect_params(None, Some(uri)));
        for (given, expected) in [
            ("https://b.test/?token=x", "https://b.test/?token=t"),
            (
                "https://b.test/?a=1&token=x&b=2#c",
                "https://b.test/?a=1&b=2&token=t#c",
            ),
            (
                "https://b.test/?%74oken=x&token=y",
                "https://b.test/?token=t",
            ),
            (
                "https://b.test/?tokens=x",
                "https://b.test/?tokens=x&token=t",
            ),
        ] {
            assert_eq!(to(given), expected, "{given}");
        }
    }

    #[test]
    fn a_redir_that_a_browser_reads_as_another_place_is_dropped() {
        let app = app("https://a.test/login", &[]);
        for bad in [
            "/\\evil.test",
            "\\\\evil.test",
            "/\t/evil.test",
            "/a\nb",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "https:evil.test",
            "https:/evil.test",
            "mailto:a@evil.test",
        ] {
            let url = login_url(&app, "t", false, &redirect_params(Some(bad), None));
            assert_eq!(url, "https://a.test/login?token=t", "{bad}");
        }
        for (good, kept) in [
            ("a:b/c?d", "a%3Ab%2Fc%3Fd"),
            ("/x?y=a:b", "%2Fx%3Fy%3Da%3Ab"),
        ] {
            let url = login_url(&app, "t", false, &redirect_params(Some(good), None));
            assert_eq!(url.ends_with(kept), good.starts_with('/'), "{url}");
        }
        let spaced = login_url(
            &app,
            "t",
            false,
            &redirect_params(Some(" //evil.test/x"), None),
        );
        assert!(spaced.ends_with("&redir=%2Fx"), "{spaced}");
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
