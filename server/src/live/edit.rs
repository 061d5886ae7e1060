//! Edits made by the server for someone: without script, over the API, in the
//! demonstration.

use domain::id::ClauseId;
use domain::instrument::Instrument;
use domain::refusal::Refusal;
use domain::text::{
    ClauseKind, LanguageTag, Outline, OutlineClause, RichText, Wording, WordingHash,
};
use replica::{Draft, DraftError, Field};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One edit of a working draft.
///
/// Where an edit names a `base`, it is refused if the clause no longer has the
/// wording of this hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "edit", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClauseEdit {
    /// Changes the title of the whole.
    Title {
        /// The new title.
        title: String,
    },
    /// Adds a clause.
    Add {
        /// The clause it is nested in; at the top level where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<ClauseId>,
        /// The sibling it follows; first among its siblings where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ClauseId>,
        /// Its kind, heading and text.
        wording: Wording,
        /// The explanation that accompanies it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        commentary: String,
        /// Its language, where that is not the language of the whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<LanguageTag>,
    },
    /// Gives a clause another kind, heading and text.
    Reword {
        /// The clause.
        clause: ClauseId,
        /// The wording it had when it was read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base: Option<WordingHash>,
        /// The wording it gets.
        wording: Wording,
    },
    /// Gives a clause another text.
    Text {
        /// The clause.
        clause: ClauseId,
        /// The wording it had when it was read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base: Option<WordingHash>,
        /// The text it gets.
        text: RichText,
    },
    /// Gives a clause another heading.
    Heading {
        /// The clause.
        clause: ClauseId,
        /// The heading; empty for none.
        heading: String,
    },
    /// Makes a clause one of another kind.
    Kind {
        /// The clause.
        clause: ClauseId,
        /// The kind.
        kind: ClauseKind,
    },
    /// Names the language of a clause.
    Language {
        /// The clause.
        clause: ClauseId,
        /// The language; absent where it is that of the whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<LanguageTag>,
    },
    /// Changes the explanation that accompanies a clause.
    Commentary {
        /// The clause.
        clause: ClauseId,
        /// The explanation; empty for none.
        commentary: String,
    },
    /// Moves a clause, with all that is nested in it.
    Move {
        /// The clause.
        clause: ClauseId,
        /// The clause it comes to be nested in; the top level where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<ClauseId>,
        /// The sibling it comes to follow; first among its siblings where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ClauseId>,
    },
    /// Removes a clause; it can be restored.
    Remove {
        /// The clause.
        clause: ClauseId,
    },
    /// Restores a removed clause.
    Restore {
        /// The clause.
        clause: ClauseId,
    },
}

/// Why an edit is not made: the rules, or the draft.
#[derive(Debug)]
pub(super) enum EditError {
    Refused(Refusal),
    Draft(DraftError),
}

impl From<Refusal> for EditError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DraftError> for EditError {
    fn from(error: DraftError) -> Self {
        Self::Draft(error)
    }
}

impl ClauseEdit {
    /// Makes the edit; `fresh` names the clause that it may add.
    pub(super) fn make(&self, draft: &mut Draft, fresh: ClauseId) -> Result<(), EditError> {
        self.check(draft)?;
        match self {
            Self::Title { title } => draft.retitle(title)?,
            Self::Add { parent, after, .. } => {
                let clause = self.added(fresh).ok_or(Refusal::NothingChanged)?;
                check_count(draft.clauses().len() + 1)?;
                add(draft, *after, *parent, &clause)?;
            }
            Self::Reword {
                clause, wording, ..
            } => draft.reword(*clause, wording)?,
            Self::Text { clause, text, .. } => draft.rewrite_body(*clause, text)?,
            Self::Heading { clause, heading } => draft.rewrite(*clause, Field::Heading, heading)?,
            Self::Kind { clause, kind } => draft.set_kind(*clause, *kind)?,
            Self::Language { clause, language } => {
                draft.set_language(*clause, language.as_ref())?;
            }
            Self::Commentary { clause, commentary } => {
                draft.rewrite(*clause, Field::Commentary, commentary)?;
            }
            Self::Move {
                clause,
                parent,
                after,
            } => draft.move_clause(*clause, *parent, *after)?,
            Self::Remove { clause } => draft.remove_clause(*clause)?,
            Self::Restore { clause } => draft.restore_clause(*clause)?,
        }
        Ok(())
    }

