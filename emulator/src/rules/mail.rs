//! Mails as they land in the outbox: text, and the link to the hosted page or to the app's own (spec
//! 3.10). Tested here, in `tests/api/control/outbox.rs` and `email_hooks.rs`.

pub mod template;

use crate::store::Transaction;

use crate::model::app_hook::AppHook;
use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::ids::new_id;
use crate::model::redirect::{RedirectParams, allowed_target, append};
use crate::model::settings::{App, Realm, State};
use crate::rules::apps;
use crate::rules::context::Context;
use crate::store::events::Event;
use crate::store::mail_tokens::Purpose;
use crate::store::mails::Mail;
use crate::store::realms;
use crate::store::users::User;

/// On whose behalf a mail is sent.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The Connected App that the mail links to.
    pub app: Option<App>,
    /// Address of its hosted pages, without a slash at the end.
    pub instance: String,
    /// The caller's redirect parameters; only `redirect_uri` matters here.
    pub redirect_params: RedirectParams,
    /// Who caused it.
    pub caller: Caller,
}

// Unless a hook says otherwise (spec 7.2).
const NOREPLY: &str = "noreply@loginrocket.com";

impl Sender {
    /// The realm's default app, for mails that no LoginRocket call asked for.
    pub fn of_realm(
        tx: &Transaction,
        context: &Context,
        realm: &Realm,
        caller: Caller,
    ) -> Result<Self, Failure> {
        let mut apps: Vec<App> = realms::apps(tx, Some(&realm.id))?
            .into_iter()
            .map(|(_, app)| app)
            .filter(|app| app.state == State::Active)
            .collect();
        apps.sort_by_key(|app| !app.default);
        let app = apps.into_iter().next();
        Ok(Self {
            instance: match &app {
                Some(app) => apps::instance(tx, context, app)?,
                None => String::new(),
            },
            app,
            redirect_params: RedirectParams::default(),
            caller,
        })
    }

    /// Where a token is used: the app's own page if it has one, else the hosted page.
    pub fn link(&self, purpose: Purpose, token: &str) -> Option<String> {
        let app = self.app.as_ref()?;
        let (own, page) = match purpose {
            Purpose::Reset => (&app.reset_url, "reset_password"),
            Purpose::Verification => (&app.verify_url, "verify_email"),
        };
        if let Some(own) = own.as_deref().filter(|own| !own.is_empty()) {
            return Some(append(own, &[("token", token)]));
        }
        let mut parameters = vec![("token", token)];
        parameters
            .extend(allowed_target(app, &self.redirect_params).map(|uri| ("redirect_uri", uri)));
        Some(append(&format!("{}/{page}", self.instance), &parameters))
    }
}

/// A token that a mail carries, and where to use it.
#[derive(Debug, Clone, Copy)]
pub struct TokenLink<'a> {
    /// What it is good for.
    pub purpose: Purpose,
    /// The token.
    pub token: &'a str,
    /// Where it is used; nowhere in a realm without an app.
    pub link: Option<&'a str>,
    /// The Connected App that the link belongs to.
    pub app: Option<&'a App>,
}

/// The mail that every realm has for an event with a token, unless a hook replaces it.
pub fn builtin(event: &Event, user: &User, token_link: TokenLink) -> Mail {
    let place = token_link.link.unwrap_or(token_link.token);
    let (name, username) = (user.name(), &user.username);
    let (subject, text) = match token_link.purpose {
        Purpose::Reset => (
            "Set a new password",
            format!(
                "Hello {name},\n\nsomebody asked for a new password for \"{username}\". If it was you, set \
                 one within an hour:\n\n{place}\n\nIf it was not you, there is nothing to do: your password \
                 has not changed.\n"
            ),
        ),
        Purpose::Verification => (
            "Verify your email address",
            format!(
                "Hello {name},\n\nplease confirm within a day that this is the address of \
                 \"{username}\":\n\n{place}\n\nIf you do not know that name, ignore this mail.\n"
            ),
        ),
    };
    Mail {
        subject: match token_link.app {
            Some(app) => format!("{}: {subject}", app.name),
            None => subject.to_owned(),
        },
        text,
        ..blank(event, user, Some(token_link))
    }
}

