//! `/v2/client_apps`: Connected Apps (protocol-v2 §7.9). OAuth2 apps are configuration only. Tested in
//! `tests/api/core/v2/client_apps.rs`.

use axum::routing::get;
use serde_json::Value;

use super::super::listing::Sorting;
use super::{Answer, Call, Routes, collection, created, gone, ok};
use crate::http::render_v2;
use crate::model::client_app::ClientApp;
use crate::model::failure::Failure;
use crate::model::fields::Fields;
use crate::model::ids::new_id;
use crate::model::permission::Permission;
use crate::model::problems::Problems;
use crate::model::settings::Realm;
use crate::rules::attribute_reader::AttributeReader;
use crate::rules::domains;
use crate::store::{By, Transaction, client_apps, filter};

const SORTING: Sorting = Sorting {
    keys: client_apps::SORT_KEYS,
    descending: false,
};

/// The routes of this resource.
pub fn routes() -> Routes {
    Routes::new()
        .route("/v2/client_apps", get(list).post(create))
        .route("/v2/client_apps/{id}", get(read).put(update).delete(delete))
}

/// Connected Apps of the realm, by name.
async fn list(call: Call) -> Answer {
    let page = call.page(&SORTING)?;
    let (rows, more) = call.transact(|tx| {
        let filters = [filter(By::RealmId, Some(&call.realm(tx)?.id))];
        client_apps::list(tx, &filters, &page)
    })?;
    let rows = rows.iter();
    let rows = rows.map(|(realm_id, app)| render_v2::client_app(realm_id, app));
    collection(rows.collect(), more)
}

/// By id; an OAuth2 app with its secret, for keys that may change it.
async fn read(call: Call) -> Answer {
    let (realm, app) = call.transact(|tx| find(tx, &call))?;
    ok(body(&call, &realm.id, &app))
}

/// Creates one. The first standard app replaces the app that a new realm starts with.
async fn create(call: Call) -> Answer {
    let given = call.wrapped("client_app")?;
    created(call.transact(|tx| {
        let realm = call.realm(tx)?;
        let app = ClientApp {
            id: new_id("cap_"),
            ..ClientApp::default()
        };
        let app = changed(app, given)?;
        if !app.is_oauth2() {
            domains::make_room_for(tx, &realm, &app)?;
        }
        client_apps::save(tx, &realm.id, &app)?;
        Ok(body(&call, &realm.id, &app))
    })?)
}

/// Changes the attributes sent, and no others. An OAuth2 app that becomes another type is like a new app.
async fn update(call: Call) -> Answer {
    let given = call.wrapped("client_app")?;
    ok(call.transact(|tx| {
        let (realm, app) = find(tx, &call)?;
        let was_oauth2 = app.is_oauth2();
        let app = changed(app, given)?;
        if was_oauth2 && !app.is_oauth2() {
            domains::make_room_for(tx, &realm, &app)?;
        }
        client_apps::save(tx, &realm.id, &app)?;
        Ok(body(&call, &realm.id, &app))
    })?)
}

/// Removes one; without any, the realm's LoginRocket is 404.
async fn delete(call: Call) -> Answer {
    call.transact(|tx| {
        let (_, app) = find(tx, &call)?;
        client_apps::delete(tx, &app.id)
    })?;
    gone()
}

fn find(tx: &Transaction, call: &Call) -> Result<(Realm, ClientApp), Failure> {
    let (realm_id, app) = client_apps::by_id(tx, &call.id)?.ok_or(Failure::NotFound)?;
    call.within(tx, &realm_id).map(|realm| (realm, app))
}

fn changed(mut app: ClientApp, given: &Fields) -> Result<ClientApp, Failure> {
    let mut problems = Problems::default();
    let mut attributes = AttributeReader::new(given, &mut problems);
    attributes.choice("client_type", &mut app.client_type);
    attributes.required("name", &mut app.name);
    attributes.list("redirect_uris", &mut app.redirect_uris);
    attributes.choice("state", &mut app.state);
    match given.get("allowed_scopes") {
        // Scopes of OAuth2 are also written as one text.
        Some(Value::String(scopes)) => {
            app.allowed_scopes = scopes.split_whitespace().map(str::to_owned).collect();
        }
        _ => attributes.list("allowed_scopes", &mut app.allowed_scopes),
    }
    attributes.text("app_type", &mut app.app_type);
    attributes.text("logo", &mut app.logo);
    if let Some(secret) = attributes.sent("secret") {
        app.secret = secret.unwrap_or_default();
    }
    attributes.flag("trusted", &mut app.trusted);
    app.settle();
    if let Some((name, reason)) = app.problem() {
        attributes.refuse(name, reason);
    }
    problems.into_result().map(|()| app)
}

fn body(call: &Call, realm_id: &str, app: &ClientApp) -> Value {
    let mut body = render_v2::client_app(realm_id, app);
    if app.is_oauth2() && call.grant.permission == Permission::AdminRealm {
        body["secret"] = Value::from(app.secret.as_str());
    }
    body
}
