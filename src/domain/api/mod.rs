//! The two versions of the LoginRocket API, as two implementations of one trait. A client's [`Instance`] chooses one; nothing else
//! asks which one it is. Imports only `domain`; tested in `v1.rs`, `v2.rs` and `tests/contract`.

mod v1;
mod v2;

use super::config::{ConfigError, InstanceUrl, Version};
use super::error::Failure;
use super::input::Input;
use super::operation::Operation;
use super::outcome::Outcome;
use super::protocol::{ApiRequest, ApiResponse, Method};

/// What one version of the API does in its own way.
pub trait Api {
    /// Checks what was typed and says what to call.
    ///
    /// # Errors
    /// `invalid_input`, or `config` for an operation that this API does not have; nothing may be sent then.
    fn request(&self, operation: Operation, input: &dyn Input) -> Result<ApiRequest, Box<Failure>>;

    /// Reads the answer.
    ///
    /// # Errors
    /// Every answer that is not this operation's success.
    fn parse(&self, operation: Operation, answer: ApiResponse) -> Result<Outcome, Box<Failure>>;

    /// Whether a control of this name, one of [`FIELDS`](super::input::FIELDS), stands for a field of this API. Others are the
    /// page's own.
    fn takes(&self, field: &str) -> bool;

    /// Whether a call sends only what the API [takes](Self::takes), and asks for texts in the page's language. Version 1 gets every
    /// member that a page passes.
    fn is_strict(&self) -> bool;

    /// Members of the answer that its result has as they came. They stay JavaScript values: a session id is a secret.
    fn carries(&self, outcome: &Outcome) -> &'static [&'static str];
}

/// Where a client's API is, and which one.
pub struct Instance {
    /// Its address.
    pub url: InstanceUrl,
    /// Its API.
    pub api: &'static dyn Api,
}

impl Instance {
    /// From the options `url` and `api`; `api` is empty where the page says nothing.
    ///
    /// # Errors
    /// What to change.
    pub fn parse(url: &str, api: &str) -> Result<Self, ConfigError> {
        let url = InstanceUrl::parse(url, api)?;
        let api: &dyn Api = match url.version() {
            Version::V1 => &v1::V1,
            Version::V2 => &v2::V2,
        };
        Ok(Self { url, api })
    }

    /// Whether a request sends a member of this name. Into an address goes only what has to: a page may pass a password along.
    pub fn sends(&self, request: &ApiRequest, name: &str) -> bool {
        match request.method {
            Method::Get | Method::Delete => matches!(name, "session" | "account"),
            Method::Post | Method::Put => {
                name != request.without && (!self.api.is_strict() || self.api.takes(name))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::input::tests::Typed;
    use super::*;

    #[test]
    fn nothing_but_a_session_and_an_account_goes_into_an_address() {
        let instance = Instance::parse("https://a.test", "v2").unwrap();
        let typed = Typed(&[("session", "kss_1"), ("account", "org_1")]);
        for operation in [
            Operation::Session,
            Operation::ChooseAccount,
            Operation::Logout,
        ] {
            let request = instance.api.request(operation, &typed).unwrap();
            for (name, is_sent) in [
                ("session", true),
                ("account", true),
                ("password", false),
                ("token", false),
                ("code", false),
                ("anything", false),
            ] {
                assert_eq!(
                    instance.sends(&request, name),
                    is_sent,
                    "{operation:?} {name}"
                );
            }
        }
    }

    #[test]
    fn version_1_gets_every_member_and_version_2_its_own_fields() {
        let typed = Typed(&[("username", "ada"), ("password", "x")]);
        for (api, name, is_sent) in [
            ("v1", "redir", true),
            ("v1", "session", true),
            ("v1", "newsletter", true),
            ("v2", "redir", false),
            ("v2", "username", false),
            ("v2", "newsletter", true),
        ] {
            let instance = Instance::parse("https://a.test", api).unwrap();
            let request = instance.api.request(Operation::Login, &typed).unwrap();
            assert_eq!(instance.sends(&request, name), is_sent, "{api} {name}");
        }
    }
}
