//! Whether a text names somebody.

/// What stands in place of a name that was erased.
const MARK: &str = "[–]";

/// The names and addresses of one person, to be found in texts whatever their case and spacing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(Vec<Vec<char>>);

impl Names {
    /// Takes in names and addresses; empty ones are left out.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let folded = names.into_iter().map(|name| folded(name.trim()));
        Self(folded.filter(|name| !name.is_empty()).collect())
    }

    /// Reports whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reports whether a text has one of the names, as words of their own.
    pub fn are_in(&self, text: &str) -> bool {
        self.replaced(text).is_some()
    }

    /// Returns a text with a mark in place of each name; none where there is no name in it.
    pub fn replaced(&self, text: &str) -> Option<String> {
        let mut kept = String::new();
        let (mut done, mut at) = (0, 0);
        while at < text.len() {
            let is_start = !ends_in_word(&text[..at]);
            let found = is_start.then(|| self.length_at(&text[at..])).flatten();
            if let Some(length) = found {
                kept.push_str(&text[done..at]);
                kept.push_str(MARK);
                at += length;
                done = at;
            } else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        (done > 0).then(|| kept + &text[done..])
    }

    /// Returns how many bytes of a text are a name that the text begins with, the longest one.
    fn length_at(&self, text: &str) -> Option<usize> {
        self.0.iter().filter_map(|name| length(name, text)).max()
    }
}

fn ends_in_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_alphanumeric)
}

/// Returns a name in lower case, with one space for any white space.
fn folded(name: &str) -> Vec<char> {
    let words: Vec<&str> = name.split_whitespace().collect();
    words
        .join(" ")
        .chars()
        .flat_map(char::to_lowercase)
        .collect()
}

fn length(name: &[char], text: &str) -> Option<usize> {
    let mut wanted = name.iter().copied().peekable();
    let mut letters = text.char_indices().peekable();
    while wanted.peek().is_some() {
        let (_, letter) = letters.next()?;
        if letter.is_whitespace() {
            if wanted.next() != Some(' ') {
                return None;
            }
            while letters.next_if(|(_, it)| it.is_whitespace()).is_some() {}
            continue;
        }
        for letter in letter.to_lowercase() {
            if wanted.next() != Some(letter) {
                return None;
            }
        }
    }
    let end = letters.peek().map_or(text.len(), |(end, _)| *end);
    let goes_on = text[end..]
        .chars()
        .next()
        .is_some_and(char::is_alphanumeric);
    (!goes_on).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_any_case_and_spacing_as_words_of_its_own() {
        let names = Names::new(["Zoë Ilves", "zoe@ilves.example", " "]);
        for (text, expected) in [
            ("As ZOË  ilves said.", Some("As [–] said.")),
            ("zoë\nilves, Zoë Ilves", Some("[–], [–]")),
            ("Write to Zoe@Ilves.Example!", Some("Write to [–]!")),
            ("Zoë Ilvesson agrees", None),
            ("McZoë Ilves", None),
            ("Zoë", None),
            ("", None),
        ] {
            assert_eq!(names.replaced(text).as_deref(), expected, "{text}");
            assert_eq!(names.are_in(text), expected.is_some());
        }
        assert!(Names::new([""]).is_empty());
    }
}
