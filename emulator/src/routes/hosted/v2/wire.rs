//! What stands in the addresses of hosted pages of version 2 (protocol-v2 §6.1, §6.2; V27): the parameters that pages
//! take and keep, and what the app gets. Tested here and in `tests/api/hosted/v2/`.

use url::Url;

use crate::model::fields::{Fields, text};
use crate::model::redirect::append;
use crate::model::redirect_uri::allowed_target;
use crate::model::settings::{App, Realm};
use crate::rules::v2::conclusion::Conclusion;

/// Which account a visitor wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The usual one.
    Any,
    /// A choice, forced by an empty `account`.
    Choice,
    /// The one with this id.
    Account(String),
}

/// What the address or the form asks for.
#[derive(Debug)]
pub struct Wishes {
    /// Where to end, as given.
    redirect_uri: Option<String>,
    /// Which account.
    pub account: Wanted,
    /// `prompt=login`: show the form to a remembered user too.
    pub prompt_login: bool,
    /// `force`, with any value or none: show the choice even of one account.
    pub force: bool,
    /// Token of an invitation.
    pub invitation: Option<String>,
    /// Ours: the page that asked for a login, to go on to.
    pub next: Option<String>,
}

impl Wishes {
    /// Reads them.
    pub fn read(fields: &Fields) -> Self {
        let is_there = |name: &str| fields.contains_key(name);
        let invitation = text(fields, "invitation");
        Self {
            redirect_uri: text(fields, "redirect_uri"),
            account: match text(fields, "account") {
                Some(id) => Wanted::Account(id),
                None if is_there("account") => Wanted::Choice,
                None => Wanted::Any,
            },
            prompt_login: text(fields, "prompt").as_deref() == Some("login"),
            force: is_there("force"),
            invitation: invitation.or_else(|| text(fields, "invitation_token")),
            next: text(fields, "next").filter(|path| is_page(path)),
        }
    }

    /// The id of the wanted account.
    pub fn account(&self) -> Option<&str> {
        match &self.account {
            Wanted::Account(id) => Some(id),
            _ => None,
        }
    }

    /// What goes from page to page.
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        let account = match &self.account {
            Wanted::Any => None,
            Wanted::Choice => Some(String::new()),
            Wanted::Account(id) => Some(id.clone()),
        };
        [
            ("redirect_uri", self.redirect_uri.clone()),
            ("account", account),
            ("invitation", self.invitation.clone()),
            ("next", self.next.clone()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }

    /// The allowed target that was asked for, if any. A bare path is one on the host of the first Login URL.
    pub fn target(&self, app: &App) -> Option<String> {
        let given = self.redirect_uri.as_deref()?;
        let whole = match given.starts_with('/') {
            true => Url::parse(&app.login_handler)
                .ok()?
                .join(given)
                .ok()?
                .into(),
            false => given.to_owned(),
        };
        allowed_target(app, Some(&whole))
    }
}

// Only pages that need a login.
fn is_page(path: &str) -> bool {
    let account = path.strip_prefix("/account/").unwrap_or_default();
    let is_id = !account.is_empty()
        && account
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    path == "/profile" || path == "/accounts" || is_id
}

/// Where a login ends: the wanted target, else the first Login URL; with `token`, and by a switch of the realm with
/// `session` and `account` (V27).
pub fn app_url(
    app: &App,
    realm: &Realm,
    wishes: &Wishes,
    session: &str,
    end: &Conclusion,
) -> String {
    let target = wishes.target(app);
    let target = target.as_deref().unwrap_or(&app.login_handler);
    let mut parameters = vec![("token", end.token.as_str())];
    if realm.v2.return_session {
        parameters.push(("session", session));
        parameters.extend(end.account.as_deref().map(|id| ("account", id)));
    }
    append(target, &parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn wishes(fields: Value) -> Wishes {
        match fields {
            Value::Object(fields) => Wishes::read(&fields),
            _ => unreachable!(),
        }
    }

    #[test]
    fn an_empty_account_is_a_choice_and_force_needs_no_value() {
        assert_eq!(wishes(json!({})).account, Wanted::Any);
        let empty = wishes(json!({"account": "", "force": ""}));
        assert_eq!(empty.account, Wanted::Choice);
        assert!(empty.force);
        assert_eq!(empty.carried(), [("account", String::new())]);
        assert_eq!(wishes(json!({"account": "org_1"})).account(), Some("org_1"));
    }

    #[test]
    fn the_next_page_is_one_of_ours_that_needs_a_login() {
        for (given, kept) in [
            ("/profile", true),
            ("/accounts", true),
            ("/account/org_1", true),
            ("/account/", false),
            ("/account/org_1/../../logout", false),
            ("/logout", false),
            ("//evil.test", false),
            ("http://evil.test/profile", false),
        ] {
            assert_eq!(
                wishes(json!({"next": given})).next.is_some(),
                kept,
                "{given}"
            );
        }
    }

    #[test]
    fn a_target_is_a_login_url_or_below_it_and_may_be_a_bare_path() {
        let app = App {
            login_handler: "http://app.test:4000/in".to_owned(),
            redirect_uris: vec!["http://app.test:4000/in".to_owned()],
            ..App::default()
        };
        let target = |given: &str| wishes(json!({"redirect_uri": given})).target(&app);
        assert_eq!(
            target("/in/deep?a=1").as_deref(),
            Some("http://app.test:4000/in/deep?a=1")
        );
        assert_eq!(
            target("http://app.test:4000/in?x").as_deref(),
            Some("http://app.test:4000/in?x")
        );
        for bad in [
            "/",
            "/other",
            "//evil.test/in",
            "/\\evil.test/in",
            "in",
            "http://evil.test/in",
        ] {
            assert_eq!(target(bad), None, "{bad}");
        }
    }
}
