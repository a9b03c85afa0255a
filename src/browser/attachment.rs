//! A form that is attached: carries out what the state machine decides, through [`page`](super::page). The events
//! are listened to by `src/js/guard.js`, which calls [`submit`](Attachment::submit), [`edited`](Attachment::edited) and
//! [`restart`](Attachment::restart).

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::fields::Fields;
use super::page::{act, show};
use super::settings::Words;
use super::{call, delivery, js, record, transport, watch};
use crate::domain::error::{Code, Failure};
use crate::domain::form::{Effect, Event, Form};
use crate::domain::messages::Texts;
use crate::domain::operation::Operation;
use crate::domain::outcome::Outcome;

/// What a submit ends with when the page is about to be left: `src/js/guard.js` keeps the form locked
/// for a while, so that a second click does not send again.
const LEAVING: &str = "leaving";

/// One attached form.
pub struct Attachment {
    /// The form.
    pub form: JsValue,
    /// The client's options, read at each submit so that a later instance URL counts.
    pub client: JsValue,
    operation: Operation,
    /// What `attach` was told about this form.
    options: JsValue,
    machine: Cell<Form>,
    /// What the last submit did, in its step.
    sent: Cell<Operation>,
    /// What the fields held at the last first step, whose second step or token is kept.
    typed: Cell<JsValue>,
    /// The two-factor login token.
    token: Cell<JsValue>,
    /// The result of a call that worked, whose token the app did not take.
    undelivered: Cell<JsValue>,
    /// On a code form: the login form that asked.
    origin: Cell<Option<Rc<Attachment>>>,
    /// On a login form: the code form that it asked with.
    question: Cell<Option<Rc<Attachment>>>,
    /// The submit under way: an answer to an older one is late.
    controller: Cell<JsValue>,
}

/// A copy of what a cell holds.
fn peek<T: Clone + Default>(cell: &Cell<T>) -> T {
    let value = cell.take();
    cell.set(value.clone());
    value
}

impl Attachment {
    /// Prepares the form: its state and its live region.
    pub fn new(
        form: JsValue,
        kind: &str,
        operation: Operation,
        client: JsValue,
        options: JsValue,
    ) -> Rc<Self> {
        act("prepare", &form, &kind.into());
        Rc::new(Self {
            form,
            operation,
            client,
            options,
            machine: Cell::new(Form::NEW),
            sent: Cell::new(operation),
            typed: Cell::default(),
            token: Cell::default(),
            undelivered: Cell::default(),
            origin: Cell::default(),
            question: Cell::default(),
            controller: Cell::default(),
        })
    }

    /// An edit takes back what was said about the field; of the first factor while a code is due, it goes back to
    /// the first step. `field` is empty where the control stands for no field of the API.
    pub fn edited(&self, field: &str) {
        self.undelivered.take();
        if field.is_empty() {
            return;
        }
        if self.machine.get().code_due && field != "code" {
            self.step(Event::Restarted, &JsValue::UNDEFINED);
        } else {
            act("clearField", &self.form, &field.into());
        }
    }

    /// A reset, of the code form too, goes back to the first step.
    pub fn restart(&self) {
        peek(&self.origin)
            .as_deref()
            .unwrap_or(self)
            .step(Event::Restarted, &JsValue::UNDEFINED);
    }

