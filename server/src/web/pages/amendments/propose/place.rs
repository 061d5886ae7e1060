//! What a proposal is about: a clause on the table, a place for a new one, or an amendment.

use domain::amendments::{Settlement, WordingConflict};
use domain::id::{AmendmentId, ClauseId, InstrumentId};
use domain::instrument::{Amendment, Instrument, Revision, RevisionClause, Standing};
use domain::refusal::Refusal;
use domain::text::{RichText, Wording, WordingHash};

use super::kind::Kind;
use crate::web::page::{Crumb, Page};
use crate::web::pages::amendments::sheet;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{clause_crumbs, clause_name, gist, instrument_crumbs};
use crate::web::problem::Problem;

/// Where a form was opened, as its address says.
#[derive(Debug, Clone, Copy)]
pub(super) enum At {
    /// For a clause on the table.
    Clause(ClauseId, Kind),
    /// For a new clause.
    Anew,
    /// For an amendment to an amendment.
    Amending(AmendmentId),
    /// For another text of an amendment.
    Revising(AmendmentId),
}

/// What a proposal does beside its change.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose<'a> {
    /// It is an amendment of its own.
    New,
    /// It amends an amendment.
    Amends(&'a Amendment),
    /// It gives an amendment another text.
    Revises(&'a Amendment),
}

/// The text on the table, and what a proposal is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) instrument: &'a Instrument,
    pub(super) table: &'a Revision,
    /// The clause on the table; none for a new one.
    pub(super) clause: Option<&'a RevisionClause>,
    pub(super) kind: Kind,
    pub(super) purpose: Purpose<'a>,
}

impl<'a> Place<'a> {
    /// Finds the place in the revision on the table.
    ///
    /// # Errors
    ///
    /// * not found if nothing is tabled, or the clause or the amendment is not there;
    /// * a conflict if the amendment has ended.
    pub(super) fn find(desk: &'a Desk, id: InstrumentId, at: At) -> Result<Self, Problem> {
        let instrument = desk.instrument(id)?;
        let table = instrument.current().ok_or_else(Problem::not_found)?;
        let tabled = |id: ClauseId| table.clause(id).ok_or(Refusal::UnknownClause(id));
        let (clause, kind, purpose) = match at {
            At::Clause(clause, kind) => (Some(tabled(clause)?), kind, Purpose::New),
            At::Anew => (None, Kind::Insert, Purpose::New),
            At::Amending(amendment) => {
                let amended = open(instrument, amendment)?;
                if amended.change().wording().is_none() {
                    return Err(Refusal::NotAmendable(amendment).into());
                }
                let clause = table.clause(amended.change().clause());
                (clause, Kind::Modify, Purpose::Amends(amended))
            }
            At::Revising(amendment) => {
                let revised = open(instrument, amendment)?;
                let kind = Kind::of(revised.change());
                let clause = revised.change().clause();
                // A clause that is not there yet has no wording on the table.
                let clause = if instrument.root(revised).change().base().is_none() {
                    table.clause(clause)
                } else {
                    Some(tabled(clause)?)
                };
                (clause, kind, Purpose::Revises(revised))
            }
        };
        Ok(Self {
            instrument,
            table,
            clause,
            kind,
            purpose,
        })
    }

    /// Names what the proposal is about.
    pub(super) fn name(&self, page: &Page) -> String {
        match (self.clause, self.purpose) {
            (Some(clause), _) => clause_name(page, clause),
            (None, Purpose::Amends(it) | Purpose::Revises(it)) => page
                .t("amendment-number")
                .arg("number", it.number)
                .to_string(),
            (None, Purpose::New) => String::new(),
        }
    }

