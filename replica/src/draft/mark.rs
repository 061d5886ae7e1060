//! The three marks of a clause's text, between Automerge and our own types.

use automerge::ScalarValue;
use automerge::marks::{ExpandMark, MarkSet};
use domain::text::Run;
use serde::{Deserialize, Serialize};

/// The name of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkName {
    /// Strong emphasis (bold).
    Strong,
    /// Emphasis (italic).
    Em,
    /// A link.
    Link,
}

impl MarkName {
    /// Every mark.
    pub const ALL: [Self; 3] = [Self::Strong, Self::Em, Self::Link];

    /// Returns the name the mark has in the document.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Em => "em",
            Self::Link => "link",
        }
    }

    /// Finds a mark by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.as_str() == name)
    }

    /// Emphasis goes on when one types at its end; a link does not.
    pub(super) const fn expand(self) -> ExpandMark {
        match self {
            Self::Strong | Self::Em => ExpandMark::After,
            Self::Link => ExpandMark::None,
        }
    }
}

/// A mark to be put on a range of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Strong emphasis (bold).
    Strong,
    /// Emphasis (italic).
    Em,
    /// A link to this address.
    Link(String),
}

impl Mark {
    /// Returns the name of the mark.
    pub const fn name(&self) -> MarkName {
        match self {
            Self::Strong => MarkName::Strong,
            Self::Em => MarkName::Em,
            Self::Link(_) => MarkName::Link,
        }
    }

    pub(super) fn value(&self) -> ScalarValue {
        match self {
            Self::Strong | Self::Em => ScalarValue::Boolean(true),
            Self::Link(address) => ScalarValue::Str(address.as_str().into()),
        }
    }
}

/// The marks that a stretch of text carries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Marks {
    /// Whether it is strongly emphasised (bold).
    pub strong: bool,
    /// Whether it is emphasised (italic).
    pub em: bool,
    /// The address it links to.
    pub link: Option<String>,
}

impl Marks {
    /// Returns the marks of a run.
    pub fn of(run: &Run) -> Self {
        Self {
            strong: run.strong,
            em: run.em,
            link: run.link.clone(),
        }
    }

    /// Makes a run of these marks.
    pub fn on(&self, text: impl Into<String>) -> Run {
        Run {
            text: text.into(),
            strong: self.strong,
            em: self.em,
            link: self.link.clone(),
        }
    }

    /// Returns the mark of this name, if it is among them.
    pub fn mark(&self, name: MarkName) -> Option<Mark> {
        match name {
            MarkName::Strong => self.strong.then_some(Mark::Strong),
            MarkName::Em => self.em.then_some(Mark::Em),
            MarkName::Link => self.link.clone().map(Mark::Link),
        }
    }

    pub(super) fn read(set: &MarkSet) -> Self {
        let mut marks = Self::default();
        for (name, value) in set.iter() {
            marks.set(name, value);
        }
        marks
    }

    /// Takes what is one of ours from the document and leaves the rest; an
    /// address that no link may have is not a link.
    fn set(&mut self, name: &str, value: &ScalarValue) {
        match (MarkName::from_name(name), value) {
            (Some(MarkName::Strong), ScalarValue::Boolean(on)) => self.strong = *on,
            (Some(MarkName::Em), ScalarValue::Boolean(on)) => self.em = *on,
            (Some(MarkName::Link), ScalarValue::Str(address)) if Run::permits_link(address) => {
                self.link = Some(address.to_string());
            }
            _ => {}
        }
    }
}