    /// Reports whether the edit adds a clause.
    pub(super) const fn adds(&self) -> bool {
        matches!(self, Self::Add { .. })
    }

    fn added(&self, id: ClauseId) -> Option<OutlineClause> {
        let Self::Add {
            parent,
            wording,
            commentary,
            language,
            ..
        } = self
        else {
            return None;
        };
        Some(OutlineClause {
            id,
            parent: *parent,
            wording: wording.clone(),
            commentary: commentary.clone(),
            language: language.clone(),
        })
    }

    /// Checks that the clauses named are there, as they were read, and that no text is too long.
    fn check(&self, draft: &Draft) -> Result<(), Refusal> {
        match self {
            Self::Title { title: text }
            | Self::Heading { heading: text, .. }
            | Self::Commentary {
                commentary: text, ..
            } => check_length(text)?,
            Self::Text { text, .. } => check_length(&text.to_plain())?,
            Self::Reword { wording, .. } => check_wording(wording)?,
            Self::Add {
                parent,
                wording,
                commentary,
                ..
            } => {
                check_wording(wording)?;
                check_length(commentary)?;
                check_living(draft, *parent)?;
            }
            Self::Move { parent, .. } => check_living(draft, *parent)?,
            Self::Kind { .. }
            | Self::Language { .. }
            | Self::Remove { .. }
            | Self::Restore { .. } => {}
        }
        if !matches!(self, Self::Restore { .. }) {
            check_living(draft, self.clause())?;
        }
        self.check_base(draft)
    }

    const fn clause(&self) -> Option<ClauseId> {
        match self {
            Self::Title { .. } | Self::Add { .. } => None,
            Self::Reword { clause, .. }
            | Self::Text { clause, .. }
            | Self::Heading { clause, .. }
            | Self::Kind { clause, .. }
            | Self::Language { clause, .. }
            | Self::Commentary { clause, .. }
            | Self::Move { clause, .. }
            | Self::Remove { clause }
            | Self::Restore { clause } => Some(*clause),
        }
    }

    fn check_base(&self, draft: &Draft) -> Result<(), Refusal> {
        let (Self::Reword {
            clause,
            base: Some(base),
            ..
        }
        | Self::Text {
            clause,
            base: Some(base),
            ..
        }) = self
        else {
            return Ok(());
        };
        let found = draft
            .clause(*clause)
            .ok_or(Refusal::UnknownClause(*clause))?;
        if found.wording.hash()? == *base {
            Ok(())
        } else {
            Err(Refusal::TextChanged)
        }
    }
}

/// Adds a whole clause after `after` in `parent`.
pub(super) fn add(
    draft: &mut Draft,
    after: Option<ClauseId>,
    parent: Option<ClauseId>,
    clause: &OutlineClause,
) -> Result<(), DraftError> {
    let wording = &clause.wording;
    draft.add_clause(clause.id, after, parent, wording.kind)?;
    draft.splice(clause.id, Field::Heading, 0, 0, &wording.heading)?;
    draft.splice_marked(clause.id, 0, 0, &wording.text)?;
    draft.splice(clause.id, Field::Commentary, 0, 0, &clause.commentary)?;
    if clause.language.is_some() {
        draft.set_language(clause.id, clause.language.as_ref())?;
    }
    Ok(())
}

/// Refuses more clauses than a text may have.
pub(super) const fn check_count(found: usize) -> Result<(), Refusal> {
    let most = Outline::MAX_CLAUSES;
    if found > most {
        Err(Refusal::TooManyClauses { found, most })
    } else {
        Ok(())
    }
}

/// Refuses a wording whose heading or text is too long.
pub(super) fn check_wording(wording: &Wording) -> Result<(), Refusal> {
    check_length(&wording.heading)?;
    check_length(&wording.text.to_plain())
}

/// Refuses a text that is too long.
pub(super) fn check_length(text: &str) -> Result<(), Refusal> {
    let (found, most) = (text.chars().count(), Instrument::MAX_CLAUSE_CHARS);
    if found > most {
        Err(Refusal::ClauseTooLong { found, most })
    } else {
        Ok(())
    }
}

fn check_living(draft: &Draft, clause: Option<ClauseId>) -> Result<(), Refusal> {
    match clause {
        Some(clause) if !draft.is_living(clause) => Err(Refusal::UnknownClause(clause)),
        Some(_) | None => Ok(()),
    }
}
