//! What the pages say of every text: recomputed, so that it can be compared.

use domain::id::{ClauseId, InstrumentId};
use domain::instrument::Instrument;
use domain::network::Network;
use domain::record::RevisionNumber;
use domain::register::Register;
use domain::text::WordingHash;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What the pages say of every text at some instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// The instant.
    pub at: Timestamp,
    /// The number of entries it rests on.
    pub entries: u64,
    /// The instruments, by identifier.
    pub instruments: Vec<InstrumentStatus>,
}

/// What the pages say of one instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentStatus {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The tabled revisions, the first one first.
    pub revisions: Vec<RevisionStatus>,
    /// The clauses of the revision on the table, in document order.
    pub clauses: Vec<ClauseStatus>,
    /// The adopted versions, the first one first.
    pub adopted: Vec<AdoptedStatus>,
}

/// What the pages say of a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevisionStatus {
    /// Its number.
    pub revision: RevisionNumber,
    /// Its root hash.
    pub root: WordingHash,
}

/// What the pages say of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseStatus {
    /// The clause.
    pub clause: ClauseId,
    /// Its wording.
    pub hash: WordingHash,
    /// Where it stands in the procedure.
    pub stage: String,
    /// How much agreement the positions show.
    pub level: String,
    /// The level with every position held ad referendum taken as silent.
    pub firm_level: String,
}

/// What the pages say of an adopted version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptedStatus {
    /// The version.
    pub version: u32,
    /// The root hash that is signed.
    pub root: WordingHash,
    /// How many organisations have signed it.
    pub signatories: u64,
}

impl Status {
    /// Computes what a record adds up to at an instant.
    pub fn of(register: &Register, at: Timestamp) -> Self {
        let network = register.network();
        let instruments = register.instruments();
        Self {
            at,
            entries: register.next_seq(),
            instruments: instruments
                .map(|it| InstrumentStatus::of(it, network, at))
                .collect(),
        }
    }

    /// Returns the first difference to another status, in words; none if there is none.
    pub(crate) fn difference(&self, other: &Self) -> Option<String> {
        let clauses = |it: &InstrumentStatus, other: &InstrumentStatus| {
            let pairs = it.clauses.iter().zip(&other.clauses);
            pairs
                .filter(|(a, b)| a != b)
                .map(|(a, b)| a.against(b))
                .next()
        };
        let pairs = self.instruments.iter().zip(&other.instruments);
        let mut different = pairs.filter(|(a, b)| a != b);
        match different.next() {
            Some((a, b)) => Some(clauses(a, b).unwrap_or_else(|| {
                format!("the pages say otherwise of instrument {}", a.instrument)
            })),
            None if self == other => None,
            None => Some("the pages say otherwise".to_owned()),
        }
    }

    /// Returns how many clauses there are.
    pub(crate) fn clauses(&self) -> u64 {
        self.instruments
            .iter()
            .map(|it| it.clauses.len() as u64)
            .sum()
    }
}

impl InstrumentStatus {
    fn of(instrument: &Instrument, network: &Network, at: Timestamp) -> Self {
        let revisions = instrument.revisions().iter();
        let table = instrument.current().map_or(&[][..], |it| &it.clauses);
        let clauses = table.iter().filter_map(|clause| {
            let evaluation = instrument.evaluation(clause.id, network, at)?;
            Some(ClauseStatus {
                clause: clause.id,
                hash: clause.hash,
                stage: instrument.stage(clause.id).as_str().to_owned(),
                level: evaluation.level.as_str().to_owned(),
                firm_level: evaluation.firm_level.as_str().to_owned(),
            })
        });
        let adopted = instrument.adopted().iter();
        Self {
            instrument: instrument.id,
            revisions: revisions
                .map(|it| RevisionStatus {
                    revision: it.number,
                    root: it.root,
                })
                .collect(),
            clauses: clauses.collect(),
            adopted: adopted
                .map(|it| AdoptedStatus {
                    version: it.version,
                    root: it.root,
                    signatories: it.signatures.len() as u64,
                })
                .collect(),
        }
    }
}

impl ClauseStatus {
    fn against(&self, shown: &Self) -> String {
        format!(
            "clause {} is {} ({} firmly), {}; the pages say {} ({} firmly), {}",
            self.clause,
            self.level,
            self.firm_level,
            self.stage,
            shown.level,
            shown.firm_level,
            shown.stage
        )
    }
}
