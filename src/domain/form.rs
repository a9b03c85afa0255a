//! A form's state machine: (state, event) -> (state, effects). It decides; `browser/attachment.rs` carries out.
//! Imports nothing; tested here.

/// What `data-authrocket-state` says (contract §4).
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
    /// The call worked, and its token was delivered.
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
    /// Whether the last call failed because the browser was offline.
    pub offline: bool,
    /// Whether the page is being left.
    pub leaving: bool,
}

/// How long a form stays locked while its page is being left, in milliseconds. The navigation may never happen, and a browser
/// may bring the page back from its cache: then the form is usable again.
pub const LEAVE_MILLISECONDS: u32 = 5000;

/// What happens to a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The user submits, also again.
    Submitted,
    /// The page cancelled `authrocket:submit`.
    Cancelled,
    /// The call failed, or a local rule broke.
    Failed,
    /// The call failed because the browser is offline.
    FailedOffline,
    /// The first factor passed, a code is due.
    CodeDue,
    /// The call worked, its token was delivered, and the page stays.
    Delivered,
    /// The call worked, and the page is being left with its token.
    Left,
    /// The browser is online again.
    CameOnline,
    /// The page is still there, long after it was left.
    LeaveExpired,
    /// Back to the first step: a reset, or an edit of the first factor.
    Restarted,
    /// The form is detached.
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
        offline: false,
        leaving: false,
    };

    /// One step. An event that does not fit the state, such as a late answer, changes nothing.
    pub fn step(self, event: Event) -> (Self, &'static [Effect]) {
        use Effect::{Abort, AskCode, ClearErrors, DropCode, Lock, Unlock};
        let busy = self.status == Status::Busy;
        let to = |status| Self {
            status,
            offline: false,
            leaving: false,
            ..self
        };
        let unlocked = to(if self.code_due {
            Status::Code
        } else {
            Status::Idle
        });
        match event {
            Event::Submitted if busy => (self, &[Abort]),
            Event::Submitted if self.leaving => (self, &[]),
            Event::Submitted => (to(Status::Busy), &[ClearErrors, Lock]),
            Event::Restarted | Event::Detached if busy => {
                (Self::NEW, &[Abort, Unlock, ClearErrors, DropCode])
            }
            Event::Restarted | Event::Detached => (Self::NEW, &[Unlock, ClearErrors, DropCode]),
            Event::LeaveExpired if self.leaving => (Self::NEW, &[Unlock, ClearErrors, DropCode]),
            Event::CameOnline if self.offline => (unlocked, &[ClearErrors]),
            _ if !busy => (self, &[]),
            Event::LeaveExpired | Event::CameOnline => (self, &[]),
            Event::Cancelled => (unlocked, &[Unlock]),
            Event::Failed => (to(Status::Error), &[Unlock]),
            Event::FailedOffline => (
                Self {
                    offline: true,
                    ..to(Status::Error)
                },
                &[Unlock],
            ),
            Event::CodeDue => (
                Self {
                    code_due: true,
                    ..to(Status::Code)
                },
                &[Unlock, AskCode],
            ),
            Event::Delivered => (
                Self {
                    code_due: false,
                    ..to(Status::Done)
                },
                &[DropCode, Unlock],
            ),
            // No `Unlock`: another click must not send the form again.
            Event::Left => (
                Self {
                    code_due: false,
                    leaving: true,
                    ..to(Status::Done)
                },
                &[DropCode],
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [Event; 11] = [
        Event::Submitted,
        Event::Cancelled,
        Event::Failed,
        Event::CodeDue,
        Event::Delivered,
        Event::Left,
        Event::FailedOffline,
        Event::CameOnline,
        Event::LeaveExpired,
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

    /// Every effect; a new one fails to compile here until it has a row.
    const EFFECTS: [Effect; 6] = [
        Effect::Abort,
        Effect::ClearErrors,
        Effect::Lock,
        Effect::Unlock,
        Effect::AskCode,
        Effect::DropCode,
    ];

    fn row(effect: Effect) -> usize {
        match effect {
            Effect::Abort => 0,
            Effect::ClearErrors => 1,
            Effect::Lock => 2,
            Effect::Unlock => 3,
            Effect::AskCode => 4,
            Effect::DropCode => 5,
        }
    }

    #[test]
    fn every_effect_follows_from_some_event() {
        let mut seen = [false; EFFECTS.len()];
        let (busy, first) = Form::NEW.step(Event::Submitted);
        let all = EVENTS.iter().map(|event| busy.step(*event).1);
        for effect in all.chain([first]).flatten() {
            seen[row(*effect)] = true;
        }
        assert_eq!(seen, [true; EFFECTS.len()]);
        for (at, effect) in EFFECTS.into_iter().enumerate() {
            assert_eq!(row(effect), at);
        }
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
                code_due: true,
                ..Form::NEW
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
            Event::FailedOffline,
            Event::Left,
            Event::Delivered,
            Event::CameOnline,
            Event::LeaveExpired,
            Event::Cancelled,
        ] {
            assert_eq!(Form::NEW.step(late), (Form::NEW, &[][..]), "{late:?}");
        }
    }

    #[test]
    fn every_way_out_of_busy_unlocks_but_leaving_the_page() {
        let busy = Form::NEW.step(Event::Submitted).0;
        for event in EVENTS {
            let (form, effects) = busy.step(event);
            let freed = effects.contains(&Effect::Unlock) || event == Event::Left;
            assert_eq!(freed, form.status != Status::Busy, "{event:?}");
        }
    }

    #[test]
    fn back_online_a_form_that_failed_offline_is_fresh_again_and_keeps_its_step() {
        let (form, _) = run(&[Event::Submitted, Event::FailedOffline]);
        assert_eq!(
            form.step(Event::CameOnline),
            (Form::NEW, &[Effect::ClearErrors][..])
        );
        let (form, _) = run(&[
            Event::Submitted,
            Event::CodeDue,
            Event::Submitted,
            Event::FailedOffline,
            Event::CameOnline,
        ]);
        assert_eq!((form.status, form.code_due), (Status::Code, true));
    }

    #[test]
    fn back_online_other_failures_stay() {
        for events in [
            &[Event::Submitted, Event::Failed][..],
            &[
                Event::Submitted,
                Event::FailedOffline,
                Event::Submitted,
                Event::Failed,
            ],
        ] {
            let (form, _) = run(events);
            assert_eq!(form.step(Event::CameOnline), (form, &[][..]));
        }
    }

    #[test]
    fn a_page_that_was_not_left_after_all_is_usable_again() {
        let (form, _) = run(&[Event::Submitted, Event::Left]);
        assert_eq!(form.step(Event::Submitted), (form, &[][..]));
        let (form, effects) = form.step(Event::LeaveExpired);
        assert_eq!(form, Form::NEW);
        assert!(effects.contains(&Effect::Unlock));
        for events in [
            &[][..],
            &[Event::Submitted],
            &[Event::Submitted, Event::Failed],
        ] {
            let (form, _) = run(events);
            assert_eq!(form.step(Event::LeaveExpired), (form, &[][..]));
        }
    }
}
