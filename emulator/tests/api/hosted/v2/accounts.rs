//! `/accounts`, `/account/<id>` and `/accounts/<id>`.

use serde_json::json;

use super::{ADA, APP, ada, api_session, visitor};
use crate::fixture::{Emulator, PASSWORD};
use crate::fixture_v2::{claims, two_accounts};

#[tokio::test]
async fn a_user_of_two_accounts_chooses_one() {
    let emulator = Emulator::v2_with(two_accounts()).await;
    let mut visitor = visitor(&emulator);
    let choice = visitor.send("/login", &ADA).await.page();
    assert!(choice.contains("<h1>Choose an account</h1>"));
    for (id, name) in [("org_engines", "Engines"), ("org_looms", "Looms")] {
        assert!(choice.contains(&format!(r#"name="account" value="{id}""#)));
        let (token, address) = visitor
            .send("/accounts", &[("account", id)])
            .await
            .sent_on();
        assert_eq!(address, APP);
        let orgs = claims(&emulator, &token).await["orgs"].clone();
        assert_eq!(orgs[0]["name"], name);
        assert_eq!(orgs.as_array().unwrap().len(), 1);
    }
    let foreign = visitor
        .send("/accounts", &[("account", "org_x")])
        .await
        .page();
    assert!(foreign.contains("<h1>Choose an account</h1>"));
}

#[tokio::test]
async fn the_session_of_the_api_leads_to_the_choice_and_is_not_remembered() {
    let emulator = Emulator::v2_with(two_accounts()).await;
    let session = api_session(&emulator, "ada@example.test").await;
    let mut visitor = visitor(&emulator);
    let target = "http://app.example.test:4000/in/chosen";
    let address = format!("/accounts?session={session}&redirect_uri={target}");
    let page = visitor.get(&address).await;
    let fields = [
        ("session", &*page.hidden("session")),
        ("redirect_uri", &*page.hidden("redirect_uri")),
        ("account", "org_looms"),
    ];
    let (token, address) = visitor.send("/accounts", &fields).await.sent_on();
    assert_eq!(address, format!("{target}?token=T"));
    assert_eq!(claims(&emulator, &token).await["sid"], json!(session));
    assert_eq!(visitor.cookie, None);
}

#[tokio::test]
async fn one_account_is_chosen_by_itself_unless_the_choice_is_forced() {
    let emulator = Emulator::v2().await;
    let mut visitor = ada(&emulator).await;
    assert_eq!(visitor.get("/accounts").await.sent_on().1, APP);
    for force in ["force=1", "force"] {
        let page = visitor.get(&format!("/accounts?{force}")).await.page();
        assert!(page.contains("Engines"), "{force}");
    }
}

#[tokio::test]
async fn pages_that_need_a_login_ask_for_one_and_come_back() {
    let emulator = Emulator::v2().await;
    for path in ["/profile", "/account/org_engines"] {
        let mut visitor = visitor(&emulator);
        let page = visitor.get(path).await;
        assert_eq!(page.fields(), ["email", "password"]);
        let next = page.hidden("next");
        let answer = visitor
            .send("/login", &[ADA[0], ADA[1], ("next", &next)])
            .await;
        let location = answer.location();
        assert!(location.starts_with(path), "{location}");
        assert!(!visitor.get(&location).await.fields().is_empty());
    }
}

#[tokio::test]
async fn an_owner_renames_the_account_at_either_address_and_the_app_gets_a_token_for_it() {
    let emulator = Emulator::v2().await;
    let mut visitor = ada(&emulator).await;
    for (path, name) in [
        ("/account/org_engines", "Engines 2"),
        ("/accounts/org_engines", "Engines 3"),
    ] {
        let page = visitor.get(path).await;
        assert_eq!(page.fields(), ["org_name"]);
        assert!(page.page().contains("Ada L (ada@example.test), you"));
        let empty = visitor.send(path, &[("org_name", " ")]).await;
        assert_eq!(empty.alert(), "Org name can&#x27;t be blank");
        let (token, address) = visitor.send(path, &[("org_name", name)]).await.sent_on();
        assert_eq!(address, APP);
        assert_eq!(claims(&emulator, &token).await["orgs"][0]["name"], name);
    }
    let back = visitor
        .send("/account/org_engines", &[("decision", "back")])
        .await;
    assert_eq!(back.sent_on().1, APP);
    assert_eq!(visitor.get("/account/org_looms").await.status, 404);
}

#[tokio::test]
async fn a_mere_member_sees_the_team_and_changes_nothing() {
    let emulator = Emulator::v2_with(two_accounts()).await;
    let mut visitor = ada(&emulator).await;
    let page = visitor.get("/account/org_engines").await;
    assert!(page.fields().is_empty());
    assert!(page.page().contains("Team"));
    let renamed = visitor
        .send("/account/org_engines", &[("org_name", "Mine")])
        .await;
    assert_eq!(renamed.status, 404);
    let invites = visitor.get("/account/org_engines?view=invite").await;
    assert_eq!(invites.status, 404);
}

#[tokio::test]
async fn an_owner_invites_somebody_who_signs_up_into_the_team() {
    let emulator = Emulator::v2_with(json!({"signup": "closed"})).await;
    let mut owner = ada(&emulator).await;
    let form = owner.get("/account/org_engines?view=invite").await;
    assert_eq!(form.fields(), ["email"]);
    let fields = [("view", "invite"), ("email", "Joan@example.test")];
    let done = owner.send("/account/org_engines", &fields).await.page();
    assert!(done.contains("The invitation is on its way."));
    let mail = emulator.newest_mail().await;
    assert_eq!(mail["to"], "joan@example.test");
    let invitation = emulator.mailed().await;
    let mut guest = visitor(&emulator);
    let page = guest.get(&format!("/signup?invitation={invitation}")).await;
    assert!(page.page().contains(r#" value="joan@example.test""#));
    let fields = [
        ("email", "joan@example.test"),
        ("password", PASSWORD),
        ("invitation", &*page.hidden("invitation")),
    ];
    let (token, address) = guest.send("/signup", &fields).await.sent_on();
    assert_eq!(address, APP);
    assert_eq!(
        claims(&emulator, &token).await["orgs"][0]["oid"],
        "org_engines"
    );
}
