//! `/logout`.

use serde_json::json;

use super::{ada, api_session, visitor};
use crate::fixture::Emulator;
use crate::fixture_v2::refused;

#[tokio::test]
async fn logout_forgets_ends_the_session_and_shows_the_login_page() {
    let emulator = Emulator::v2().await;
    let mut visitor = ada(&emulator).await;
    let (token, _) = visitor.get("/").await.sent_on();
    let sid = crate::fixture_v2::claims(&emulator, &token).await["sid"].clone();
    let location = visitor.get("/logout").await.location();
    assert_eq!(location, "/login?notice=logged_out");
    assert_eq!(visitor.cookie, None);
    assert!(
        visitor
            .get(&location)
            .await
            .page()
            .contains("You are logged out.")
    );
    refused(
        &emulator
            .lr_session(&[("session", sid.as_str().unwrap())])
            .await,
        403,
    );
    let events = emulator.control("GET", "events", json!({})).await;
    assert!(events.to_string().contains("session.deleted"), "{events}");
}

#[tokio::test]
async fn a_session_of_the_api_is_ended_by_its_id_and_a_known_target_followed() {
    let emulator = Emulator::v2().await;
    let session = api_session(&emulator, "ada@example.test").await;
    for (target, expected) in [
        (
            "http%3A%2F%2Fapp.example.test%3A4000%2Fin%2Fout",
            "http://app.example.test:4000/in/out",
        ),
        (
            "http%3A%2F%2Fevil.test%2F",
            "/login?notice=logged_out&redirect_uri=http%3A%2F%2Fevil.test%2F",
        ),
    ] {
        let address = format!("/logout?session={session}&redirect_uri={target}");
        assert_eq!(visitor(&emulator).get(&address).await.location(), expected);
        refused(&emulator.lr_session(&[("session", &session)]).await, 403);
    }
}
