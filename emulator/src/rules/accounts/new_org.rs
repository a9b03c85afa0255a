//! The org that a signup makes for its user (protocol-v1 §3.5). Tested in `tests/api/login/signup.rs`.

use serde_json::json;

use crate::model::caller::Caller;
use crate::model::failure::Failure;
use crate::model::ids::new_id;
use crate::model::settings::Realm;
use crate::rules::events::NewEvent;
use crate::rules::hooks::MailContext;
use crate::store::Transaction;
use crate::store::memberships::{self, Membership};
use crate::store::orgs::{self, Org};
use crate::store::users::User;

/// Makes an org and puts the user in it; without a name it is named after the user (protocol-v1 §3.5).
pub fn create_org(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    name: Option<&str>,
    caller: &Caller,
) -> Result<(), Failure> {
    let org = Org {
        id: new_id("org_"),
        realm_id: realm.id.clone(),
        name: name.map_or_else(|| user.name(), str::to_owned),
        state: "active".to_owned(),
        reference: None,
        custom: json!({}),
        created_at: user.created_at,
    };
    let membership = Membership {
        id: new_id("mb_"),
        org_id: Some(org.id.clone()),
        user_id: user.id.clone(),
        permissions: json!(realm.login_rocket.membership_permissions),
        custom: json!({}),
        created_at: user.created_at,
        expires_at: None,
    };
    orgs::insert(tx, &org)?;
    memberships::insert(tx, &membership)?;
    let about = [
        ("org_id", org.id.as_str()),
        ("membership_id", &membership.id),
        ("user_id", &user.id),
    ];
    for (event_type, about) in [("org.created", &about[..1]), ("membership.created", &about)] {
        let event = NewEvent {
            event_type,
            realm_id: &realm.id,
            about,
            caller,
            now_ms: user.created_at,
        };
        event.record(tx, MailContext::default())?;
    }
    Ok(())
}
