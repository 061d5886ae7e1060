//! The fold of the record, made again, and what only the record can say of the working drafts.

use std::collections::{BTreeMap, HashMap};

use domain::id::{DelegateId, DraftId, InstrumentId};
use domain::record::{ActorBound, Commitment, Entry, Fact, RevisionNumber};
use domain::register::Register;
use domain::signing::Digest;
use domain::time::Timestamp;

use crate::check::{Check, Findings};
use crate::log::Log;
use crate::signing::{Signing, Stand};
use crate::texts;

/// Heads of a working draft that the record has.
#[derive(Debug, Clone)]
pub(crate) struct Anchor {
    pub(crate) seq: u64,
    pub(crate) heads: Vec<String>,
    /// The revision that was tabled at them.
    pub(crate) tabled: Option<RevisionNumber>,
}

/// What the record says of one working draft, in its order.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    pub(crate) instrument: Option<InstrumentId>,
    pub(crate) anchors: Vec<Anchor>,
    /// Whose the actors are, and which entry says so.
    pub(crate) bound: HashMap<String, (u64, DelegateId)>,
    /// The changes that entries name.
    pub(crate) named: Vec<(u64, String)>,
}

/// The fold so far.
#[derive(Debug, Default)]
pub(crate) struct Replay {
    register: Register,
    drafts: BTreeMap<DraftId, Timeline>,
    last: Option<Timestamp>,
    is_broken: bool,
    /// What organisations signed.
    pub(crate) signing: Signing,
    /// The first entry that could not be read.
    lost: Option<u64>,
}

impl Replay {
    /// Returns what the record adds up to; none where it could not be replayed to its end.
    pub(crate) fn register(&self) -> Option<&Register> {
        (!self.is_broken && self.lost.is_none()).then_some(&self.register)
    }

    /// Returns what the record says of the working drafts.
    pub(crate) fn timeline(&self, draft: DraftId) -> Option<&Timeline> {
        self.drafts.get(&draft)
    }

    /// Returns the instant of the last entry.
    pub(crate) const fn last_at(&self) -> Option<Timestamp> {
        self.last
    }

    /// Gives up on what follows an entry that could not be read.
    pub(crate) fn give_up(&mut self, seq: u64) {
        self.lost.get_or_insert(seq);
    }

    /// Takes in the entry of a place, with the words beside it.
    pub(crate) fn take(
        &mut self,
        seq: u64,
        (entry, commitments): (&Entry, &[Commitment]),
        (network, log): (Digest, &Log),
        findings: &mut Findings,
    ) {
        let follows = self.follows(seq, entry);
        let is_in_sequence = follows.is_ok();
        findings.note(Check::Sequence, Some(seq), follows);
        self.last = Some(entry.at);
        self.is_broken |= !is_in_sequence || self.lost.is_some_and(|lost| lost < seq);
        if self.is_broken {
            return;
        }
        texts::check(&self.register, entry, findings);
        let stand = Stand {
            before: &self.register,
            network,
            log,
            commitments,
        };
        self.signing.check(entry, stand, findings);
        if let Err(error) = self.register.apply(entry) {
            findings.bad(Check::Replay, Some(entry.seq), error.why);
            self.is_broken = true;
            return;
        }
        findings.good(Check::Replay, 1);
        texts::check_tabled(&self.register, entry, findings);
        self.follow_drafts(entry);
    }

    fn follows(&self, seq: u64, entry: &Entry) -> Result<(), String> {
        if entry.seq != seq {
            return Err(format!("it has the number {}", entry.seq));
        }
        match self.last {
            Some(last) if entry.at <= last => Err("it is not later than the entry before".into()),
            _ => Ok(()),
        }
    }

    fn follow_drafts(&mut self, entry: &Entry) {
        let instrument = entry.instrument;
        let own = instrument.and_then(|id| Some(self.register.instrument(id).ok()?.draft));
        let Some(timeline) = own.map(|draft| self.drafts.entry(draft).or_default()) else {
            return;
        };
        timeline.instrument = instrument;
        let mut anchor = |heads: &[String], tabled: Option<RevisionNumber>| {
            let last = timeline.anchors.last();
            if tabled.is_none() && last.is_some_and(|it| it.heads == heads) {
                return;
            }
            timeline.anchors.push(Anchor {
                seq: entry.seq,
                heads: heads.to_vec(),
                tabled,
            });
        };
        match &entry.fact {
            Fact::HeadsAnchored { heads, .. } => anchor(heads, None),
            Fact::RevisionTabled {
                heads, revision, ..
            } => anchor(heads, Some(*revision)),
            Fact::ActorsBound { actors, .. } => {
                for ActorBound { actor, delegate } in actors {
                    let bound = timeline.bound.entry(actor.clone());
                    bound.or_insert((entry.seq, *delegate));
                }
            }
            Fact::AmendmentsAdopted { change, .. }
            | Fact::AdoptionUndone { change, .. }
            | Fact::PartUndone { change, .. } => {
                let named = change.iter().map(|it| (entry.seq, it.clone()));
                timeline.named.extend(named);
            }
            Fact::AmendmentPartlyAdopted { change, .. }
            | Fact::AmendmentAdoptedModified { change, .. } => {
                timeline.named.push((entry.seq, change.clone()));
            }
            _ => {}
        }
    }
}
