//! A form that is attached: carries out what the state machine decides. The events are listened to by
//! `src/js/guard.js`, which calls [`submit`](Attachment::submit), [`edited`](Attachment::edited) and [`restart`](Attachment::restart).

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Object};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, CustomEvent, CustomEventInit, Element, HtmlFormElement};

use super::error_places::{ErrorPlaces, Shown};
use super::fields::{Fields, field_of};
use super::settings::Words;
use super::view::{self, Locked};
use super::{call, delivery, js, record, transport, watch};
use crate::domain::error::{Code, Failure};
use crate::domain::form::{Effect, Event, Form};
use crate::domain::markup;
use crate::domain::messages::{Texts, Told, tell};
use crate::domain::operation::Operation;
use crate::domain::outcome::Outcome;

/// What a submit ends with when the page is about to be left: `src/js/guard.js` keeps the form locked
/// for a while, so that a second click does not send again.
const LEAVING: &str = "leaving";

/// One attached form.
pub struct Attachment {
    /// The form.
    pub form: HtmlFormElement,
    /// What it does.
    pub operation: Operation,
    /// The client's options, read at each submit so that a later instance URL counts.
    pub client: JsValue,
    /// What `attach` was told about this form.
    pub options: JsValue,
    machine: Cell<Form>,
    /// What the last submit did, in its step.
    sent: Cell<Operation>,
    /// The two-factor login token.
    token: Cell<Option<String>>,
    /// The result of a call that worked, whose token the app did not take.
    undelivered: Cell<Option<JsValue>>,
    /// On a code form: the login form that asked.
    origin: Cell<Option<Rc<Attachment>>>,
    /// On a login form: the code form or the field that it asked with.
    question: Cell<Option<Question>>,
    /// The submit under way: an answer to an older one is late.
    controller: Cell<Option<AbortController>>,
    places: Option<ErrorPlaces>,
    shown: Cell<Shown>,
    locked: Cell<Option<Locked>>,
}

/// A copy of what a cell holds.
fn peek<T: Clone + Default>(cell: &Cell<T>) -> T {
    let value = cell.take();
    cell.set(value.clone());
    value
}

enum Question {
    Form(Rc<Attachment>),
    Field(Element),
}

impl Attachment {
    /// Prepares the form: its state, its live region, its listeners.
    pub fn new(
        form: HtmlFormElement,
        operation: Operation,
        client: JsValue,
        options: JsValue,
    ) -> Rc<Self> {
        let this = Rc::new(Self {
            places: ErrorPlaces::of(&form, operation),
            form,
            operation,
            client,
            options,
            machine: Cell::new(Form::NEW),
            sent: Cell::new(operation),
            token: Cell::default(),
            undelivered: Cell::default(),
            origin: Cell::default(),
            question: Cell::default(),
            controller: Cell::default(),
            shown: Cell::default(),
            locked: Cell::default(),
        });
        // A form that is held until the engine runs, or that another engine of the page sends, is busy by now.
        if !this.form.has_attribute(markup::STATE) {
            view::show_status(&this.form, Form::NEW.status);
        }
        this
    }

    /// An edit takes back what was said about the field; of the first factor while a code is due, it goes back to
    /// the first step.
    pub fn edited(&self, control: &JsValue) {
        self.undelivered.take();
        self.relax();
        let Some(field) = field_of(control) else {
            return;
        };
        if self.machine.get().code_due && field != "code" {
            self.step(Event::Restarted, None);
        } else {
            self.with_shown(|places, shown| places.clear_field(field, shown));
        }
    }

    /// A verdict of ours must not keep the browser from sending what was mended by now.
    pub fn relax(&self) {
        self.with_shown(|_, shown| shown.relax());
    }

    fn with_shown(&self, change: impl FnOnce(&ErrorPlaces, &mut Shown)) {
        if let Some(places) = &self.places {
            let mut shown = self.shown.take();
            change(places, &mut shown);
            self.shown.set(shown);
        }
    }

