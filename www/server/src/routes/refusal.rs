//! Error pages: each cause of a refused token has its own, with a way back. Tested in `tests/demo/handlers.rs`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use minijinja::context;
use serde_json::json;

use crate::intake::Intake;
use crate::pages::{render, without_referrer};
use crate::state::App;
use crate::verify::Refusal;

/// One way of saying no.
pub struct RefusalPage {
    /// HTTP status.
    pub status: StatusCode,
    /// Stable name of the cause; `data-reason` on the page, `reason` in JSON.
    pub reason: &'static str,
    /// The page's heading.
    pub title: &'static str,
    /// What happened and what to do, in a sentence or two.
    pub text: String,
    /// Label and address of the way back.
    pub back: (&'static str, String),
}

impl RefusalPage {
    /// A refusal without a way back of its own: that is the login page.
    pub fn new(
        status: StatusCode,
        reason: &'static str,
        title: &'static str,
        text: impl Into<String>,
    ) -> Self {
        let back = ("Go to the login page", "/pages/login".to_owned());
        Self {
            status,
            reason,
            title,
            text: text.into(),
            back,
        }
    }

    /// With another way back.
    pub fn back(self, label: &'static str, address: impl Into<String>) -> Self {
        Self {
            back: (label, address.into()),
            ..self
        }
    }

    /// The page, or JSON for a script that asked for it.
    pub fn answer(self, app: &App, intake: &Intake) -> Response {
        if intake.wants_json {
            let body = json!({ "reason": self.reason, "error": self.text });
            return without_referrer((self.status, Json(body)).into_response());
        }
        let (back_label, back_address) = self.back;
        let page = context! { reason => self.reason, title => self.title, text => self.text, back_label, back_address };
        without_referrer(render(app, intake, self.status, "refused.html", page))
    }
}

/// A form that did not come from our page, or came from an older one.
pub fn not_ours() -> RefusalPage {
    RefusalPage::new(
        StatusCode::FORBIDDEN,
        "csrf",
        "This form is out of date",
        "The form did not come from a page of this app in this browser, or the page was open for too long. \
         Nothing was done. Open the page again and repeat.",
    )
    .back("Go to the start page", "/")
}

/// The Core API could not be asked; nothing is known about the user, and the page does not pretend otherwise.
pub fn unavailable() -> RefusalPage {
    RefusalPage::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "unavailable",
        "AuthRocket cannot be reached",
        "This app could not reach AuthRocket. This says nothing about your name or your password. \
         Try again in a moment.",
    )
    .back("Try again", "")
}

/// A token that is no login.
pub fn login_refused(refusal: &Refusal, login_page: &str) -> RefusalPage {
    let no = |status, reason, title, text: &str| RefusalPage::new(status, reason, title, text);
    let refused = match refusal {
        Refusal::Missing => no(
            StatusCode::BAD_REQUEST,
            "missing",
            "No login came with this request",
            "This address expects the token of a login, and the request had none. Log in on the login page.",
        ),
        Refusal::Forged => no(
            StatusCode::UNAUTHORIZED,
            "forged",
            "This is not a login of this app",
            "The token is not one of AuthRocket for this app, or it was changed. You are not logged in.",
        ),
        Refusal::Expired => no(
            StatusCode::UNAUTHORIZED,
            "expired",
            "This login has expired",
            "The token was valid, but it has expired. Log in again.",
        ),
        Refusal::Ended => no(
            StatusCode::UNAUTHORIZED,
            "ended",
            "This login was logged out",
            "The token was valid, but its session was logged out. Log in again.",
        ),
        Refusal::Unavailable(outage) => {
            tracing::warn!("the Core API gave no usable answer: {outage}");
            return unavailable();
        }
    };
    refused.back("Go to the login page", login_page)
}
