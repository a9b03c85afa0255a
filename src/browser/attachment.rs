//! One attached form: carries out what the state machine decides, through its [`View`], and tells JavaScript the next step.
//! May import `domain` and the rest of `browser` but the register; tested in `tests/browser`.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, AbortSignal};

use super::delivery::{self, Next};
use super::fields::Fields;
use super::settings::Texts;
use super::settled::Settled;
use super::step::Step;
use super::view::View;
use super::{call, js, record, transport};
use crate::domain::delivery::{Plan, Wanted, plan};
use crate::domain::error::{Code, Failure};
use crate::domain::form::{Effect, Event, Form, LEAVE_MILLISECONDS, Status};
use crate::domain::messages::{Texts as _, messages};
use crate::domain::operation::Operation;
use crate::domain::outcome::Outcome;

/// Attaches the page's code form, and pairs it with the login form that asks.
pub type Pair = fn(asking: &Attachment, code_form: &JsValue);

/// One attached form.
pub struct Attachment {
    /// The form.
    pub form: JsValue,
    /// What is done to the page.
    pub view: View,
    /// The client's options, read at each submit so that a later instance URL counts.
    pub client: JsValue,
    /// What the form does.
    pub operation: Operation,
    /// The options of `attach`.
    options: JsValue,
    pair: Pair,
    machine: Cell<Form>,
    /// The submit under way: an answer to an older one is late.
    controller: Cell<JsValue>,
    /// The operation of the last submit, in its step.
    sent: Cell<Operation>,
    /// What the fields held at the last submit.
    typed: Cell<JsValue>,
    /// The two-factor login token.
    token: Cell<JsValue>,
    /// The result whose token the app has not taken yet.
    undelivered: Cell<JsValue>,
    settled: Settled,
    /// The plan of the delivery under way, and its result.
    plan: Cell<Option<Plan>>,
    result: Cell<JsValue>,
    /// On a code form: the login form that asked.
    asker: Cell<Option<Rc<Self>>>,
    /// On a login form: the code form that it asked with.
    code_form: Cell<Option<Rc<Self>>>,
}

impl Attachment {
    /// Prepares the form: its state and its live regions.
    pub fn new(
        form: JsValue,
        operation: Operation,
        client: JsValue,
        options: JsValue,
        pair: Pair,
    ) -> Self {
        let view = View::new(&form, operation == Operation::Signup);
        if operation == Operation::Signup || operation.success_text().is_some() {
            view.prepare_done();
        }
        Self {
            form,
            view,
            client,
            operation,
            options,
            pair,
            machine: Cell::new(Form::NEW),
            controller: Cell::default(),
            sent: Cell::new(operation),
            typed: Cell::default(),
            token: Cell::default(),
            undelivered: Cell::default(),
            settled: Settled::default(),
            plan: Cell::default(),
            result: Cell::default(),
            asker: Cell::default(),
            code_form: Cell::default(),
        }
    }

    /// Makes `code_form` the one that answers for this login form.
    pub fn pair_with(self: &Rc<Self>, code_form: Rc<Self>) {
        code_form.token.set(js::get_clone(&self.token));
        code_form.asker.set(Some(self.clone()));
        self.code_form.set(Some(code_form));
    }

    /// An edit takes back what was said about the field; of the first factor while a code is due, it goes back to
    /// the first step. `field` is empty where the control stands for no field of the API.
    pub fn edited(&self, field: &str) {
        self.undelivered.take();
        if field.is_empty() {
            return;
        }
        if self.machine.get().code_due && field != "code" {
            self.step(Event::Restarted);
        } else {
            self.view.clear_field(field);
        }
    }

    /// A reset, of the code form too, goes back to the first step.
    pub fn reset(&self) {
        js::get_clone(&self.asker)
            .as_deref()
            .unwrap_or(self)
            .step(Event::Restarted);
    }

