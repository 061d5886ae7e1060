//! Carrying a change over to a text that has changed meanwhile.

use super::{Hunk, apply, hunks};

/// A change that touches words which have changed meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the words to change have changed meanwhile")]
pub struct RebaseConflict;

/// Returns `current` with the changes that lead from `base` to `proposed`.
///
/// A change that is clear of what changed meanwhile moves along; one that both
/// sides made is made once.
///
/// # Errors
///
/// * [`RebaseConflict`] if a change touches a range that has changed otherwise.
pub fn rebase(base: &str, proposed: &str, current: &str) -> Result<String, RebaseConflict> {
    let theirs = hunks(base, current);
    let mut ours = hunks(base, proposed);
    ours.retain(|hunk| !theirs.contains(hunk));
    if ours
        .iter()
        .any(|ours| theirs.iter().any(|theirs| touch(ours, theirs)))
    {
        return Err(RebaseConflict);
    }
    let mut all: Vec<Hunk> = theirs.into_iter().chain(ours).collect();
    all.sort();
    apply(base, &all).map_err(|_| RebaseConflict)
}

/// Reports whether two ranges of tokens overlap or meet.
fn touch(one: &Hunk, other: &Hunk) -> bool {
    one.start <= other.end && other.start <= one.end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_change_clear_of_the_others_moves_along() {
        let rebased = rebase(
            "Bodies should publish the results of every station.",
            "Bodies shall publish the results of every station.",
            "Bodies should publish the results of every polling station within a day.",
        );
        let expected = "Bodies shall publish the results of every polling station within a day.";
        assert_eq!(rebased.as_deref(), Ok(expected));
    }

    #[test]
    fn a_change_made_on_both_sides_is_made_once() {
        assert_eq!(
            rebase("may go", "must go", "must go").as_deref(),
            Ok("must go")
        );
    }

    #[test]
    fn the_same_words_changed_otherwise_are_a_conflict() {
        assert_eq!(
            rebase("within 10 days", "within 14 days", "within 7 days"),
            Err(RebaseConflict)
        );
    }

    proptest! {
        #[test]
        fn onto_the_unchanged_base_is_the_proposal(base in "[abc .]{0,30}", proposed in "[abc .]{0,30}") {
            prop_assert_eq!(rebase(&base, &proposed, &base), Ok(proposed.clone()));
            prop_assert_eq!(rebase(&base, &base, &proposed), Ok(proposed));
        }
    }
}
