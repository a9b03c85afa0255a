//! The hosted pages, as a browser uses them.

mod branding;
mod pages;
mod recovery;
mod signup;
mod social;
mod sso;
mod v2;
