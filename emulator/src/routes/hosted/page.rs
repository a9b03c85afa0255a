//! Hosted pages as HTML: what a page is made of, its rendering, and the headers every page has. All text
//! goes through the templates' escaping. Tested in `tests/api/hosted/pages.rs`.

use std::sync::LazyLock;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::{Environment, context};
use serde::Serialize;

use super::branding::Branding;
use crate::http::middleware::HostedPage;
use crate::http::request_log::PageProblems;
use crate::model::failure::{Failure, LOGIN_FAILED};
use crate::model::ids::random_text;
use crate::rules::v2::sentences::{Language, translate};

static TEMPLATES: LazyLock<Result<Environment<'static>, minijinja::Error>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_trim_blocks(true);
    templates.set_lstrip_blocks(true);
    for (name, source) in [
        (
            "style.css",
            include_str!("../../../templates/hosted/style.css"),
        ),
        (
            "layout.html",
            include_str!("../../../templates/hosted/layout.html"),
        ),
        (
            "page.html",
            include_str!("../../../templates/hosted/page.html"),
        ),
    ] {
        templates.add_template(name, source)?;
    }
    Ok(templates)
});

/// One page.
#[derive(Debug, Default, Serialize)]
pub struct Page {
    /// Heading, and the window's title.
    pub title: String,
    /// The Connected App's name.
    pub app: String,
    /// The Connected App's branding.
    pub branding: Branding,
    /// What went wrong, at the top.
    pub problems: Vec<Problem>,
    /// A notice of success.
    pub notice: Option<&'static str>,
    /// Id of what gets the focus; empty for nothing.
    pub focus: String,
    /// Says what a pretend page stands in for.
    pub pretend: Option<String>,
    /// Paragraphs.
    pub texts: Vec<String>,
    /// The form, if there is one.
    pub form: Option<Form>,
    /// Social providers.
    pub social: Vec<Link>,
    /// A list below the form.
    pub list: Option<List>,
    /// Links below the form.
    pub links: Vec<Link>,
}

/// A list with a heading.
#[derive(Debug, Default, Serialize)]
pub struct List {
    /// Its heading.
    pub title: String,
    /// Its entries.
    pub entries: Vec<String>,
}

/// A sentence, with the field it is about if the page shows that field.
#[derive(Debug, Serialize)]
pub struct Problem {
    field: Option<String>,
    text: String,
    /// Its language, if it is not that of the page.
    lang: Option<&'static str>,
}

/// A sentence at a field.
#[derive(Debug, Default, Serialize)]
pub struct Sentence {
    text: String,
    lang: Option<&'static str>,
}

/// A form, always sent by POST.
#[derive(Debug, Default, Serialize)]
pub struct Form {
    /// Path on this host.
    pub action: String,
    /// Visible fields.
    pub fields: Vec<Field>,
    /// Name and value of hidden fields.
    pub hidden: Vec<(String, String)>,
    /// At least one; Enter means the first.
    pub buttons: Vec<Button>,
}

/// A visible field.
#[derive(Debug, Default, Serialize)]
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    /// `type` of the input.
    pub kind: &'static str,
    pub autocomplete: &'static str,
    /// Never that of a password.
    pub value: String,
    pub required: bool,
    /// Neither capitalised nor spell-checked.
    pub plain: bool,
    pub minlength: usize,
    pub hint: Option<String>,
    /// What there is to choose from, as value, label and the label's language; empty for an input.
    pub options: Vec<(String, &'static str, &'static str)>,
    pub problems: Vec<Sentence>,
    /// Filled when the page is shown.
    pub described_by: String,
}

/// A submit button.
#[derive(Debug, Default, Serialize)]
pub struct Button {
    /// Its text.
    pub label: String,
    /// What it is sent as; empty for `decision`.
    pub name: &'static str,
    /// Sent with the form; empty for none.
    pub value: String,
    /// Looks less important, and sends the form without checking it.
    pub quiet: bool,
}

/// A link.
#[derive(Debug, Serialize)]
pub struct Link {
    /// Its text.
    pub label: String,
    /// Address on this host.
    pub href: String,
}

impl Form {
    /// A form with one button.
    pub fn new(action: &str, fields: Vec<Field>, button: &str) -> Self {
        Self {
            action: action.to_owned(),
            fields,
            hidden: Vec::new(),
            buttons: vec![Button {
                label: button.to_owned(),
                ..Button::default()
            }],
        }
    }
}

