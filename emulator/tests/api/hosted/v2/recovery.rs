//! `/forgot_password` and `/reset_password`.

use super::{APP, visitor};
use crate::fixture::{Emulator, PASSWORD};
use crate::fixture_v2::claims;

#[tokio::test]
async fn a_mail_links_to_a_page_that_sets_the_password_and_logs_in() {
    let emulator = Emulator::v2().await;
    let mut visitor = visitor(&emulator);
    for name in ["nobody@example.test", "ada"] {
        let page = visitor
            .send("/forgot_password", &[("email", name)])
            .await
            .page();
        assert!(page.contains("If an account has that name"));
    }
    let link = emulator.newest_mail().await["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = link
        .strip_prefix("http://two.e2.localhost:4101")
        .expect("a link here");
    let page = visitor.get(path).await;
    assert_eq!(page.fields(), ["password"]);
    let token = page.hidden("token");
    let short = visitor
        .send(
            "/reset_password",
            &[("token", &*token), ("password", "short")],
        )
        .await;
    assert_eq!(
        short.alert(),
        "Password is too short (minimum is 8 characters)"
    );
    let fields = [("token", &*token), ("password", "difference engine 2")];
    let (login, address) = visitor.send("/reset_password", &fields).await.sent_on();
    assert_eq!(address, APP);
    assert_eq!(claims(&emulator, &login).await["sub"], "usr_ada");
    let used = visitor.send("/reset_password", &fields).await.page();
    assert!(used.contains("This link does not work"));
}

#[tokio::test]
async fn a_reset_asks_for_the_code_of_a_second_factor() {
    let emulator = Emulator::v2().await;
    let mut visitor = visitor(&emulator);
    visitor
        .send("/forgot_password", &[("email", "grace@example.test")])
        .await
        .page();
    let token = emulator.mailed().await;
    let fields = [("token", &*token), ("password", PASSWORD)];
    let due = visitor.send("/reset_password", &fields).await;
    assert_eq!(due.fields(), ["code"]);
    let (token, code) = (due.hidden("token"), emulator.code("usr_grace").await);
    let done = visitor
        .send("/login", &[("token", &*token), ("code", &*code)])
        .await;
    assert_eq!(done.sent_on().1, APP);
}
