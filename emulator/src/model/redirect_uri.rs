//! Whether an app allows a `redirect_uri` (protocol-v1 §4): parsed as browsers parse it and compared by its parts.
//! Tested in `redirect.rs`.

use form_urlencoded::parse;
use url::Url;

use crate::model::settings::{App, is_url};

/// The requested `redirect_uri`, if the app allows it. A `token` in it is dropped, so that the real one is the only one.
pub fn allowed_target(app: &App, redirect_uri: Option<&str>) -> Option<String> {
    let uri = redirect_uri?;
    // With no Redirect URIs set, the login handler is always used.
    is_allowed(app, uri).then(|| without_token(uri))
}

fn is_allowed(app: &App, uri: &str) -> bool {
    // Browsers read a backslash as a slash, other programs do not.
    if !is_url(uri) || uri.contains('\\') {
        return false;
    }
    let Ok(target) = Url::parse(uri) else {
        return false;
    };
    let has_user = !target.username().is_empty() || target.password().is_some();
    let mut prefixes = app
        .redirect_uris
        .iter()
        .filter_map(|uri| Url::parse(uri).ok());
    !has_user && prefixes.any(|prefix| is_within(&prefix, &target))
}

fn is_within(prefix: &Url, target: &Url) -> bool {
    prefix.origin().is_tuple()
        && prefix.origin() == target.origin()
        && match prefix.query() {
            None => begins_at(target.path(), prefix.path(), '/'),
            Some(query) => {
                target.path() == prefix.path()
                    && begins_at(target.query().unwrap_or_default(), query, '&')
            }
        }
}

// Whether a text begins with another that ends at a separator.
fn begins_at(text: &str, beginning: &str, separator: char) -> bool {
    text.strip_prefix(beginning).is_some_and(|rest| {
        rest.is_empty() || beginning.ends_with(separator) || rest.starts_with(separator)
    })
}

fn without_token(uri: &str) -> String {
    let (base, fragment) = match uri.split_once('#') {
        Some((base, fragment)) => (base, Some(fragment)),
        None => (uri, None),
    };
    let Some((path, query)) = base.split_once('?') else {
        return uri.to_owned();
    };
    let is_token = |pair: &&str| parse(pair.as_bytes()).any(|(name, _)| name == "token");
    let pairs: Vec<&str> = query.split('&').filter(|pair| !is_token(pair)).collect();
    let mut whole = path.to_owned();
    if pairs != [""] && !pairs.is_empty() {
        whole.push('?');
        whole.push_str(&pairs.join("&"));
    }
    if let Some(fragment) = fragment {
        whole.push('#');
        whole.push_str(fragment);
    }
    whole
}