    /// A reset, of the code form too, goes back to the first step.
    pub fn restart(&self) {
        peek(&self.origin)
            .as_deref()
            .unwrap_or(self)
            .step(Event::Restarted, None);
    }

    /// Reads the form; `controller` stands for this submit until a newer one comes.
    ///
    /// Answers the next step for `src/js/guard.js`: a `Request` to send; an array for `handOver`; the key of what a
    /// developer should check; or nothing, where it ends here.
    pub fn submit(&self, controller: AbortController) -> JsValue {
        if self.asks_elsewhere() {
            self.step(Event::Restarted, None);
        }
        // Stops the call under way, if there is one.
        self.step(Event::Submitted, None);
        self.controller.replace(Some(controller.clone()));
        if let Some(result) = self.undelivered.take() {
            return self.deliver(&result);
        }
        let (operation, fields) = self.read();
        self.sent.set(operation);
        let detail: JsValue = Object::new().into();
        js::set(&detail, "fields", &fields.names());
        if !self.dispatch(markup::SUBMIT_EVENT, true, &detail) {
            if self.is_current(&controller) {
                self.step(Event::Cancelled, None);
            }
            return JsValue::UNDEFINED;
        }
        if let Some(told) = self.native_texts() {
            return self.fail(&controller, &Failure::new(Code::InvalidInput), Some(told));
        }
        transport::request(&self.client, operation, &fields, &controller.signal())
            .unwrap_or_else(|failure| self.fail(&controller, &failure, None))
    }

