//! Rules for memberships: their permissions, and their end. Tested in `tests/api/core/memberships.rs`.

use serde_json::{Value, json};

use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::problems::Problems;
use crate::rules::events::NewEvent;
use crate::rules::hooks::MailContext;
use crate::store::Transaction;
use crate::store::memberships::{self, Membership};

const MOST_PERMISSIONS: usize = 20;
const LONGEST_PERMISSION: usize = 62;

/// Permissions as they are stored, from one or a list of them; adds what is wrong.
pub fn permissions(given: &Value, problems: &mut Problems) -> Value {
    let given = match given {
        Value::Array(list) => list.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    };
    let mut permissions: Vec<&str> = Vec::new();
    let mut sound = true;
    for permission in given {
        match permission.as_str() {
            // Forms send an empty text for an empty list.
            Some("") => {}
            Some(text) if permissions.contains(&text) => {}
            Some(text) if is_permission(text) => permissions.push(text),
            _ => sound = false,
        }
    }
    if !sound {
        problems.add(
            "permissions",
            "Permissions must be made of letters, digits and * : ; . _ - only, at most 62 of them",
        );
    }
    if permissions.len() > MOST_PERMISSIONS {
        problems.add("permissions", "Permissions must be at most 20");
    }
    json!(permissions)
}

/// Whether this can be a permission: letters, digits and some signs.
pub fn is_permission(text: &str) -> bool {
    text.len() <= LONGEST_PERMISSION
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"*:;._-".contains(&byte))
}

/// What an event about a membership names.
pub fn about(membership: &Membership) -> Vec<(&'static str, &str)> {
    let mut about = vec![
        ("membership_id", membership.id.as_str()),
        ("user_id", &membership.user_id),
    ];
    about.extend(membership.org_id.as_deref().map(|id| ("org_id", id)));
    about
}

/// Deletes the memberships whose time is over. Whoever shows or uses memberships calls this before.
pub fn end_expired(tx: &Transaction, now_ms: i64) -> Result<(), Failure> {
    for (membership, realm_id) in memberships::expired(tx, now_ms)? {
        memberships::delete(tx, &membership.id)?;
        let event = NewEvent {
            event_type: "membership.deleted",
            realm_id: &realm_id,
            about: &about(&membership),
            caller: &Caller::default(),
            now_ms,
        };
        event.record(tx, MailContext::default())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(given: &Value) -> (Value, bool) {
        let mut problems = Problems::default();
        let permissions = permissions(given, &mut problems);
        (permissions, problems.is_empty())
    }

    #[test]
    fn one_permission_or_a_list_becomes_a_list_without_doubles() {
        for (given, stored) in [
            (json!("admin"), json!(["admin"])),
            (json!(["a", "b", "a", ""]), json!(["a", "b"])),
            (
                json!(["Widget:*", "x.y;z_1-2"]),
                json!(["Widget:*", "x.y;z_1-2"]),
            ),
            (json!(null), json!([])),
            (json!(""), json!([])),
        ] {
            assert_eq!(checked(&given), (stored, true));
        }
    }

    #[test]
    fn odd_characters_long_ones_and_too_many_are_refused() {
        let many: Vec<String> = (0..21).map(|n| format!("p{n}")).collect();
        let most: Vec<String> = many[..20].to_vec();
        assert!(checked(&json!(most)).1);
        assert!(checked(&json!("x".repeat(62))).1);
        for bad in [
            json!(many),
            json!("x".repeat(63)),
            json!("a b"),
            json!("é"),
            json!(["a", 1]),
            json!([["a"]]),
            json!({"a": "b"}),
            json!(true),
        ] {
            assert!(!checked(&bad).1, "{bad}");
        }
    }
}
