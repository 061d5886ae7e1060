//! Reminders: that something ends soon, and somebody waits for the person's organisation.
//!
//! Computed from deadlines; they go when the answer is there.

use super::{Deadline, Notice, NoticeKind};
use crate::time::Timestamp;

/// How long before an end the reminders are due, in hours.
const HOURS: [u16; 2] = [48, 3];

/// What each of them tells.
const KINDS: [NoticeKind; 2] = [NoticeKind::ClosesSoon, NoticeKind::ClosesVerySoon];

/// Returns the reminders of deadlines that are due by now.
pub fn reminders(deadlines: &[Deadline], now: Timestamp) -> Vec<Notice> {
    let asked = deadlines.iter().filter(|it| it.kind.is_asked());
    asked.flat_map(|it| remind(it, now)).collect()
}

fn before(at: Timestamp, hours: u16) -> Timestamp {
    at.plus_seconds(-3_600 * i64::from(hours))
}

fn remind(deadline: &Deadline, now: Timestamp) -> impl Iterator<Item = Notice> {
    let Deadline {
        at, since, matter, ..
    } = *deadline;
    let due = KINDS.into_iter().zip(HOURS);
    let due = due.filter_map(move |(kind, hours)| {
        let due = before(at, hours);
        // Who was told within that time is not reminded of it.
        (since < due && due <= now).then_some((kind, due))
    });
    due.filter_map(move |(kind, at)| {
        Some(Notice {
            kind,
            matter: matter?,
            by: None,
            organisation: None,
            at,
            is_binding: true,
        })
    })
}

impl Deadline {
    /// Returns when a calendar reminds of it, in hours before.
    pub fn hours_before(&self) -> &'static [u16] {
        if self.kind.is_asked() {
            &HOURS
        } else {
            &HOURS[..1]
        }
    }

    /// Reports whether somebody waits for an answer, and the first reminder of that is due.
    pub fn is_urgent(&self, now: Timestamp) -> bool {
        self.kind.is_asked() && before(self.at, HOURS[0]) < now
    }
}
