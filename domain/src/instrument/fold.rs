//! An instrument as a fold of the record.

mod amendments;

use std::sync::Arc;

use super::{Entered, Instrument, Position, Revision, RevisionClause, SignedMark};
use crate::id::OrganisationId;
use crate::record::{
    Actor, ContentRef, Entry, Fact, Inconsistent, PositionTaken, TabledClause, Words,
};
use crate::signing::FormalPosition;
use crate::text::numbers;

impl Instrument {
    /// Opens an instrument as an entry says; none if the entry opens none.
    pub fn open(entry: &Entry) -> Option<Self> {
        let Fact::InstrumentOpened {
            group,
            draft,
            title,
            language,
            rules,
        } = &entry.fact
        else {
            return None;
        };
        Some(Self {
            id: entry.instrument?,
            group: *group,
            draft: *draft,
            opened_title: entry.words(*title),
            language: language.clone(),
            rules: *rules,
            opened_at: entry.at,
            frozen: None,
            last_seq: entry.seq,
            revisions: Vec::new(),
            pending: Vec::new(),
            amendments: std::collections::BTreeMap::new(),
            declared: std::collections::BTreeMap::new(),
            positions: std::collections::BTreeMap::new(),
            anchored: super::anchoring::Anchored::default(),
            compared: super::compared::Compared::default(),
            progress: super::procedure::Progress::default(),
        })
    }

    /// Takes in the next entry about this instrument.
    ///
    /// # Errors
    ///
    /// * [`Inconsistent`] if it names what is not there.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        self.last_seq = entry.seq;
        match &entry.fact {
            Fact::RulesChanged { rules, .. } => self.rules = *rules,
            Fact::DraftFrozen { reason, .. } => self.frozen = Some(entry.words(*reason)),
            Fact::DraftThawed { .. } => self.frozen = None,
            Fact::ClausesTabled { clauses, .. } => self.collect(entry, clauses)?,
            Fact::RevisionTabled { .. } => self.complete(entry)?,
            Fact::HeadsAnchored { .. } | Fact::ActorsBound { .. } => self.anchor(entry)?,
            Fact::PositionTaken(taken) => {
                let own = acting_organisation(entry)?;
                self.take(entry, (own, None), taken)?;
            }
            Fact::Procedure(fact) => self.apply_to_procedure(entry, fact)?,
            _ => self.apply_to_amendments(entry)?,
        }
        self.forget_comparisons(&entry.fact);
        Ok(())
    }

    /// Drops the comparisons that an entry makes untrue.
    fn forget_comparisons(&mut self, fact: &Fact) {
        if let Fact::RevisionTabled { .. } = fact {
            self.compared.forget_all();
        }
        for id in fact.amendments() {
            if let Some(clause) = self.amendment(id).map(|it| it.change().clause()) {
                self.compared.forget(clause);
            }
        }
    }

    fn collect(&mut self, entry: &Entry, clauses: &[TabledClause]) -> Result<(), Inconsistent> {
        for tabled in clauses {
            let content = match tabled.content {
                Some(place) => parsed(entry, place)?,
                None => self
                    .current()
                    .and_then(|r| r.clause(tabled.id)?.content.clone()),
            };
            let TabledClause {
                id, parent, hash, ..
            } = *tabled;
            let number = String::new();
            self.pending.push(RevisionClause {
                id,
                parent,
                hash,
                number,
                content,
            });
        }
        Ok(())
    }

    fn complete(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        let Fact::RevisionTabled {
            revision,
            title,
            language,
            root,
            clauses,
            heads,
            note,
        } = &entry.fact
        else {
            return Ok(());
        };
        let mut parts = std::mem::take(&mut self.pending);
        if *revision != self.next_revision() || u32::try_from(parts.len()) != Ok(*clauses) {
            return Err(Inconsistent::at(
                entry,
                "the revision's parts are not complete",
            ));
        }
        number_clauses(&mut parts);
        let places = parts
            .iter()
            .zip(0..)
            .map(|(clause, place)| (clause.id, place))
            .collect();
        self.revisions.push(Arc::new(Revision {
            number: *revision,
            title: entry.words(*title),
            language: language.clone(),
            root: *root,
            clauses: parts,
            heads: heads.clone(),
            note: note.map(|note| entry.words(note)),
            tabled_at: entry.at,
            tabled_by: entry.actor,
            seq: entry.seq,
            places,
        }));
        self.anchored.heads.clone_from(heads);
        self.follow_tabling();
        Ok(())
    }

    /// Takes in a position that an organisation took, or that was entered for it.
    pub(super) fn take(
        &mut self,
        entry: &Entry,
        (organisation, entered): (OrganisationId, Option<Entered>),
        taken: &PositionTaken,
    ) -> Result<(), Inconsistent> {
        let Actor::Delegate(delegate) = entry.actor else {
            return Err(Inconsistent::at(entry, "a position needs a delegate"));
        };
        let words = |place: Option<ContentRef>| place.map(|place| entry.words(place));
        let position = Position {
            seq: entry.seq,
            at: entry.at,
            organisation,
            delegate,
            revision: taken.revision,
            text_hash: taken.text_hash,
            kind: taken.kind,
            mandate: taken.mandate,
            reason: words(taken.reason),
            remedy: words(taken.remedy),
            reservation: words(taken.reservation),
            passage: words(taken.passage),
            joins: taken.joins,
            cures: taken.cures.clone(),
            mandate_end: None,
            entered,
            signed: signed_mark(entry, taken)?,
        };
        self.follow_position(entry, &position, taken.clause);
        let positions = self.positions.entry(taken.clause).or_default();
        positions.push(position);
        Ok(())
    }
}

/// Reads what is kept of the statement that a position was signed with.
fn signed_mark(entry: &Entry, taken: &PositionTaken) -> Result<Option<SignedMark>, Inconsistent> {
    let Some(signed) = &taken.signed else {
        return Ok(None);
    };
    let payload = signed.payload();
    let said = payload.and_then(|bytes| FormalPosition::from_bytes(&bytes));
    let said = said.map_err(|_| Inconsistent::at(entry, "a signed statement cannot be read"))?;
    Ok(Some(SignedMark {
        statement: said.hash(),
        nonce: said.nonce,
    }))
}

fn number_clauses(clauses: &mut [RevisionClause]) {
    // A wording that was erased is numbered as an ordinary clause.
    let kind = |c: &RevisionClause| c.wording().map(|wording| wording.kind).unwrap_or_default();
    let numbers = numbers(clauses.iter().map(|c| (c.id, c.parent, kind(c))));
    for (clause, number) in clauses.iter_mut().zip(numbers) {
        clause.number = number;
    }
}

pub(super) fn acting_organisation(entry: &Entry) -> Result<OrganisationId, Inconsistent> {
    entry
        .organisation
        .ok_or(Inconsistent::at(entry, "no organisation acts"))
}

/// Reads a content that is JSON; absent where it was erased.
fn parsed<T: serde::de::DeserializeOwned>(
    entry: &Entry,
    place: ContentRef,
) -> Result<Option<Arc<T>>, Inconsistent> {
    match entry.words(place) {
        Words::Erased => Ok(None),
        Words::Given(json) => serde_json::from_str(&json)
            .map(|value| Some(Arc::new(value)))
            .map_err(|_| Inconsistent::at(entry, "a content is not as it must be")),
    }
}
