//! The templates of email hooks: `{{token}}`, `{{username}}` and more put into a text (protocol-v1 §3.10). A name
//! without a value is empty. What users chose themselves is escaped where the mail is HTML. Tested here.

mod subset;

use std::io;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use pulldown_cmark::{Event, Parser, TagEnd, html::push_html};

use crate::model::app_hook::Renderer;

// Instructions and bytes: far more than a mail needs, and little enough that no template holds up the emulator.
const FUEL: u64 = 10_000;
const LONGEST: usize = 256 * 1024;

/// A mail's body.
#[derive(Debug, PartialEq, Eq)]
pub struct Body {
    /// Plain text.
    pub text: String,
    /// HTML, unless it is plain text only.
    pub html: Option<String>,
}

/// Why a template cannot be read.
///
/// # Errors
/// One line, without the template's values.
pub fn check(template: &str) -> Result<(), String> {
    match environment(AutoEscape::None).template_from_str(template) {
        Ok(_) => subset::check(template),
        Err(cause) => Err(reason(&cause)),
    }
}

/// One line of plain text, such as a subject.
///
/// # Errors
/// One line on what went wrong.
pub fn line(template: &str, values: &Value) -> Result<String, String> {
    let text = fill(template, values, AutoEscape::None)?;
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A body.
///
/// # Errors
/// One line on what went wrong.
pub fn body(renderer: Renderer, template: &str, values: &Value) -> Result<Body, String> {
    match renderer {
        Renderer::Text => Ok(Body {
            text: fill(template, values, AutoEscape::None)?,
            html: None,
        }),
        Renderer::Html | Renderer::HtmlText => {
            let html = fill(template, values, AutoEscape::Html)?;
            Ok(Body {
                text: without_tags(&html),
                html: Some(html),
            })
        }
        Renderer::Markdown => {
            let source = fill(template, values, AutoEscape::Html)?;
            let mut html = String::new();
            push_html(&mut html, Parser::new(&source));
            Ok(Body {
                text: plain(&source),
                html: Some(html),
            })
        }
    }
}

fn environment(escape: AutoEscape) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_auto_escape_callback(move |_| escape);
    environment.set_fuel(Some(FUEL));
    environment
}

fn fill(template: &str, values: &Value, escape: AutoEscape) -> Result<String, String> {
    subset::check(template)?;
    let environment = environment(escape);
    let ready = environment.template_from_str(template);
    let mut text = Bounded(Vec::new());
    let written = ready.and_then(|ready| ready.render_captured_to(values, &mut text).map(drop));
    written.map_err(|cause| reason(&cause))?;
    String::from_utf8(text.0).map_err(|cause| cause.to_string())
}

// Takes so many bytes, and no more.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST {
            let reason = format!("a mail has {} KiB at most", LONGEST / 1024);
            return Err(io::Error::other(reason));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn reason(cause: &minijinja::Error) -> String {
    let detail = cause.detail().map(|detail| format!(": {detail}"));
    let place = cause.line().map(|line| format!(" in line {line}"));
    format!(
        "{}{}{}",
        cause.kind(),
        detail.unwrap_or_default(),
        place.unwrap_or_default()
    )
}

