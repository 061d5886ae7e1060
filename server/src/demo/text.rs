//! The texts of the demonstration: Markdown read by the import.

use domain::id::ClauseId;
use domain::text::{Outline, RichText};
use serde::Deserialize;
use uuid::Uuid;

use crate::exchange::import::{Format, ImportError, import};

/// A text as it is first brought to the working group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    /// The file it comes from, as the record names it.
    pub(super) file: &'static str,
    text: &'static str,
}

/// The text that is negotiated.
pub(super) const PRINCIPLES: Source = Source {
    file: "principles.md",
    text: include_str!("../../demo/principles.md"),
};

/// The text that is adopted.
pub(super) const ACCREDITATION: Source = Source {
    file: "accreditation.md",
    text: include_str!("../../demo/accreditation.md"),
};

/// Names a clause in the script: the number in the identifiers of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub(super) struct ClauseKey(u64);

impl ClauseKey {
    fn from_carried(id: ClauseId) -> Option<Self> {
        let digits = id.as_uuid().simple().to_string();
        digits.parse().ok().map(Self)
    }
}

impl Source {
    /// Reads the text; `fresh` names its clauses. Returns the names by key.
    ///
    /// # Errors
    ///
    /// * [`ImportError`] if the file cannot be imported.
    pub(super) fn read(
        self,
        mut fresh: impl FnMut() -> Uuid,
    ) -> Result<(Outline, Vec<(ClauseKey, ClauseId)>), ImportError> {
        let mut names = Vec::new();
        let imported = import(self.text.as_bytes(), Format::Markdown, |carried| {
            let id = ClauseId::from_uuid(fresh());
            names.extend(
                carried
                    .and_then(ClauseKey::from_carried)
                    .map(|key| (key, id)),
            );
            id
        })?;
        Ok((imported.outline, names))
    }
}

/// Reads the text of one clause.
///
/// # Errors
///
/// * [`ImportError`] if it cannot be imported.
pub(super) fn rich(markdown: &str) -> Result<RichText, ImportError> {
    let imported = import(markdown.as_bytes(), Format::Markdown, |_| {
        ClauseId::from_uuid(Uuid::nil())
    })?;
    let clauses = imported.outline.clauses.into_iter();
    Ok(clauses
        .map(|clause| clause.wording.text)
        .next()
        .unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use domain::text::ClauseKind;

    use super::*;

    fn read() -> (Outline, Vec<(ClauseKey, ClauseId)>) {
        let mut next = 0;
        PRINCIPLES
            .read(|| {
                next += 1;
                Uuid::from_u128(next)
            })
            .unwrap()
    }

    #[test]
    fn the_text_is_long_enough_and_has_every_kind_of_clause() {
        let (outline, names) = read();
        assert!(outline.clauses.len() >= 40);
        assert_eq!(names.len(), outline.clauses.len());
        for kind in ClauseKind::ALL {
            assert!(
                outline.clauses.iter().any(|c| c.wording.kind == kind),
                "{kind:?}"
            );
        }
        assert!(outline.clauses.iter().any(|c| !c.commentary.is_empty()));
        assert!(
            outline
                .clauses
                .iter()
                .any(|c| c.parent.is_some_and(|parent| {
                    outline
                        .clauses
                        .iter()
                        .any(|c| c.id == parent && c.parent.is_some())
                }))
        );
    }

    #[test]
    fn every_wording_has_a_normal_form_and_says_something() {
        for clause in read().0.clauses {
            assert!(clause.wording.hash().is_ok());
            let is_empty = clause.wording.text.is_empty() && clause.wording.heading.is_empty();
            assert!(!is_empty, "{}", clause.id);
        }
    }

    #[test]
    fn one_clause_is_in_arabic_and_one_in_french() {
        let (outline, _) = read();
        for tag in ["ar", "fr"] {
            let in_language = |c: &&domain::text::OutlineClause| {
                c.language
                    .as_ref()
                    .is_some_and(|language| language.as_str() == tag)
            };
            assert_eq!(
                outline.clauses.iter().filter(in_language).count(),
                1,
                "{tag}"
            );
        }
    }
}
