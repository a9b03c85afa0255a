//! QR codes of authenticator apps' addresses, as SVG. Tested in `tests/api/control/page.rs` and
//! `tests/api/core/v2/credentials.rs`.

use qrcode::QrCode;
use qrcode::render::svg;

use crate::model::failure::Failure;

/// Larger than any phone's camera needs at arm's length.
const SIDE: u32 = 220;

/// A picture of an address.
pub fn svg(address: &str) -> Result<String, Failure> {
    let code = QrCode::new(address).map_err(Failure::internal)?;
    let mut picture = code.render::<svg::Color>();
    Ok(picture.min_dimensions(SIDE, SIDE).build())
}
