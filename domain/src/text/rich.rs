//! Text with the three marks a clause may carry.

use serde::{Deserialize, Serialize};

/// A run of characters that carry the same marks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Run {
    /// The characters, as typed.
    pub text: String,
    /// Whether they are strongly emphasised (bold).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strong: bool,
    /// Whether they are emphasised (italic).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub em: bool,
    /// The address they link to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl Run {
    fn has_marks_of(&self, other: &Self) -> bool {
        self.strong == other.strong && self.em == other.em && self.link == other.link
    }
}

/// The text of a clause: runs of marked characters, no two neighbours alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Run>", into = "Vec<Run>")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = Vec<Run>))]
pub struct RichText(Vec<Run>);

impl RichText {
    /// Makes a text without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::from(vec![Run {
            text: text.into(),
            ..Run::default()
        }])
    }

    /// Returns the runs in order.
    pub fn runs(&self) -> &[Run] {
        &self.0
    }

    /// Appends a run, joining it to the last one where their marks are equal.
    pub fn push(&mut self, run: Run) {
        if run.text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.has_marks_of(&run) => last.text.push_str(&run.text),
            _ => self.0.push(run),
        }
    }

    /// Returns the characters without their marks.
    pub fn to_plain(&self) -> String {
        self.0.iter().map(|run| run.text.as_str()).collect()
    }

    /// Returns the part between two bytes of the plain text, with its marks.
    ///
    /// # Panics
    ///
    /// Panics if the range does not begin and end between characters of the text.
    #[must_use]
    pub fn slice(&self, range: std::ops::Range<usize>) -> Self {
        let mut part = Self::default();
        let mut start = 0;
        for run in &self.0 {
            let end = start + run.text.len();
            let (from, upto) = (range.start.max(start), range.end.min(end));
            if from < upto {
                part.push(Run {
                    text: run.text[from - start..upto - start].to_owned(),
                    ..run.clone()
                });
            }
            start = end;
        }
        part
    }

    /// Reports whether there is no character.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the length in bytes of UTF-8.
    pub fn len_bytes(&self) -> usize {
        self.0.iter().map(|run| run.text.len()).sum()
    }
}

impl From<Vec<Run>> for RichText {
    fn from(runs: Vec<Run>) -> Self {
        let mut text = Self::default();
        for run in runs {
            text.push(run);
        }
        text
    }
}

impl From<RichText> for Vec<Run> {
    fn from(text: RichText) -> Self {
        text.0
    }
}

impl Run {
    /// Reports whether an address may stand in a link: `https:`, `http:` or
    /// `mailto:`, at most 2,048 bytes, no white space, control character or quote.
    ///
    /// Everything else, `javascript:` above all, is refused wherever a link enters.
    pub fn permits_link(address: &str) -> bool {
        let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
        let known = ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| lower.starts_with(scheme));
        known
            && address.len() <= 2_048
            && !address
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || "<>\"".contains(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_with_equal_marks_become_one() {
        let run = |text: &str, strong| Run {
            text: text.into(),
            strong,
            ..Run::default()
        };
        let text = RichText::from(vec![
            run("a", true),
            run("", false),
            run("b", true),
            run("c", false),
        ]);
        assert_eq!(text.runs(), [run("ab", true), run("c", false)]);
        assert_eq!(text.to_plain(), "abc");
    }

    #[test]
    fn only_web_and_mail_addresses_are_links() {
        for good in [
            "https://example.org/a?b=c#d",
            "mailto:a@b.example",
            "HTTP://example.org",
        ] {
            assert!(Run::permits_link(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            " https://a",
            "data:text/html,x",
            "//a.example",
            "https://a\"b",
        ] {
            assert!(!Run::permits_link(bad), "{bad}");
        }
    }
}