    /// Names what the form is for, as its messages do.
    pub(super) const fn form_name(&self) -> &'static str {
        match self.purpose {
            Purpose::New => self.kind.name(),
            Purpose::Amends(_) => "amending",
            Purpose::Revises(_) => "revising",
        }
    }

    /// Returns the amendment it amends or gives another text.
    pub(super) const fn amendment(&self) -> Option<&'a Amendment> {
        match self.purpose {
            Purpose::New => None,
            Purpose::Amends(it) | Purpose::Revises(it) => Some(it),
        }
    }

    /// Returns the clause that would change.
    pub(super) fn clause_id(&self) -> Option<ClauseId> {
        let amended = self.amendment().map(|it| it.change().clause());
        amended.or_else(|| self.clause.map(|it| it.id))
    }

    /// Returns where to go back to.
    pub(super) fn href(&self) -> String {
        let instrument = format!("/instruments/{}", self.instrument.id);
        match (self.amendment(), self.clause) {
            (Some(it), _) => format!("{instrument}/amendments/{}", it.id),
            (None, Some(clause)) => format!("{instrument}/clauses/{}", clause.id),
            (None, None) => instrument,
        }
    }

    /// Returns the address of the form.
    pub(super) fn action(&self) -> String {
        let href = self.href();
        match (self.purpose, self.kind) {
            (Purpose::Revises(_), _) => format!("{href}/revise"),
            (Purpose::New, Kind::Insert) => format!("{href}/amend/insert"),
            (Purpose::Amends(_), _) | (Purpose::New, Kind::Modify) => format!("{href}/amend"),
            (Purpose::New, kind) => format!("{href}/amend/{}", kind.name()),
        }
    }

    /// Returns the way to what the proposal is about.
    pub(super) fn crumbs(&self, page: &Page) -> Vec<Crumb> {
        match (self.amendment(), self.clause) {
            (Some(it), _) => {
                let mut crumbs = sheet::crumbs(page, self.instrument);
                let name = page.t("amendment-number").arg("number", it.number);
                crumbs.push(Crumb::new(self.href(), name));
                crumbs
            }
            (None, Some(clause)) => clause_crumbs(page, self.instrument, clause),
            (None, None) => instrument_crumbs(page, self.instrument),
        }
    }

    /// Returns the wording that the proposal is written against.
    pub(super) fn base(&self) -> Option<&'a Wording> {
        match self.purpose {
            Purpose::Amends(it) => it.change().wording(),
            Purpose::Revises(it) => match self.amended_by(it) {
                Some(amended) => amended.change().wording(),
                None => self.tabled(),
            },
            Purpose::New => self.tabled(),
        }
    }

    /// Returns the hash of that wording.
    pub(super) fn base_hash(&self) -> Option<WordingHash> {
        match self.purpose {
            Purpose::Amends(it) => it.change().result(),
            Purpose::Revises(it) => match self.amended_by(it) {
                Some(amended) => amended.change().result(),
                None => self.clause.map(|clause| clause.hash),
            },
            Purpose::New => self.clause.map(|clause| clause.hash),
        }
    }

    /// Returns the wording that the form starts with, conflicts settled as the sponsor wants.
    pub(super) fn start(&self, settlement: &Settlement) -> Option<Wording> {
        let Purpose::Revises(it) = self.purpose else {
            return self.base().cloned();
        };
        match self.standing()? {
            Standing::Carried(wording) => Some(wording),
            Standing::Conflict(_) => {
                let written_for = self.instrument.base_wording(self.instrument.root(it))?;
                let now = self.tabled()?;
                Some(settlement.of(written_for, it.change().wording()?, now))
            }
            Standing::AsWritten | Standing::Subsumed | Standing::Gone | Standing::Erased => {
                it.change().wording().cloned()
            }
        }
    }

    /// Returns where an amendment that gets another text touches what changed since.
    pub(super) fn conflict(&self) -> Option<WordingConflict> {
        match self.standing()? {
            Standing::Conflict(conflict) => Some(conflict),
            _ => None,
        }
    }

    fn standing(&self) -> Option<Standing> {
        match self.purpose {
            Purpose::Revises(it) => Some(self.instrument.standing(it, self.tabled())),
            Purpose::New | Purpose::Amends(_) => None,
        }
    }

    fn amended_by(&self, amendment: &Amendment) -> Option<&'a Amendment> {
        self.instrument.amendment(amendment.amends?)
    }

    fn tabled(&self) -> Option<&'a Wording> {
        self.clause.and_then(|clause| clause.wording())
    }

    /// Returns the text as it is typed, in runs of JSON, for the script that draws the redline.
    pub(super) fn base_runs(&self) -> String {
        let text = self.base().map(|wording| &wording.text);
        let runs = serde_json::to_string(text.unwrap_or(&RichText::default()));
        runs.unwrap_or_default().replace('<', "\\u003c")
    }

    /// Lists where a clause can go: first of all, after each clause, and first inside each, but not
    /// beside or inside itself.
    pub(super) fn places(&self, page: &Page) -> Vec<(String, String)> {
        let mut places = vec![(place_value(None, None), page.t("place-first").to_string())];
        let moved = self.clause.map(|clause| clause.id);
        let nested = |id: &ClauseId| self.table.clause(*id).and_then(|it| it.parent);
        let is_within = |clause: &RevisionClause| {
            let mut above = std::iter::successors(Some(clause.id), nested);
            moved.is_some() && above.any(|id| Some(id) == moved)
        };
        for clause in self.table.clauses.iter().filter(|it| !is_within(it)) {
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
}

fn open(instrument: &Instrument, id: AmendmentId) -> Result<&Amendment, Problem> {
    let amendment = instrument.amendment(id).ok_or_else(Problem::not_found)?;
    if amendment.is_open() {
        Ok(amendment)
    } else {
        Err(Refusal::AmendmentEnded(id).into())
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
