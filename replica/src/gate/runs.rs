//! Where the elements of texts stand, by runs: what somebody typed in one go is
//! one entry, however long.

use super::index::OpId;

/// Consecutive elements of one actor in one text, each after the one before it.
#[derive(Debug, Clone)]
pub(super) struct Run {
    start: u64,
    len: u64,
    pub(super) text: u32,
    pub(super) is_mark: bool,
    /// What the first one stands after; none at the beginning of the text.
    pub(super) after: Option<OpId>,
}

/// The runs of one actor, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Runs(Vec<Run>);

/// An element in its run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) run: &'a Run,
    pub(super) offset: u64,
}

impl Run {
    /// Returns the first element of the run.
    pub(super) fn first(&self, actor: u32) -> OpId {
        OpId {
            counter: self.start,
            actor,
        }
    }
}

impl Runs {
    /// Adds an element, which must be newer than all here.
    pub(super) fn push(&mut self, id: OpId, text: u32, is_mark: bool, after: Option<OpId>) {
        let before = OpId {
            counter: id.counter.saturating_sub(1),
            actor: id.actor,
        };
        if let Some(last) = self.0.last_mut()
            && last.start + last.len == id.counter
            && after == Some(before)
            && (last.text, last.is_mark) == (text, is_mark)
        {
            last.len += 1;
            return;
        }
        self.0.push(Run {
            start: id.counter,
            len: 1,
            text,
            is_mark,
            after,
        });
    }

    /// Adds the runs of a later change.
    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Finds an element by its counter.
    pub(super) fn find(&self, counter: u64) -> Option<Found<'_>> {
        let after = self.0.partition_point(|run| run.start <= counter);
        let run = self.0.get(after.checked_sub(1)?)?;
        let offset = counter - run.start;
        (offset < run.len).then_some(Found { run, offset })
    }
}

/// One stretch of the way from the beginning of a text to an element: the run
/// that it goes through, and how far into it.
pub(super) type Stretch = (OpId, u64);

/// Decides which of two elements of a text comes first, by the ways to them:
/// what is typed after an element stands behind it, later insertions at one
/// spot before earlier ones. `newer` compares two names as automerge does.
pub(super) fn precedes(
    one: &[Stretch],
    other: &[Stretch],
    newer: impl Fn(OpId, OpId) -> bool,
) -> bool {
    for (place, (first, offset)) in one.iter().enumerate() {
        let Some((other_first, other_offset)) = other.get(place) else {
            return false;
        };
        if first != other_first {
            return newer(*first, *other_first);
        }
        if offset == other_offset {
            continue;
        }
        let step = |from: u64| OpId {
            counter: first.counter + from + 1,
            actor: first.actor,
        };
        return if offset < other_offset {
            one.get(place + 1)
                .is_none_or(|(branch, _)| newer(*branch, step(*offset)))
        } else {
            other
                .get(place + 1)
                .is_some_and(|(branch, _)| newer(step(*other_offset), *branch))
        };
    }
    one.len() < other.len()
}
