//! Reminders: that something ends soon, and somebody waits for the person's organisation.
//!
//! Computed from deadlines; they go when the answer is there.

use super::{Deadline, Notice, NoticeKind};
use crate::time::Timestamp;

/// How long before an end each reminder is due, in hours.
const BEFORE: [(NoticeKind, i64); 2] = [
    (NoticeKind::ClosesSoon, 48),
    (NoticeKind::ClosesVerySoon, 3),
];

/// Returns the reminders of deadlines that are due by now.
pub fn reminders(deadlines: &[Deadline], now: Timestamp) -> Vec<Notice> {
    let asked = deadlines.iter().filter(|it| it.kind.is_asked());
    asked.flat_map(|it| remind(it, now)).collect()
}

fn remind(deadline: &Deadline, now: Timestamp) -> impl Iterator<Item = Notice> {
    let Deadline {
        at, since, matter, ..
    } = *deadline;
    let due = BEFORE.into_iter().filter_map(move |(kind, hours)| {
        let due = at.plus_seconds(-3_600 * hours);
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
            &[48, 3]
        } else {
            &[48]
        }
    }
}
