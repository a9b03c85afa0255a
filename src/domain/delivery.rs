//! How a token reaches the app (contract §4): which way and to which address, and what the app's answer means. A plan is
//! data; `src/js/page/deliver.js` carries it out.
//! Imports only `domain`; tested here.

use super::config::is_safe_target;
use super::error::{Code, Failure};
use super::hint::Hint;
use super::protocol::{ApiResponse, Reply};

/// The ways of `data-authrocket-deliver`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The page goes to the handler URL of the service's answer.
    Navigate,
    /// A form POST, which is a navigation.
    Post,
    /// A `fetch` of the page's own origin.
    Fetch,
    /// A message to the native app around a webview.
    Bridge,
    /// Nothing but the event.
    Event,
}

impl Way {
    /// Every way with its name, for lookups and table tests.
    pub const ALL: [(&'static str, Self); 5] = [
        ("navigate", Self::Navigate),
        ("post", Self::Post),
        ("fetch", Self::Fetch),
        ("bridge", Self::Bridge),
        ("event", Self::Event),
    ];

    fn from_name(name: &str) -> Option<Self> {
        if name.is_empty() {
            return Some(Self::Navigate);
        }
        Self::ALL
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, way)| way)
    }
}

/// What a form says about delivery; empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// `data-authrocket-deliver`.
    pub way: String,
    /// `data-authrocket-to`.
    pub to: String,
    /// `data-authrocket-bridge`: the native app to use.
    pub bridge: String,
}

/// The page as a plan has to know it.
pub trait Page {
    /// An address as the browser resolves it on this page; `None` when it is none.
    fn resolve(&self, address: &str) -> Option<String>;
    /// The page's own origin, such as `https://app.example.test`.
    fn origin(&self) -> String;
    /// The page's own address, without a fragment.
    fn address(&self) -> String;
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// Go to this address.
    Navigate(String),
    /// POST the fields to this address by a form.
    Post(String),
    /// POST the fields to this address by `fetch`.
    Fetch(String),
    /// The app took the fields and leads to where no page can read: ask whether a GET of this address leads there, too.
    Look(String),
    /// Send the fields to this native app, or to the first one that is there.
    Bridge(String),
    /// Nothing; the page stays.
    Stay,
}

/// Plans a delivery; `url` is the handler URL of the service's answer, empty where the answer has none.
///
/// # Errors
/// `config`, with a hint, for a mistake of the page.
pub fn plan(wanted: &Wanted, url: &str, page: &dyn Page) -> Result<Plan, Box<Failure>> {
    let to = wanted.to.as_str();
    match Way::from_name(&wanted.way) {
        None => Err(mistake(Hint::DeliverUnknown)),
        Some(Way::Event) => Ok(Plan::Stay),
        Some(Way::Bridge) => Ok(Plan::Bridge(wanted.bridge.clone())),
        Some(Way::Navigate) if url.is_empty() && to.is_empty() => Ok(Plan::Stay),
        Some(Way::Navigate) => navigate(if url.is_empty() { to } else { url }, page),
        Some(_) if to.is_empty() => Err(mistake(Hint::ToMissing)),
        Some(Way::Post) => Ok(Plan::Post(target(to, page)?)),
        Some(Way::Fetch) => {
            let target = target(to, page)?;
            if is_within(&target, &page.origin()) {
                Ok(Plan::Fetch(target))
            } else {
                Err(mistake(Hint::ToForeign))
            }
        }
    }
}

/// Plans to go to an address.
///
/// # Errors
/// `config` for anything but `http(s):`.
pub fn navigate(address: &str, page: &dyn Page) -> Result<Plan, Box<Failure>> {
    Ok(Plan::Navigate(target(address, page)?))
}

/// Relative addresses are the page's own; only `http(s):` is followed (contract §5, promise 3).
fn target(address: &str, page: &dyn Page) -> Result<String, Box<Failure>> {
    page.resolve(address)
        .filter(|resolved| is_safe_target(resolved))
        .ok_or_else(|| mistake(Hint::TargetUnsafe))
}

