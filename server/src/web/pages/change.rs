//! What changed between two wordings of a clause, drawn as a redline.

use domain::id::ClauseId;
use domain::instrument::Instrument;
use domain::text::{LanguageTag, Wording, WordingHash};

use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::redline::{between, between_plain};

/// A redline of one clause.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    /// The heading, where there is one on either side.
    pub(crate) heading: Option<Markup>,
    /// The text.
    pub(crate) body: Markup,
    /// What the clause was and becomes, where that changes.
    pub(crate) kinds: Option<(&'static str, &'static str)>,
    /// The `lang` and `dir` of the text.
    pub(crate) attributes: Markup,
}

impl Change {
    /// Draws what turns one wording into another.
    pub(crate) fn between(
        page: &Page,
        base: &Wording,
        target: &Wording,
        language: &LanguageTag,
    ) -> Self {
        let has_heading = !(base.heading.is_empty() && target.heading.is_empty());
        Self {
            heading: has_heading.then(|| between_plain(page, &base.heading, &target.heading)),
            body: between(page, &base.text, &target.text),
            kinds: (base.kind != target.kind).then(|| (base.kind.as_str(), target.kind.as_str())),
            attributes: page.text_in(language),
        }
    }

    /// Draws what turns one wording into another, either of which may be absent.
    pub(crate) fn of(
        page: &Page,
        base: Option<&Wording>,
        target: Option<&Wording>,
        language: &LanguageTag,
    ) -> Self {
        match (base, target) {
            (Some(base), Some(target)) => Self::between(page, base, target, language),
            (None, Some(target)) => Self::appearing(page, target, language),
            (Some(base), None) => Self::vanishing(page, base, language),
            (None, None) => Self::between(page, &Wording::default(), &Wording::default(), language),
        }
    }

    /// Draws a wording that appears.
    pub(crate) fn appearing(page: &Page, wording: &Wording, language: &LanguageTag) -> Self {
        let nothing = Wording {
            kind: wording.kind,
            ..Wording::default()
        };
        Self::between(page, &nothing, wording, language)
    }

    /// Draws a wording that goes.
    pub(crate) fn vanishing(page: &Page, wording: &Wording, language: &LanguageTag) -> Self {
        let nothing = Wording {
            kind: wording.kind,
            ..Wording::default()
        };
        Self::between(page, wording, &nothing, language)
    }

    /// Reports whether there is a text beside the heading.
    pub(crate) fn has_body(&self) -> bool {
        !self.body.as_str().is_empty()
    }

    /// Draws what changed from an earlier wording of a clause to the one on the table; nothing
    /// where either was erased.
    pub(crate) fn since(
        page: &Page,
        instrument: &Instrument,
        clause: ClauseId,
        earlier: WordingHash,
    ) -> Option<Self> {
        let table = instrument.current()?;
        let now = table.clause(clause)?;
        let before = instrument.clause_worded(clause, earlier)?.wording()?;
        Some(Self::between(
            page,
            before,
            now.wording()?,
            table.language_of(now),
        ))
    }
}
