//! The markup of a page's forms, as its reader would write it: shown in a panel below each page. Tested below and in
//! `tests/demo/panels.rs`.

/// Tags that load the library or the page's own scripts, then each form and each row of links; empty if the page has neither.
///
/// Values of hidden inputs, such as a CSRF token, are replaced by `…`. Instance URLs of the emulator become those that the
/// reader has at AuthRocket, and classes, which are the demo's own, are left out.
pub fn markup(head: &str, content: &str, instance: Option<(&str, bool)>) -> String {
    let mut forms = between(content, "<form", "</form>");
    forms.extend(between(content, "<p class=\"ways", "</p>"));
    if forms.is_empty() {
        return String::new();
    }
    let tags = between(head, "<script", "</script>");
    let mut parts: Vec<String> = Vec::new();
    if !tags.is_empty() {
        let sheet = "<link rel=\"stylesheet\" href=\"/authrocket.css\">".to_owned();
        parts.push([vec![sheet], tags].concat().join("\n"));
    }
    parts.extend(
        forms
            .iter()
            .map(|form| without_secrets(&without_classes(&aligned(form)))),
    );
    // The template engine writes a slash in a value like this.
    let text = parts.join("\n\n").replace("&#x2f;", "/");
    match instance {
        Some((url, is_v2)) => text.replace(url, yours(is_v2)),
        None => text,
    }
}

const fn yours(is_v2: bool) -> &'static str {
    if is_v2 {
        "https://myapp.e2.loginrocket.com/"
    } else {
        "https://myapp.e1.loginrocket.com/"
    }
}

/// Every part of the text from `start` to the `end` after it, both included, with the spaces in front of it.
fn between(text: &str, start: &str, end: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(start) {
        let line = rest[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let indent = if rest[line..at].trim().is_empty() {
            line
        } else {
            at
        };
        let Some(length) = rest[at..].find(end) else {
            break;
        };
        let after = at + length + end.len();
        found.push(rest[indent..after].to_owned());
        rest = &rest[after..];
    }
    let is_script = start == "<script";
    let keep = |part: &str| if is_script { part.trim() } else { part }.to_owned();
    found.iter().map(|part| keep(part)).collect()
}

/// Without the indentation that all lines share, and without empty lines, which templates leave.
fn aligned(text: &str) -> String {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let indent = |line: &str| line.len() - line.trim_start().len();
    let shared = lines().map(indent).min().unwrap_or_default();
    lines()
        .map(|line| line[shared..].trim_end())
        .collect::<Vec<_>>()
        .join("\n")
}

fn without_classes(text: &str) -> String {
    let (mut all, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once(" class=\"") {
        all.push_str(before);
        rest = after.split_once('"').map_or("", |(_, rest)| rest);
    }
    all + rest
}

fn without_secrets(text: &str) -> String {
    let (mut all, mut rest) = (String::new(), text);
    while let Some(at) = rest.find("<input") {
        let end = rest[at..]
            .find('>')
            .map_or(rest.len(), |length| at + length);
        let tag = &rest[at..end];
        all.push_str(&rest[..at]);
        match tag.split_once(" value=\"") {
            Some((before, value)) if tag.contains("type=\"hidden\"") => {
                let after = value.split_once('"').map_or("", |(_, after)| after);
                all.push_str(&format!("{before} value=\"…\"{after}"));
            }
            _ => all.push_str(tag),
        }
        rest = &rest[end..];
    }
    all + rest
}

#[cfg(test)]
mod tests {
    use super::markup;

    const HEAD: &str =
        "\n  <script src=\"/authrocket.js\" data-url=\"http://localhost:4101/\"></script>";

    #[test]
    fn a_form_stands_as_its_reader_would_write_it() {
        let content = "<div>\n    <form action=\"http://localhost:4101/login\">\n      <p class=\"field\">x</p>\n\n    </form>\n</div>";
        let shown = markup(HEAD, content, Some(("http://localhost:4101/", false)));
        assert_eq!(
            shown,
            "<link rel=\"stylesheet\" href=\"/authrocket.css\">\n\
             <script src=\"/authrocket.js\" data-url=\"https://myapp.e1.loginrocket.com/\"></script>\n\n\
             <form action=\"https://myapp.e1.loginrocket.com/login\">\n  <p>x</p>\n</form>"
        );
    }

    #[test]
    fn the_value_of_a_hidden_input_is_never_shown() {
        let content = "<form><input type=\"hidden\" name=\"csrf\" value=\"s3cret\"><input name=\"a\" value=\"b\"></form>";
        let shown = markup("", content, None);
        assert_eq!(
            shown,
            "<form><input type=\"hidden\" name=\"csrf\" value=\"…\"><input name=\"a\" value=\"b\"></form>"
        );
    }

    #[test]
    fn a_page_without_a_form_has_no_markup() {
        assert_eq!(markup(HEAD, "<p>Nothing.</p>", None), "");
    }
}
