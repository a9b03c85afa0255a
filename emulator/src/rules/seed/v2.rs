//! What realms of version 2 have in a seed besides: hosts, Connected Apps, orgs with their members, invitations.
//! Tested in `tests/api/control/state_v2.rs`.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::document::{SeedUser, read};
use super::placed;
use crate::model::client_app::{ClientApp, Domain};
use crate::model::failure::Failure;
use crate::model::ids::new_id;
use crate::model::names::comparable;
use crate::model::problems::Problems;
use crate::model::seed_error::SeedError;
use crate::model::settings::{Api, App, Realm, V2};
use crate::rules::accounts::memberships::permissions;
use crate::rules::domains;
use crate::rules::v2::invitations::draft;
use crate::store::memberships::{self, Membership};
use crate::store::orgs::{self, Org};
use crate::store::users::User;
use crate::store::{Transaction, client_apps, invitations};

/// The lists of a realm of version 2.
#[derive(Debug, Default)]
pub struct SeedV2 {
    /// Its host is `<subdomain>.e2.localhost`.
    pub subdomain: Option<String>,
    /// More hosts, by name.
    pub domains: Vec<String>,
    pub client_apps: Vec<ClientApp>,
    pub orgs: Vec<SeedOrg>,
    pub invitations: Vec<SeedInvitation>,
}

/// An org.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedOrg {
    pub id: Option<String>,
    pub name: String,
    pub reference: Option<String>,
    pub state: Option<String>,
    #[serde(default)]
    pub custom: Map<String, Value>,
}

/// A user's place in an org, which is named by its id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedMembership {
    pub id: Option<String>,
    pub org_id: String,
    #[serde(default)]
    pub permissions: Value,
}

/// An invitation that has been mailed already.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedInvitation {
    pub id: Option<String>,
    pub token: Option<String>,
    pub email: String,
    pub invitation_type: Option<String>,
    pub org_id: Option<String>,
    #[serde(default)]
    pub permissions: Value,
}

/// A new realm of the version that its settings name.
pub fn base(settings: &Map<String, Value>) -> Realm {
    match settings.get("api").and_then(Value::as_u64) {
        Some(2) => Realm::of_api(Api::V2),
        _ => Realm::default(),
    }
}

/// Settings with those of version 2 put together, as they are stored.
pub fn nested(settings: Map<String, Value>) -> Map<String, Value> {
    let own = V2::members();
    let (mut v2, mut rest) = (Map::new(), Map::new());
    for (name, value) in settings {
        match own.contains(&name) {
            true => v2.insert(name, value),
            false => rest.insert(name, value),
        };
    }
    if !v2.is_empty() {
        rest.insert("v2".to_owned(), Value::Object(v2));
    }
    rest
}

impl SeedV2 {
    /// Takes the lists out of a realm's members.
    pub fn take(settings: &mut Map<String, Value>, place: &str) -> Result<Self, SeedError> {
        let mut part = |name: &str| settings.remove(name);
        let path = |name: &str| format!("{place}.{name}");
        let (subdomain, names) = (part("subdomain"), part("domains"));
        let (apps, orgs) = (part("client_apps"), part("orgs"));
        let invited = part("invitations");
        let list = |value: Option<Value>| value.unwrap_or_else(|| json!([]));
        Ok(Self {
            subdomain: read(subdomain.unwrap_or_default(), &path("subdomain"))?,
            domains: read(list(names), &path("domains"))?,
            client_apps: read(list(apps), &path("client_apps"))?,
            orgs: read(list(orgs), &path("orgs"))?,
            invitations: read(list(invited), &path("invitations"))?,
        })
    }

    fn hosts(&self) -> Vec<Domain> {
        let own = self.subdomain.as_deref().map(Domain::of_subdomain);
        let others = self.domains.iter().map(|name| Domain::of_name(name));
        own.into_iter().chain(others).collect()
    }

    /// Refuses what belongs to the other version, and what is wrong by itself.
    pub fn check(
        &self,
        realm: &Realm,
        apps: &[App],
        people: &[SeedUser],
        place: &str,
    ) -> Result<(), SeedError> {
        if realm.api == Api::V1 {
            let used = [
                ("subdomain", self.subdomain.is_some()),
                ("domains", !self.domains.is_empty()),
                ("client_apps", !self.client_apps.is_empty()),
                ("orgs", !self.orgs.is_empty()),
                ("invitations", !self.invitations.is_empty()),
            ];
            if let Some((name, _)) = used.into_iter().find(|(_, used)| *used) {
                let reason = "is for realms with api 2";
                return Err(SeedError::at(format!("{place}.{name}"), reason));
            }
            let odd = |user: &SeedUser| user.locale.is_some() || !user.memberships.is_empty();
            return match people.iter().position(odd) {
                Some(at) => Err(SeedError::at(
                    format!("{place}.users[{at}]"),
                    "locale and memberships are for realms with api 2",
                )),
                None => Ok(()),
            };
        }
        if !apps.is_empty() {
            let reason = "is for realms with api 1: with api 2 there are client_apps";
            return Err(SeedError::at(format!("{place}.apps"), reason));
        }
        for (at, app) in self.client_apps.iter().enumerate() {
            if let Some((member, reason)) = app.problem() {
                let place = format!("{place}.client_apps[{at}].{member}");
                return Err(SeedError::at(place, reason));
            }
        }
        for domain in self.hosts() {
            if let Some((_, reason)) = domain.problem() {
                let reason = format!("{} {reason}", domain.fqdn);
                return Err(SeedError::at(format!("{place}.domains"), reason));
            }
        }
        Ok(())
    }
}

