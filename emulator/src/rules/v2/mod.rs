//! What version 2 does otherwise than version 1 (protocol-v2 §2, §5): accounts, conditions of a login, profiles,
//! invitations. Everything else is shared. Tested in `tests/api/login/v2/`.

pub mod conclusion;
pub mod core_logins;
pub mod invitations;
pub mod logins;
pub mod names;
pub mod passwords;
pub mod profiles;
pub mod remembered;
pub mod sentences;
pub mod sessions;
pub mod signups;
pub mod social;
pub mod teams;
