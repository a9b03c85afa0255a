//! HTTP as both ports speak it, between the routes and the rules. May import `rules`, `store` and `model`.

mod answer;
pub mod answer_v2;
pub mod api_json;
pub mod app_request;
pub mod cors_v2;
pub mod faults;
pub mod fields;
pub mod headers;
pub mod lr_request;
pub mod magic_faults;
pub mod middleware;
pub mod port;
pub mod qr;
pub mod receive;
pub mod render;
pub mod render_event;
pub mod render_v2;
pub mod request_log;
pub mod shared;
