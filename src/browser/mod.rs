//! The page: `fetch`, forms, and the delivery of tokens, through web-sys, js-sys and gloo-net.
//! May import `domain`; tested in `tests/browser`, in real browsers.

pub mod attachment;
pub mod call;
pub mod delivery;
pub mod fields;
pub mod js;
pub mod page;
pub mod record;
pub mod settings;
pub mod transport;
pub mod watch;
