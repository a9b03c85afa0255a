//! The pages. Everything that is put in goes through [`escape`].

use axum::response::Html;

use crate::authrocket::Login;
use crate::settings::Settings;

fn escape(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut safe, c| {
            match c {
                '&' => safe.push_str("&amp;"),
                '<' => safe.push_str("&lt;"),
                '>' => safe.push_str("&gt;"),
                '"' => safe.push_str("&quot;"),
                '\'' => safe.push_str("&#39;"),
                c => safe.push(c),
            }
            safe
        })
}

fn page(title: &str, script: &str, body: &str) -> Html<String> {
    let title = escape(title);
    Html(format!(
        r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{script}<h1>{title}</h1>
{body}
</html>
"#
    ))
}

fn script(settings: &Settings) -> String {
    let url = escape(settings.instance_url.as_str());
    let api = if settings.is_v2 { "v2" } else { "v1" };
    format!("<script src=\"/authrocket.js\" data-url=\"{url}\" data-api=\"{api}\"></script>\n")
}

fn hidden(csrf: &str) -> String {
    format!(
        r#"<input type="hidden" name="csrf" value="{}">"#,
        escape(csrf)
    )
}

/// The login form.
pub fn login(settings: &Settings, csrf: &str) -> Html<String> {
    let (url, hidden) = (escape(settings.instance_url.as_str()), hidden(csrf));
    let form = format!(
        r#"<form data-authrocket="login" data-authrocket-deliver="fetch" data-authrocket-to="/login"
      method="post" action="{url}login">
  {hidden}
  <p><label>User name <input name="username" autocomplete="username" required></label></p>
  <p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
  <p data-authrocket-error role="alert"></p>
  <button>Log in</button>
</form>
<p><a href="/signup">Sign up</a></p>"#
    );
    page("Log in", &script(settings), &form)
}

/// The signup form.
pub fn signup(settings: &Settings, csrf: &str) -> Html<String> {
    let (url, hidden) = (escape(settings.instance_url.as_str()), hidden(csrf));
    let form = format!(
        r#"<form data-authrocket="signup" data-authrocket-deliver="fetch" data-authrocket-to="/signup"
      method="post" action="{url}signup">
  {hidden}
  <p><label>User name <input name="username" autocomplete="username" required></label></p>
  <p><label>Email <input name="email" type="email" autocomplete="email" required></label></p>
  <p><label>Password <input name="password" type="password" autocomplete="new-password" minlength="8" required></label></p>
  <p data-authrocket-error role="alert"></p>
  <button>Sign up</button>
</form>"#
    );
    page("Sign up", &script(settings), &form)
}

/// The app's own question between the signup token and the user.
pub fn confirm(csrf: &str, error: &str) -> Html<String> {
    let (hidden, error) = (hidden(csrf), escape(error));
    let form = format!(
        r#"<form method="post" action="/signup/confirm">
  {hidden}
  <p role="alert">{error}</p>
  <p><label><input type="checkbox" name="terms" value="yes" required> I agree to the terms</label></p>
  <button>Create my account</button>
</form>"#
    );
    page("One more step", "", &form)
}

/// Who is logged in.
pub fn account(csrf: &str, login: &Login) -> Html<String> {
    let (hidden, name) = (hidden(csrf), escape(&login.name));
    let body = format!(
        r#"<p>Logged in as <strong>{name}</strong></p>
<form method="post" action="/logout">{hidden}<button>Log out</button></form>"#
    );
    page("Your account", "", &body)
}

/// A no.
pub fn message(title: &str, text: &str) -> Html<String> {
    let text = escape(text);
    page(
        title,
        "",
        &format!("<p>{text}</p><p><a href=\"/login\">Log in</a></p>"),
    )
}
