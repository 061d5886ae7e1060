//! What an amendment would change, drawn: as a redline, as two texts side by side, or in words.

use domain::api::ChangeProposed;
use domain::id::ClauseId;
use domain::instrument::{Amendment, AmendmentChange, AmendmentText, Instrument, Revision};
use domain::text::{LanguageTag, Wording};

use super::entry::place_of;
use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::pages::change::Change;
use crate::web::pages::text::{Text, clause_name, gist, language_of};

/// A change, drawn in the one way that fits its kind; in no way where words were erased.
#[derive(Debug, Clone, Default)]
pub(crate) struct Drawing {
    /// What goes and what comes, word by word.
    pub(crate) redline: Option<Change>,
    /// The present text and the one that would replace it as a whole.
    pub(crate) sides: Option<(Text, Text)>,
    /// What happens, in words, and their `lang` and `dir`.
    pub(crate) words: Option<(String, Markup)>,
}

impl Drawing {
    /// Draws what a tabled text of an amendment would change.
    pub(crate) fn of(
        page: &Page,
        instrument: &Instrument,
        amendment: &Amendment,
        text: &AmendmentText,
    ) -> Self {
        let change = &text.change;
        let language = language_of(instrument, place_of(instrument, change));
        let base = instrument.base_of_text(amendment, text);
        let drawn = match change {
            AmendmentChange::Insert { wording, .. } => {
                (wording.as_deref()).map(|wording| Self::appearing(page, wording, &language))
            }
            AmendmentChange::Modify { wording, .. } => (base.zip(wording.as_deref()))
                .map(|(base, wording)| Self::reworded(page, base, wording, &language)),
            AmendmentChange::Alternative { wording, .. } => (base.zip(wording.as_deref()))
                .map(|(base, wording)| Self::sides(page, base, wording, &language)),
            AmendmentChange::Delete { .. } => {
                base.map(|base| Self::vanishing(page, base, &language))
            }
            AmendmentChange::Move {
                clause,
                parent,
                after,
                ..
            } => (instrument.revision(text.revision))
                .map(|revision| Self::moved(page, revision, *clause, (*parent, *after))),
            AmendmentChange::EditorialHint { instruction, .. } => Some(Self {
                words: Some((
                    instruction.or_mark().to_owned(),
                    Markup::trusted(r#"dir="auto""#.to_owned()),
                )),
                ..Self::default()
            }),
        };
        drawn.unwrap_or_default()
    }

    /// Draws what is proposed against the wording it starts from.
    pub(crate) fn proposed(
        page: &Page,
        table: &Revision,
        base: Option<&Wording>,
        change: &ChangeProposed,
    ) -> Self {
        let language = (change.clause())
            .and_then(|id| table.clause(id))
            .map_or(&table.language, |clause| table.language_of(clause));
        let drawn = match change {
            ChangeProposed::Insert { wording, .. } => {
                Some(Self::redline(Change::appearing(page, wording, language)))
            }
            ChangeProposed::Modify { wording, .. } => {
                base.map(|base| Self::reworded(page, base, wording, language))
            }
            ChangeProposed::Alternative { wording, .. } => {
                base.map(|base| Self::sides(page, base, wording, language))
            }
            ChangeProposed::Delete { .. } => base.map(|base| Self::vanishing(page, base, language)),
            ChangeProposed::Move {
                clause,
                parent,
                after,
                ..
            } => Some(Self::moved(page, table, *clause, (*parent, *after))),
            ChangeProposed::EditorialHint { instruction, .. } => Some(Self {
                words: Some((
                    instruction.to_string(),
                    Markup::trusted(r#"dir="auto""#.to_owned()),
                )),
                ..Self::default()
            }),
        };
        drawn.unwrap_or_default()
    }

    /// Draws a wording that appears.
    pub(crate) fn appearing(page: &Page, wording: &Wording, language: &LanguageTag) -> Self {
        Self::redline(Change::appearing(page, wording, language))
    }

    /// Draws a wording that goes.
    pub(crate) fn vanishing(page: &Page, wording: &Wording, language: &LanguageTag) -> Self {
        Self::redline(Change::vanishing(page, wording, language))
    }

    /// Says a change in words of the interface.
    pub(crate) fn in_words(words: String) -> Self {
        Self {
            words: Some((words, Markup::default())),
            ..Self::default()
        }
    }

    /// Draws one wording becoming another.
    pub(crate) fn reworded(
        page: &Page,
        base: &Wording,
        wording: &Wording,
        language: &LanguageTag,
    ) -> Self {
        Self::redline(Change::between(page, base, wording, language))
    }

    /// Reports whether the words it would show were erased.
    pub(crate) const fn is_erased(&self) -> bool {
        self.redline.is_none() && self.sides.is_none() && self.words.is_none()
    }

    fn redline(change: Change) -> Self {
        Self {
            redline: Some(change),
            ..Self::default()
        }
    }

    fn sides(page: &Page, base: &Wording, wording: &Wording, language: &LanguageTag) -> Self {
        let sides = (
            Text::worded(page, base, language),
            Text::worded(page, wording, language),
        );
        Self {
            sides: Some(sides),
            ..Self::default()
        }
    }

    fn moved(
        page: &Page,
        revision: &Revision,
        clause: ClauseId,
        to: (Option<ClauseId>, Option<ClauseId>),
    ) -> Self {
        let from = revision.place(clause).unwrap_or_default();
        let words = (page.t("amendment-moves"))
            .arg("from", place_words(page, revision, from))
            .arg("to", place_words(page, revision, to))
            .to_string();
        Self::in_words(words)
    }
}

/// Says a place in words: at the beginning, after a clause, or first inside one.
pub(crate) fn place_words(
    page: &Page,
    revision: &Revision,
    (parent, after): (Option<ClauseId>, Option<ClauseId>),
) -> String {
    let beside = |key: &str, clause: Option<ClauseId>| {
        let clause = revision.clause(clause?)?;
        let words = page.t(key).arg("clause", clause_name(page, clause));
        Some(words.arg("gist", gist(clause)).to_string())
    };
    beside("place-after", after)
        .or_else(|| beside("place-inside", parent))
        .unwrap_or_else(|| page.t("place-first").to_string())
}
