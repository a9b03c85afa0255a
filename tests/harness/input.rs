//! Real keys and a real pointer on a [`Page`], as the browser's driver presses them.
//!
//! Tested by `tests/browser/fake.test.js` and `tests/e2e/keyboard.rs`.

use anyhow::{Context as _, Result};
use fantoccini::actions::{
    InputSource as _, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::key::Key;

use crate::page::Page;

impl Page {
    /// Types into whatever has the focus, as the keyboard does.
    ///
    /// # Errors
    /// When nothing can be typed into.
    pub async fn keys(&self, text: &str) -> Result<()> {
        let kind = self.client().active_element().await?.attr("type").await?;
        if kind.as_deref() == Some("password") {
            self.secret(text);
        }
        self.strike(text.chars()).await
    }

    /// Presses and lets go one key that writes nothing, such as Tab or Enter.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn press(&self, key: Key) -> Result<()> {
        self.strike(std::iter::once(char::from(key))).await
    }

    /// Presses a key while another, such as Shift, is held.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn press_with(&self, held: Key, key: impl Into<char>) -> Result<()> {
        let (held, value) = (char::from(held), key.into());
        let actions = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: held });
        self.client()
            .perform_actions(actions)
            .await
            .context("pressing keys")
    }

    async fn strike(&self, keys: impl Iterator<Item = char>) -> Result<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.client()
            .perform_actions(actions)
            .await
            .context("pressing keys")
    }

    /// Presses the mouse button twice on an element, as quickly as the browser takes it.
    ///
    /// # Errors
    /// When it cannot be seen.
    pub async fn double_click(&self, css: &str) -> Result<()> {
        let element = self.wait_for(css).await?;
        let (x, y) = (0.0, 0.0);
        let mut actions =
            MouseActions::new("mouse".to_owned()).then(PointerAction::MoveToElement {
                element,
                duration: None,
                x,
                y,
            });
        for _ in 0..2 {
            actions = actions.then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            });
            actions = actions.then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        }
        self.client()
            .perform_actions(actions)
            .await
            .with_context(|| format!("double-clicking {css}"))
    }
}
