//! Core API v2 resources as JSON (protocol-v2 §7). Tested in `tests/api/control/state_v2.rs`.

use serde_json::{Value, json};

use crate::model::clock::epoch_seconds;
use crate::store::invitations::Invitation;

/// An invitation, with its token.
pub fn invitation(invitation: &Invitation) -> Value {
    json!({
        "id": invitation.id,
        "object": "invitation",
        "realm_id": invitation.realm_id,
        "token": invitation.token,
        "invitation_type": invitation.invitation_type,
        "email": invitation.email,
        "locale": invitation.locale,
        "org_id": invitation.org_id,
        "permissions": invitation.permissions,
        "inviting_user_id": invitation.inviting_user_id,
        "auth_provider_id": invitation.auth_provider_id,
        "created_at": epoch_seconds(invitation.created_at),
        "invited_at": invitation.invited_at.map(epoch_seconds),
        "expires_at": invitation.expires_at / 1000,
    })
}
