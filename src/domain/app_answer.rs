//! What the answer of the app's own server to a token means: where to go now, or that the page stays (contract §4, ADR 7).
//! Imports only `domain`; tested here.

use super::delivery::{Page, Plan, navigate};
use super::error::{Code, Failure};
use super::protocol::{ApiResponse, Reply};

/// The answer of the app's own server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppAnswer {
    /// Status and body, which speak of failures as the service's do.
    pub response: ApiResponse,
    /// Whether the status is 200 to 299.
    pub is_ok: bool,
    /// Where a followed redirect led to.
    pub redirected: Option<String>,
    /// Whether it is a redirect whose address no page can read.
    pub leads_elsewhere: bool,
    /// `redirect` of the body.
    pub redirect: Option<String>,
}

/// What the answer of the app at `target` means: where to go now, or that the page stays.
///
/// # Errors
/// `refused` or `server`, with the app's own words where it has any; `config` for an unsafe redirect.
pub fn after_app(answer: AppAnswer, target: &str, page: &dyn Page) -> Result<Plan, Box<Failure>> {
    if answer.leads_elsewhere {
        return Ok(Plan::Look(target.into()));
    }
    if let Some(address) = answer.redirected {
        return navigate(&address, page);
    }
    let refuses = answer
        .response
        .body
        .as_ref()
        .is_some_and(|reply| !reply.error.is_empty() || reply.odd || !reply.errors.is_empty());
    if !answer.is_ok || refuses {
        return Err(refusal(answer.response));
    }
    match answer.redirect {
        Some(address) => navigate(&address, page),
        None => Ok(Plan::Stay),
    }
}

/// Where to go when a token was taken and nobody can read what the app leads to: the address that took it, if it leads on by GET as
/// well; else the page anew, for the session that there is now.
///
/// # Errors
/// None in practice: `target` was planned before.
pub fn after_look(leads_on: bool, target: &str, page: &dyn Page) -> Result<Plan, Box<Failure>> {
    if leads_on {
        return navigate(target, page);
    }
    navigate(&page.address(), page).or_else(|_| navigate(target, page))
}

/// The app's server could not be reached.
pub fn no_answer() -> Box<Failure> {
    refusal(ApiResponse::default())
}

fn refusal(response: ApiResponse) -> Box<Failure> {
    let ApiResponse { status, body, .. } = response;
    let (code, text) = match status {
        0 => (Code::Unreachable, "app_unreachable"),
        500.. => (Code::Server, "app_unreachable"),
        _ => (Code::Refused, "app_refused"),
    };
    let mut failure = Failure::new(code).status(status);
    failure.text = text;
    failure.sentences = body.map(Reply::sentences).unwrap_or_default();
    failure
}

#[cfg(test)]
mod tests {
    use super::super::delivery::tests::App;
    use super::*;

    fn answered(status: u16, body: Option<Reply>) -> AppAnswer {
        AppAnswer {
            response: ApiResponse {
                status,
                retry_after: None,
                body,
            },
            is_ok: (200..300).contains(&status),
            ..AppAnswer::default()
        }
    }

    #[test]
    fn the_apps_answer_is_taken_redirected_or_a_failure() {
        assert_eq!(
            after_app(answered(204, None), "https://app.test/session", &App),
            Ok(Plan::Stay)
        );
        let onward = AppAnswer {
            redirect: Some("/welcome".into()),
            ..answered(200, Some(Reply::default()))
        };
        assert_eq!(
            after_app(onward, "https://app.test/session", &App),
            Ok(Plan::Navigate("https://app.test/welcome".into()))
        );
        let redirected = AppAnswer {
            redirected: Some("https://app.test/account".into()),
            ..answered(404, None)
        };
        assert_eq!(
            after_app(redirected, "https://app.test/session", &App),
            Ok(Plan::Navigate("https://app.test/account".into()))
        );
        let evil = AppAnswer {
            redirect: Some("javascript:alert(1)".into()),
            ..answered(200, None)
        };
        assert_eq!(
            after_app(evil, "https://app.test/session", &App)
                .unwrap_err()
                .code,
            Code::Config
        );
        for (answer, code, text) in [
            (answered(403, None), Code::Refused, "app_refused"),
            (answered(502, None), Code::Server, "app_unreachable"),
            (
                answered(
                    200,
                    Some(Reply {
                        error: "Not today".into(),
                        ..Reply::default()
                    }),
                ),
                Code::Refused,
                "app_refused",
            ),
        ] {
            let failure = after_app(answer, "https://app.test/session", &App).unwrap_err();
            assert_eq!((failure.code, failure.text), (code, text));
        }
        assert_eq!(no_answer().code, Code::Unreachable);
    }

    #[test]
    fn a_redirect_that_cannot_be_read_is_no_outage() {
        const TO: &str = "https://app.test/session";
        let elsewhere = AppAnswer {
            leads_elsewhere: true,
            ..AppAnswer::default()
        };
        assert_eq!(after_app(elsewhere, TO, &App), Ok(Plan::Look(TO.into())));
        assert_eq!(
            after_look(true, TO, &App),
            Ok(Plan::Navigate(TO.into())),
            "the app leads on by GET, too"
        );
        assert_eq!(
            after_look(false, TO, &App),
            Ok(Plan::Navigate("https://app.test/login".into())),
            "the page anew"
        );
    }
}
