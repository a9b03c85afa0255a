//! Which call each operation of version 2 makes, and what each status and result means.

use super::*;
use crate::domain::input::tests::Typed;

const NAMED: &[(&str, &str)] = &[
    ("username", "ada"),
    ("email", "a@b.test"),
    ("password", "x"),
    ("current_password", "y"),
    ("session", "kss_1"),
    ("account", "org_1"),
    ("token", "tve:1"),
    ("code", "123456"),
];

#[test]
fn each_operation_has_its_call() {
    use Method::{Delete, Get, Post, Put};
    for (operation, method, path) in [
        (Operation::Login, Post, "v2/login"),
        (Operation::Code, Post, "v2/login/verify"),
        (Operation::Signup, Post, "v2/signup"),
        (Operation::Logout, Delete, "v2/session"),
        (Operation::ForgotPassword, Post, "v2/password/forgot"),
        (Operation::ResetPassword, Post, "v2/password/reset"),
        (Operation::VerifyEmail, Post, "v2/email/verify"),
        (Operation::Session, Get, "v2/session"),
        (Operation::ChooseAccount, Get, "v2/session"),
        (Operation::RequestInvitation, Post, "v2/signup/request"),
        (Operation::UpdatePassword, Post, "v2/profile/password"),
        (Operation::UpdateProfile, Put, "v2/profile"),
    ] {
        let request = V2.request(operation, &Typed(NAMED)).unwrap();
        assert_eq!((request.method, request.path), (method, path));
        let failure = V2.request(operation, &Typed(&[])).unwrap_err();
        assert_eq!(failure.code, Code::InvalidInput, "{path}");
    }
    let unknown = V2.request(Operation::Unknown, &Typed(NAMED)).unwrap_err();
    assert_eq!(unknown.hint, Some(Hint::KindUnknown));
}

#[test]
fn a_name_goes_as_email_and_a_login_token_as_its_session() {
    let renamed = |operation, typed| {
        let request = V2.request(operation, &Typed(typed)).unwrap();
        (request.without, request.renamed)
    };
    let by_name: &[_] = &[("username", "ada"), ("password", "x")];
    let by_both: &[_] = &[
        ("username", "ada"),
        ("email", "a@b.test"),
        ("password", "x"),
    ];
    for operation in [Operation::Login, Operation::ForgotPassword] {
        assert_eq!(
            renamed(operation, by_name),
            ("username", Some(Renamed::Username))
        );
        assert_eq!(renamed(operation, by_both), ("username", None));
    }
    assert_eq!(
        renamed(Operation::Logout, &[("token", "eyJ")]),
        ("token", Some(Renamed::SessionOfToken))
    );
    assert_eq!(
        renamed(Operation::Logout, &[("token", "eyJ"), ("session", "kss_1")]),
        ("token", None)
    );
    assert_eq!(
        renamed(Operation::Signup, by_both),
        ("", None),
        "a user name stays one"
    );
    assert!(V2.takes("session") && V2.takes("username") && !V2.takes("redirect_uri"));
}

fn reply(result: &str) -> Reply {
    Reply {
        result: result.into(),
        ..Reply::default()
    }
}

fn error(text: &str) -> Option<Reply> {
    Some(Reply {
        error: text.into(),
        ..reply("error")
    })
}

fn read(operation: Operation, status: u16, body: Option<Reply>) -> Result<Outcome, Code> {
    let answer = ApiResponse {
        status,
        retry_after: None,
        body,
    };
    V2.parse(operation, answer).map_err(|failure| {
        assert_eq!(failure.status, Some(status).filter(|status| *status != 0));
        failure.code
    })
}

#[test]
fn each_status_has_its_code() {
    let okay = || Some(reply("okay"));
    for (operation, status, body, code) in [
        (Operation::Login, 200, error("Login failed"), Code::Refused),
        (Operation::Login, 422, error("Login failed"), Code::Refused),
        (
            Operation::Signup,
            409,
            error("Email is taken"),
            Code::Refused,
        ),
        (Operation::Login, 422, None, Code::BadResponse),
        (Operation::Login, 422, okay(), Code::BadResponse),
        (
            Operation::Login,
            401,
            error("Login failed"),
            Code::BadResponse,
        ),
        (Operation::Login, 400, error("What?"), Code::BadResponse),
        (Operation::Login, 403, None, Code::BadResponse),
        (Operation::Login, 403, error("No"), Code::Refused),
        (Operation::Session, 403, None, Code::SessionExpired),
        (Operation::Session, 403, error("No"), Code::SessionExpired),
        (Operation::ChooseAccount, 403, None, Code::SessionExpired),
        (Operation::UpdatePassword, 403, None, Code::SessionExpired),
        (Operation::UpdateProfile, 403, None, Code::SessionExpired),
        (Operation::Session, 200, error("Gone"), Code::Refused),
        (Operation::Login, 404, error("Not found"), Code::SwitchedOff),
        (Operation::Login, 429, error("Slow down"), Code::RateLimited),
        (Operation::Login, 500, None, Code::Server),
        (Operation::Logout, 503, error("Login failed"), Code::Server),
        (Operation::Login, 200, None, Code::BadResponse),
        (Operation::Login, 0, None, Code::BadResponse),
        (Operation::Login, 302, okay(), Code::BadResponse),
        (Operation::Login, 200, Some(reply("")), Code::BadResponse),
        (
            Operation::Login,
            200,
            Some(reply("welcome")),
            Code::BadResponse,
        ),
        (Operation::Login, 200, okay(), Code::BadResponse),
        (
            Operation::Login,
            200,
            Some(reply("full_login")),
            Code::BadResponse,
        ),
        (
            Operation::VerifyEmail,
            200,
            Some(reply("full_login")),
            Code::BadResponse,
        ),
    ] {
        let shown = format!("{operation:?} {status} {body:?}");
        assert_eq!(read(operation, status, body), Err(code), "{shown}");
    }
    for status in [200, 403] {
        let gone = read(Operation::Logout, status, okay());
        assert_eq!(gone, Ok(Outcome::Okay), "a session that is gone is gone");
    }
}

