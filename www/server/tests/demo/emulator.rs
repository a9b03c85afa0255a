//! The whole way, against the real emulator with the demo's own seed: what the stand-in says must hold there too.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use authrocket_demo::config::system_clock;
use authrocket_demo::{Config, Verify, app};
use axum::http::StatusCode;
use loginrocket_emulator::{PasswordCost, Running, seed_from_text};
use serde_json::{Value, json};

use crate::browser::Browser;

const HOSTS: [&str; 7] = [
    "demo.localhost",
    "demo-org.localhost",
    "demo-token.localhost",
    "demo-verify.localhost",
    "demo-off.localhost",
    "demo-limited.localhost",
    "demo-sso.localhost",
];

pub struct Service {
    pub running: Running,
    pub config: Config,
    ahead: Arc<AtomicU64>,
}

impl Service {
    pub async fn start() -> Self {
        let vars = [("APP".to_owned(), "http://app.test".to_owned())];
        let seed = seed_from_text(include_str!("../../../seed.json"), &vars).unwrap();
        let running = loginrocket_emulator::start(loginrocket_emulator::Config {
            login_port: 0,
            api_port: 0,
            seed: Some(seed),
            password_cost: PasswordCost::TestFast,
            keys_ahead: false,
            ..loginrocket_emulator::Config::default()
        })
        .await
        .unwrap();
        let ahead = Arc::<AtomicU64>::default();
        let (clock, offset) = (system_clock(), Arc::clone(&ahead));
        let config = Config {
            login_url: format!("http://{}/", running.login_addr()).parse().unwrap(),
            api_url: format!("http://{}/v1/", running.api_addr())
                .parse()
                .unwrap(),
            site: concat!(env!("CARGO_MANIFEST_DIR"), "/..").into(),
            clock: Arc::new(move || clock() + offset.load(Ordering::Relaxed)),
            ..Config::default()
        };
        Self {
            running,
            config,
            ahead,
        }
    }

    pub fn browser(&self) -> Browser {
        Browser::of(app(self.config.clone()))
    }

    /// A call of the LoginRocket API, as the library makes one.
    pub async fn call(&self, realm: usize, call: &str, fields: &[(&str, &str)]) -> Value {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = reqwest::Client::new()
            .post(format!("http://{}/v1/{call}", self.running.login_addr()))
            .header("host", HOSTS[realm])
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// The address on the app's host that a call's answer leads to.
    pub async fn address(&self, realm: usize, call: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.call(realm, call, fields).await;
        let url = answer["url"].as_str().unwrap_or_else(|| panic!("{answer}"));
        url.strip_prefix("http://app.test").unwrap().to_owned()
    }

    async fn sign_up(&self, realm: usize, username: &str) -> String {
        let email = format!("{username}@example.test");
        let password = "correct horse";
        let fields = [
            ("username", username),
            ("email", &email),
            ("password", password),
            ("password_confirmation", password),
        ];
        self.address(realm, "signup", &fields).await
    }

    async fn code(&self, username: &str) -> String {
        let realm = &self.config.realms[0].id;
        let at = self.running.login_addr();
        let address = format!("http://{at}/_emulator/users/{username}/totp?realm_id={realm}");
        let answer: Value = reqwest::get(address).await.unwrap().json().await.unwrap();
        answer["code"].as_str().unwrap().to_owned()
    }

    pub async fn advance(&self, seconds: u64) {
        self.ahead.fetch_add(seconds, Ordering::Relaxed);
        let address = format!("http://{}/_emulator/clock", self.running.login_addr());
        let advance = json!({ "advance_seconds": seconds });
        let answer = reqwest::Client::new()
            .post(address)
            .json(&advance)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success());
    }
}

pub const ADA: [(&str, &str); 2] = [("username", "ada"), ("password", "analytical engine")];

