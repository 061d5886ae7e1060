//! Changes one by one, for a list that is read rather than looked at.

use serde::{Deserialize, Serialize};

use super::align::edits;
use super::{is_white_space, tokens};

/// How many words around a change say where it is.
const CONTEXT_WORDS: usize = 3;

/// One change, with the words around it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlainChange {
    /// The words that go, without white space around them; empty for an insertion.
    pub deleted: String,
    /// The words that come, without white space around them; empty for a deletion.
    pub inserted: String,
    /// The words just before, in the base; empty at the start of the text.
    pub after: String,
    /// The words just after, in the base; empty at the end of the text.
    pub before: String,
}

/// Lists what changed between two texts, in the order of the base.
///
/// A change of white space alone has neither deleted nor inserted words.
pub fn plain_changes(base: &str, target: &str) -> Vec<PlainChange> {
    let (base, target) = (tokens(base), tokens(target));
    (edits(&base, &target).into_iter())
        .map(|edit| PlainChange {
            after: last_words(&base[..edit.base.start]),
            before: first_words(&base[edit.base.end..]),
            deleted: words(&base[edit.base]),
            inserted: words(&target[edit.target]),
        })
        .collect()
}

fn words(tokens: &[&str]) -> String {
    tokens.concat().trim().to_owned()
}

fn first_words(tokens: &[&str]) -> String {
    words(&tokens[..reach(tokens.iter())])
}

fn last_words(tokens: &[&str]) -> String {
    words(&tokens[tokens.len() - reach(tokens.iter().rev())..])
}

/// Counts the tokens that hold the nearest few words.
fn reach<'a>(tokens: impl Iterator<Item = &'a &'a str>) -> usize {
    let mut words = 0;
    tokens
        .take_while(|token| {
            words += usize::from(!is_white_space(token));
            words <= CONTEXT_WORDS
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change([after, deleted, inserted, before]: [&str; 4]) -> PlainChange {
        PlainChange {
            deleted: deleted.to_owned(),
            inserted: inserted.to_owned(),
            after: after.to_owned(),
            before: before.to_owned(),
        }
    }

    #[test]
    fn each_change_says_where_it_is() {
        assert_eq!(
            plain_changes(
                "Election bodies should consult civil society before changing any rule.",
                "Bodies shall consult civil society before lawfully changing any rule."
            ),
            [
                change([
                    "",
                    "Election bodies should",
                    "Bodies shall",
                    "consult civil society"
                ]),
                change(["civil society before", "", "lawfully", "changing any rule"]),
            ]
        );
    }

    #[test]
    fn a_change_of_white_space_has_no_words() {
        assert_eq!(
            plain_changes("one two", "one\ntwo"),
            [change(["one", "", "", "two"])]
        );
    }
}