/// The mail of an email hook, with its templates filled.
///
/// # Errors
/// One line on what is wrong with a template.
pub fn from_hook(
    hook: &AppHook,
    realm: &Realm,
    event: &Event,
    user: &User,
    token_link: Option<TokenLink>,
) -> Result<Mail, String> {
    let values = minijinja::context! {
        token => token_link.map(|token_link| token_link.token),
        link => token_link.and_then(|token_link| token_link.link),
        app => token_link.and_then(|token_link| token_link.app).map(|app| app.name.as_str()),
        realm => realm.name,
        event_type => event.event_type,
        user_id => user.id,
        username => user.username,
        email => user.email,
        name => user.name(),
        first_name => user.first_name,
        last_name => user.last_name,
        reference => user.reference,
        custom => minijinja::Value::from_serialize(&user.custom),
        ip => event.ip,
        client => event.client,
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let body = template::body(hook.email_renderer, &text(&hook.email_template), &values)?;
    let address = hook.email_from.as_deref().filter(|from| !from.is_empty());
    let address = address.unwrap_or(NOREPLY);
    let from = match hook.email_from_name.as_deref() {
        Some(name) if !name.is_empty() => format!("{name} <{address}>"),
        _ => address.to_owned(),
    };
    Ok(Mail {
        from,
        subject: template::line(&text(&hook.email_subject), &values)?,
        text: body.text,
        html: body.html,
        ..blank(event, user, token_link)
    })
}

fn blank(event: &Event, user: &User, token_link: Option<TokenLink>) -> Mail {
    Mail {
        id: new_id("ml_"),
        realm_id: event.realm_id.clone(),
        app_id: token_link
            .and_then(|token_link| token_link.app)
            .map(|app| app.id.clone()),
        event: event.event_type.clone(),
        event_id: Some(event.id.clone()),
        from: NOREPLY.to_owned(),
        to: user.email.clone(),
        subject: String::new(),
        text: String::new(),
        html: None,
        token: token_link.map(|token_link| token_link.token.to_owned()),
        link: token_link
            .and_then(|token_link| token_link.link)
            .map(str::to_owned),
        created_at: event.event_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn link(settings: serde_json::Value, wish: Option<&str>, purpose: Purpose) -> String {
        let mut app = json!({"name": "A", "login_handler": "http://a.test/login"});
        crate::model::settings::merge(&mut app, settings);
        let sender = Sender {
            app: Some(serde_json::from_value(app).unwrap()),
            instance: "http://demo.localhost:1".into(),
            redirect_params: RedirectParams {
                redir: Some("/x".into()),
                redirect_uri: wish.map(str::to_owned),
            },
            caller: Caller::default(),
        };
        sender.link(purpose, "t").unwrap()
    }

    #[test]
    fn a_link_leads_to_the_hosted_page_of_its_purpose() {
        assert_eq!(
            link(json!({}), None, Purpose::Reset),
            "http://demo.localhost:1/reset_password?token=t"
        );
        assert_eq!(
            link(json!({"verify_url": ""}), None, Purpose::Verification),
            "http://demo.localhost:1/verify_email?token=t"
        );
    }

    #[test]
    fn an_app_may_point_the_link_at_itself() {
        let own =
            json!({"reset_url": "http://a.test/reset?x=1", "verify_url": "http://a.test/v#/in"});
        assert_eq!(
            link(own.clone(), None, Purpose::Reset),
            "http://a.test/reset?x=1&token=t"
        );
        assert_eq!(
            link(own, None, Purpose::Verification),
            "http://a.test/v?token=t#/in"
        );
    }

    #[test]
    fn the_hosted_link_carries_a_redirect_uri_that_the_app_allows() {
        let uris = json!({"redirect_uris": ["http://a.test/"]});
        assert_eq!(
            link(uris.clone(), Some("http://a.test/in?y"), Purpose::Reset),
            "http://demo.localhost:1/reset_password?token=t&redirect_uri=http%3A%2F%2Fa.test%2Fin%3Fy"
        );
        assert_eq!(
            link(uris, Some("http://evil.test/"), Purpose::Reset),
            "http://demo.localhost:1/reset_password?token=t"
        );
    }
}