    /// Sends the form; `controller` stands for this submit until a newer one comes.
    pub fn submit(&self, controller: JsValue) -> Step {
        let mut fields = Fields::of_object(self.view.read());
        let form = self.machine.get();
        let replaces = self.sent.get().is_replaceable() && !fields.same_as(&self.typed());
        if form.leaving || (form.status == Status::Busy && !replaces) {
            // Nothing is sent twice; the guard has said busy.
            self.view.set_state(form.status.name());
            return Step::End;
        }
        if let Some(asker) = js::get_clone(&self.asker)
            && asker.holds_another_user()
        {
            // The login form holds another user now, so nobody waits for this code any more.
            asker.step(Event::Restarted);
            return Step::End;
        }
        // A separate code form is dropped: this form begins anew.
        if js::get_clone(&self.code_form).is_some() || self.holds_another_user() {
            self.step(Event::Restarted);
            // The field for a code is gone.
            fields = Fields::of_object(self.view.read());
        }
        self.step(Event::Submitted);
        self.controller.set(controller.clone());
        if self.settled.is_for(&fields) {
            // That is said again, and nothing is sent.
            self.step(Event::Delivered);
            self.say_done();
            return Step::End;
        }
        let undelivered = self.undelivered.take();
        if undelivered.is_object() && fields.same_as(&self.typed()) {
            return self.deliver(&controller, undelivered);
        }
        self.typed.set(fields.object());
        let (operation, fields) = self.in_step(fields);
        self.sent.set(operation);
        let detail = js::object(&[("fields", fields.names().into())]);
        let is_wanted = self.view.announce_submit(&detail);
        if !self.is_current(&controller) {
            return Step::End;
        }
        if !is_wanted {
            self.step(Event::Cancelled);
            return Step::End;
        }
        if let Ok(verdict) = self.view.verdict().dyn_into::<Array>() {
            let failure = Failure::new(Code::InvalidInput);
            return self.fail_with(&controller, &failure, &verdict, false);
        }
        if let Err(failure) = self.settled.check_link(&fields) {
            return self.fail(&controller, &failure);
        }
        let signal: AbortSignal = js::get(&controller, "signal").unchecked_into();
        match transport::request(&self.client, operation, &fields, &signal) {
            Ok(request) => Step::Send(request),
            Err(failure) => self.fail(&controller, &failure),
        }
    }

    /// How the exchange with the service ended.
    pub fn answered(&self, controller: &JsValue, exchange: &JsValue) -> Step {
        if !self.is_current(controller) {
            return Step::End;
        }
        match call::outcome(self.sent.get(), exchange) {
            Ok(outcome) => self.succeed(controller, &outcome),
            Err(failure) => self.fail(controller, &failure),
        }
    }

    /// How the delivery ended: for `fetch` what the exchange with the app gave, for `bridge` whether a native app is there.
    ///
    /// A token that the app did not take is kept for the next submit of the same fields.
    pub fn delivered(&self, controller: &JsValue, ended: &JsValue) -> Step {
        if !self.is_current(controller) {
            return Step::End;
        }
        let plan = self.plan.take().unwrap_or(Plan::Stay);
        let asker = self.delivering_asker();
        let view = &asker.as_deref().unwrap_or(self).view;
        match delivery::next(&plan, ended, view) {
            Ok(Next::Stayed) => self.finish(controller, false),
            Ok(Next::Left) => self.finish(controller, true),
            Ok(Next::Do(plan)) => {
                let step = delivery::record(&plan, view, &Array::new(), &JsValue::UNDEFINED);
                self.plan.set(Some(plan));
                Step::Deliver(step)
            }
            Err(failure) => self.fail_delivery(controller, &failure),
        }
    }

    /// What the fields held when the form was sent last.
    fn typed(&self) -> Fields {
        Fields::of_object(js::get_clone(&self.typed))
    }

    /// Whether a code is due for one user while the fields hold another: a script that fills them may fire no event.
    fn holds_another_user(&self) -> bool {
        self.machine.get().code_due
            && Fields::of_object(self.view.read()).contradicts(&self.typed())
    }

    /// What is sent of the fields: what the operation takes, or the token and the code of the second step.
    fn in_step(&self, fields: Fields) -> (Operation, Fields) {
        let token = js::get_clone(&self.token);
        let is_second_step = self.operation == Operation::Code || self.machine.get().code_due;
        if !is_second_step || token.is_falsy() {
            let kept = self.operation.kept_field();
            return (self.operation, fields.without(kept));
        }
        (Operation::Code, fields.second_step(token))
    }

    fn texts(&self) -> Texts {
        Texts::of(&self.client)
    }