    /// Reads the form; `controller` stands for this submit until a newer one comes.
    ///
    /// Answers the next step for `src/js/guard.js`: a `Request` to send; an array for `handOver`; the key of what a
    /// developer should check; or nothing, where it ends here.
    pub fn submit(&self, controller: JsValue) -> JsValue {
        if let Some(origin) = peek(&self.origin)
            && origin.is_someone_else()
        {
            // The login form is about another user now; this one's code is not asked for any more.
            origin.step(Event::Restarted, &JsValue::UNDEFINED);
            return JsValue::UNDEFINED;
        }
        // Another form that asks for the code is let go: this one begins anew.
        if peek(&self.question).is_some() || self.is_someone_else() {
            self.step(Event::Restarted, &JsValue::UNDEFINED);
        }
        // Stops the call under way, if there is one.
        self.step(Event::Submitted, &JsValue::UNDEFINED);
        self.controller.set(controller.clone());
        let typed = Fields::of_object(show("read", &self.form));
        let undelivered = self.undelivered.take();
        if undelivered.is_object() && typed.same_as(&self.typed()) {
            return self.deliver(&undelivered);
        }
        let (operation, fields) = self.sending(typed);
        self.sent.set(operation);
        let detail: JsValue = Object::new().into();
        js::set(&detail, "fields", &fields.names());
        if !self.emit(":submit", &detail) {
            if self.is_current(&controller) {
                self.step(Event::Cancelled, &JsValue::UNDEFINED);
            }
            return JsValue::UNDEFINED;
        }
        let verdict = show("verdict", &self.form);
        if verdict.is_object() {
            return self.fail(
                &controller,
                &Failure::new(Code::InvalidInput),
                Some(&verdict),
            );
        }
        let signal: AbortSignal = js::get(&controller, "signal").unchecked_into();
        transport::request(&self.client, operation, &fields, &signal)
            .unwrap_or_else(|failure| self.fail(&controller, &failure, None))
    }

    /// How the exchange ended; answers the next step, as `submit`.
    pub fn answered(&self, controller: &JsValue, exchange: &JsValue) -> JsValue {
        if !self.is_current(controller) {
            return JsValue::UNDEFINED;
        }
        match call::outcome(self.sent.get(), exchange) {
            Ok(outcome) => self.succeed(controller, outcome),
            Err(failure) => self.fail(controller, &failure, None),
        }
    }

    /// How handing over ended; answers what a developer should check, or that the page is left.
    ///
    /// A token that the app did not take is kept for the next submit, so that nothing is sent to the service twice.
    pub fn handed_over(&self, controller: &JsValue, result: JsValue, answer: &JsValue) -> JsValue {
        if !self.is_current(controller) {
            return JsValue::UNDEFINED;
        }
        match delivery::outcome(answer) {
            Ok(leaving) => self.finish(controller, &result, leaving),
            Err(failure) => {
                self.undelivered.set(result);
                self.fail(controller, &failure, None)
            }
        }
    }

    /// What the fields held when the form was sent last.
    fn typed(&self) -> Fields {
        Fields::of_object(peek(&self.typed))
    }

    /// Whether a code is due for one user and the fields hold another by now: who fills them by script may fire no event.
    fn is_someone_else(&self) -> bool {
        let now = Fields::of_object(show("read", &self.form));
        self.machine.get().code_due && now.contradicts(&self.typed())
    }

    /// What to send of the fields, which are remembered for as long as something of this login is kept.
    fn sending(&self, fields: Fields) -> (Operation, Fields) {
        self.typed.set(fields.object());
        let token = peek(&self.token);
        let is_second_step = self.operation == Operation::Code || self.machine.get().code_due;
        if !is_second_step || token.is_falsy() {
            return (self.operation, fields);
        }
        let second = Object::new();
        js::set(&second, "token", &token);
        js::set(&second, "code", &fields.get("code"));
        (Operation::Code, Fields::of_object(second.into()))
    }

    /// `verdict` stands in for our own texts.
    fn fail(&self, controller: &JsValue, failure: &Failure, verdict: Option<&JsValue>) -> JsValue {
        let told = record::of_failure(failure, &Words::of(&self.client));
        if let Some(verdict) = verdict {
            for name in ["errors", "of"] {
                js::set(&told, name, &js::get(verdict, name));
            }
        }
        if self.is_current(controller) {
            self.step(Event::Failed, &told);
            self.emit(":error", &told);
        }
        failure.hint.into()
    }

