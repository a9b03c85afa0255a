//! One attached form: carries out what the state machine decides, through its [`View`], and tells JavaScript the next step.
//! May import `domain` and the rest of `browser` but the register; tested in `tests/browser`.

mod effects;
mod second_step;

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use super::delivery::{self, Next};
use super::fields::Fields;
use super::settings::Texts;
use super::settled::Settled;
use super::step::Step;
use super::view::View;
use super::{call, js, record, settings, transport};
use crate::domain::api::Instance;
use crate::domain::delivery::{Plan, plan};
use crate::domain::error::{Code, Failure};
use crate::domain::form::{Event, Form, LEAVE_MILLISECONDS, Status};
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
    /// The API of the last submit; a later instance URL is for the next one.
    instance: Cell<Option<Rc<Instance>>>,
    /// The operation of the last submit, in its step.
    sent: Cell<Operation>,
    /// What the fields held at the last submit.
    typed: Cell<JsValue>,
    /// The result that asked for a code.
    first_step: Cell<JsValue>,
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
            instance: Cell::default(),
            sent: Cell::new(operation),
            typed: Cell::default(),
            first_step: Cell::default(),
            undelivered: Cell::default(),
            settled: Settled::default(),
            plan: Cell::default(),
            result: Cell::default(),
            asker: Cell::default(),
            code_form: Cell::default(),
        }
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
        let instance = settings::instance(&self.client).map(Rc::new);
        self.instance.set(instance.as_ref().ok().cloned());
        if self.settled.is_for(&fields) {
            // That is said again, and nothing is sent.
            self.step(Event::Delivered);
            self.say_done(false);
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
            return self.fail_with(&controller, &failure, &verdict);
        }
        if let Err(failure) = self.settled.check_link(&fields) {
            return self.fail(&controller, &failure);
        }
        let signal: AbortSignal = js::get(&controller, "signal").unchecked_into();
        let request = instance.and_then(|instance| {
            transport::request(&instance, &self.client, operation, fields, &signal)
        });
        match request {
            Ok(request) => Step::Send(request),
            Err(failure) => self.fail(&controller, &failure),
        }
    }

    /// How the exchange with the service ended.
    pub fn answered(&self, controller: &JsValue, exchange: &JsValue) -> Step {
        if !self.is_current(controller) {
            return Step::End;
        }
        let Some(instance) = js::get_clone(&self.instance) else {
            return Step::End;
        };
        let ended = call::outcome(&instance, self.sent.get(), exchange, &self.texts());
        match ended {
            Ok((outcome, result)) => self.succeed(controller, &instance, &outcome, result),
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
        let (asker, _) = self.delivering();
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

    fn texts(&self) -> Texts {
        Texts::of(&self.client)
    }

    fn fail(&self, controller: &JsValue, failure: &Failure) -> Step {
        let list = record::list(&messages(failure, &self.texts()));
        self.fail_with(controller, failure, &list)
    }

    fn fail_with(&self, controller: &JsValue, failure: &Failure, list: &Array) -> Step {
        if self.is_current(controller) {
            let is_offline = failure.code == Code::Offline;
            self.step([Event::Failed, Event::FailedOffline][usize::from(is_offline)]);
            self.view.show_errors(list);
            self.view.announce_error(&record::of_failure(failure, list));
        }
        Step::end(failure.hint)
    }

    fn succeed(
        &self,
        controller: &JsValue,
        instance: &Instance,
        outcome: &Outcome,
        result: JsValue,
    ) -> Step {
        if matches!(outcome, Outcome::CodeRequired { .. }) {
            self.first_step.set(result.clone());
            self.step(Event::CodeDue);
            self.view.announce_code(&result);
            return Step::End;
        }
        let (asker, wanted) = self.delivering();
        let view = &asker.as_deref().unwrap_or(self).view;
        if let Err(failure) = delivery::complete(&result, &wanted, view) {
            return self.fail(controller, &failure);
        }
        let is_wanted = match outcome {
            Outcome::VerificationRequired => false,
            Outcome::Okay => true,
            Outcome::Conditional { .. } => self.view.announce_conditions(&result),
            _ => self.view.announce_token(&result),
        };
        if !self.is_current(controller) {
            return Step::End;
        }
        match outcome {
            Outcome::Conditional { page } if is_wanted => {
                match delivery::to_hosted(instance, page, &result, &wanted, view) {
                    Ok(step) => {
                        self.plan.set(Some(Plan::Navigate(String::new())));
                        self.result.set(result);
                        Step::Deliver(step)
                    }
                    Err(failure) => self.fail(controller, &failure),
                }
            }
            _ if is_wanted => self.deliver(controller, result),
            _ => {
                self.result.set(result);
                self.finish(controller, false)
            }
        }
    }

    /// Plans the delivery of a result, which is kept until the app has taken it.
    fn deliver(&self, controller: &JsValue, result: JsValue) -> Step {
        let (asker, wanted) = self.delivering();
        let view = &asker.as_deref().unwrap_or(self).view;
        let url = js::text(&result, "url").unwrap_or_default();
        let has_token = js::get(&result, "token").is_truthy();
        self.result.set(result.clone());
        match plan(&wanted, &url, has_token, view) {
            Ok(Plan::Stay) => self.finish(controller, false),
            Ok(plan) => {
                let instance = js::get_clone(&self.instance);
                let fields = delivery::fields(view, &result, instance.as_deref(), &wanted);
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
            self.say_done(js::get(&result, "token").is_truthy());
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
    fn say_done(&self, has_token: bool) {
        let key = self.sent.get().done_text(has_token);
        self.view.show_done(&self.texts().text(key));
    }

    /// Whether no newer submit, and no reset, has taken over.
    fn is_current(&self, controller: &JsValue) -> bool {
        js::get_clone(&self.controller) == *controller
    }
}
