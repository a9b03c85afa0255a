//! What a new password must be: the rules of a realm's Passwords provider (protocol-v1 §7.3; sentences: D9). Tested
//! here and in `tests/api/login/password_rules.rs`.

use zxcvbn::Score;

use crate::model::failure::Failure;
use crate::model::problems::Problems;
use crate::model::settings::{CharacterKind, Complexity, PasswordRules, Realm};
use crate::store::users::User;

/// Refuses what needs the Passwords provider where it is inactive or missing (protocol-v1 §7.3).
pub fn check_passwords_on(realm: &Realm) -> Result<(), Failure> {
    match realm.password.are_on() {
        true => Ok(()),
        false => Err(Failure::NotFound),
    }
}

/// Adds what is wrong with a new password. Names and address of its user count as guessable.
pub fn check_password(
    realm: &Realm,
    user: Option<&User>,
    password: Option<&str>,
    confirmation: Option<&str>,
    confirmation_required: bool,
    problems: &mut Problems,
) {
    match password {
        None => problems.add("password", "Password can't be blank"),
        Some(password) => check_strength(&realm.password, user, password, problems),
    }
    match confirmation {
        None if confirmation_required => problems.add(
            "password_confirmation",
            "Password confirmation can't be blank",
        ),
        Some(confirmation) if password.is_some() && Some(confirmation) != password => problems.add(
            "password_confirmation",
            "Password confirmation doesn't match Password",
        ),
        _ => {}
    }
}

fn check_strength(
    rules: &PasswordRules,
    user: Option<&User>,
    password: &str,
    problems: &mut Problems,
) {
    let minimum = rules.min_length;
    if password.chars().count() < minimum {
        let sentence = format!("Password is too short (minimum is {minimum} characters)");
        problems.add("password", sentence);
    }
    for kind in CharacterKind::ALL {
        if rules.required_chars.contains(&kind) && !password.chars().any(|c| includes(kind, c)) {
            problems.add("password", format!("Password must include {}", words(kind)));
        }
    }
    let least = match rules.min_complexity {
        Complexity::Off => return,
        Complexity::Insecure => Score::One,
        Complexity::Low => Score::Two,
        Complexity::Medium => Score::Three,
        Complexity::High => Score::Four,
    };
    let mut known = Vec::new();
    if let Some(user) = user {
        known.extend([user.username.as_str(), user.email.as_str()]);
        known.extend(user.first_name.as_deref());
        known.extend(user.last_name.as_deref());
        // The parts of an address are what people use.
        known.extend(user.email.split(['@', '.']));
    }
    if zxcvbn::zxcvbn(password, &known).score() < least {
        problems.add("password", "Password is too easy to guess");
    }
}

fn includes(kind: CharacterKind, character: char) -> bool {
    match kind {
        CharacterKind::Lowercase => character.is_lowercase(),
        CharacterKind::Uppercase => character.is_uppercase(),
        CharacterKind::Digit => character.is_numeric(),
        CharacterKind::Special => !character.is_alphanumeric(),
    }
}

fn words(kind: CharacterKind) -> &'static str {
    match kind {
        CharacterKind::Lowercase => "a lower-case letter",
        CharacterKind::Uppercase => "an upper-case letter",
        CharacterKind::Digit => "a digit",
        CharacterKind::Special => "a special character",
    }
}

/// The rules for people, in one sentence; none if there is nothing to say.
pub fn hint(rules: &PasswordRules) -> Option<String> {
    let mut parts = Vec::new();
    if rules.min_length > 1 {
        parts.push(format!("at least {} characters", rules.min_length));
    }
    let required = CharacterKind::ALL
        .into_iter()
        .filter(|kind| rules.required_chars.contains(kind));
    parts.extend(required.map(|kind| words(kind).to_owned()));
    if rules.min_complexity != Complexity::Off {
        parts.push("not easy to guess".to_owned());
    }
    let sentence = parts.join(", ");
    let (first, rest) = sentence.split_at_checked(1)?;
    Some(format!("{}{rest}.", first.to_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(
        rules: PasswordRules,
        password: Option<&str>,
        confirmation: Option<&str>,
        required: bool,
    ) -> Vec<String> {
        let realm = Realm {
            password: rules,
            ..Realm::default()
        };
        let mut user = crate::rules::accounts::draft(&realm, 0);
        "lovelace1815".clone_into(&mut user.username);
        let mut problems = Problems::default();
        check_password(
            &realm,
            Some(&user),
            password,
            confirmation,
            required,
            &mut problems,
        );
        let sentences = problems.sentences();
        sentences.into_iter().map(str::to_owned).collect()
    }

    fn of_default(password: &str, confirmation: Option<&str>, required: bool) -> Vec<String> {
        sentences(
            PasswordRules::default(),
            Some(password),
            confirmation,
            required,
        )
    }

    #[test]
    fn a_missing_confirmation_is_fine_unless_required() {
        assert!(of_default("long enough", None, false).is_empty());
        assert_eq!(
            of_default("long enough", None, true),
            ["Password confirmation can't be blank"]
        );
    }

    #[test]
    fn a_confirmation_must_match_exactly() {
        assert!(of_default("long enough", Some("long enough"), true).is_empty());
        assert_eq!(
            of_default("long enough", Some("long enough "), false),
            ["Password confirmation doesn't match Password"]
        );
    }

    #[test]
    fn the_minimum_length_counts_characters() {
        assert!(of_default("éééééééé", None, false).is_empty());
        assert_eq!(
            of_default("ééééééé", None, false),
            ["Password is too short (minimum is 8 characters)"]
        );
    }

    #[test]
    fn each_missing_kind_of_character_is_told() {
        let rules = PasswordRules {
            required_chars: CharacterKind::ALL.to_vec(),
            ..PasswordRules::default()
        };
        assert!(sentences(rules.clone(), Some("Éclair 4 tea"), None, false).is_empty());
        assert_eq!(
            sentences(rules.clone(), Some("eclairfortea"), None, false),
            [
                "Password must include an upper-case letter",
                "Password must include a digit",
                "Password must include a special character"
            ]
        );
        assert_eq!(
            hint(&rules).as_deref(),
            Some(
                "At least 8 characters, a lower-case letter, an upper-case letter, a digit, a special \
                 character."
            )
        );
    }

    #[test]
    fn complexity_tells_guessable_passwords_from_others_at_every_level() {
        let accepted = |min_complexity, password| {
            let rules = PasswordRules {
                min_complexity,
                ..PasswordRules::default()
            };
            sentences(rules, Some(password), None, false).is_empty()
        };
        for level in [
            Complexity::Insecure,
            Complexity::Low,
            Complexity::Medium,
            Complexity::High,
        ] {
            assert!(!accepted(level, "password"), "{level:?}");
            assert!(accepted(level, "wharf-ibis-quartz-monday"), "{level:?}");
        }
        assert!(accepted(Complexity::Off, "password"));
        assert!(accepted(Complexity::Low, "monday2quartz"));
        assert!(!accepted(Complexity::High, "monday2quartz"));
    }

    #[test]
    fn what_is_known_of_the_user_is_easy_to_guess() {
        let rules = PasswordRules {
            min_complexity: Complexity::Low,
            ..PasswordRules::default()
        };
        assert_eq!(
            sentences(rules, Some("lovelace1815"), None, false),
            ["Password is too easy to guess"]
        );
    }
}
