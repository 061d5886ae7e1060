//! Passages: words of a text, found again in a later one by what they say.

use std::ops::Range;

use crate::refusal::Refusal;
use crate::words::Quote;

/// Words of a text with what stands around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The words.
    pub quote: Quote,
    /// What stands before them, at most [`Self::NEIGHBOURS`] characters.
    pub before: String,
    /// What stands after them, at most as many characters.
    pub after: String,
    /// Where they begin, in characters of the text.
    pub at: u32,
}

impl Passage {
    /// How many characters on each side tell one occurrence from another.
    pub const NEIGHBOURS: usize = 32;

    /// Takes a passage out of a text; `at` says where it begins, in characters, and may be left
    /// out where the words occur once.
    ///
    /// # Errors
    ///
    /// * [`Refusal::QuoteNotFound`] if the words are not in the text, or not there;
    /// * [`Refusal::QuoteAmbiguous`] if they occur more than once and nothing says which is meant.
    pub fn take(text: &str, quote: &Quote, at: Option<u32>) -> Result<Self, Refusal> {
        let all = occurrences(text, quote.as_str());
        let wanted = at.and_then(|at| byte_of(text, at));
        let start = match (at, all.as_slice()) {
            (None, [only]) => *only,
            (None, [_, _, ..]) => return Err(Refusal::QuoteAmbiguous),
            (Some(_), found) if wanted.is_some_and(|it| found.contains(&it)) => {
                wanted.unwrap_or_default()
            }
            (None | Some(_), _) => return Err(Refusal::QuoteNotFound),
        };
        let end = start + quote.as_str().len();
        Ok(Self {
            quote: quote.clone(),
            before: last_chars(&text[..start], Self::NEIGHBOURS),
            after: text[end..].chars().take(Self::NEIGHBOURS).collect(),
            at: u32::try_from(text[..start].chars().count()).unwrap_or(u32::MAX),
        })
    }

    /// Finds the passage in a text: by its words if they occur once, else by what stands around
    /// them, else by its place if all of that is as it was. Never by likeness.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let all = occurrences(text, self.quote.as_str());
        let start = match all.as_slice() {
            [] => return None,
            [only] => *only,
            several => self.tell_apart(text, several)?,
        };
        Some(start..start + self.quote.as_str().len())
    }

    /// Finds the passage in a text from which its characters were taken: beside one of its old
    /// neighbours, or by its words alone where they are as many as those.
    pub fn find_again(&self, text: &str) -> Option<Range<usize>> {
        let found = self.find(text)?;
        let is_long = self.quote.as_str().chars().count() >= Self::NEIGHBOURS;
        let is_before = match self.before.as_str() {
            "" => found.start == 0,
            before => text[..found.start].ends_with(before),
        };
        let is_after = match self.after.as_str() {
            "" => found.end == text.len(),
            after => text[found.end..].starts_with(after),
        };
        (is_long || is_before || is_after).then_some(found)
    }

    fn tell_apart(&self, text: &str, starts: &[usize]) -> Option<usize> {
        let is_before = |start: &usize| text[..*start].ends_with(&self.before);
        let is_after =
            |start: &usize| text[*start + self.quote.as_str().len()..].starts_with(&self.after);
        let both: Vec<_> = starts
            .iter()
            .copied()
            .filter(|it| is_before(it) && is_after(it))
            .collect();
        match both.as_slice() {
            [only] => Some(*only),
            [] => {
                let mut one = (starts.iter()).filter(|it| is_before(it) || is_after(it));
                one.next().filter(|_| one.next().is_none()).copied()
            }
            alike => byte_of(text, self.at).filter(|at| alike.contains(at)),
        }
    }
}

/// Returns where words begin in a text, in bytes, overlapping ones too.
fn occurrences(text: &str, words: &str) -> Vec<usize> {
    text.char_indices()
        .map(|(at, _)| at)
        .filter(|at| text[*at..].starts_with(words))
        .collect()
}

fn byte_of(text: &str, at: u32) -> Option<usize> {
    let mut starts = text.char_indices().map(|(byte, _)| byte);
    starts.nth(usize::try_from(at).ok()?)
}

fn last_chars(text: &str, most: usize) -> String {
    let skipped = text.chars().count().saturating_sub(most);
    text.chars().skip(skipped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Results shall be published. Maps shall be published too.";

    fn take(text: &str, quote: &str, at: Option<u32>) -> Result<Passage, Refusal> {
        Passage::take(text, &quote.parse().unwrap(), at)
    }

    #[track_caller]
    fn check(passage: &Passage, text: &str, expected: Option<usize>) {
        let found = passage.find(text);
        assert_eq!(found.as_ref().map(|it| it.start), expected, "{text}");
        if let Some(range) = found {
            assert_eq!(&text[range], passage.quote.as_str());
        }
    }

    #[test]
    fn words_that_occur_twice_need_their_place() {
        assert_eq!(take(TEXT, "published", None), Err(Refusal::QuoteAmbiguous));
        assert_eq!(take(TEXT, "published", Some(17)).unwrap().at, 17);
        assert_eq!(
            take(TEXT, "published", Some(18)),
            Err(Refusal::QuoteNotFound)
        );
        assert_eq!(take(TEXT, "Published", None), Err(Refusal::QuoteNotFound));
    }

    #[test]
    fn places_count_characters_not_bytes() {
        let passage = take("Größe und Größe", "Größe", Some(10)).unwrap();
        check(&passage, "Größe und Größe", Some(12));
    }

    #[test]
    fn a_passage_is_found_where_it_moved_to() {
        let passage = take(TEXT, "Maps", None).unwrap();
        check(&passage, "Maps shall be published first.", Some(0));
        check(&passage, "maps shall be published.", None);
    }

    #[test]
    fn neighbours_tell_occurrences_apart() {
        let second = take(TEXT, "published", Some(42)).unwrap();
        check(
            &second,
            "All results shall be published. Maps shall be published too.",
            Some(46),
        );
        check(
            &second,
            "Maps shall be published now. Papers are published too.",
            Some(40),
        );
    }

    #[test]
    fn words_that_were_taken_away_are_not_found_in_other_places() {
        let passage = take(TEXT, "Maps", None).unwrap();
        let again = |text: &str| passage.find_again(text).map(|it| it.start);
        assert_eq!(again("Maps shall be published too."), Some(0));
        assert_eq!(again("Results shall be published. Maps!"), Some(28));
        assert_eq!(again("Results with Maps are published."), None);
        let all = take("Maps", "Maps", None).unwrap();
        assert_eq!(all.find_again("All Maps are published"), None);
        let long = take(TEXT, "shall be published. Maps shall be", None).unwrap();
        let moved = "It shall be published. Maps shall be drawn.";
        assert_eq!(long.find_again(moved).map(|it| it.start), Some(3));
    }

    #[test]
    fn what_cannot_be_told_apart_is_lost() {
        let second = take(TEXT, "published", Some(42)).unwrap();
        check(&second, "published, published", None);
    }

    #[test]
    fn alike_occurrences_are_told_apart_by_their_place_alone() {
        let text = "a b ".repeat(40);
        let passage = take(&text, "a b", Some(80)).unwrap();
        check(&passage, &text, Some(80));
        check(&passage, &format!("x{text}"), None);
    }
}
