//! Where a proposal applies: a clause on the table, or a place for a new one.

use domain::api::ChangeProposed;
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::{Instrument, Revision, RevisionClause};
use domain::text::{RichText, Wording};

use crate::web::page::Page;
use crate::web::pages::change::Change;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{clause_name, gist};
use crate::web::problem::Problem;

/// The text on the table, and the clause a proposal is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) instrument: &'a Instrument,
    pub(super) table: &'a Revision,
    /// The clause to modify or delete; none for a new one.
    pub(super) clause: Option<&'a RevisionClause>,
}

impl<'a> Place<'a> {
    /// Finds the place in the revision on the table.
    ///
    /// # Errors
    ///
    /// * not found if nothing is tabled, or the clause is not on the table.
    pub(super) fn find(
        desk: &'a Desk,
        id: InstrumentId,
        clause: Option<ClauseId>,
    ) -> Result<Self, Problem> {
        let instrument = desk.instrument(id)?;
        let table = instrument.current().ok_or_else(Problem::not_found)?;
        let clause = clause
            .map(|id| table.clause(id).ok_or_else(Problem::not_found))
            .transpose()?;
        Ok(Self {
            instrument,
            table,
            clause,
        })
    }

    /// Names what the proposal is about.
    pub(super) fn name(&self, page: &Page) -> String {
        self.clause
            .map_or_else(String::new, |clause| clause_name(page, clause))
    }

    /// Returns where to go back to.
    pub(super) fn href(&self) -> String {
        let instrument = format!("/instruments/{}", self.instrument.id);
        self.clause.map_or(instrument.clone(), |clause| {
            format!("{instrument}/clauses/{}", clause.id)
        })
    }

    /// Returns the wording on the table.
    pub(super) fn wording(&self) -> Option<&'a Wording> {
        self.clause.and_then(|clause| clause.wording())
    }

    /// Returns the text as it is typed, in runs of JSON, for the script that draws the redline.
    pub(super) fn base(&self) -> String {
        let text = self.wording().map(|wording| &wording.text);
        let runs = serde_json::to_string(&text.unwrap_or(&RichText::default()));
        runs.unwrap_or_default().replace('<', "\\u003c")
    }

    /// Lists where a new clause can go: first of all, after each clause, and first inside each.
    pub(super) fn places(&self, page: &Page) -> Vec<(String, String)> {
        let mut places = vec![(place_value(None, None), page.t("place-first").to_string())];
        for clause in &self.table.clauses {
            let name = |key: &str| {
                page.t(key)
                    .arg("clause", clause_name(page, clause))
                    .arg("gist", gist(clause))
                    .to_string()
            };
            places.push((
                place_value(clause.parent, Some(clause.id)),
                name("place-after"),
            ));
            places.push((place_value(Some(clause.id), None), name("place-inside")));
        }
        places
    }

    /// Draws what a proposal changes.
    pub(super) fn redline(&self, page: &Page, change: &ChangeProposed) -> Option<Change> {
        let language = match self.clause {
            Some(clause) => self.table.language_of(clause),
            None => &self.table.language,
        };
        match change {
            ChangeProposed::Modify { wording, .. }
            | ChangeProposed::Alternative { wording, .. } => {
                Some(Change::between(page, self.wording()?, wording, language))
            }
            ChangeProposed::Insert { wording, .. } => {
                Some(Change::appearing(page, wording, language))
            }
            ChangeProposed::Delete { .. } => {
                Some(Change::vanishing(page, self.wording()?, language))
            }
            ChangeProposed::Move { .. } | ChangeProposed::EditorialHint { .. } => None,
        }
    }
}

/// Writes a place as the value of a choice: the parent and the sibling before, or dashes.
pub(super) fn place_value(parent: Option<ClauseId>, after: Option<ClauseId>) -> String {
    let written = |id: Option<ClauseId>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
    format!("{} {}", written(parent), written(after))
}

/// Reads a place from the value of a choice.
pub(super) fn read_place(value: &str) -> Option<(Option<ClauseId>, Option<ClauseId>)> {
    let read = |text: &str| match text {
        "-" => Some(None),
        id => id.parse().ok().map(Some),
    };
    let (parent, after) = value.split_once(' ')?;
    Some((read(parent)?, read(after)?))
}
