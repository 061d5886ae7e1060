//! Wordings against the hashes that were agreed to.

use domain::id::{ClauseId, InstrumentId};
use domain::instrument::{Instrument, Revision};
use domain::record::{
    ChangeTabled, ContentRef, Entry, Fact, Procedure, ProcedureFact, RevisionNumber, TabledClause,
    TabledContent,
};
use domain::register::Register;
use domain::text::{RootClause, Wording, WordingHash, root_hash};
use serde::de::DeserializeOwned;

use crate::check::{Check, Findings};

/// Checks the hashes in an entry against the words beside it and the record before it.
pub(crate) fn check(before: &Register, entry: &Entry, findings: &mut Findings) {
    let instrument = entry.instrument.and_then(|id| find(before, id));
    let mut checker = Checker { entry, findings };
    match &entry.fact {
        Fact::ClausesTabled { clauses, .. } => checker.clauses(clauses, instrument),
        Fact::AmendmentTabled { change, .. } | Fact::AmendmentRevised { change, .. } => {
            checker.change(change);
        }
        Fact::AmendmentPartlyAdopted {
            result, wording, ..
        }
        | Fact::ModificationOffered {
            result, wording, ..
        }
        | Fact::ProcedureProposed {
            procedure: Procedure::AdoptModified { result, wording },
            ..
        } => checker.wording(*wording, *result),
        Fact::PositionTaken(taken) => {
            checker.tabled(instrument, (taken.revision, taken.clause), taken.text_hash);
        }
        Fact::Procedure(ProcedureFact::PositionEntered { position, .. }) => {
            let place = (position.revision, position.clause);
            checker.tabled(instrument, place, position.text_hash);
        }
        Fact::Procedure(ProcedureFact::InstrumentAdopted { revision, root, .. }) => {
            let found = instrument.and_then(|it| it.revision(*revision));
            checker.note(found.is_some_and(|it| it.root == *root), || {
                format!("revision {revision} has another root than was adopted")
            });
        }
        Fact::Procedure(ProcedureFact::InstrumentSigned { version, root, .. }) => {
            let adopted = instrument.map_or(&[][..], |it| it.adopted());
            let found = adopted.iter().find(|it| it.version == *version);
            checker.note(found.is_some_and(|it| it.root == *root), || {
                format!("version {version} has another root than was signed")
            });
        }
        _ => {}
    }
}

/// Checks the root of a revision that an entry has just completed.
pub(crate) fn check_tabled(after: &Register, entry: &Entry, findings: &mut Findings) {
    let Fact::RevisionTabled { .. } = entry.fact else {
        return;
    };
    let instrument = entry.instrument.and_then(|id| find(after, id));
    let Some(revision) = instrument.and_then(Instrument::current) else {
        return;
    };
    // Without its title the root cannot be computed.
    if let Some(root) = root_of(revision) {
        let mut checker = Checker { entry, findings };
        checker.note(root == revision.root, || {
            format!("the root of revision {} is another one", revision.number)
        });
    }
}

fn root_of(revision: &Revision) -> Option<WordingHash> {
    let clauses = revision.clauses.iter().map(|it| RootClause {
        id: it.id,
        hash: it.hash,
        parent: it.parent,
    });
    let clauses: Vec<_> = clauses.collect();
    root_hash(revision.title.as_str()?, &revision.language, &clauses).ok()
}

fn find(register: &Register, id: InstrumentId) -> Option<&Instrument> {
    register.instrument(id).ok().map(AsRef::as_ref)
}

struct Checker<'a> {
    entry: &'a Entry,
    findings: &'a mut Findings,
}

impl Checker<'_> {
    fn note(&mut self, holds: bool, what: impl FnOnce() -> String) {
        let result = if holds { Ok(()) } else { Err(what()) };
        let seq = Some(self.entry.seq);
        self.findings.note(Check::Wordings, seq, result);
    }

    /// Reads a content that is JSON; none where it was erased, which is reported elsewhere.
    fn read<T: DeserializeOwned>(&mut self, place: ContentRef) -> Option<T> {
        let words = self.entry.words(place);
        let json = words.as_str()?;
        let read = serde_json::from_str(json).ok();
        if read.is_none() {
            self.note(false, || "a wording cannot be read".to_owned());
        }
        read
    }

    fn wording(&mut self, place: ContentRef, hash: WordingHash) {
        if let Some(wording) = self.read::<Wording>(place) {
            self.compare(&wording, hash);
        }
    }

    fn compare(&mut self, wording: &Wording, hash: WordingHash) {
        self.note(wording.hash() == Ok(hash), || {
            format!("the wording beside it does not have the hash {hash}")
        });
    }

    fn clauses(&mut self, clauses: &[TabledClause], instrument: Option<&Instrument>) {
        for clause in clauses {
            let Some(place) = clause.content else {
                let former = instrument.and_then(|it| it.tabled_hash(clause.id));
                self.note(former == Some(clause.hash), || {
                    format!("clause {} is said to be unchanged, and is not", clause.id)
                });
                continue;
            };
            if let Some(content) = self.read::<TabledContent>(place) {
                self.compare(&content.wording, clause.hash);
            }
        }
    }

    fn change(&mut self, change: &ChangeTabled) {
        match change {
            ChangeTabled::Modify {
                result, wording, ..
            }
            | ChangeTabled::Insert {
                result, wording, ..
            }
            | ChangeTabled::Alternative {
                result, wording, ..
            } => self.wording(*wording, *result),
            ChangeTabled::Delete { .. }
            | ChangeTabled::Move { .. }
            | ChangeTabled::EditorialHint { .. } => {}
        }
    }

    fn tabled(
        &mut self,
        instrument: Option<&Instrument>,
        (revision, clause): (RevisionNumber, ClauseId),
        hash: WordingHash,
    ) {
        let found = instrument.and_then(|it| it.revision(revision)?.clause(clause));
        self.note(found.is_some_and(|it| it.hash == hash), || {
            format!("clause {clause} of revision {revision} does not have the wording {hash}")
        });
    }
}
