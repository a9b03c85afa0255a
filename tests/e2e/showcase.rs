//! The demo's showcase pages, the panels below each page, and what the frame of all pages offers: seeded users by a click, a
//! navigation that follows the login, three looks.

use anyhow::{Result, ensure};
use authrocket_tests::browsers::Browser;
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use authrocket_tests::viewport::NARROW;
use axum::http::Method;
use fantoccini::key::Key;
use serde_json::json;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        mistake_then_second_factor_then_account,
        too_many_attempts_count_down_in_the_button,
        languages_are_switched_without_a_script,
        signup_shows_strength_and_logs_in,
        forgotten_password_is_mailed_again,
        seeded_user_is_filled_in_from_the_start_page,
        requests_panel_shows_the_way_of_the_password,
        markup_is_copied_without_its_secrets,
        looks_are_kept,
    ]
}

const LOGIN: &str = "/pages/showcase-login";

async fn mistake_then_second_factor_then_account(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login(LOGIN, "grace", "nanoseconds of cable")
        .await?;
    let page = journey.page();
    page.click("#reveal").await?;
    ensure!(page.attr("#password", "type").await?.as_deref() == Some("text"));
    page.click("#login-submit").await?;
    journey.error_text("#login-form").await?;
    ensure!(page.attr("#password", "type").await?.as_deref() == Some("password"));
    page.fill("#password", "nanoseconds of wire").await?;
    page.click("#login-submit").await?;
    page.wait_for("#code").await?;
    ensure!(
        !page.visible("#login-form").await?,
        "both steps are on the page"
    );
    let code = journey.stack.code("grace").await?;
    // The last digit sends the code.
    page.fill("#code", &code).await?;
    journey.welcomed("grace").await?;
    let name = page.text("#nav-account").await?;
    ensure!(
        name.contains("Grace Hopper"),
        "the navigation says {name:?}"
    );
    page.click("#nav-logout").await?;
    page.wait_for("#nav-login").await?;
    ensure!(!page.visible("#nav-logout").await?);
    Ok(())
}

async fn too_many_attempts_count_down_in_the_button(journey: &mut Journey) -> Result<()> {
    let limit = json!({"login_rocket": {"rate_limit": 1}});
    let realm = "/realms/rl_0DemoUserModeRealm0001";
    journey.stack.control(Method::PATCH, realm, &limit).await?;
    journey.fill_login(LOGIN, "ada", "wrong").await?;
    let page = journey.page();
    page.click("#login-submit").await?;
    let refused = journey.error_text("#login-form").await?;
    page.click("#login-submit").await?;
    let place = "#login-form [data-authrocket-error='']";
    page.wait_text(place, |text| !text.is_empty() && text != refused)
        .await?;
    let waits =
        "document.querySelector('#login-submit:disabled [data-authrocket-countdown]')?.textContent";
    let label = page.wait_until(waits).await?;
    ensure!(
        label
            .as_str()
            .is_some_and(|text| text.contains("Try again in")),
        "{label}"
    );
    Ok(())
}

async fn languages_are_switched_without_a_script(journey: &mut Journey) -> Result<()> {
    journey.open(LOGIN).await?;
    let page = journey.page();
    page.click("#languages summary").await?;
    page.click("#lang-de").await?;
    page.wait_text("#title", |text| text == "Willkommen zurück")
        .await?;
    page.fill("#username", "ada").await?;
    page.fill("#password", "falsch").await?;
    page.click("#login-submit").await?;
    let text = journey.error_text("#login-form").await?;
    ensure!(text.contains("Anmeldung"), "{text:?}");
    Ok(())
}

async fn signup_shows_strength_and_logs_in(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/showcase-signup").await?;
    let page = journey.page();
    page.fill("#email", "katherine@example.test").await?;
    page.fill("#username", "ada").await?;
    // Without the digit that the page demands: the level is shown, and nothing is sent.
    page.fill("#password", "orbit").await?;
    let level = "document.querySelector('#hints').dataset.authrocketLevel";
    let weak = page.wait_until(level).await?;
    ensure!(weak == "0" || weak == "1", "level {weak}");
    page.wait_text("#hints", |text| text.contains("Password strength: "))
        .await?;
    ensure!(page.text("#hints").await?.contains("A digit"));
    page.fill("#password", "orbital mechanics by hand").await?;
    page.wait_until(&format!("{level} === '4'")).await?;
    page.click("#signup-submit").await?;
    ensure!(
        journey.stack.requests("/v1/signup").await?.is_empty(),
        "a password without a digit was sent"
    );
    let password = "orbital mechanics by hand 1962";
    page.fill("#password", password).await?;
    page.fill("#password_confirmation", password).await?;
    page.click("#signup-submit").await?;
    // The name is taken: said at its field, and nothing that was typed is lost.
    journey.field_error("username").await?;
    ensure!(page.value("#password").await? == password);
    page.fill("#username", "katherine").await?;
    page.click("#signup-submit").await?;
    journey.welcomed("katherine").await
}

async fn forgotten_password_is_mailed_again(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/forgot-password").await?;
    let page = journey.page();
    // Without a wait between two mails.
    let at_once =
        "document.querySelector('#forgot-resend').dataset.authrocketResend = '0'; return true;";
    page.run(at_once, &[]).await?;
    ensure!(!page.visible("#forgot-resend").await?);
    page.fill("#username", "ada").await?;
    page.click("#forgot-submit").await?;
    page.click("#forgot-resend:enabled").await?;
    page.wait_text("#forgot-resend + [role=status]", |text| !text.is_empty())
        .await?;
    let mails = journey.stack.requests("/v1/forgot_password").await?.len();
    ensure!(mails == 2, "{mails} mails were asked for");
    Ok(())
}