/// Whether a resolved address is of this origin.
fn is_within(address: &str, origin: &str) -> bool {
    address
        .strip_prefix(origin)
        .is_some_and(|rest| matches!(rest.as_bytes().first(), None | Some(b'/' | b'?' | b'#')))
}

/// A mistake of the page, such as a delivery without a target.
pub fn mistake(hint: Hint) -> Box<Failure> {
    let mut failure = Failure::new(Code::Config).hint(hint);
    // The one that a user can do something about.
    if hint == Hint::NoBridge {
        failure.text = "no_bridge";
    }
    failure
}

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
    use super::*;

    struct App;

    impl Page for App {
        fn resolve(&self, address: &str) -> Option<String> {
            match address {
                "http://" => None,
                _ if address.contains(':') => Some(address.into()),
                _ => Some(format!("https://app.test{address}")),
            }
        }
        fn origin(&self) -> String {
            "https://app.test".into()
        }
        fn address(&self) -> String {
            "https://app.test/login".into()
        }
    }

    fn planned(way: &str, to: &str, url: &str) -> Result<Plan, Hint> {
        let wanted = Wanted {
            way: way.into(),
            to: to.into(),
            bridge: "android".into(),
        };
        plan(&wanted, url, &App).map_err(|failure| {
            assert_eq!(failure.code, Code::Config);
            failure.hint.expect("a mistake has a hint")
        })
    }

    #[test]
    fn every_way_is_planned() {
        const URL: &str = "https://app.test/login?token=t";
        const TO: &str = "https://app.test/session";
        for (way, known) in Way::ALL {
            let expected = match known {
                Way::Navigate => Plan::Navigate(URL.into()),
                Way::Post => Plan::Post(TO.into()),
                Way::Fetch => Plan::Fetch(TO.into()),
                Way::Bridge => Plan::Bridge("android".into()),
                Way::Event => Plan::Stay,
            };
            assert_eq!(planned(way, "/session", URL), Ok(expected), "{way}");
        }
        assert_eq!(planned("", "/session", URL), Ok(Plan::Navigate(URL.into())));
        assert_eq!(planned("mail", "/session", URL), Err(Hint::DeliverUnknown));
    }

    #[test]
    fn a_form_without_a_token_goes_to_its_target_or_stays() {
        assert_eq!(
            planned("navigate", "/bye", ""),
            Ok(Plan::Navigate("https://app.test/bye".into()))
        );
        assert_eq!(planned("navigate", "", ""), Ok(Plan::Stay));
    }

    #[test]
    fn targets_are_judged() {
        for way in ["post", "fetch"] {
            assert_eq!(planned(way, "", ""), Err(Hint::ToMissing));
            for unsafe_target in [
                "javascript:alert(1)",
                "data:text/html,x",
                "http://",
                "file:///x",
            ] {
                assert_eq!(planned(way, unsafe_target, ""), Err(Hint::TargetUnsafe));
            }
        }
        for unsafe_url in ["javascript:alert(1)", "data:text/html,x"] {
            assert_eq!(planned("navigate", "", unsafe_url), Err(Hint::TargetUnsafe));
        }
        for foreign in [
            "https://app.test.evil.test/",
            "https://app.test:8443/",
            "http://app.test/",
            "https://evil.test/https://app.test",
        ] {
            assert_eq!(
                planned("fetch", foreign, ""),
                Err(Hint::ToForeign),
                "{foreign}"
            );
            assert_eq!(planned("post", foreign, ""), Ok(Plan::Post(foreign.into())));
        }
        for own in [
            "https://app.test/",
            "https://app.test",
            "https://app.test?x",
            "/x",
        ] {
            assert!(planned("fetch", own, "").is_ok(), "{own}");
        }
    }

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
