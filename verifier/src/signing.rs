//! Organisations' keys, and the statements that they sign.

use std::collections::HashSet;

use domain::api::ConfirmKey;
use domain::id::{DelegateId, OrganisationId};
use domain::instrument::Instrument;
use domain::network::Network;
use domain::record::{Act, Actor, Commitment, Entry, Fact, KeyFact, PositionTaken};
use domain::refusal::Refusal;
use domain::register::Register;
use domain::signing::{
    Digest, FormalPosition, Ground, Nonce, Proven, PublicKey, Seen, SignedStatement, StatementKind,
    check_fresh,
};
use ledger::hash::EMPTY_ROOT;
use ledger::jws::{self, StatementType};

use crate::check::{Check, Findings};
use crate::log::Log;

/// The signature on a position, which can be verified apart from everything else.
#[derive(Debug, Clone)]
pub struct Job {
    seq: u64,
    key: PublicKey,
    signed: SignedStatement,
}

impl Job {
    /// Returns the entry that has the position.
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// Verifies the signature, strictly.
    pub fn holds(&self) -> bool {
        verify(StatementKind::Position, &self.key, &self.signed)
    }
}

/// Where an entry stands: the record before it, its network, and the log.
#[derive(Clone, Copy)]
pub(crate) struct Stand<'a> {
    pub(crate) before: &'a Register,
    pub(crate) network: Digest,
    pub(crate) log: &'a Log,
    pub(crate) commitments: &'a [Commitment],
}

/// What was signed so far.
#[derive(Debug, Default)]
pub(crate) struct Signing {
    nonces: HashSet<(OrganisationId, Nonce)>,
    /// Signatures that nobody has verified yet.
    pub(crate) jobs: Vec<Job>,
    /// Positions that the server alone recorded, their organisation having no key.
    pub(crate) unsigned: u64,
}

impl Signing {
    /// Checks what an entry says of keys, and what an organisation signed in it.
    pub(crate) fn check(&mut self, entry: &Entry, stand: Stand<'_>, findings: &mut Findings) {
        match &entry.fact {
            Fact::PositionTaken(taken) => self.position(entry, taken, stand, findings),
            Fact::Key(fact) => {
                let decided = decided(entry, fact, stand);
                let decided = decided.map_err(|refusal| refusal.to_string());
                let result = decided.and_then(|act| {
                    let is_same = act.fact == entry.fact;
                    is_same
                        .then_some(())
                        .ok_or_else(|| "the rules decide otherwise".to_owned())
                });
                findings.note(Check::Keys, Some(entry.seq), result);
            }
            Fact::OrganisationAdmitted { key: Some(key), .. } => {
                let unused = stand.before.network().check_unused(*key);
                let usable = unused
                    .map_err(|refusal| refusal.to_string())
                    .and_then(|()| {
                        let read = jws::PublicKey::from_bytes(key.as_bytes());
                        read.map(drop).map_err(|error| error.to_string())
                    });
                findings.note(Check::Keys, Some(entry.seq), usable);
            }
            _ => {}
        }
    }

    fn position(
        &mut self,
        entry: &Entry,
        taken: &PositionTaken,
        stand: Stand<'_>,
        findings: &mut Findings,
    ) {
        let network = stand.before.network();
        let key = entry.organisation.and_then(|id| network.active_key(id));
        let (key, signed) = match (key, &taken.signed) {
            (None, None) => {
                self.unsigned += 1;
                return;
            }
            (Some(_), None) => {
                let what = "the organisation holds a key, and did not sign";
                return findings.bad(Check::Keys, Some(entry.seq), what);
            }
            (None, Some(_)) => {
                let what = "it is signed, and its organisation held no key";
                return findings.bad(Check::Keys, Some(entry.seq), what);
            }
            (Some(key), Some(signed)) => (key, signed),
        };
        match self.statement(entry, taken, signed, stand) {
            Ok(()) => self.jobs.push(Job {
                seq: entry.seq,
                key,
                signed: signed.clone(),
            }),
            Err(what) => findings.bad(Check::Positions, Some(entry.seq), what),
        }
    }

