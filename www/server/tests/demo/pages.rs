//! The pages: each is there, keeps the markup rules, and comes with its headers.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::stand_in::StandIn;

/// Address, and whether its forms go to AuthRocket: the doctor's patient cannot be sent, the others have none or ours.
const PAGES: [(&str, bool); 47] = [
    ("/", false),
    ("/docs", false),
    ("/pages/comforts", true),
    ("/pages/doctor", false),
    ("/pages/forgot-password", true),
    ("/pages/languages", true),
    ("/pages/languages?lang=ja", true),
    ("/pages/login", true),
    ("/pages/login-bridge", true),
    ("/pages/login-event", true),
    ("/pages/login-fetch", true),
    ("/pages/login-limited", true),
    ("/pages/login-off", true),
    ("/pages/login-org", true),
    ("/pages/login-post", true),
    ("/pages/login-redirect", true),
    ("/pages/login-sso", true),
    ("/pages/login-token", true),
    ("/pages/login-verify", true),
    ("/pages/module", true),
    ("/pages/old-style", true),
    ("/pages/old-style-forgot", true),
    ("/pages/old-style-signup", true),
    ("/pages/outbox", false),
    (
        "/pages/reset-password?token=kpw_0000000000000000000000",
        true,
    ),
    ("/pages/right-to-left", true),
    ("/pages/showcase-login", true),
    ("/pages/showcase-login?lang=de", true),
    ("/pages/showcase-signup", true),
    ("/pages/signup", true),
    ("/pages/signup-fetch", true),
    ("/pages/signup-off", true),
    ("/pages/signup-org", true),
    ("/pages/signup-token", true),
    ("/pages/signup-verify", true),
    ("/pages/social", false),
    ("/pages/two-factor", true),
    ("/pages/two-factor-inline", true),
    ("/pages/verify-email?token=0000", true),
    ("/pages/v2-forgot-password", true),
    ("/pages/v2-login", true),
    ("/pages/v2-login-teams", true),
    ("/pages/v2-request-invitation", true),
    (
        "/pages/v2-reset-password?token=tpw:0000000000000000000000",
        true,
    ),
    ("/pages/v2-signup", true),
    ("/pages/v2-signup-teams", true),
    ("/pages/v2-signup-verified", true),
];

#[tokio::test]
async fn every_page_is_there_and_strict_about_what_it_loads() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    for (path, _) in PAGES {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let policy = page.header("content-security-policy");
        let mut hosts: Vec<String> = ["-limited", "-off", "-org", "-sso", "-token", "-verify"]
            .map(|host| format!("http://demo{host}.localhost:4101"))
            .into();
        hosts.push("http://demo.e2.localhost:4101".to_owned());
        hosts.push("http://localhost:4101".to_owned());
        hosts.extend(["teams", "verify"].map(|host| format!("http://{host}.e2.localhost:4101")));
        let instances = hosts.join(" ");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"),
            "{policy}"
        );
        assert!(
            policy.contains(&format!("connect-src 'self' {instances};")),
            "{policy}"
        );
        let is_old = path.contains("old-style");
        assert_eq!(
            policy.contains("require-trusted-types-for 'script'"),
            !is_old,
            "{path}"
        );
        let handlers = policy
            .split_once("script-src-attr ")
            .map(|(_, allowed)| allowed);
        // Only the handler that jQuery 1 tries.
        let trial = "'unsafe-hashes' 'sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg='";
        assert_eq!(handlers, is_old.then_some(trial), "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(
            !page.body.contains("<style")
                && !page.body.contains(" style=")
                && !page.body.contains("onclick")
        );
        let scripts = page.body.matches("<script").count();
        assert_eq!(
            scripts,
            page.body.matches("<script src=").count(),
            "an inline script on {path}"
        );
        let has_token = path.contains("token=");
        let referrer = if has_token {
            "no-referrer"
        } else {
            "same-origin"
        };
        assert_eq!(page.header("referrer-policy"), referrer, "{path}");
        assert!(
            !has_token || !page.body.contains("0000"),
            "the token stands on {path}"
        );
    }
}

#[tokio::test]
async fn without_script_what_is_typed_goes_to_the_hosted_page() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    for (path, _) in PAGES.iter().filter(|(_, leads_out)| *leads_out) {
        let page = browser.get(path).await;
        let forms: Vec<&str> = page.body.split("<form").skip(1).collect();
        assert!(!forms.is_empty());
        for form in forms {
            let (head, rest) = form.split_once('>').unwrap();
            let action = head
                .split_once(" action=\"")
                .unwrap()
                .1
                .split_once('"')
                .unwrap()
                .0;
            let action: url::Url = action.parse().expect(path);
            assert_eq!(action.port(), Some(4101), "{path}");
            assert!(head.contains("method=\"post\""), "{path}");
            let body = rest.split_once("</form>").unwrap().0;
            for input in body
                .split("<input")
                .skip(1)
                .filter(|input| !input.contains("type=\"hidden\""))
            {
                assert!(input.contains("autocomplete=\""), "{path}: {input}");
            }
        }
    }
}

#[tokio::test]
async fn the_start_page_leads_to_every_page() {
    let it = StandIn::start().await;
    let start = Browser::new(&it).get("/").await.body;
    // One that is reached by a link of another page's own.
    let beside = ["/", "/pages/login-sso"];
    for (path, _) in PAGES {
        let (path, _) = path.split_once('?').unwrap_or((path, ""));
        let is_linked = start.contains(&format!("href=\"{path}\""));
        assert!(is_linked || beside.contains(&path), "no link to {path}");
    }
}

#[tokio::test]
async fn every_link_of_a_page_leads_somewhere() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let mut links = std::collections::BTreeSet::new();
    for (path, _) in PAGES {
        let body = browser.get(path).await.body;
        let found = body.split(" href=\"/").skip(1);
        links.extend(found.map(|rest| format!("/{}", rest.split_once('"').unwrap().0)));
    }
    // The library's files are not built here.
    links.retain(|link| !link.starts_with("/pkg") && link != "/authrocket.css");
    assert!(links.len() > 30, "{links:?}");
    for link in links {
        let status = browser.get(&link).await.status;
        assert!(
            status == StatusCode::OK || status == StatusCode::SEE_OTHER,
            "{link}: {status}"
        );
    }
}

#[tokio::test]
async fn a_form_says_its_language_and_an_unknown_one_is_english() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    for (asked, shown) in [
        ("es", "es"),
        ("ja", "ja"),
        ("ar", "ar"),
        ("", "en"),
        ("%22%3E", "en"),
    ] {
        let page = browser.get(&format!("/pages/languages?lang={asked}")).await;
        assert_eq!(page.between("id=\"login-form\" lang=\"", "\""), shown);
        let showcase = format!("/pages/showcase-login?lang={asked}");
        let page = browser.get(&showcase).await;
        assert_eq!(page.between("id=\"login-form\" lang=\"", "\""), shown);
    }
    let arabic = browser.get("/pages/right-to-left").await;
    assert!(arabic.body.contains("<html lang=\"ar\" dir=\"rtl\""));
}

#[tokio::test]
async fn an_unknown_address_says_so() {
    let it = StandIn::start().await;
    let page = Browser::new(&it).get("/nowhere").await;
    assert_eq!(
        (page.status, page.reason()),
        (StatusCode::NOT_FOUND, "not-found")
    );
}
