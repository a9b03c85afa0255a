//! A form's state machine: (state, event) -> (state, effects). It decides; `browser/attachment.rs` carries out.

/// What `data-authrocket-state` says (contract, section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nothing under way.
    Idle,
    /// A call is under way.
    Busy,
    /// The first factor passed, a code is due.
    Code,
    /// The last call failed; its texts are shown.
    Error,
    /// The call worked, and its token was handed over.
    Done,
}

impl Status {
    /// The attribute's value.
    pub fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Busy => "busy",
            Self::Code => "code",
            Self::Error => "error",
            Self::Done => "done",
        }
    }
}

/// Where a form stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The visible state.
    pub status: Status,
    /// Whether the next submit is the second step; survives a wrong code.
    pub code_due: bool,
}

/// What happens to a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The user submits, also again.
    Submitted,
    /// The page cancelled `authrocket:submit`.
    Cancelled,
    /// The call failed, or a local rule broke.
    Failed,
    /// The first factor passed, a code is due.
    CodeDue,
    /// The call worked, and its token was handed over.
    Delivered,
    /// What stood in the way is gone: the browser is online again.
    Relieved,
    /// Back to the first step: a reset, or an edit of the first factor.
    Restarted,
    /// The form is let go.
    Detached,
}

/// What to do about it, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Stop the call under way.
    Abort,
    /// Take texts and marks away.
    ClearErrors,
    /// Disable the buttons, say busy.
    Lock,
    /// Make the form usable again.
    Unlock,
    /// Show what is wrong.
    ShowErrors,
    /// Ask for the code.
    AskCode,
    /// Take the question for the code away.
    DropCode,
}

impl Form {
    /// A form nobody has used yet.
    pub const NEW: Self = Self {
        status: Status::Idle,
        code_due: false,
    };

    /// One step. An event that does not fit the state, such as a late answer, changes nothing.
    pub fn step(self, event: Event) -> (Self, &'static [Effect]) {
        use Effect::{Abort, AskCode, ClearErrors, DropCode, Lock, ShowErrors, Unlock};
        let busy = self.status == Status::Busy;
        let to = |status| Self { status, ..self };
        match event {
            Event::Submitted if busy => (self, &[Abort]),
            Event::Submitted => (to(Status::Busy), &[ClearErrors, Lock]),
            Event::Restarted | Event::Detached if busy => {
                (Self::NEW, &[Abort, Unlock, ClearErrors, DropCode])
            }
            Event::Restarted | Event::Detached => (Self::NEW, &[Unlock, ClearErrors, DropCode]),
            Event::Relieved if self.status == Status::Error => (
                to(if self.code_due {
                    Status::Code
                } else {
                    Status::Idle
                }),
                &[ClearErrors],
            ),
            Event::Relieved => (self, &[]),
            _ if !busy => (self, &[]),
            Event::Cancelled if self.code_due => (to(Status::Code), &[Unlock]),
            Event::Cancelled => (to(Status::Idle), &[Unlock]),
            Event::Failed => (to(Status::Error), &[Unlock, ShowErrors]),
            Event::CodeDue => (
                Self {
                    status: Status::Code,
                    code_due: true,
                },
                &[Unlock, AskCode],
            ),
            // Unlocked by who handed over: a page about to be left must not take a second click.
            Event::Delivered => (
                Self {
                    status: Status::Done,
                    code_due: false,
                },
                &[DropCode],
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [Event; 8] = [
        Event::Submitted,
        Event::Cancelled,
        Event::Failed,
        Event::CodeDue,
        Event::Delivered,
        Event::Relieved,
        Event::Restarted,
        Event::Detached,
    ];

    fn run(events: &[Event]) -> (Form, Vec<Effect>) {
        events
            .iter()
            .fold((Form::NEW, Vec::new()), |(form, mut all), event| {
                let (form, effects) = form.step(*event);
                all.extend_from_slice(effects);
                (form, all)
            })
    }

    #[test]
    fn a_wrong_code_leaves_the_form_at_the_second_step() {
        let (form, _) = run(&[
            Event::Submitted,
            Event::CodeDue,
            Event::Submitted,
            Event::Failed,
        ]);
        assert_eq!(
            form,
            Form {
                status: Status::Error,
                code_due: true
            }
        );
        let (form, _) = form.step(Event::Submitted);
        assert_eq!(form.step(Event::Cancelled).0.status, Status::Code);
    }

    #[test]
    fn a_restart_goes_back_to_the_first_step_and_stops_the_call() {
        let (form, effects) = run(&[
            Event::Submitted,
            Event::CodeDue,
            Event::Submitted,
            Event::Restarted,
        ]);
        assert_eq!(form, Form::NEW);
        assert!(effects.contains(&Effect::Abort) && effects.contains(&Effect::DropCode));
    }

    #[test]
    fn a_second_submit_stops_the_first_and_stays_busy() {
        let (form, effects) = run(&[Event::Submitted, Event::Submitted]);
        assert_eq!(form.status, Status::Busy);
        assert_eq!(effects, [Effect::ClearErrors, Effect::Lock, Effect::Abort]);
    }

    #[test]
    fn a_late_answer_changes_nothing() {
        for late in [
            Event::Failed,
            Event::CodeDue,
            Event::Delivered,
            Event::Relieved,
            Event::Cancelled,
        ] {
            assert_eq!(Form::NEW.step(late), (Form::NEW, &[][..]), "{late:?}");
        }
    }

    #[test]
    fn every_way_out_of_busy_unlocks_but_a_delivery() {
        let busy = Form::NEW.step(Event::Submitted).0;
        for event in EVENTS {
            let (form, effects) = busy.step(event);
            let freed = effects.contains(&Effect::Unlock) || event == Event::Delivered;
            assert_eq!(freed, form.status != Status::Busy, "{event:?}");
        }
    }

    #[test]
    fn back_online_a_failed_form_is_fresh_again_and_keeps_its_step() {
        let (form, _) = run(&[Event::Submitted, Event::Failed]);
        assert_eq!(
            form.step(Event::Relieved),
            (Form::NEW, &[Effect::ClearErrors][..])
        );
        let (form, _) = run(&[
            Event::Submitted,
            Event::CodeDue,
            Event::Submitted,
            Event::Failed,
            Event::Relieved,
        ]);
        assert_eq!((form.status, form.code_due), (Status::Code, true));
    }
}
