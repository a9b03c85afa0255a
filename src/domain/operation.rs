//! The operations by name, and what a form says when one worked. Which request each makes, and how its answer is read, is in `api`.
//! Imports only `domain`; tested here and in `tests/contract`.

/// What a form or a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// First factor.
    Login,
    /// Second factor.
    Code,
    /// A new user or a signup token.
    Signup,
    /// The end of a session.
    Logout,
    /// A mail with a link to a new password.
    ForgotPassword,
    /// A new password, with the link's token.
    ResetPassword,
    /// A confirmed email address, with the link's token.
    VerifyEmail,
    /// Whether a session still lives; in version 2, a fresh token of it.
    Session,
    /// A request to be invited.
    RequestInvitation,
    /// Another password, by who knows the present one.
    UpdatePassword,
    /// Other data of the user.
    UpdateProfile,
    /// A token for one of the user's accounts.
    ChooseAccount,
    /// A mistake of the page. A form of an unknown kind is guarded like every other form, and sends nothing.
    Unknown,
}

impl Operation {
    /// Every operation with its name: the value of `data-authrocket` (contract §4).
    pub const ALL: [(&'static str, Self); 12] = [
        ("login", Self::Login),
        ("code", Self::Code),
        ("signup", Self::Signup),
        ("logout", Self::Logout),
        ("forgot-password", Self::ForgotPassword),
        ("reset-password", Self::ResetPassword),
        ("verify-email", Self::VerifyEmail),
        ("session", Self::Session),
        ("request-invitation", Self::RequestInvitation),
        ("update-password", Self::UpdatePassword),
        ("update-profile", Self::UpdateProfile),
        ("choose-account", Self::ChooseAccount),
    ];

    /// What a form may do, by name: all but the session check.
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        Self::ALL
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| *name != "session")
    }

    /// By its name.
    pub fn named(name: &str) -> Self {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(Self::Unknown, |(_, operation)| *operation)
    }

    /// Whether a submit of edited fields may take the place of a call that is under way. The service may have done already
    /// what a signup, a reset or a verification asked for (contract §5, promise 4).
    pub fn is_replaceable(self) -> bool {
        matches!(
            self,
            Self::Login | Self::Code | Self::ForgotPassword | Self::ChooseAccount
        )
    }

    /// The key of the text that a form shows when the operation worked and the page stays.
    pub fn success_text(self) -> Option<&'static str> {
        match self {
            Self::ForgotPassword => Some("sent"),
            Self::ResetPassword => Some("reset_done"),
            Self::VerifyEmail => Some("verified"),
            Self::RequestInvitation => Some("invitation_requested"),
            Self::UpdatePassword => Some("password_changed"),
            Self::UpdateProfile => Some("profile_saved"),
            _ => None,
        }
    }

    /// A field of its form that is not sent; empty for none. A login form may always show a field for the code, but the service
    /// takes a login with a code for the second step.
    pub fn kept_field(self) -> &'static str {
        if self == Self::Login { "code" } else { "" }
    }

    /// The same; of a signup, that there is a next step. Who is logged in by a new password need not log in with it.
    pub fn done_text(self, has_token: bool) -> &'static str {
        if has_token && self == Self::ResetPassword {
            return "password_changed";
        }
        self.success_text().unwrap_or("verification_required")
    }

    /// Whether it may end in a token of its own (protocol-v2 §2.4).
    pub fn logs_in(self) -> bool {
        matches!(
            self,
            Self::Login
                | Self::Code
                | Self::Signup
                | Self::ResetPassword
                | Self::Session
                | Self::UpdateProfile
                | Self::ChooseAccount
        )
    }

    /// Whether it needs a session (protocol-v2 §2.4).
    pub fn takes_session(self) -> bool {
        matches!(
            self,
            Self::Logout
                | Self::Session
                | Self::UpdatePassword
                | Self::UpdateProfile
                | Self::ChooseAccount
        )
    }

    /// Whether it uses up the token of a mail's link.
    pub fn uses_link(self) -> bool {
        matches!(self, Self::ResetPassword | Self::VerifyEmail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        for (name, operation) in Operation::ALL {
            assert_eq!(Operation::named(name), operation);
            let is_silent = matches!(
                name,
                "login" | "code" | "signup" | "logout" | "session" | "choose-account"
            );
            assert_eq!(operation.success_text().is_none(), is_silent, "{name}");
            let is_replaceable = matches!(
                name,
                "login" | "code" | "forgot-password" | "choose-account"
            );
            assert_eq!(operation.is_replaceable(), is_replaceable, "{name}");
        }
        assert_eq!(Operation::named("logn"), Operation::Unknown);
        assert_eq!(Operation::kinds().count(), 11);
    }

    #[test]
    fn only_the_first_factor_keeps_the_code() {
        for (name, operation) in Operation::ALL {
            assert_eq!(operation.kept_field() == "code", name == "login", "{name}");
        }
    }
}
