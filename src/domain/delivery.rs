//! How a token reaches the app (contract §4): which way and to which address. A plan is data; `src/js/page/deliver.js` carries it
//! out.
//! Imports only `domain`; tested here.

use super::config::is_safe_target;
use super::error::{Code, Failure};
use super::hint::Hint;
use super::text::cut;

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
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, way)| *way)
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
    /// `data-authrocket-include`: what goes along beside the token.
    pub include: String,
}

impl Wanted {
    /// Whether the page goes to an address with the token in it.
    fn navigates(&self) -> bool {
        Way::from_name(&self.way) == Some(Way::Navigate)
    }

    /// Whether the app gets the session too (protocol-v2 V35).
    pub fn includes_session(&self) -> bool {
        self.include == "session"
    }
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

/// The page's own target with the token, for an answer that names no handler (protocol-v2 V4). Empty where the page names none.
///
/// # Errors
/// `config` for anything but `http(s):`.
pub fn url_of(wanted: &Wanted, token: &str, page: &dyn Page) -> Result<String, Box<Failure>> {
    if wanted.to.is_empty() || !wanted.navigates() {
        return Ok(String::new());
    }
    let target = target(&wanted.to, page)?;
    let (address, fragment) = cut(&target, b'#');
    let (_, query) = cut(address, b'?');
    let mark = match query {
        None => "?",
        Some("") => "",
        Some(_) => "&",
    };
    let url = [address, mark, "token=", token].concat();
    Ok(fragment.map_or(url.clone(), |fragment| [&url, "#", fragment].concat()))
}

/// Where a hosted page leads in the end: the page's own target, where the browser goes there with the token.
///
/// # Errors
/// `config` for anything but `http(s):`.
pub fn return_address(wanted: &Wanted, page: &dyn Page) -> Result<Option<String>, Box<Failure>> {
    let is_target = !wanted.to.is_empty() && wanted.navigates();
    is_target.then(|| target(&wanted.to, page)).transpose()
}

/// Plans a delivery; `url` is the handler URL with the token, empty where there is none.
///
/// # Errors
/// `config`, with a hint, for a mistake of the page.
pub fn plan(
    wanted: &Wanted,
    url: &str,
    has_token: bool,
    page: &dyn Page,
) -> Result<Plan, Box<Failure>> {
    let to = wanted.to.as_str();
    match Way::from_name(&wanted.way) {
        None => Err(mistake(Hint::DeliverUnknown)),
        Some(Way::Event) => Ok(Plan::Stay),
        Some(Way::Bridge) => Ok(Plan::Bridge(wanted.bridge.clone())),
        Some(Way::Navigate) if url.is_empty() && has_token => Err(mistake(Hint::ToNeeded)),
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

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) struct App;

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
            include: String::new(),
        };
        plan(&wanted, url, false, &App).map_err(|failure| {
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

    #[test]
    fn the_pages_own_target_gets_the_token() {
        let url = |way: &str, to: &str| {
            let wanted = Wanted {
                way: way.into(),
                to: to.into(),
                ..Wanted::default()
            };
            url_of(&wanted, "eyJ", &App).map_err(|failure| failure.hint)
        };
        for (to, expected) in [
            ("/login", "https://app.test/login?token=eyJ"),
            ("/login?", "https://app.test/login?token=eyJ"),
            ("/login?a=1", "https://app.test/login?a=1&token=eyJ"),
            ("/login?a=1#b", "https://app.test/login?a=1&token=eyJ#b"),
            ("https://b.test/", "https://b.test/?token=eyJ"),
            ("", ""),
        ] {
            assert_eq!(url("", to), Ok(expected.into()), "{to}");
        }
        assert_eq!(
            url("post", "/login"),
            Ok(String::new()),
            "a token in the body"
        );
        assert_eq!(
            url("", "javascript:alert(1)"),
            Err(Some(Hint::TargetUnsafe))
        );
    }

    #[test]
    fn a_token_needs_a_target_where_the_service_names_none() {
        let planned = |way: &str| {
            let wanted = Wanted {
                way: way.into(),
                ..Wanted::default()
            };
            plan(&wanted, "", true, &App).map_err(|failure| failure.hint)
        };
        assert_eq!(planned(""), Err(Some(Hint::ToNeeded)));
        assert_eq!(planned("navigate"), Err(Some(Hint::ToNeeded)));
        assert_eq!(planned("event"), Ok(Plan::Stay));
    }

    #[test]
    fn a_hosted_page_returns_only_to_what_takes_a_token_in_its_address() {
        let address = |way: &str, to: &str| {
            let wanted = Wanted {
                way: way.into(),
                to: to.into(),
                ..Wanted::default()
            };
            return_address(&wanted, &App).map_err(|failure| failure.hint)
        };
        assert_eq!(
            address("", "/login"),
            Ok(Some("https://app.test/login".into()))
        );
        for (way, to) in [("", ""), ("fetch", "/session"), ("post", "/session")] {
            assert_eq!(address(way, to), Ok(None), "{way} {to}");
        }
        assert_eq!(
            address("navigate", "data:text/html,x"),
            Err(Some(Hint::TargetUnsafe))
        );
    }
}