async fn seeded_user_is_filled_in_from_the_start_page(journey: &mut Journey) -> Result<()> {
    journey.open("/").await?;
    let page = journey.page();
    page.click("#as-ada").await?;
    page.wait_until("document.querySelector('#password')?.value === 'analytical engine'")
        .await?;
    page.secret("analytical engine");
    ensure!(
        !page.url().await?.contains("analytical"),
        "the password is in the address"
    );
    // Another user, by a button of the page.
    page.click("#fill-grace").await?;
    ensure!(page.value("#username").await? == "grace");
    page.secret("nanoseconds of wire");
    page.click("#login-submit").await?;
    page.wait_for("#code").await?;
    page.click("#fill-code-grace").await?;
    journey.welcomed("grace").await
}

async fn requests_panel_shows_the_way_of_the_password(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login(LOGIN, "ada", "difference engine")
        .await?;
    let page = journey.page();
    // Another visitor of the same page.
    let origin = journey.stack.app_url("");
    let headers = [("origin", origin.trim_end_matches('/'))];
    let login = json!({"username": "ada", "password": "somebody else"});
    let url = journey.stack.login_url("v1/login");
    let http = journey.stack.http();
    http.send(Method::POST, &url, &headers, &login).await?;
    ensure!(journey.stack.requests("/v1/login").await?.len() == 1);
    page.click("#requests-panel summary").await?;
    page.wait_text("#password-way", |text| {
        text.starts_with("No password was sent")
    })
    .await?;
    ensure!(page.text("#log-authrocket").await? == "Nothing yet.");
    page.click("#login-submit").await?;
    let way = |text: &str| {
        text.contains("/v1/login.") && text.ends_with("This app’s server received no passwords.")
    };
    // Without a reload.
    page.wait_text("#password-way", way).await?;
    let count = "document.querySelectorAll('#log-authrocket .fields').length === 1";
    page.wait_until(count).await?;
    // Entries are recognised on a clock that was moved, too.
    journey.stack.pass_time(3_600).await?;
    page.fill("#password", "analytical engine").await?;
    page.click("#login-submit").await?;
    journey.welcomed("ada").await?;
    // It is still open on the next page.
    page.wait_text("#password-way", way).await?;
    page.wait_until(&count.replace('1', "2")).await?;
    page.wait_text("#log-app", |text| {
        text.contains("/login") && text.contains("token")
    })
    .await?;
    let shown = page.text("#requests-panel").await?;
    ensure!(!shown.contains("analytical"), "a value is shown: {shown}");
    let token = journey.delivered_token()?;
    ensure!(!shown.contains(&token[..12]), "a token is shown: {shown}");
    Ok(())
}

async fn markup_is_copied_without_its_secrets(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login-post").await?;
    let page = journey.page();
    let csrf = page.value("#login-form [name=csrf]").await?;
    page.click("#markup-panel summary").await?;
    page.click("#markup-copy").await?;
    page.wait_text("#markup-copied", |text| text == "Copied.")
        .await?;
    // Where it was copied to, a reader pastes it.
    let area = "const area = document.createElement('textarea'); area.id = 'pasted'; \
         document.querySelector('main').append(area); area.focus(); return true;";
    page.run(area, &[]).await?;
    page.press_with(Key::Control, 'v').await?;
    page.wait_until("document.querySelector('#pasted').value !== ''")
        .await?;
    let pasted = page.value("#pasted").await?;
    for part in [
        "<script src=\"/authrocket.js\" data-url=\"https://myapp.e1.loginrocket.com/\"></script>",
        "<form id=\"login-form\" data-authrocket=\"login\"",
        "<input type=\"hidden\" name=\"csrf\" value=\"…\">",
    ] {
        ensure!(pasted.contains(part), "{part} is not in {pasted}");
    }
    ensure!(!pasted.contains(&csrf), "the CSRF token was copied");
    Ok(())
}

/// Each look, in each scheme: nothing is faint, and nothing is cut on a phone.
async fn looks_are_kept(journey: &mut Journey) -> Result<()> {
    journey.open(LOGIN).await?;
    for look in ["sorbet", "ledger"] {
        for theme in ["dark", "light"] {
            let choose = "for (const [id, value] of [['look', arguments[0]], ['theme', arguments[1]]]) { \
                 const choice = document.getElementById(id); choice.value = value; \
                 choice.dispatchEvent(new Event('change')); } return true;";
            let page = journey.page();
            page.run(choose, &[json!(look), json!(theme)]).await?;
            journey.open(LOGIN).await?;
            let kept = format!(
                "document.documentElement.matches('[data-look={look}][data-theme={theme}]') \
                 && document.querySelector('#login-form').dataset.authrocketState"
            );
            page.wait_until(&kept).await?;
            crate::accessibility::none(&format!("{look}, {theme}"), page.axe().await?)?;
        }
    }
    if journey.browser() != Browser::Webkit {
        journey.page().set_viewport(NARROW).await?;
    }
    crate::accessibility::none("on a narrow page", journey.page().cut_off().await?)
}
