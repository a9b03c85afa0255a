//! Resources of the Core API v2 that this emulator lacks (protocol-v2 §7.9): nothing is known of them but their
//! attributes. Tested in `tests/api/core/v2/calls.rs`.

use axum::routing::any;

use super::{Call, Refusal, Routes};
use crate::model::failure::Failure;

const RESOURCES: &[&str] = &[
    "mailing_list_providers",
    "named_permissions",
    "resource_links",
    "smtp_providers",
];

/// The routes of these resources.
pub fn routes() -> Routes {
    let mut routes = Routes::new();
    for resource in RESOURCES {
        routes = routes
            .route(&format!("/v2/{resource}"), any(answer))
            .route(&format!("/v2/{resource}/{{id}}"), any(answer));
    }
    routes
}

async fn answer(_: Call) -> Refusal {
    Failure::NotBuilt(
        "This emulator has none of these: mails go to its outbox, and permissions need no names",
    )
    .into()
}
