//! The LoginRocket APIs, one folder per version (protocol-v1 §3, protocol-v2 §2). The host decides which realm is meant,
//! and a realm speaks one version (V34).

mod v1;
mod v2;

use std::sync::Arc;

use axum::Router;

use crate::http::shared::Shared;

/// The routes of the LoginRocket port, but for hosted pages and the control's.
pub fn router(shared: &Arc<Shared>) -> Router {
    v2::router(shared).merge(v1::router(shared))
}
