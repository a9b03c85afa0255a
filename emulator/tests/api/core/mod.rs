//! The Core API: one file per resource, and what all of them have in common.

mod api_users;
mod app_hooks;
mod auth_providers;
mod calls;
mod credentials;
mod events;
mod jwt_keys;
mod lists;
mod login_policies;
mod memberships;
mod odd_attributes;
mod orgs;
mod permissions;
mod rate_limit_headers;
mod realms;
mod sessions;
mod social_logins;
mod user_lists;
mod user_passwords;
mod user_tokens;
mod user_verification;
mod users;
mod v2;
