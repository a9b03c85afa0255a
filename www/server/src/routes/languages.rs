//! `GET /pages/languages?lang=…`: a login form in each language that the library has texts of its own in.
//! Tested in `tests/demo/pages.rs`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::context;
use serde::Serialize;

use crate::intake::Intake;
use crate::pages::{realm as realm_for_page, render};
use crate::state::Shared;

/// The words of the form itself, which are the app's and not the library's.
#[derive(Serialize)]
struct Language {
    code: &'static str,
    /// The direction of its script.
    direction: &'static str,
    name: &'static str,
    log_in: &'static str,
    username: &'static str,
    password: &'static str,
}

const fn language(
    code: &'static str,
    name: &'static str,
    [log_in, username, password]: [&'static str; 3],
) -> Language {
    // The only one that is written from right to left.
    let direction = match code.as_bytes() {
        b"ar" => "rtl",
        _ => "ltr",
    };
    Language {
        code,
        direction,
        name,
        log_in,
        username,
        password,
    }
}

const LANGUAGES: [Language; 10] = [
    language("en", "English", ["Log in", "User name", "Password"]),
    language(
        "es",
        "Español",
        ["Iniciar sesión", "Nombre de usuario", "Contraseña"],
    ),
    language(
        "fr",
        "Français",
        ["Se connecter", "Nom d’utilisateur", "Mot de passe"],
    ),
    language("de", "Deutsch", ["Anmelden", "Benutzername", "Passwort"]),
    language("pt", "Português", ["Entrar", "Nome de usuário", "Senha"]),
    language("it", "Italiano", ["Accedi", "Nome utente", "Password"]),
    language(
        "nl",
        "Nederlands",
        ["Inloggen", "Gebruikersnaam", "Wachtwoord"],
    ),
    language("ja", "日本語", ["ログイン", "ユーザー名", "パスワード"]),
    language("zh", "中文", ["登录", "用户名", "密码"]),
    language(
        "ar",
        "العربية",
        ["تسجيل الدخول", "اسم المستخدم", "كلمة المرور"],
    ),
];

/// The page in the requested language, or in English.
pub async fn show(State(app): State<Shared>, intake: Intake) -> Response {
    let asked = intake.query("lang").unwrap_or_default();
    let found = LANGUAGES.iter().find(|language| language.code == asked);
    let chosen = found.unwrap_or(&LANGUAGES[0]);
    let page = context! { realm => realm_for_page(&app, 0), languages => LANGUAGES, chosen };
    render(&app, &intake, StatusCode::OK, "languages.html", page)
}
