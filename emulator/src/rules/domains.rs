//! Hosts of version 2: which realm answers where, and at which address (protocol-v2 §2.1, V34). Tested here and in
//! `tests/api/login/v2/hosts.rs`.

use crate::model::client_app::{CLUSTER, ClientApp, Domain};
use crate::model::failure::Failure;
use crate::model::ids::derived_id;
use crate::model::settings::{Realm, State};
use crate::rules::apps::{is_host, name_of};
use crate::rules::context::Context;
use crate::store::Transaction;
use crate::store::{client_apps, domains, realms};

/// A realm that answers on a host.
#[derive(Debug)]
pub struct Found {
    /// The realm.
    pub realm: Realm,
    /// Its default Connected App.
    pub app: ClientApp,
    /// Address of its LoginRocket, as the caller wrote it, without a slash at the end.
    pub instance: String,
}

/// The realm that a host names, if it is active and has an active Connected App.
///
/// # Errors
/// `NotFound` if there is none.
pub fn find(context: &Context, host: &str) -> Result<Found, Failure> {
    context.transact(|tx| {
        let realm = realm_of(tx, host)?
            .filter(|realm| realm.state == State::Active)
            .ok_or(Failure::NotFound)?;
        let app = client_app(tx, &realm.id)?.ok_or(Failure::NotFound)?;
        let instance = match is_host(host) {
            true => format!("http://{host}"),
            false => instance(tx, context, &realm)?,
        };
        Ok(Found {
            realm,
            app,
            instance,
        })
    })
}

/// The realm of version 2 that a host means, whatever its state.
pub fn realm_of(tx: &Transaction, host: &str) -> Result<Option<Realm>, Failure> {
    let name = name_of(host);
    let by_name = match domains::by_name(tx, &name)? {
        None => match in_cluster(&name) {
            Some(own) => domains::by_name(tx, &own)?,
            None => None,
        },
        known => known,
    };
    if let Some((realm_id, domain)) = by_name {
        if domain.state != State::Active {
            return Ok(None);
        }
        return realms::realm(tx, &realm_id);
    }
    let bare = !name.contains('.') || name.parse::<std::net::IpAddr>().is_ok();
    match bare {
        true => client_apps::realm_of_bare_host(tx),
        false => Ok(None),
    }
}

/// Whether a host is named as one of version 2, known or not.
pub fn is_in_cluster(host: &str) -> bool {
    in_cluster(&name_of(host)).is_some()
}

/// Whether a host belongs to version 2, so that no app of version 1 answers there.
pub fn claims(tx: &Transaction, host: &str) -> Result<bool, Failure> {
    Ok(is_in_cluster(host) || realm_of(tx, host)?.is_some())
}

/// The active Connected App that logins of a realm end at: the default one, else the oldest. Never an OAuth2 app.
pub fn client_app(tx: &Transaction, realm_id: &str) -> Result<Option<ClientApp>, Failure> {
    let mut apps = client_apps::of_realm(tx, realm_id)?.into_iter();
    Ok(apps.find(|app| app.state == State::Active && !app.is_oauth2()))
}

/// Address of a realm's LoginRocket where no request says it: the bare host for the realm that answers there, which
/// every browser can resolve; else its oldest domain. Empty without one.
pub fn instance(tx: &Transaction, context: &Context, realm: &Realm) -> Result<String, Failure> {
    let port = context.login_port;
    let bare = client_apps::realm_of_bare_host(tx)?;
    if bare.is_some_and(|bare| bare.id == realm.id) {
        return Ok(format!("http://localhost:{port}"));
    }
    let domains = domains::of_realm(tx, &realm.id)?;
    let first = domains.iter().find(|known| known.state == State::Active);
    Ok(first.map_or_else(String::new, |domain| {
        format!("http://{}:{port}", domain.fqdn)
    }))
}

/// Gives a new realm a host of its own, unless it has one.
pub fn ensure_domain(tx: &Transaction, realm_id: &str) -> Result<(), Failure> {
    if !domains::of_realm(tx, realm_id)?.is_empty() {
        return Ok(());
    }
    let subdomain = crate::model::ids::random_text(10).to_lowercase();
    save(tx, realm_id, Domain::of_subdomain(&subdomain)).map(drop)
}

// The id of the Connected App that a realm made by the Core API begins with.
fn first_app_id(realm: &Realm) -> String {
    derived_id("cap_", &[&realm.id, "first"])
}

/// Gives a new realm a host of its own and a Connected App, which LoginRocket needs (protocol-v2 §2.1, §9). The app
/// makes room for the first one that somebody creates and that logins can end at.
pub fn make_usable(tx: &Transaction, realm: &Realm) -> Result<(), Failure> {
    ensure_domain(tx, &realm.id)?;
    let app = ClientApp {
        id: first_app_id(realm),
        name: realm.name.clone(),
        redirect_uris: vec!["http://localhost:3000/".to_owned()],
        ..ClientApp::default()
    };
    client_apps::save(tx, &realm.id, &app)
}

/// Removes the Connected App that a realm begins with, unless it is this one.
pub fn make_room_for(tx: &Transaction, realm: &Realm, app: &ClientApp) -> Result<(), Failure> {
    let first = first_app_id(realm);
    match app.id == first {
        true => Ok(()),
        false => client_apps::delete(tx, &first),
    }
}

/// Stores a domain, with an id if it has none.
///
/// # Errors
/// `Invalid` if another domain has the name.
pub fn save(tx: &Transaction, realm_id: &str, mut domain: Domain) -> Result<Domain, Failure> {
    if domain.id.is_empty() {
        domain.id = crate::model::ids::new_id("dom_");
    }
    domains::save(tx, realm_id, &domain)?;
    Ok(domain)
}

// `demo.e2.localhost` for any host whose second label is that of a cluster of version 2: `e2` and later.
fn in_cluster(name: &str) -> Option<String> {
    let mut labels = name.split('.');
    let (subdomain, cluster) = (labels.next()?, labels.next()?);
    let number = cluster.strip_prefix('e')?.parse::<u32>().ok()?;
    (number >= 2).then(|| format!("{subdomain}{CLUSTER}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_clusters_from_e2_on_belong_to_version_2() {
        for (name, expected) in [
            ("demo.e2.localhost", Some("demo.e2.localhost")),
            ("demo.e2.loginrocket.com", Some("demo.e2.localhost")),
            ("demo.e10.localhost", Some("demo.e2.localhost")),
            ("demo.e1.localhost", None),
            ("demo.localhost", None),
            ("demo.ex.localhost", None),
            ("e2", None),
        ] {
            assert_eq!(in_cluster(name).as_deref(), expected, "{name}");
        }
    }
}