impl Page {
    /// Shows a failure at the top and at its fields; the first of those gets the focus.
    pub fn blame(&mut self, failure: &Failure) {
        self.blame_in(failure, Language::English);
    }

    /// The same in a language, as far as the sentences are translated.
    pub fn blame_in(&mut self, failure: &Failure, language: Language) {
        let fields = self.form.as_mut().map(|form| form.fields.as_mut_slice());
        let fields = fields.unwrap_or_default();
        let mut said: Vec<(Option<&str>, &str)> = match failure {
            Failure::Invalid(problems) => problems
                .iter()
                .map(|(name, text)| (Some(name), text))
                .collect(),
            other => {
                let sentences = other.sentences();
                sentences.into_iter().map(|text| (None, text)).collect()
            }
        };
        let place = |name: Option<&str>| fields.iter().position(|field| name == Some(field.name));
        said.sort_by_key(|(name, _)| place(*name));
        for (name, text) in said {
            let field = name.and_then(|name| fields.iter_mut().find(|field| field.name == name));
            let translated = translate(text, language).to_owned();
            let lang = (translated != text).then_some(language.code());
            self.problems.push(Problem {
                field: field.as_ref().map(|field| field.name.to_owned()),
                text: translated.clone(),
                lang,
            });
            if let Some(field) = field {
                let text = translated;
                field.problems.push(Sentence { text, lang });
            }
        }
        let first = fields.iter().find(|field| !field.problems.is_empty());
        // A refused login is most often mistyped in a field that is never filled again.
        let emptied = fields
            .iter()
            .find(|field| *failure == LOGIN_FAILED && field.kind == "password");
        self.focus = match first.or(emptied) {
            Some(field) => field.name.to_owned(),
            None => "problems".to_owned(),
        };
    }

    /// Adds a sentence at the top.
    pub fn say(&mut self, problem: &str) {
        self.problems.push(Problem {
            field: None,
            text: problem.to_owned(),
            lang: None,
        });
        "problems".clone_into(&mut self.focus);
    }

    // A field is described by its hint and its own problems; one that gets the focus for the sake of the
    // whole form, by the summary.
    fn describe(&mut self) {
        for field in self.form.iter_mut().flat_map(|form| &mut form.fields) {
            let mut ids = Vec::new();
            if field.hint.is_some() {
                ids.push(format!("{}-hint", field.name));
            }
            if !field.problems.is_empty() {
                ids.push(format!("{}-problem", field.name));
            } else if self.focus == field.name && !self.problems.is_empty() {
                ids.push("problems".to_owned());
            }
            field.described_by = ids.join(" ");
        }
    }

    /// The answer with this page.
    pub fn show(mut self, status: StatusCode) -> Response {
        self.describe();
        let nonce = random_text(22);
        let html = TEMPLATES.as_ref().map_err(Failure::internal);
        let html = html.and_then(|templates| {
            let template = templates.get_template("page.html");
            let template = template.map_err(Failure::internal)?;
            let values = context! { nonce => nonce, ..minijinja::Value::from_serialize(&self) };
            template.render(values).map_err(Failure::internal)
        });
        let Ok(html) = html else {
            return guarded(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        };
        let mut response = (status, html).into_response();
        if !self.problems.is_empty() {
            let texts: Vec<&str> = self.problems.iter().map(|each| &*each.text).collect();
            let said = PageProblems(texts.join("; "));
            response.extensions_mut().insert(said);
        }
        let headers = response.headers_mut();
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, kind);
        // No `form-action 'self'`: browsers apply it to redirects too, and logins end at the app, which may
        // send its user on to yet another origin.
        let policy = format!(
            "default-src 'none'; {} form-action http: https:; base-uri 'none'; frame-ancestors 'none'",
            self.branding.policy(&nonce)
        );
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        guarded(response)
    }
}

/// Adds what every answer of a hosted page has, a redirect too.
pub fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    // `same-origin` rather than `no-referrer`, which would make browsers hide the origin of our own forms.
    for (name, value) in [
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response.extensions_mut().insert(HostedPage);
    response
}

/// Whether a failure is shown at the form, for the visitor to try again.
pub fn is_for_a_page(failure: &Failure) -> bool {
    let at_form = [
        StatusCode::UNPROCESSABLE_ENTITY,
        StatusCode::UNAUTHORIZED,
        StatusCode::TOO_MANY_REQUESTS,
    ];
    at_form.contains(&failure.status())
}