#[tokio::test]
async fn a_seeded_user_logs_in_either_way_and_out_everywhere() {
    for verify in [Verify::Session, Verify::Jwt] {
        let mut service = Service::start().await;
        service.config.verify = verify;
        let mut browser = service.browser();
        let address = service.address(0, "login", &ADA).await;
        assert_eq!(browser.get(&address).await.location(), "/account");
        let account = browser.get("/account").await;
        assert_eq!(
            account.between("id=\"account-email\">", "<"),
            "ada@example.test"
        );
        browser.post_from("/account", "/logout", &[]).await;
        let again = browser.get(&address).await;
        assert_eq!(
            (again.status, again.reason()),
            (StatusCode::UNAUTHORIZED, "ended")
        );
        service.config.verify = Verify::Session;
        let elsewhere = service.browser().get(&address).await;
        assert_eq!(elsewhere.reason(), "ended");
    }
}

#[tokio::test]
async fn the_librarys_logout_ends_the_session_for_the_app_at_once() {
    let service = Service::start().await;
    let mut browser = service.browser();
    let address = service.address(0, "login", &ADA).await;
    browser.get(&address).await;
    let token = address.split_once("token=").unwrap().1;
    service.call(0, "logout", &[("token", token)]).await;
    assert_eq!(browser.get("/account").await.location(), "/pages/login");
}

#[tokio::test]
async fn a_login_ends_with_the_time_of_its_realm() {
    let service = Service::start().await;
    let address = service.address(0, "login", &ADA).await;
    service.advance(360 * 60 + 60).await;
    let answer = service.browser().get(&address).await;
    assert_eq!(
        (answer.status, answer.reason()),
        (StatusCode::UNAUTHORIZED, "expired")
    );
}

#[tokio::test]
async fn signing_up_works_in_all_three_modes() {
    let service = Service::start().await;
    let mut user = service.browser();
    user.get(&service.sign_up(0, "zoe").await).await;
    assert!(user.get("/account").await.body.contains("Welcome"));

    let mut team = service.browser();
    team.get(&service.sign_up(1, "zoe").await).await;
    assert_eq!(
        team.get("/account")
            .await
            .between("id=\"account-orgs\">", "<"),
        "zoe"
    );

    let mut payer = service.browser();
    let address = service.sign_up(2, "zoe").await;
    let question = payer.get(&address).await.location().to_owned();
    assert_eq!(question, "/token/signup/payment");
    payer
        .post_from(&question, &question, &[("pay", "yes")])
        .await;
    assert_eq!(
        payer
            .get("/account")
            .await
            .between("id=\"account-username\">", "<"),
        "zoe"
    );
    assert_eq!(payer.get(&address).await.reason(), "unknown");
}

#[tokio::test]
async fn a_name_taken_while_the_question_stood_open_is_said() {
    let service = Service::start().await;
    let question = "/token/signup/payment";
    let (mut slow, mut fast) = (service.browser(), service.browser());
    slow.get(&service.sign_up(2, "zoe").await).await;
    fast.get(&service.sign_up(2, "zoe").await).await;
    fast.post_from(question, question, &[("pay", "yes")]).await;
    let late = slow.post_from(question, question, &[("pay", "yes")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        late.body.contains("Username has already been taken"),
        "{}",
        late.body
    );
}

#[tokio::test]
async fn a_newcomer_turns_two_factor_on_and_logs_in_with_it() {
    let service = Service::start().await;
    let mut browser = service.browser();
    browser.get(&service.sign_up(0, "zoe").await).await;
    browser
        .post_from("/account", "/account/two-factor", &[])
        .await;
    let verify = "/account/two-factor/verify";
    let wrong = browser
        .post_from("/account", verify, &[("code", "abcdef")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = service.code("zoe").await;
    browser
        .post_from("/account", verify, &[("code", &code)])
        .await;
    assert_eq!(
        browser.get("/account").await.between("data-state=\"", "\""),
        "on"
    );
    browser.post_from("/account", "/logout", &[]).await;

    let password = [("username", "zoe"), ("password", "correct horse")];
    let first = service.call(0, "login", &password).await;
    let pending = first["token"].as_str().unwrap();
    assert!(
        pending.starts_with("kli_") && first.get("url").is_none(),
        "{first}"
    );
    let refused = browser.get(&format!("/login?token={pending}")).await;
    assert_eq!(refused.reason(), "forged");
    // A code works once, and that one turned two-factor on.
    service.advance(30).await;
    let code = service.code("zoe").await;
    let address = service
        .address(0, "login", &[("token", pending), ("code", &code)])
        .await;
    assert_eq!(browser.get(&address).await.location(), "/account");
}