    /// Compares what was signed with what the entry says, member by member.
    fn statement(
        &mut self,
        entry: &Entry,
        taken: &PositionTaken,
        signed: &SignedStatement,
        stand: Stand<'_>,
    ) -> Result<(), String> {
        let refused = |refusal: Refusal| refusal.to_string();
        let payload = signed.payload().map_err(refused)?;
        let said = FormalPosition::from_bytes(&payload).map_err(refused)?;
        let (Some(organisation), Actor::Delegate(by)) = (entry.organisation, entry.actor) else {
            return Err("nobody takes it".to_owned());
        };
        let instrument = entry
            .instrument
            .and_then(|id| stand.before.instrument(id).ok());
        let instrument = instrument.ok_or("it is about no instrument")?;
        let ground = Ground {
            network: stand.network,
            supersedes: instrument.last_statement(organisation, taken.clause),
            ..said.ground()
        };
        let language = language(instrument, taken).ok_or("it is about no clause on the table")?;
        let expected = FormalPosition::of(
            taken,
            stand.commitments,
            (instrument.id, language),
            (organisation, by),
            &ground,
        );
        if let Some(member) = expected.differs_at(&said) {
            return Err(format!("what was signed has another {member}"));
        }
        check_fresh(said.issued_at, entry.at).map_err(refused)?;
        check_seen(said.ground().seen, entry.seq, stand.log)?;
        if self.nonces.insert((organisation, said.nonce)) {
            Ok(())
        } else {
            Err("the same statement was recorded before".to_owned())
        }
    }

    /// Verifies every signature that waits.
    pub(crate) fn settle(&mut self, findings: &mut Findings) {
        for job in std::mem::take(&mut self.jobs) {
            note(&job, job.holds(), findings);
        }
    }
}

/// Notes whether a signature holds.
pub(crate) fn note(job: &Job, holds: bool, findings: &mut Findings) {
    let result = if holds {
        Ok(())
    } else {
        Err("the signature is not one of the key that the organisation held".to_owned())
    };
    findings.note(Check::Positions, Some(job.seq), result);
}

fn language<'a>(
    instrument: &'a Instrument,
    taken: &PositionTaken,
) -> Option<&'a domain::text::LanguageTag> {
    let revision = instrument.revision(taken.revision)?;
    Some(revision.language_of(revision.clause(taken.clause)?))
}

/// Checks that the log once was as the signer saw it.
fn check_seen(seen: Seen, seq: u64, log: &Log) -> Result<(), String> {
    let Seen { size, root } = seen;
    if size > seq {
        return Err("it was signed after a checkpoint that came later".to_owned());
    }
    let known = if size == 0 {
        Some(&EMPTY_ROOT)
    } else {
        log.root_at(size)
    };
    match known {
        Some(known) if known.as_bytes() == root.as_bytes() => Ok(()),
        Some(_) => Err(format!("its signer saw another record of {size} entries")),
        None => Err(format!(
            "its signer saw a checkpoint of {size} entries that the bundle does not have"
        )),
    }
}

/// Decides once more about a key, as the rules did before the entry was made.
fn decided(entry: &Entry, fact: &KeyFact, stand: Stand<'_>) -> Result<Act, Refusal> {
    let Actor::Delegate(by) = entry.actor else {
        return Err(Refusal::NotPermitted);
    };
    let (network, ground) = (stand.before.network(), (stand.network, entry.at));
    match fact {
        KeyFact::OrganisationKeyDeclared { key, signed } => {
            network.declare_key(&proven(signed, *key)?, by, ground)
        }
        KeyFact::OrganisationKeyConfirmed { organisation, key } => {
            network.confirm_key(*organisation, ConfirmKey { key: *key }, by)
        }
        KeyFact::OrganisationKeyRotated {
            previous, signed, ..
        } => network.rotate_key(&proven(signed, *previous)?, by, ground),
        KeyFact::OrganisationKeyRecovered { .. } => recovered(network, fact, by, ground),
    }
}

fn recovered(
    network: &Network,
    fact: &KeyFact,
    by: DelegateId,
    ground: (Digest, domain::time::Timestamp),
) -> Result<Act, Refusal> {
    let KeyFact::OrganisationKeyRecovered {
        organisation,
        approvals,
        ..
    } = fact
    else {
        return Err(Refusal::NotPermitted);
    };
    let mut proofs = Vec::new();
    for approval in approvals {
        let key = network.active_key(approval.organisation);
        let key = key.ok_or(Refusal::SignatureInvalid)?;
        proofs.push((approval.organisation, proven(&approval.signed, key)?));
    }
    network.recover_key(*organisation, &proofs, by, ground)
}

fn proven(signed: &SignedStatement, key: PublicKey) -> Result<Proven, Refusal> {
    signed.prove(StatementKind::Key, key, verify)
}

fn verify(kind: StatementKind, key: &PublicKey, signed: &SignedStatement) -> bool {
    let typ = StatementType::new(kind.typ());
    let (Ok(json), Ok(key)) = (
        serde_json::to_vec(signed),
        jws::PublicKey::from_bytes(key.as_bytes()),
    ) else {
        return false;
    };
    jws::SignedStatement::parse(&json, typ).is_ok_and(|it| it.verify(&key).is_ok())
}