/// Stores hosts, Connected Apps and orgs; gives how many apps. A realm without a host gets one.
pub fn save_hosts(
    tx: &Transaction,
    realm: &Realm,
    seed: &SeedV2,
    place: &str,
) -> Result<usize, Failure> {
    if !realm.is_v2() {
        return Ok(0);
    }
    for domain in seed.hosts() {
        domains::save(tx, &realm.id, domain)
            .map_err(|failure| placed(failure, &format!("{place}.domains")))?;
    }
    domains::ensure_domain(tx, &realm.id)?;
    for (at, app) in seed.client_apps.iter().enumerate() {
        let mut app = app.clone();
        super::fill(&mut app.id, || new_id("cap_"));
        app.settle();
        if client_apps::by_id(tx, &app.id)?.is_some_and(|(owner, _)| owner != realm.id) {
            let taken = Failure::invalid("id", "Id has already been taken");
            return Err(placed(taken, &format!("{place}.client_apps[{at}]")));
        }
        client_apps::save(tx, &realm.id, &app)?;
    }
    for (at, org) in seed.orgs.iter().enumerate() {
        save_org(tx, realm, org)
            .map_err(|failure| placed(failure, &format!("{place}.orgs[{at}]")))?;
    }
    Ok(seed.client_apps.len())
}

fn save_org(tx: &Transaction, realm: &Realm, seed: &SeedOrg) -> Result<(), Failure> {
    let id = seed.id.clone().unwrap_or_else(|| new_id("org_"));
    if orgs::by_id(tx, None, &id)?.is_some() {
        return Err(Failure::invalid("id", "Id has already been taken"));
    }
    let state = seed.state.clone().unwrap_or_else(|| "active".to_owned());
    if !["active", "inactive", "closed"].contains(&state.as_str()) {
        let sentence = "State must be active, inactive or closed";
        return Err(Failure::invalid("state", sentence));
    }
    orgs::insert(
        tx,
        &Org {
            id,
            realm_id: realm.id.clone(),
            name: seed.name.clone(),
            state,
            reference: seed.reference.clone(),
            custom: Value::Object(seed.custom.clone()),
            created_at: 0,
        },
    )
}

/// Puts a user into its orgs, in the order of the seed.
pub fn save_memberships(
    tx: &Transaction,
    realm: &Realm,
    user: &User,
    seeds: &[SeedMembership],
    now_ms: i64,
) -> Result<(), Failure> {
    for (at, seed) in seeds.iter().enumerate() {
        if orgs::by_id(tx, Some(&realm.id), &seed.org_id)?.is_none() {
            return Err(Failure::invalid("org_id", "Org is not one of the realm"));
        }
        let mut problems = Problems::default();
        let permissions = permissions(&seed.permissions, &mut problems);
        problems.into_result()?;
        let later = i64::try_from(at).unwrap_or_default();
        memberships::insert(
            tx,
            &Membership {
                id: seed.id.clone().unwrap_or_else(|| new_id("mb_")),
                org_id: Some(seed.org_id.clone()),
                user_id: user.id.clone(),
                permissions,
                custom: json!({}),
                // The first one of the list is the oldest.
                created_at: now_ms + later,
                expires_at: None,
            },
        )?;
    }
    Ok(())
}

/// Stores invitations, as if they had been mailed.
pub fn save_invitations(
    tx: &Transaction,
    realm: &Realm,
    seed: &SeedV2,
    now_ms: i64,
) -> Result<(), Failure> {
    for seed in &seed.invitations {
        let kind = match (&seed.invitation_type, &seed.org_id) {
            (Some(kind), _) => kind.as_str(),
            (None, Some(_)) => "org",
            (None, None) => "referral",
        };
        if !["request", "referral", "org", "preverify"].contains(&kind) {
            let sentence = "Invitation type must be request, referral, org or preverify";
            return Err(Failure::invalid("invitation_type", sentence));
        }
        if let Some(id) = &seed.org_id
            && orgs::by_id(tx, Some(&realm.id), id)?.is_none()
        {
            return Err(Failure::invalid("org_id", "Org is not one of the realm"));
        }
        let mut problems = Problems::default();
        let mut invitation = draft(&realm.id, kind, &comparable(&seed.email), now_ms);
        invitation.permissions = permissions(&seed.permissions, &mut problems);
        problems.into_result()?;
        invitation.org_id.clone_from(&seed.org_id);
        invitation.invited_at = Some(now_ms);
        if let Some(id) = &seed.id {
            invitation.id.clone_from(id);
        }
        if let Some(token) = &seed.token {
            invitation.token.clone_from(token);
        }
        invitations::save(tx, &invitation)?;
    }
    Ok(())
}
