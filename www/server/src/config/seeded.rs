//! What the demo knows of `www/seed.json`: its realms, and the users that a visitor may log in as.
//! A test in `tests/demo/seed.rs` holds the two together.

use super::{Realm, RealmV2, Secret};

/// A user of the seed, shown on the pages so that a visitor can log in.
#[derive(Clone, Debug, serde::Serialize)]
pub struct SeededUser {
    /// Key of the realm it belongs to.
    pub realm: &'static str,
    /// What to type as user name.
    pub username: &'static str,
    /// What to type as password. These users exist in the emulator only.
    pub password: &'static str,
    /// What is special about the user.
    pub about: &'static str,
    /// Whether a code is due after the password.
    pub two_factor: bool,
}

const fn user(
    realm: &'static str,
    username: &'static str,
    password: &'static str,
    about: &'static str,
) -> SeededUser {
    SeededUser {
        realm,
        username,
        password,
        about,
        two_factor: false,
    }
}

// The demo realms of both versions have these.
const ADA: SeededUser = user(
    "demo",
    "ada",
    "analytical engine",
    "logs in with a password",
);
const GRACE: SeededUser = SeededUser {
    two_factor: true,
    ..user(
        "demo",
        "grace",
        "nanoseconds of wire",
        "needs a code as well",
    )
};
const ALAN: SeededUser = user(
    "demo",
    "alan",
    "bombe at bletchley",
    "is switched off, so cannot log in",
);

/// The seeded users, in the order of the seed.
pub const SEEDED: [SeededUser; 6] = [
    ADA,
    GRACE,
    ALAN,
    user(
        "off",
        "otto",
        "closed for the season",
        "would be let in, were logins on",
    ),
    user(
        "limited",
        "lise",
        "slow neutrons only",
        "logs in, unless too many attempts failed before",
    ),
    user(
        "sso",
        "sofia",
        "one top, one login",
        "logs in once, on the hosted page",
    ),
];

/// The users of AuthRocket 2's realms in the seed, in its order.
pub const SEEDED_V2: [SeededUser; 4] = [
    ADA,
    GRACE,
    ALAN,
    user("teams", "ada", "analytical engine", "has two accounts"),
];

/// The realms of the seed, in its order: name, key, subdomain, handlers' prefix, id, secret, and what they show.
const REALMS: [[&str; 7]; 7] = [
    [
        "Demo",
        "demo",
        "demo",
        "",
        "rl_0DemoUserModeRealm0001",
        "jsk_DemoSecretOfTheUserRealm-NotASecretAnywhereElse",
        "A signup creates a user and logs in.",
    ],
    [
        "Demo for teams",
        "org",
        "demo-org",
        "/org",
        "rl_0DemoUserOrgRealm00002",
        "jsk_DemoSecretOfTheOrgRealm-NotASecretAnywhereElse1",
        "A signup creates a user, an org and a membership.",
    ],
    [
        "Demo with payment",
        "token",
        "demo-token",
        "/token",
        "rl_0DemoSignupTokenRealm3",
        "jsk_DemoSecretOfTheTokenRealm-NotASecretAnywhereEls",
        "A signup gives a signup token; the app asks for a payment before it creates the user.",
    ],
    [
        "Demo with verified addresses",
        "verify",
        "demo-verify",
        "/verified",
        "rl_0DemoVerifyFirstRealm4",
        "jsk_DemoSecretOfTheVerifyRealm-NotASecretAnywhereEl",
        "A signup sends a mail; the user must open its link before the first login.",
    ],
    [
        "Demo, switched off",
        "off",
        "demo-off",
        "/off",
        "rl_0DemoSwitchedOffRealm5",
        "jsk_DemoSecretOfTheOffRealm-NotASecretAnywhereElse1",
        "Logins and signups are both switched off.",
    ],
    [
        "Demo with a limit",
        "limited",
        "demo-limited",
        "/limited",
        "rl_0DemoRateLimitedRealm6",
        "jsk_DemoSecretOfTheLimitRealm-NotASecretAnywhereEls",
        "Three failed logins a minute, then a pause.",
    ],
    [
        "Demo with one login for all",
        "sso",
        "demo-sso",
        "/sso",
        "rl_0DemoSeamlessSsoRealm7",
        "jsk_DemoSecretOfTheSsoRealm-NotASecretAnywhereElse1",
        "Social logins, and a login that AuthRocket’s hosted pages remember.",
    ],
];

/// The realms of AuthRocket 2 in the seed, in its order.
pub(super) const REALMS_V2: [RealmV2; 3] = [
    RealmV2 {
        key: "demo",
        name: "Demo, version 2",
        about: "Signing up makes a user and an account, and logs in.",
        id: "rl_0DemoVersionTwoRealm8",
        subdomain: "demo",
        prefix: "/v2",
    },
    RealmV2 {
        key: "teams",
        name: "Demo for teams, version 2",
        about: "Users may have several accounts. New users need an invitation.",
        id: "rl_0DemoTeamsVersionTwo9",
        subdomain: "teams",
        prefix: "/v2/teams",
    },
    RealmV2 {
        key: "verified",
        name: "Demo with verified addresses, version 2",
        about: "A signup begins with a mail, and makes a user afterwards.",
        id: "rl_0DemoVerifiedFirstV210",
        subdomain: "verify",
        prefix: "/v2/verified",
    },
];

/// The realms of `www/seed.json`.
pub(super) fn realms() -> Vec<Realm> {
    REALMS
        .iter()
        .map(|[name, key, subdomain, prefix, id, secret, about]| Realm {
            key: (*key).to_owned(),
            name: (*name).to_owned(),
            about: (*about).to_owned(),
            id: (*id).to_owned(),
            jwt_secret: Secret::new(*secret),
            subdomain: (*subdomain).to_owned(),
            instance_url: None,
            prefix: (*prefix).to_owned(),
        })
        .collect()
}