#[test]
fn a_lock_of_one_user_is_a_refusal_and_not_a_rate_limit() {
    let body = error("Too many attempts").map(|reply| Reply {
        retry_after: Some(30),
        ..reply
    });
    assert_eq!(read(Operation::Login, 422, body), Err(Code::Refused));
}

#[test]
fn a_403_that_says_nothing_hints_at_the_origin() {
    let answer = ApiResponse {
        status: 403,
        ..ApiResponse::default()
    };
    let failure = V2.parse(Operation::Login, answer.clone()).unwrap_err();
    assert_eq!(failure.hint, Some(Hint::OriginUnlisted));
    let failure = V2.parse(Operation::Session, answer).unwrap_err();
    assert_eq!(failure.hint, None);
}

#[test]
fn each_result_has_its_outcome() {
    let full = |token: &str| {
        Some(Reply {
            token: token.into(),
            has_session: true,
            ..reply("full_login")
        })
    };
    for (operation, signup) in [
        (Operation::Login, false),
        (Operation::Code, false),
        (Operation::ResetPassword, false),
        (Operation::UpdateProfile, false),
        (Operation::Session, false),
        (Operation::ChooseAccount, false),
        (Operation::Signup, true),
    ] {
        let login = Outcome::Login {
            token: "eyJ".into(),
            url: String::new(),
            signup,
        };
        assert_eq!(V2.carries(&login), ["session", "account"]);
        assert_eq!(read(operation, 201, full("eyJ")), Ok(login));
        let conditional = |conditions: &str, has_session| {
            let body = Reply {
                conditions: conditions.into(),
                has_session,
                ..reply("conditional_login")
            };
            read(operation, 200, Some(body))
        };
        for (conditions, page) in [
            ("no_account_selected", "accounts"),
            ("must_complete_profile no_account_selected", "accounts"),
            ("must_complete_profile", "profile"),
            ("must_verify_email", "profile"),
            ("something_new", "profile"),
            ("", "profile"),
        ] {
            assert_eq!(
                conditional(conditions, true),
                Ok(Outcome::Conditional { page })
            );
        }
        assert_eq!(
            conditional("no_account_selected", false),
            Err(Code::BadResponse)
        );
    }
    let okay = |operation| read(operation, 200, Some(reply("okay")));
    for operation in [
        Operation::Logout,
        Operation::ForgotPassword,
        Operation::VerifyEmail,
        Operation::RequestInvitation,
        Operation::UpdatePassword,
        Operation::ResetPassword,
        Operation::UpdateProfile,
    ] {
        assert_eq!(okay(operation), Ok(Outcome::Okay), "{operation:?}");
    }
    assert_eq!(okay(Operation::Signup), Ok(Outcome::VerificationRequired));
}

#[test]
fn a_code_is_due_by_the_shape_of_the_answer() {
    let asked = |result: &str, token: &str, conditions: &str| {
        let body = Reply {
            token: token.into(),
            conditions: conditions.into(),
            has_session: true,
            ..reply(result)
        };
        read(Operation::Login, 200, Some(body))
    };
    for (result, token, conditions) in [
        ("conditional_login", "tmf:1", "mfa_required"),
        ("full_login", "kli:1", ""),
        ("anything", "kli_1", ""),
        ("", "tmf:1", ""),
        ("conditional_login", "", "mfa_required"),
        ("conditional_login", "", "must_verify_TOTP"),
        ("conditional_login", "", "2fa"),
        ("conditional_login", "", "no_account_selected verify_login"),
    ] {
        let due = Outcome::CodeRequired {
            token: token.into(),
        };
        assert_eq!(V2.carries(&due), ["session"]);
        assert_eq!(asked(result, token, conditions), Ok(due), "{result}");
    }
    let forgotten = Reply {
        token: "tmf:1".into(),
        ..reply("okay")
    };
    assert_eq!(
        read(Operation::ForgotPassword, 200, Some(forgotten)),
        Ok(Outcome::Okay),
        "only what may log in asks for a code"
    );
    assert!(matches!(
        asked("full_login", "eyJ", "mfa_was_used"),
        Ok(Outcome::Login { .. })
    ));
}
