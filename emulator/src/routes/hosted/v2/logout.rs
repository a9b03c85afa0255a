//! `/logout`: ends the session that the address names and the one that this browser remembers, by GET as well as by POST
//! (protocol-v2 §6.1, §6.2). Tested in `tests/api/hosted/v2/logout.rs`.

use axum::response::Response;

use super::login::LOGGED_OUT;
use super::visit::Visit;
use crate::model::failure::Failure;
use crate::routes::hosted::finish::redirect;
use crate::rules::v2::sessions;

/// Ends the session, then goes to an allowed `redirect_uri`, else to the login page.
pub fn logout(visit: &Visit<'_>) -> Result<Response, Failure> {
    let mut response = match visit.wishes.target(&visit.app) {
        Some(target) => redirect(&target),
        None => LOGGED_OUT.at_login(visit),
    };
    // A HEAD request must change nothing.
    if visit.may_change() {
        let (context, realm) = (visit.request.context, &visit.request.realm);
        if let Some(id) = visit.request.text("session") {
            match sessions::end(context, realm, Some(&id), &visit.request.caller) {
                Ok(()) | Err(Failure::SessionEnded) => {}
                Err(failure) => return Err(failure),
            }
        }
        visit.forget(&mut response)?;
    }
    Ok(response)
}
