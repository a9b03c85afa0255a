//! The page: requests and answers of `fetch`, attached forms, and the delivery of tokens, through web-sys, js-sys and gloo-net.
//! May import `domain`; tested in `tests/browser`, in real browsers.

pub mod attachment;
pub mod call;
pub mod delivery;
pub mod fields;
pub mod forms;
pub mod js;
pub mod record;
pub mod settings;
pub mod settled;
pub mod step;
pub mod transport;
pub mod view;
