//! One step of the state machine, and how its effects are carried out. May import what its parent imports; tested in
//! `tests/browser`.

use wasm_bindgen::JsCast;
use web_sys::AbortController;

use super::Attachment;
use crate::domain::form::{Effect, Event};
use crate::domain::messages::Texts as _;

impl Attachment {
    /// One step of the machine, with its effects.
    pub fn step(&self, event: Event) {
        let (next, effects) = self.machine.get().step(event);
        self.machine.set(next);
        self.view.set_state(next.status.name());
        for effect in effects {
            self.carry_out(*effect);
        }
        if matches!(event, Event::Restarted | Event::Detached) {
            self.controller.take();
            self.undelivered.take();
            self.typed.take();
        }
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Abort => {
                if let Ok(controller) = self.controller.take().dyn_into::<AbortController>() {
                    controller.abort();
                }
            }
            Effect::AskCode => {
                let code_form = self.view.ask_code(&self.texts().text("code_label"));
                if code_form.is_object() {
                    (self.pair)(self, &code_form);
                }
            }
            Effect::DropCode => self.drop_code(),
            Effect::ClearErrors => self.view.clear_errors(),
            Effect::Lock => self.view.lock(),
            Effect::Unlock => self.view.unlock(),
        }
    }
}
