//! The languages of the LR API v2 (protocol-v2 §2.8; V13): which one a caller gets, and the sentences that are
//! translated. All others are English. Tested here and in `tests/api/login/v2/languages.rs`.

use crate::model::settings::Realm;

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
    /// Japanese.
    Japanese,
}

impl Language {
    /// As it is written in headers and settings.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::Japanese => "ja",
        }
    }

    /// Its name, in the language itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
            Self::Japanese => "日本語",
        }
    }

    /// The language of a locale.
    pub fn of(tag: &str) -> Option<Self> {
        let main = tag.split(['-', '_']).next().unwrap_or_default();
        match main.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "es" => Some(Self::Spanish),
            "ja" => Some(Self::Japanese),
            _ => None,
        }
    }
}

/// The language that an `Accept-Language` asks for, among those of the realm.
pub fn asked(realm: &Realm, accept: Option<&str>) -> Option<Language> {
    let known = |language: &Language| {
        let available = &realm.v2.available_locales;
        available.is_empty() || available.iter().any(|code| code == language.code())
    };
    let mut best: Option<(f32, Language)> = None;
    for part in accept?.split(',') {
        let (tag, weight) = match part.split_once(';') {
            Some((tag, weight)) => (tag, weight.trim().strip_prefix("q=").unwrap_or("1")),
            None => (part, "1"),
        };
        let weight: f32 = weight.trim().parse().unwrap_or(0.0);
        let language = Language::of(tag.trim()).filter(known);
        if let Some(language) = language
            && weight > best.map_or(0.0, |(weight, _)| weight)
        {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// The language of a realm where nobody asks for one.
pub fn usual(realm: &Realm) -> Language {
    Language::of(&realm.v2.default_locale).unwrap_or(Language::English)
}

/// English, Spanish, Japanese.
const SENTENCES: &[(&str, &str, &str)] = &[
    (
        "Login failed",
        "Error al iniciar sesión",
        "ログインに失敗しました",
    ),
    (
        "Current password does not match",
        "La contraseña actual no coincide",
        "現在のパスワードが一致しません",
    ),
    (
        "Verification failed",
        "La verificación ha fallado",
        "確認に失敗しました",
    ),
    (
        "Session expired or access denied",
        "La sesión ha caducado o el acceso está denegado",
        "セッションの有効期限が切れたか、アクセスが拒否されました",
    ),
    ("Not found", "No encontrado", "見つかりません"),
    (
        "Too many failed logins; please wait a little",
        "Demasiados intentos fallidos; espere un momento",
        "ログインの失敗が多すぎます。しばらくお待ちください",
    ),
    (
        "Email can't be blank",
        "El correo electrónico no puede estar en blanco",
        "メールアドレスを入力してください",
    ),
    (
        "Email is invalid",
        "El correo electrónico no es válido",
        "メールアドレスが正しくありません",
    ),
    (
        "Email has already been taken",
        "El correo electrónico ya está en uso",
        "このメールアドレスはすでに使われています",
    ),
    (
        "Password can't be blank",
        "La contraseña no puede estar en blanco",
        "パスワードを入力してください",
    ),
    (
        "Token is invalid, used or expired",
        "El enlace no es válido, ya se ha usado o ha caducado",
        "トークンが無効か、使用済みか、期限切れです",
    ),
];

/// A sentence in a language; in English if there is no translation.
pub fn translate(sentence: &str, language: Language) -> &str {
    let known = SENTENCES
        .iter()
        .find(|(english, _, _)| *english == sentence);
    match (known, language) {
        (Some((_, spanish, _)), Language::Spanish) => spanish,
        (Some((_, _, japanese)), Language::Japanese) => japanese,
        _ => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_language_that_the_realm_has_is_taken() {
        let realm = Realm::default();
        for (accept, expected) in [
            ("es", Some(Language::Spanish)),
            ("es-MX,en;q=0.8", Some(Language::Spanish)),
            ("de, ja;q=0.5, en;q=0.4", Some(Language::Japanese)),
            ("en;q=0.1,es;q=0.9", Some(Language::Spanish)),
            ("es;q=0", None),
            ("de", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(asked(&realm, Some(accept)), expected, "{accept}");
        }
        let mut english = Realm::default();
        english.v2.available_locales = vec!["en".to_owned()];
        assert_eq!(
            asked(&english, Some("es,en;q=0.1")),
            Some(Language::English)
        );
        assert_eq!(asked(&realm, None), None);
    }

    #[test]
    fn a_sentence_without_a_translation_stays_english() {
        assert_eq!(
            translate("Login failed", Language::Spanish),
            "Error al iniciar sesión"
        );
        assert_eq!(translate("Login failed", Language::English), "Login failed");
        assert_eq!(translate("Whatever", Language::Japanese), "Whatever");
    }
}
