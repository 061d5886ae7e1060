//! Positions of the reader's organisation that a new wording left behind.

use domain::id::ClauseId;
use domain::instrument::{Instrument, Position};
use domain::permission::Operation;

use super::View;
use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::pages::change::Change;
use crate::web::pages::status::tone;
use crate::web::pages::text::{clause_name, gist};

/// How many redlines of a text are open.
const OPEN: usize = 5;

/// The positions on one text that are on earlier wordings.
#[derive(Debug)]
pub(super) struct StaleIn {
    pub(super) title: String,
    pub(super) count: usize,
    pub(super) shown: Vec<Stale>,
    pub(super) folded: Vec<Stale>,
}

/// A position on an earlier wording.
#[derive(Debug)]
pub(super) struct Stale {
    pub(super) link: Link,
    pub(super) kind: &'static str,
    pub(super) tone: &'static str,
    /// What changed since.
    pub(super) since: Option<Change>,
}

/// The way to take a position on a clause.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) gist: String,
    /// The `lang` and `dir` of the gist.
    pub(super) attributes: Markup,
}

impl View<'_> {
    /// Lists the positions that are on earlier wordings; nothing where none is.
    pub(super) fn stale(&self) -> Option<StaleIn> {
        let own = self.desk.organisation();
        let own =
            own.filter(|_| (self.desk).may_for_members(Operation::TakePosition, self.instrument))?;
        let left_behind = self.instrument.stale_positions(own.id).into_iter();
        let mut shown: Vec<_> = left_behind
            .filter_map(|(clause, held)| stale(self.page, self.instrument, clause, held))
            .collect();
        let folded = shown.split_off(shown.len().min(OPEN));
        (!shown.is_empty()).then(|| StaleIn {
            title: self.title(),
            count: shown.len() + folded.len(),
            shown,
            folded,
        })
    }
}

/// Leads to the position on a clause of the present text.
pub(super) fn link(page: &Page, instrument: &Instrument, id: ClauseId) -> Option<Link> {
    let table = instrument.current()?;
    let clause = table.clause(id)?;
    Some(Link {
        href: format!("/instruments/{}/clauses/{id}/position", instrument.id),
        name: clause_name(page, clause),
        gist: gist(clause),
        attributes: page.text_in(table.language_of(clause)),
    })
}

fn stale(page: &Page, instrument: &Instrument, clause: ClauseId, held: &Position) -> Option<Stale> {
    Some(Stale {
        link: link(page, instrument, clause)?,
        kind: held.kind.as_str(),
        tone: tone(held.kind),
        since: Change::since(page, instrument, clause, held.text_hash),
    })
}
