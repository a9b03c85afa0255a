//! Notices that the login page shows to a visitor who returns from another page. Tested in
//! `tests/api/hosted/social.rs` and `hosted/recovery.rs`.

use axum::http::StatusCode;
use axum::response::Response;

use super::finish::redirect;
use super::page::Page;
use super::visit::Visit;
use super::visiting::Visiting;

/// Why a visitor comes back to this page. The address holds a name from this list, never a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Refused at a social provider.
    AccessDenied,
    /// Has a new password.
    PasswordSet,
    /// Has verified an address.
    EmailVerified,
}

impl Notice {
    const ALL: [Self; 3] = [Self::AccessDenied, Self::PasswordSet, Self::EmailVerified];

    fn parameter(self) -> (&'static str, &'static str) {
        match self {
            Self::AccessDenied => ("error", "access_denied"),
            Self::PasswordSet => ("notice", "password_set"),
            Self::EmailVerified => ("notice", "email_verified"),
        }
    }

    fn of(visit: &Visit<'_>) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| {
            let (name, value) = notice.parameter();
            visit.request.text(name).as_deref() == Some(value)
        })
    }

    /// Redirects to the login page, which shows the notice; to the signup page where logins are off.
    pub fn at_login(self, visit: &Visit<'_>) -> Response {
        let settings = &visit.request.realm.login_rocket;
        if !settings.login && !settings.signup {
            let mut page = visit.page("Done");
            self.put_on(&mut page);
            return page.show(StatusCode::OK);
        }
        let path = if settings.login { "/login" } else { "/signup" };
        redirect(&visit.address(path, &[self.parameter()]))
    }

    /// Adds the notice that the address names, if any, to the page.
    pub fn show(visit: &Visit<'_>, page: &mut Page) -> Option<Self> {
        let notice = Self::of(visit)?;
        notice.put_on(page);
        Some(notice)
    }

    fn put_on(self, page: &mut Page) {
        match self {
            Self::AccessDenied => {
                page.say("You cancelled that login. Try again, or log in another way.");
            }
            Self::PasswordSet => {
                page.notice =
                    Some("Your password was changed, and you were logged out on all devices.");
            }
            Self::EmailVerified => page.notice = Some("Your email address is verified."),
        }
    }
}
