//! The whole text on the table with all open amendments in brackets.

use std::collections::BTreeMap;

use super::change::AmendmentChange;
use super::comparing::Standing;
use super::{Amendment, Instrument, Revision, RevisionClause};
use crate::amendments::{Alternative, RollingPart};
use crate::id::{AmendmentId, ClauseId, OrganisationId};
use crate::text::Wording;

/// A clause with all open amendments to it in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollingClause {
    /// The clause.
    pub id: ClauseId,
    /// Whether it is not on the table, and amendments would insert it.
    pub is_proposed: bool,
    /// The open amendments to it, by number.
    pub amendments: Vec<AmendmentId>,
    /// The heading, with those in brackets that reword it.
    pub heading: Vec<RollingPart<OrganisationId>>,
    /// The text, with those in brackets that reword it.
    pub text: Vec<RollingPart<OrganisationId>>,
    /// The amendments that no bracket shows, by number: they delete, move or replace the clause,
    /// instruct the drafters, or no longer fit the wording.
    pub others: Vec<AmendmentId>,
}

impl RollingClause {
    /// Reports whether an open amendment would change it.
    pub fn is_bracketed(&self) -> bool {
        !self.amendments.is_empty()
    }

    /// Returns a clause to which there is no open amendment.
    fn clean(clause: &RevisionClause) -> Self {
        let part = |text: String| {
            let parts = (!text.is_empty()).then_some(RollingPart::Text(text));
            parts.into_iter().collect()
        };
        let wording = clause.wording().cloned().unwrap_or_default();
        Self {
            id: clause.id,
            is_proposed: false,
            amendments: Vec::new(),
            heading: part(wording.heading),
            text: part(wording.text.to_plain()),
            others: Vec::new(),
        }
    }
}

impl Instrument {
    /// Returns the whole text on the table with all open amendments in brackets, the clauses that
    /// amendments would insert at their places; nothing before the first revision.
    pub fn rolling(&self) -> Vec<RollingClause> {
        let Some(table) = self.current() else {
            return Vec::new();
        };
        let mut open: BTreeMap<ClauseId, Vec<&Amendment>> = BTreeMap::new();
        for amendment in self.amendments() {
            if amendment.is_open() {
                let clause = amendment.change().clause();
                open.entry(clause).or_default().push(amendment);
            }
        }
        let mut clauses: Vec<RollingClause> = (table.clauses.iter())
            .map(|clause| match open.remove(&clause.id) {
                Some(amendments) => self.rolling_clause(clause.id, &amendments),
                None => RollingClause::clean(clause),
            })
            .collect();
        self.insert_proposed(table, &mut clauses, open);
        clauses
    }

    fn rolling_clause(&self, id: ClauseId, amendments: &[&Amendment]) -> RollingClause {
        let comparison = self.compare_clause(id);
        let is_drawn = |it: &&&Amendment| {
            let standing = comparison.standings.iter().find(|(id, _)| *id == it.id);
            matches!(it.change(), AmendmentChange::Modify { .. })
                && standing.is_some_and(|(_, standing)| standing.is_adoptable())
                && changes_words(it, standing.map(|(_, it)| it), comparison.base())
        };
        let others = amendments.iter().filter(|it| !is_drawn(it));
        RollingClause {
            id,
            is_proposed: false,
            amendments: amendments.iter().map(|it| it.id).collect(),
            heading: comparison.heading_brackets(),
            text: comparison.text_brackets(),
            others: others.map(|it| it.id).collect(),
        }
    }