// The words of Markdown, with the addresses of its links.
fn plain(source: &str) -> String {
    let mut text = String::new();
    let mut links = Vec::new();
    for event in Parser::new(source) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Start(pulldown_cmark::Tag::Link { dest_url, .. }) => {
                links.push((text.len(), dest_url.to_string()));
            }
            Event::End(TagEnd::Link) => {
                if let Some((start, url)) = links.pop()
                    && text.get(start..) != Some(url.as_str())
                {
                    text.push_str(&format!(" ({url})"));
                }
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock,
            ) => {
                text.push_str("\n\n");
            }
            _ => {}
        }
    }
    let text = text.trim();
    format!("{text}\n")
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((words, tag)) = rest.split_once('<') {
        text.push_str(words);
        let Some((_, after)) = tag.split_once('>') else {
            return text;
        };
        rest = after;
    }
    text.push_str(rest);
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;

    fn values() -> Value {
        context! { token => "kpw_1", username => "<b>ada</b>", link => "http://a.test/r?token=kpw_1&x=1" }
    }

    #[test]
    fn text_is_filled_as_it_stands() {
        let body = body(
            Renderer::Text,
            "Hi {{username}}, {{ token }}{{nothing}}.",
            &values(),
        );
        assert_eq!(body.unwrap().text, "Hi <b>ada</b>, kpw_1.");
    }

    #[test]
    fn html_escapes_what_users_chose_and_has_a_plain_part() {
        let body = body(Renderer::HtmlText, "<p>Hi {{username}}</p>", &values()).unwrap();
        let html = body.html.unwrap();
        assert!(html.starts_with("<p>Hi &lt;b&gt;ada"), "{html}");
        assert_eq!(body.text, "Hi <b>ada</b>");
    }

    #[test]
    fn markdown_becomes_html_and_text_with_the_link() {
        let body = body(
            Renderer::Markdown,
            "# Hi\n\n[Set]({{link}}) it, *{{username}}*",
            &values(),
        );
        let body = body.unwrap();
        let html = body.html.unwrap();
        assert!(html.contains("<h1>Hi</h1>"), "{html}");
        assert!(html.contains("token=kpw_1&amp;x=1\">Set</a>"), "{html}");
        assert!(!html.contains("<b>"), "{html}");
        assert_eq!(
            body.text,
            "Hi\n\nSet (http://a.test/r?token=kpw_1&x=1) it, <b>ada</b>\n"
        );
    }

    #[test]
    fn a_broken_or_endless_template_is_refused() {
        assert!(check("{{ token").is_err());
        let endless =
            "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
        assert!(body(Renderer::Text, endless, &values()).is_err());
    }

    #[test]
    fn a_template_that_takes_memory_or_time_is_refused() {
        for greedy in [
            "{{ [1]*100000000 }}",
            "{{ \"a\"*100000000 }}",
            "{{ (\"a\"*1000)*1000 }}",
            "{{ username ~ username }}",
            "{{ 9 ** 999999 }}",
            "{% set x = \"aaaaaaaa\" %}{% set x = x ~ x %}{{ x }}",
            "{% set x %}{{ username }}{% endset %}{{ x }}",
            "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
            "{% filter upper %}x{% endfilter %}",
            "{{ username|replace(\"a\", username) }}",
            "{{ range(9999)|join(username) }}",
            "{{ custom.x[range(99)|length:] }}",
            "{% with x = username %}{{ x }}{% endwith %}",
            "{% do range(9) %}",
            "{{ debug() }}",
        ] {
            assert!(check(greedy).is_err(), "{greedy}");
            assert!(body(Renderer::Html, greedy, &values()).is_err(), "{greedy}");
        }
        let long = context! { custom => context! { x => "x".repeat(60_000) } };
        let much = "{% for a in range(9999) %}{{ custom.x }}{% endfor %}";
        assert!(body(Renderer::Html, much, &long).is_err());
        let slow =
            "{% for a in range(9999) %}{% if custom.x|upper == \"y\" %}z{% endif %}{% endfor %}";
        assert!(body(Renderer::Markdown, slow, &long).is_err());
        let printed = context! { custom => vec![vec!["x".repeat(50); 1000]; 100] };
        assert!(body(Renderer::Html, "{{ custom }}", &printed).is_err());
    }

    #[test]
    fn what_mails_need_of_the_language_is_there() {
        let values =
            context! { name => "Ada", custom => context! { tags => vec!["a", "b"], n => 2 } };
        for (template, text) in [
            (
                "{% if custom.n > 1 and name %}many{% else %}one{% endif %}",
                "many",
            ),
            (
                "{% for tag in custom.tags %}{{ loop.index }}{{ tag }} {% endfor %}",
                "1a 2b ",
            ),
            (
                "{{ name|upper }} {{ nothing|default(\"-\") }} {{ custom.tags|length }}",
                "ADA - 2",
            ),
            ("{{ \"x\" if custom[\"n\"] == 2 else \"y\" }}{# no #}", "x"),
            (
                "{{ name is defined }}{% if \"a\" in custom.tags %}!{% endif %}",
                "True!",
            ),
        ] {
            assert_eq!(check(template), Ok(()), "{template}");
            let body = body(Renderer::Text, template, &values).unwrap();
            assert_eq!(body.text, text, "{template}");
        }
    }

    #[test]
    fn a_subject_is_one_line() {
        assert_eq!(
            line("Hi\r\nBcc: {{token}}", &values()).unwrap(),
            "Hi Bcc: kpw_1"
        );
    }
}
