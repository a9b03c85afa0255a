//! The second step of a login: the code, in a field of the form or in the page's own form for it. May import what its parent
//! imports; tested in `tests/browser/two-factor.test.js`.

use std::rc::Rc;

use super::Attachment;
use crate::browser::fields::Fields;
use crate::browser::{delivery, js};
use crate::domain::delivery::Wanted;
use crate::domain::form::Event;
use crate::domain::operation::Operation;

impl Attachment {
    /// Makes `code_form` the one that answers for this login form.
    pub fn pair_with(self: &Rc<Self>, code_form: Rc<Self>) {
        code_form.first_step.set(js::get_clone(&self.first_step));
        code_form.asker.set(Some(self.clone()));
        self.code_form.set(Some(code_form));
    }

    /// Whether a code is due for one user while the fields hold another: a script that fills them may fire no event.
    pub(super) fn holds_another_user(&self) -> bool {
        self.machine.get().code_due
            && Fields::of_object(self.view.read()).contradicts(&self.typed())
    }

    /// What is sent of the fields: what the operation takes, or the token and the code of the second step.
    pub(super) fn in_step(&self, fields: Fields) -> (Operation, Fields) {
        let first = js::get_clone(&self.first_step);
        let is_second_step = self.operation == Operation::Code || self.machine.get().code_due;
        if is_second_step && first.is_object() {
            return (Operation::Code, fields.second_step(&first));
        }
        let kept = self.operation.kept_field();
        let instance = js::get_clone(&self.instance);
        let takes = |name: &str| instance.as_ref().is_none_or(|it| it.api.takes(name));
        (
            self.operation,
            fields.only(&|name| name != kept && takes(name)),
        )
    }

    /// The form whose delivery counts, and what it says about that: of a code form that says nothing, the login form that asked.
    pub(super) fn delivering(&self) -> (Option<Rc<Self>>, Wanted) {
        let own = delivery::wanted(&self.view, &self.options);
        match js::get_clone(&self.asker) {
            Some(asker) if own == Wanted::default() => {
                let wanted = delivery::wanted(&asker.view, &asker.options);
                (Some(asker), wanted)
            }
            _ => (None, own),
        }
    }

    pub(super) fn drop_code(&self) {
        self.first_step.take();
        self.view.drop_code();
        if let Some(code_form) = self.code_form.take() {
            code_form.first_step.take();
            code_form.asker.take();
            code_form.step(Event::Restarted);
            code_form.view.hide();
        }
    }
}
