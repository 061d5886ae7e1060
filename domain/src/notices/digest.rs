//! Notices put together: one line for each matter, kind and day.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Matter, Notice, NoticeKind};
use crate::id::DelegateId;
use crate::time::Timestamp;

/// Several notices in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<D> {
    /// The day on which all of it happened.
    pub day: D,
    /// What kind of thing it tells.
    pub kind: NoticeKind,
    /// What it is about.
    pub matter: Matter,
    /// How many notices it stands for.
    pub count: usize,
    /// Who did it.
    pub by: BTreeSet<DelegateId>,
    /// When the last of it happened.
    pub at: Timestamp,
    /// Whether all of it was read.
    pub is_read: bool,
}

/// What a person has read and does not want to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Until when each matter was read, by its name; the empty one stands for all.
    pub read: BTreeMap<String, Timestamp>,
    /// The names of the kinds that are hidden.
    pub hidden: BTreeSet<String>,
}

impl Marks {
    fn is_read(&self, notice: &Notice) -> bool {
        let until = |line: &str| self.read.get(line).is_some_and(|until| notice.at <= *until);
        until("") || until(&notice.matter.to_string())
    }
}

/// Puts notices together, the last line first; `day_of` says which day an instant belongs to.
pub fn digest<D: Copy + Ord>(
    notices: &[Notice],
    marks: &Marks,
    day_of: impl Fn(Timestamp) -> D,
) -> Vec<Line<D>> {
    let mut lines: BTreeMap<(D, NoticeKind, Matter), Line<D>> = BTreeMap::new();
    let shown = notices
        .iter()
        .filter(|it| it.is_binding || !marks.hidden.contains(it.kind.as_str()));
    for notice in shown {
        let day = day_of(notice.at);
        let line = lines
            .entry((day, notice.kind, notice.matter))
            .or_insert_with(|| Line {
                day,
                kind: notice.kind,
                matter: notice.matter,
                count: 0,
                by: BTreeSet::new(),
                at: notice.at,
                is_read: true,
            });
        line.count += 1;
        line.by.extend(notice.by);
        line.at = line.at.max(notice.at);
        line.is_read &= marks.is_read(notice);
    }
    let mut lines: Vec<_> = lines.into_values().collect();
    lines.sort_by_key(|line| Reverse((line.day, line.at, line.matter)));
    lines
}
