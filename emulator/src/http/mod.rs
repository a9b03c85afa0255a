//! HTTP as both ports speak it, between the routes and the rules. May import `rules`, `store` and `model`.

mod answer;
pub mod app_request;
pub mod port;