    fn succeed(&self, controller: &JsValue, outcome: Outcome) -> JsValue {
        let result = record::of_outcome(&outcome);
        if matches!(outcome, Outcome::CodeRequired { .. }) {
            self.token.set(js::get(&result, "token"));
            self.step(Event::CodeDue, &JsValue::UNDEFINED);
            self.emit(":code-required", &result);
            return JsValue::UNDEFINED;
        }
        let wanted = outcome == Outcome::Okay || self.emit(":token", &result);
        if !self.is_current(controller) {
            JsValue::UNDEFINED
        } else if wanted {
            self.deliver(&result)
        } else {
            self.finish(controller, &result, false)
        }
    }

    /// What `handOver` is called with; a code form that says nothing about it asks the login form.
    fn deliver(&self, result: &JsValue) -> JsValue {
        let args = Array::new();
        args.push(result);
        let origin = peek(&self.origin);
        for attachment in [Some(self), origin.as_deref()].into_iter().flatten() {
            args.push(&attachment.form);
            args.push(&attachment.options);
        }
        args.into()
    }

    fn finish(&self, controller: &JsValue, result: &JsValue, leaving: bool) -> JsValue {
        self.typed.take();
        self.step(Event::Delivered, &JsValue::UNDEFINED);
        self.emit(":done", result);
        if leaving {
            return LEAVING.into();
        }
        if self.is_current(controller) {
            show("unlock", &self.form);
            if let Some(origin) = peek(&self.origin) {
                origin.step(Event::Restarted, &JsValue::UNDEFINED);
            }
        }
        JsValue::UNDEFINED
    }

    /// Whether no newer submit, and no restart, has taken over.
    fn is_current(&self, controller: &JsValue) -> bool {
        peek(&self.controller) == *controller
    }

    /// One step of the machine, with its effects; `told` is what they show.
    pub fn step(&self, event: Event, told: &JsValue) {
        let (next, effects) = self.machine.get().step(event);
        self.machine.set(next);
        act("status", &self.form, &next.status.name().into());
        for effect in effects {
            self.carry_out(*effect, told);
        }
        if matches!(event, Event::Restarted | Event::Detached) {
            self.controller.take();
            self.undelivered.take();
            self.typed.take();
        }
    }

    fn carry_out(&self, effect: Effect, told: &JsValue) {
        let what = match effect {
            Effect::Abort => {
                act("abort", &self.form, &self.controller.take());
                return;
            }
            Effect::AskCode => return self.ask_code(),
            Effect::DropCode => {
                self.drop_code();
                "drop"
            }
            Effect::ClearErrors => "clear",
            Effect::Lock => "lock",
            Effect::Unlock => "unlock",
            Effect::ShowErrors => "show",
        };
        act(what, &self.form, told);
    }

    fn ask_code(&self) {
        let label = Words::of(&self.client).text("code_label");
        let form = act("ask", &self.form, &label.into());
        if !form.is_object() {
            return;
        }
        let code_form = watch::attach(&form, "code", &self.client, &JsValue::UNDEFINED);
        if let Some(code_form) = code_form {
            code_form.token.set(peek(&self.token));
            code_form.origin.set(watch::find(&self.form));
            self.question.set(Some(code_form));
        }
    }

    fn drop_code(&self) {
        self.token.take();
        if let Some(code_form) = self.question.take() {
            code_form.token.take();
            code_form.origin.take();
            code_form.step(Event::Restarted, &JsValue::UNDEFINED);
            show("hide", &code_form.form);
        }
    }

    /// Dispatches an event by its name, after a colon; false when a listener cancelled it.
    fn emit(&self, name: &str, detail: &JsValue) -> bool {
        !act(name, &self.form, detail).is_falsy()
    }

    /// Lets the form go: nothing of ours stays on it but the texts that the page wrote itself.
    pub fn detach(&self) {
        self.step(Event::Detached, &JsValue::UNDEFINED);
        show("leave", &self.form);
    }
}
