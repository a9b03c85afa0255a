//! The LR API v2: one file per call, and what all calls have in common.

mod authenticate;
mod cors;
mod hosts;
mod invitations;
mod jwks;
mod languages;
mod passwords;
mod profile;
mod rate_limit;
mod secrets;
mod session;
mod signup;
mod token;
mod two_factor;
mod verify_email;