    /// How the exchange ended; answers the next step, as `submit`.
    pub fn answered(&self, controller: &AbortController, exchange: &JsValue) -> JsValue {
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
    pub fn handed_over(
        &self,
        controller: &AbortController,
        result: JsValue,
        answer: &JsValue,
    ) -> JsValue {
        if !self.is_current(controller) {
            return JsValue::UNDEFINED;
        }
        match delivery::outcome(answer) {
            Ok(leaving) => self.finish(controller, &result, leaving),
            Err(failure) => {
                self.undelivered.replace(Some(result));
                self.fail(controller, &failure, None)
            }
        }
    }

    /// Whether another form asks for the code: then a submit of this one begins anew.
    fn asks_elsewhere(&self) -> bool {
        let question = self.question.take();
        let elsewhere = matches!(question, Some(Question::Form(_)));
        self.question.set(question);
        elsewhere
    }

    fn read(&self) -> (Operation, Fields) {
        let fields = Fields::of_form(&self.form);
        let token = peek(&self.token);
        let is_second_step = self.operation == Operation::Code || self.machine.get().code_due;
        let Some(token) = token.filter(|_| is_second_step) else {
            return (self.operation, fields);
        };
        let second = Fields::empty();
        second.set("token", &token.into());
        second.set("code", &fields.get("code"));
        (Operation::Code, second)
    }

    /// A form with `novalidate` shows the browser's own verdict at our places; it knows of all the form's controls.
    fn native_texts(&self) -> Option<Told> {
        let mut told = Told::default();
        for control in js::list(&self.form.elements()) {
            let text = js::text(&control, "validationMessage").filter(|text| !text.is_empty());
            if let Some(text) = text {
                told.push(text, field_of(&control));
            }
        }
        (!told.errors.is_empty()).then_some(told)
    }

    fn fail(
        &self,
        controller: &AbortController,
        failure: &Failure,
        native: Option<Told>,
    ) -> JsValue {
        let told = native.unwrap_or_else(|| tell(failure, &Words::of(&self.client)));
        if self.is_current(controller) {
            self.step(Event::Failed, Some(&told));
            self.dispatch(
                markup::ERROR_EVENT,
                false,
                &record::of_failure(failure, &told),
            );
        }
        failure.hint.into()
    }

    fn succeed(&self, controller: &AbortController, outcome: Outcome) -> JsValue {
        let result = record::of_outcome(&outcome);
        if let Outcome::CodeRequired { token } = outcome {
            self.token.replace(Some(token));
            self.step(Event::CodeDue, None);
            self.dispatch(markup::CODE_EVENT, false, &result);
            return JsValue::UNDEFINED;
        }
        let wanted = outcome == Outcome::Okay || self.dispatch(markup::TOKEN_EVENT, true, &result);
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
        let args = Array::of1(result);
        let origin = peek(&self.origin);
        for attachment in [Some(self), origin.as_deref()].into_iter().flatten() {
            args.push(&attachment.form);
            args.push(&attachment.options);
        }
        args.into()
    }

    fn finish(&self, controller: &AbortController, result: &JsValue, leaving: bool) -> JsValue {
        self.step(Event::Delivered, None);
        self.dispatch(markup::DONE_EVENT, false, result);
        if leaving {
            return LEAVING.into();
        }
        if self.is_current(controller) {
            self.unlock();
            if let Some(origin) = peek(&self.origin) {
                origin.step(Event::Restarted, None);
            }
        }
        JsValue::UNDEFINED
    }

    /// Whether no newer submit, and no restart, has taken over.
    fn is_current(&self, controller: &AbortController) -> bool {
        peek(&self.controller).as_ref() == Some(controller)
    }

    /// One step of the machine, with its effects.
    pub fn step(&self, event: Event, told: Option<&Told>) {
        let (next, effects) = self.machine.get().step(event);
        self.machine.set(next);
        view::show_status(&self.form, next.status);
        for effect in effects {
            self.carry_out(*effect, told);
        }
        if matches!(event, Event::Restarted | Event::Detached) {
            self.controller.take();
            self.undelivered.take();
        }
    }

    fn carry_out(&self, effect: Effect, told: Option<&Told>) {
        match effect {
            Effect::Abort => {
                if let Some(controller) = self.controller.take() {
                    controller.abort();
                }
            }
            Effect::ClearErrors => {
                let shown = self.shown.take();
                if let Some(places) = &self.places {
                    places.clear(shown);
                }
            }
            Effect::Lock => {
                self.unlock();
                self.locked.replace(Some(view::lock(&self.form)));
            }
            Effect::Unlock => self.unlock(),
            Effect::ShowErrors => {
                if let (Some(places), Some(told)) = (&self.places, told) {
                    self.shown.replace(places.show(told));
                }
            }
            Effect::AskCode => self.ask_code(),
            Effect::DropCode => self.drop_code(),
        }
    }

    fn unlock(&self) {
        if let Some(locked) = self.locked.take() {
            view::unlock(&self.form, locked);
        }
    }

    fn ask_code(&self) {
        if let Some(code_form) = watch::code_form(&self.form) {
            code_form.token.replace(peek(&self.token));
            code_form.origin.replace(watch::find(&self.form));
            let _ = code_form.form.remove_attribute("hidden");
            view::focus_field(&code_form.form, "code");
            self.question.replace(Some(Question::Form(code_form)));
            return;
        }
        let field = view::add_code_field(&self.form, &Words::of(&self.client).text("code_label"));
        self.question.replace(field.map(Question::Field));
        view::focus_field(&self.form, "code");
    }

    fn drop_code(&self) {
        self.token.take();
        match self.question.take() {
            Some(Question::Form(code_form)) => {
                code_form.token.take();
                code_form.origin.take();
                code_form.step(Event::Restarted, None);
                let _ = code_form.form.set_attribute("hidden", "");
            }
            Some(Question::Field(field)) => field.remove(),
            None => {}
        }
    }

    /// False when a listener cancelled it.
    fn dispatch(&self, name: &str, cancelable: bool, detail: &JsValue) -> bool {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_cancelable(cancelable);
        init.set_detail(detail);
        let event = CustomEvent::new_with_event_init_dict(name, &init);
        event.map_or(true, |event| {
            self.form.dispatch_event(&event).unwrap_or(true)
        })
    }

    /// Lets the form go: nothing of ours stays on it but the texts that the page wrote itself.
    pub fn detach(&self) {
        self.step(Event::Detached, None);
        if let Some(places) = &self.places {
            places.remove();
        }
        let _ = self.form.remove_attribute(markup::STATE);
    }
}