    fn fail(&self, controller: &JsValue, failure: &Failure) -> Step {
        let list = record::list(&messages(failure, &self.texts()));
        self.fail_with(controller, failure, &list, !failure.rules.is_empty())
    }

    /// `is_local`: whether a rule of ours broke, whose text goes when the field is edited.
    fn fail_with(
        &self,
        controller: &JsValue,
        failure: &Failure,
        list: &Array,
        is_local: bool,
    ) -> Step {
        if self.is_current(controller) {
            let is_offline = failure.code == Code::Offline;
            self.step([Event::Failed, Event::FailedOffline][usize::from(is_offline)]);
            self.view.show_errors(list, is_local);
            self.view.announce_error(&record::of_failure(failure, list));
        }
        Step::end(failure.hint)
    }

    fn succeed(&self, controller: &JsValue, outcome: &Outcome) -> Step {
        let result = record::of_outcome(outcome, &self.texts());
        if matches!(outcome, Outcome::CodeRequired { .. }) {
            self.token.set(js::get(&result, "token"));
            self.step(Event::CodeDue);
            self.view.announce_code(&result);
            return Step::End;
        }
        let is_wanted = *outcome != Outcome::VerificationRequired
            && (*outcome == Outcome::Okay || self.view.announce_token(&result));
        if !self.is_current(controller) {
            Step::End
        } else if is_wanted {
            self.deliver(controller, result)
        } else {
            self.result.set(result);
            self.finish(controller, false)
        }
    }

    /// The login form that asked for this code, where the code form itself says nothing about delivery.
    fn delivering_asker(&self) -> Option<Rc<Self>> {
        let asker = js::get_clone(&self.asker)?;
        let wanted = delivery::wanted(&self.view, &self.options);
        (wanted == Wanted::default()).then_some(asker)
    }

    /// Plans the delivery of a result, which is kept until the app has taken it.
    fn deliver(&self, controller: &JsValue, result: JsValue) -> Step {
        let asker = self.delivering_asker();
        let Self { view, options, .. } = asker.as_deref().unwrap_or(self);
        let url = js::text(&result, "url").unwrap_or_default();
        self.result.set(result.clone());
        match plan(&delivery::wanted(view, options), &url, view) {
            Ok(Plan::Stay) => self.finish(controller, false),
            Ok(plan) => {
                let fields = delivery::fields(view, &result);
                let step = delivery::record(&plan, view, &fields, &js::get(controller, "signal"));
                self.plan.set(Some(plan));
                Step::Deliver(step)
            }
            Err(failure) => self.fail_delivery(controller, &failure),
        }
    }

    /// Keeps what the app did not take.
    fn fail_delivery(&self, controller: &JsValue, failure: &Failure) -> Step {
        self.undelivered.set(self.result.take());
        self.fail(controller, failure)
    }

    /// The submit worked; `is_leaving` when the page is about to be left.
    fn finish(&self, controller: &JsValue, is_leaving: bool) -> Step {
        let result = self.result.take();
        let typed = Fields::of_object(self.typed.take());
        self.step([Event::Delivered, Event::Left][usize::from(is_leaving)]);
        let sent = self.sent.get();
        self.settled.use_link(sent, &typed);
        let is_settled = sent.uses_link() || js::text(&result, "message").is_some();
        if !is_leaving && is_settled {
            self.settled.close(&self.view);
        }
        if !is_leaving && (is_settled || sent.success_text().is_some()) {
            self.say_done();
        }
        self.view.announce_done(&result);
        if is_leaving {
            return Step::Leaving(LEAVE_MILLISECONDS);
        }
        if self.is_current(controller)
            && let Some(asker) = js::get_clone(&self.asker)
        {
            asker.step(Event::Restarted);
        }
        Step::End
    }

    /// Says in the page that the last call worked.
    fn say_done(&self) {
        let key = self.sent.get().done_text();
        self.view.show_done(&self.texts().text(key));
    }

    /// Whether no newer submit, and no reset, has taken over.
    fn is_current(&self, controller: &JsValue) -> bool {
        js::get_clone(&self.controller) == *controller
    }

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

    fn drop_code(&self) {
        self.token.take();
        self.view.drop_code();
        if let Some(code_form) = self.code_form.take() {
            code_form.token.take();
            code_form.asker.take();
            code_form.step(Event::Restarted);
            code_form.view.hide();
        }
    }
}
