//! The project's documents as pages.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::stand_in::StandIn;

#[tokio::test]
async fn a_document_is_a_page_and_its_links_lead_to_others() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let page = browser.get("/docs/markup").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body
            .contains("<title>Markup – AuthRocket demo</title>")
    );
    assert!(page.body.contains("<h2 id=\"second-factor\">"));
    let links = page.body.split(" href=\"/docs/").skip(1);
    let links: Vec<_> = links
        .map(|rest| rest.split(['"', '#']).next().unwrap().to_owned())
        .collect();
    assert!(links.len() > 5, "{links:?}");
    for link in links {
        let status = browser.get(&format!("/docs/{link}")).await.status;
        assert_eq!(status, StatusCode::OK, "{link}");
    }
}

#[tokio::test]
async fn nothing_but_a_document_is_read() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    for path in [
        "none",
        "../README",
        "..%2FREADME",
        "demo.png",
        "adr",
        "adr/..%2Fmarkup",
    ] {
        let page = browser.get(&format!("/docs/{path}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
}
