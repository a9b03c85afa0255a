//! `GET /docs/…`: the project's documents, rendered from their Markdown files. Tested in `tests/demo/docs.rs`.

use std::path::PathBuf;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::context;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::site::not_found;
use crate::intake::Intake;
use crate::pages::render;
use crate::state::{App, Shared};

/// What the list of documents shows: file, title, and what it is for.
const LISTED: [(&str, &str, &str); 8] = [
    (
        "markup",
        "Markup",
        "Every attribute, event and text of a form.",
    ),
    (
        "styling",
        "Styling",
        "authrocket.css: colours, radius, font, dark pages.",
    ),
    ("module", "npm client", "createClient, results, options."),
    (
        "drop-in",
        "Script API",
        "For pages written for authrocket.js v1.",
    ),
    (
        "errors",
        "Errors",
        "Codes, texts, and what to do about each.",
    ),
    (
        "app-servers/README",
        "App servers",
        "What your server does with the token.",
    ),
    ("doctor", "Form doctor", "Finds mistakes in your forms."),
    (
        "testing-your-app",
        "Testing",
        "Your app against the emulator.",
    ),
];

/// The list.
pub async fn list(State(app): State<Shared>, intake: Intake) -> Response {
    let listed: Vec<_> = LISTED
        .iter()
        .map(|(file, name, about)| context! { file, name, about })
        .collect();
    let page = context! { title => "Documentation", text => "", listed };
    render(&app, &intake, StatusCode::OK, "docs.html", page)
}

/// One document.
pub async fn show(State(app): State<Shared>, Path(name): Path<String>, intake: Intake) -> Response {
    let Some(text) = read(&app, &name).await else {
        return not_found(State(app), intake).await;
    };
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let docs = docs(&app);
    let (title, text) = rendered(&text, folder, |name| {
        docs.join(format!("{name}.md")).is_file()
    });
    let page = context! { title, text, listed => Vec::<()>::new() };
    render(&app, &intake, StatusCode::OK, "docs.html", page)
}

async fn read(app: &App, name: &str) -> Option<String> {
    let is_plain = |part: &str| {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !part.is_empty() && part.bytes().all(is_name)
    };
    if !name.split('/').all(is_plain) {
        return None;
    }
    tokio::fs::read_to_string(docs(app).join(format!("{name}.md")))
        .await
        .ok()
}

fn docs(app: &App) -> PathBuf {
    app.config.site.join("../docs")
}

/// The title, and the document as HTML: headings have ids, and links to other documents lead to their pages here. A link to
/// a file that is no document is left out.
fn rendered(text: &str, folder: &str, exists: impl Fn(&str) -> bool) -> (String, String) {
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut is_left_out = false;
    for event in parser {
        match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let found = address(&dest_url, folder, &exists);
                is_left_out = found.is_none();
                if let Some(found) = found {
                    let dest_url = CowStr::from(found);
                    events.push(Event::Start(Tag::Link {
                        link_type,
                        dest_url,
                        title,
                        id,
                    }));
                }
            }
            Event::End(TagEnd::Link) if is_left_out => {}
            event => events.push(event),
        }
    }
    let mut main = String::new();
    for at in 0..events.len() {
        let words = heading(&events[at..]);
        if let Event::Start(Tag::Heading { level, id, .. }) = &mut events[at] {
            if main.is_empty() && *level == HeadingLevel::H1 {
                main.clone_from(&words);
            }
            *id = Some(CowStr::from(anchor(&words)));
        }
    }
    // Raw HTML of a document is a comment for the project's checks.
    events.retain(|event| !matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    let mut page = String::new();
    html::push_html(&mut page, events.into_iter());
    // A wide table scrolls by itself, and can be reached by the keyboard. An empty cell is no heading.
    let page = page
        .replace(
            "<table>",
            "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>",
        )
        .replace("</table>", "</table></div>")
        .replace("<th></th>", "<td></td>");
    (main, page)
}

fn heading(events: &[Event<'_>]) -> String {
    let end = |event: &&Event<'_>| !matches!(event, Event::End(TagEnd::Heading(_)));
    let texts = events
        .iter()
        .take_while(end)
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            _ => None,
        });
    texts.collect()
}

/// As GitHub makes them.
fn anchor(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let kept = lower
        .chars()
        .filter(|each| each.is_alphanumeric() || matches!(each, ' ' | '-' | '_'));
    kept.map(|each| if each == ' ' { '-' } else { each })
        .collect()
}

/// Where a link of a document leads here; `None` if there is no page for it.
fn address(link: &str, folder: &str, exists: impl Fn(&str) -> bool) -> Option<String> {
    if link.contains("://") || link.starts_with('#') {
        return Some(link.to_owned());
    }
    let (file, anchor) = match link.split_once('#') {
        Some((file, anchor)) => (file, format!("#{anchor}")),
        None => (link, String::new()),
    };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.strip_suffix(".md")?.split('/') {
        match part {
            ".." => _ = parts.pop()?,
            "." => {}
            part => parts.push(part),
        }
    }
    let name = parts.join("/");
    exists(&name).then(|| format!("/docs/{name}{anchor}"))
}

#[cfg(test)]
mod tests {
    use super::{address, rendered};

    #[test]
    fn links_between_documents_lead_to_their_pages() {
        let found = |link: &str, folder: &str| address(link, folder, |name| name != "missing");
        let page = |path: &str| Some(path.to_owned());
        assert_eq!(found("markup.md#fields", ""), page("/docs/markup#fields"));
        assert_eq!(found("../markup.md", "adr"), page("/docs/markup"));
        assert_eq!(found("servers/README.md", ""), page("/docs/servers/README"));
        assert_eq!(
            found("https://a.test/b.md", ""),
            page("https://a.test/b.md")
        );
        for link in ["missing.md", "../README.md", "demo.png"] {
            assert_eq!(found(link, ""), None, "{link}");
        }
    }

    #[test]
    fn headings_have_titles_and_ids_and_comments_are_gone() {
        let text = "# One `two`\n\n<!-- not run: a reason -->\n\n## Three, [four](no.md)\n";
        let (title, page) = rendered(text, "", |_| false);
        assert_eq!(title, "One two");
        assert!(
            page.contains("<h2 id=\"three-four\">Three, four</h2>"),
            "{page}"
        );
        assert!(!page.contains("not run"), "{page}");
    }
}
