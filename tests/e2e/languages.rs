//! The library's own texts in each language, and a page that is written from right to left.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::browsers::root;
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use authrocket_tests::stack::dropped;
use axum::http::Method;
use serde_json::Value;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        each_language_has_its_texts_and_its_file,
        right_to_left_page_has_arabic_messages,
        right_to_left_page_is_laid_out_from_the_right,
    ]
}

const LANGUAGES: [&str; 11] = [
    "en", "ar", "de", "es", "fr", "it", "ja", "nl", "pt", "zh", "zh-hant",
];

async fn each_language_has_its_texts_and_its_file(journey: &mut Journey) -> Result<()> {
    let mut required = Vec::new();
    let mut unreachable = Vec::new();
    for language in LANGUAGES {
        journey.stack.app.clear();
        let address = format!("/pages/languages?lang={language}");
        journey.open(&address).await?;
        journey.page().click("#login-submit").await?;
        let text = journey.field_error("password").await?;
        let label = journey.page().text("label[for=password]").await?;
        ensure!(
            text.contains(&label),
            "{language}: {text:?} does not name {label:?}"
        );
        required.push(text);

        journey.page().fill("#username", "ada").await?;
        journey
            .page()
            .fill("#password", "analytical engine")
            .await?;
        journey.stack.fault(dropped("/v1/login")).await?;
        journey.page().click("#login-submit").await?;
        let text = journey.error_text("#login-form").await?;
        journey
            .stack
            .control(Method::DELETE, "/faults", &Value::Null)
            .await?;
        comes_from_its_file(journey, language, &text)?;
        unreachable.push(text);
    }
    for texts in [&required, &unreachable] {
        for (at, text) in texts.iter().enumerate() {
            ensure!(
                !texts[..at].contains(text),
                "{text:?} in two languages: {texts:?}"
            );
        }
    }
    Ok(())
}

/// The text stands in the language's file, which is the only one that the page asked for; English needs none.
fn comes_from_its_file(journey: &Journey, language: &str, text: &str) -> Result<()> {
    let all = journey.stack.app.all();
    let mut asked: Vec<&str> = all
        .iter()
        .filter_map(|request| request.path.split_once("/lang/").map(|(_, file)| file))
        .collect();
    asked.dedup();
    if language == "en" {
        ensure!(asked.is_empty(), "English asks for {asked:?}");
        return Ok(());
    }
    let file = format!("{language}.js");
    ensure!(asked == [file.as_str()], "{language} asks for {asked:?}");
    let texts = std::fs::read_to_string(root().join("pkg/lang").join(&file)).context(file)?;
    ensure!(
        texts.contains(text),
        "{language}: {text:?} is not in its file"
    );
    Ok(())
}

const ARABIC: &str = "/pages/right-to-left";

fn is_arabic(text: &str) -> bool {
    text.chars()
        .any(|each| ('\u{600}'..='\u{6ff}').contains(&each))
        && !text
            .chars()
            .any(|each| each.is_ascii_alphabetic() || each == '{')
}

async fn right_to_left_page_has_arabic_messages(journey: &mut Journey) -> Result<()> {
    journey.open(ARABIC).await?;
    journey.page().click("#login-submit").await?;
    for field in ["username", "password"] {
        let text = journey.field_error(field).await?;
        ensure!(is_arabic(&text), "{field} shows {text:?}");
    }
    journey.page().fill("#username", "ada").await?;
    journey
        .page()
        .fill("#password", "analytical engine")
        .await?;
    journey.stack.fault(dropped("/v1/login")).await?;
    journey.page().click("#login-submit").await?;
    let text = journey.error_text("#login-form").await?;
    ensure!(is_arabic(&text), "the form shows {text:?}");
    journey
        .stack
        .control(Method::DELETE, "/faults", &Value::Null)
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await
}

/// Labels, messages and the button to reveal stand where a reader from the right looks for them.
async fn right_to_left_page_is_laid_out_from_the_right(journey: &mut Journey) -> Result<()> {
    journey.open(ARABIC).await?;
    journey.page().click("#login-submit").await?;
    journey.field_error("password").await?;
    let misplaced = "const findings = []; const box = (css) => document.querySelector(css).getBoundingClientRect(); \
         const text = (css) => { const range = document.createRange(); \
           range.selectNodeContents(document.querySelector(css)); return range.getBoundingClientRect(); }; \
         const [field, label, shown, reveal] = [box('#password'), text('label[for=password]'), \
           text('[data-authrocket-error=password]'), box('#reveal')]; \
         if (Math.abs(label.right - field.right) > 2) findings.push(`label at ${label.right}, field at ${field.right}`); \
         if (Math.abs(shown.right - field.right) > 2) findings.push(`message at ${shown.right}, field at ${field.right}`); \
         if (reveal.right > field.left + 1) findings.push('the button to reveal stands before its field'); \
         return findings;";
    let findings = journey.page().run(misplaced, &[]).await?;
    ensure!(findings == serde_json::json!([]), "{findings}");
    Ok(())
}
