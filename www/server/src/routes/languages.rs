//! Login forms in each language that the library has texts of its own in: `GET /pages/languages?lang=…`, the plain one, and
//! `GET /pages/showcase-login?lang=…`. Tested in `tests/demo/pages.rs`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::context;
use serde::Serialize;

use crate::intake::Intake;
use crate::pages::{realm as realm_for_page, render};
use crate::state::{App, Shared};
use crate::words::{ALL, Words};

/// What the pages know of a language.
#[derive(Serialize)]
struct Chosen {
    #[serde(flatten)]
    words: &'static Words,
    direction: &'static str,
}

fn chosen(intake: &Intake) -> Chosen {
    let asked = intake.query("lang").unwrap_or_default();
    let found = ALL.iter().find(|words| words.code == asked);
    let words = found.unwrap_or(&ALL[0]);
    Chosen {
        words,
        direction: if words.code == "ar" { "rtl" } else { "ltr" },
    }
}

/// The plain form in the requested language, or in English.
pub async fn show(State(app): State<Shared>, intake: Intake) -> Response {
    page(&app, &intake, "languages.html")
}

/// The showcase.
pub async fn showcase(State(app): State<Shared>, intake: Intake) -> Response {
    page(&app, &intake, "showcase-login.html")
}

fn page(app: &App, intake: &Intake, template: &str) -> Response {
    let page =
        context! { realm => realm_for_page(app, 0), languages => ALL, chosen => chosen(intake) };
    render(app, intake, StatusCode::OK, template, page)
}
