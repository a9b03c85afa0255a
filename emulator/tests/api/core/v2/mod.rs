//! The Core API v2: one file per resource, and what all of them have in common.

mod access;
mod auth_providers;
mod calls;
mod client_apps;
mod credentials;
mod domains;
mod events;
mod hooks;
mod invitations;
mod jwt_keys;
mod memberships;
mod orgs;
mod realms;
mod records;
mod secrets;
mod sessions;
mod social_logins;
mod user_logins;
mod user_passwords;
mod user_verification;
mod users;
