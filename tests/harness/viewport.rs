//! The size of the page in its window, to the pixel: from a large screen down to a phone, or a page zoomed to 400 %.
//!
//! Tested by `tests/e2e/accessibility.rs`.

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::browsers::Browser;
use crate::drivers::DISPLAY;
use crate::page::Page;

/// The page on an ordinary screen.
pub const WIDE: (u32, u32) = (1200, 760);

/// 320 by 256 CSS pixels: a small phone, and equally a window of 1280 by 1024 zoomed to 400 % (WCAG 2.2, 1.4.10).
pub const NARROW: (u32, u32) = (320, 256);

impl Page {
    /// Goes on in a window that can be made as narrow as one likes; for a fresh session.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) async fn make_resizable(&self) -> Result<()> {
        // Firefox's windows are at least 500 pixels wide, if they have a tool bar.
        if self.browser() != Browser::Firefox {
            return Ok(());
        }
        let client = self.client();
        let before = client.window().await?;
        let open = "window.open('about:blank', '', 'popup,width=1200,height=900'); return true;";
        self.run(open, &[]).await?;
        let windows = client.windows().await?;
        let popup = windows.into_iter().find(|window| *window != before);
        let popup = popup.context("no window opened")?;
        client.close_window().await?;
        client.switch_to_window(popup).await?;
        Ok(())
    }

    /// Gives the page this many CSS pixels, and waits until it has them.
    ///
    /// # Errors
    /// When the window does not become so large or so small.
    pub async fn set_viewport(&self, (width, height): (u32, u32)) -> Result<()> {
        let bars = self.run("outerHeight - innerHeight", &[]).await?;
        let bars = u32::try_from(bars.as_i64().unwrap_or_default()).unwrap_or_default();
        // WebKit's display has no window manager: there the focus follows the pointer, which rests in the middle.
        let middle = |all: u32, part: u32| all.saturating_sub(part) / 2;
        let (x, y) = match self.browser() {
            Browser::Webkit => (middle(DISPLAY.0, width), middle(DISPLAY.1, height)),
            Browser::Chromium | Browser::Firefox => (0, 0),
        };
        let client = self.client();
        if self.first_rect.get().is_none() {
            let (x, y, width, height) = client.get_window_rect().await?;
            let first = [x, y, width, height].map(|side| u32::try_from(side).unwrap_or_default());
            self.first_rect.set(Some(first.into()));
        }
        client.set_window_rect(x, y, width, height + bars).await?;
        let wanted = json!([width, height, true]);
        let is = format!(
            "JSON.stringify([innerWidth, innerHeight, document.hasFocus()]) === '{wanted}'"
        );
        self.wait_until(&is).await.map(|_| ())
    }
}