    /// Puts the clauses that amendments would insert where they would stand; those whose place is
    /// gone stand at the end.
    fn insert_proposed(
        &self,
        table: &Revision,
        clauses: &mut Vec<RollingClause>,
        mut proposed: BTreeMap<ClauseId, Vec<&Amendment>>,
    ) {
        let mut parents: BTreeMap<ClauseId, Option<ClauseId>> = (table.clauses.iter())
            .map(|it| (it.id, it.parent))
            .collect();
        loop {
            let is_ready = |id: &Option<ClauseId>| id.is_none_or(|id| parents.contains_key(&id));
            let next = proposed.iter().find_map(|(id, amendments)| {
                let (parent, after) = self.place_of(amendments)?;
                (is_ready(&parent) && is_ready(&after)).then_some((*id, parent, after))
            });
            let next = next.or_else(|| {
                let (id, _) = proposed.first_key_value()?;
                Some((*id, None, clauses.last().map(|it| it.id)))
            });
            let Some((id, parent, after)) = next else {
                return;
            };
            let amendments = proposed.remove(&id).unwrap_or_default();
            let at = place(clauses, &parents, parent, after);
            clauses.insert(at, inserted(id, &amendments));
            parents.insert(id, parent);
        }
    }

    /// Returns where the first of some amendments to a clause that is not on the table would insert it.
    fn place_of(&self, amendments: &[&Amendment]) -> Option<(Option<ClauseId>, Option<ClauseId>)> {
        let roots = amendments.iter().map(|it| self.root(it));
        roots.into_iter().find_map(|it| it.change().place())
    }
}

/// Reports whether an amendment changes the heading or the words of a text, and not its marks or kind alone.
fn changes_words(
    amendment: &Amendment,
    standing: Option<&Standing>,
    base: Option<&Wording>,
) -> bool {
    let result = match standing {
        Some(Standing::Carried(wording)) => Some(wording),
        _ => amendment.change().wording(),
    };
    let (Some(base), Some(result)) = (base, result) else {
        return false;
    };
    base.kind == result.kind
        && (base.heading != result.heading || base.text.to_plain() != result.text.to_plain())
}

/// Returns the index after a sibling and all that is nested in it, or the first one within the parent.
fn place(
    clauses: &[RollingClause],
    parents: &BTreeMap<ClauseId, Option<ClauseId>>,
    parent: Option<ClauseId>,
    after: Option<ClauseId>,
) -> usize {
    let find = |id: ClauseId| clauses.iter().position(|it| it.id == id);
    let is_within = |mut id: ClauseId, outer: ClauseId| {
        for _ in 0..=parents.len() {
            match parents.get(&id).copied().flatten() {
                Some(above) if above == outer => return true,
                Some(above) => id = above,
                None => return false,
            }
        }
        false
    };
    match (after, parent) {
        (Some(after), _) => find(after).map_or(clauses.len(), |at| {
            let nested = clauses[at + 1..].iter();
            at + 1 + nested.take_while(|it| is_within(it.id, after)).count()
        }),
        (None, Some(parent)) => find(parent).map_or(clauses.len(), |at| at + 1),
        (None, None) => 0,
    }
}

/// Returns a clause that is not on the table, all of it in brackets.
fn inserted(id: ClauseId, amendments: &[&Amendment]) -> RollingClause {
    let brackets = |part: fn(&Wording) -> String| {
        let mut alternatives: BTreeMap<String, Vec<OrganisationId>> = BTreeMap::new();
        for amendment in amendments {
            let text = amendment.change().wording().map(part).unwrap_or_default();
            let sponsors = alternatives.entry(text).or_default();
            sponsors.extend(amendment.sponsors());
        }
        alternatives.remove("");
        let mut alternatives: Vec<_> = (alternatives.into_iter())
            .map(|(text, mut sponsors)| {
                sponsors.sort_unstable();
                sponsors.dedup();
                Alternative {
                    text: Some(text),
                    sponsors,
                }
            })
            .collect();
        alternatives.sort_by(|one, other| {
            (one.sponsors.first(), &one.text).cmp(&(other.sponsors.first(), &other.text))
        });
        let drawn = (!alternatives.is_empty()).then_some(RollingPart::Brackets {
            base: None,
            alternatives,
        });
        drawn.into_iter().collect()
    };
    let unread = amendments
        .iter()
        .filter(|it| it.change().wording().is_none());
    RollingClause {
        id,
        is_proposed: true,
        amendments: amendments.iter().map(|it| it.id).collect(),
        heading: brackets(|it| it.heading.clone()),
        text: brackets(|it| it.text.to_plain()),
        others: unread.map(|it| it.id).collect(),
    }
}
