//! A Connected App's branding of hosted pages (protocol-v1 §7.4): HTML above and below, and a stylesheet of its own.
//! Scripts never run there. Tested in `tests/api/hosted/branding.rs`.

use axum::http::Uri;
use serde::Serialize;

use crate::model::settings::App;

/// What an app adds to its hosted pages.
#[derive(Debug, Default, Serialize)]
pub struct Branding {
    /// HTML above the page's content, as it stands.
    pub header: Option<String>,
    /// HTML below it, as it stands.
    pub footer: Option<String>,
    /// A stylesheet's address.
    pub external_css: Option<String>,
}

impl Branding {
    /// The branding of an app.
    pub fn of(app: &App) -> Self {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        Self {
            header: given(&app.header),
            footer: given(&app.footer),
            external_css: given(&app.external_css),
        }
    }

    /// The part of the Content-Security-Policy for branding: only what this app needs.
    pub fn policy(&self, nonce: &str) -> String {
        let origin = self.external_css.as_deref().and_then(origin);
        let styles = origin.map_or_else(String::new, |origin| format!(" {origin}"));
        let own = self.header.is_some() || self.footer.is_some() || self.external_css.is_some();
        match own {
            false => format!("style-src 'nonce-{nonce}'; img-src data:;"),
            true => format!(
                "style-src 'nonce-{nonce}'{styles}; style-src-attr 'unsafe-inline'; \
                 img-src data: http: https:; font-src data: http: https:;"
            ),
        }
    }
}

fn origin(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    let host = uri.host().filter(|host| !host.contains([';', ',', '\'']))?;
    let port = uri
        .port_u16()
        .map_or_else(String::new, |port| format!(":{port}"));
    Some(format!("{}://{host}{port}", uri.scheme_str()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_opens_only_what_the_look_needs() {
        assert_eq!(
            Branding::default().policy("n"),
            "style-src 'nonce-n'; img-src data:;"
        );
        let branding = Branding {
            external_css: Some("https://css.example.test:8443/a.css?x=;script-src".into()),
            ..Branding::default()
        };
        let policy = branding.policy("n");
        assert!(
            policy.starts_with("style-src 'nonce-n' https://css.example.test:8443; "),
            "{policy}"
        );
        assert!(!policy.contains("script-src"), "{policy}");
    }
}
