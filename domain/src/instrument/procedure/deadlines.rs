//! Instants that people set, and what the server records when they have passed.

use serde::{Deserialize, Serialize};

use super::super::Instrument;
use crate::id::{CallId, ClauseId, OrganisationId};
use crate::network::Network;
use crate::record::{Act, Actor, Contents, Fact, ProcedureFact};
use crate::time::Timestamp;

/// Of what an instant has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Deadline {
    /// Of a call.
    Call {
        /// The call.
        call: CallId,
    },
    /// Of the window in which a designation can be challenged.
    Designation {
        /// The clause.
        clause: ClauseId,
        /// The designation.
        designation: u64,
    },
    /// Of the window in which an editorial change can be challenged.
    Editorial {
        /// The clause.
        clause: ClauseId,
        /// The declaration.
        declaration: u64,
    },
    /// Of the time in which an organisation votes; its objections lapse.
    Voting {
        /// The organisation.
        organisation: OrganisationId,
    },
}

/// An instant that lies ahead, or has passed without being recorded yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// The instant.
    pub at: Timestamp,
    /// Of what.
    pub of: Deadline,
}

impl Instrument {
    /// Returns every instant that is set and not recorded as passed, the earliest first.
    pub fn deadlines(&self, network: &Network) -> Vec<Due> {
        let calls = self.progress.calls.values().filter(|it| it.is_open());
        let mut due: Vec<_> = calls
            .map(|it| Due {
                at: it.closes_at,
                of: Deadline::Call { call: it.id },
            })
            .collect();
        for (clause, designations) in &self.progress.designations {
            let open = designations.iter().rev().take(1);
            let open = open.filter(|it| !it.is_settled && it.challenge.is_none());
            due.extend(open.map(|it| Due {
                at: it.challengeable_until,
                of: Deadline::Designation {
                    clause: *clause,
                    designation: it.seq,
                },
            }));
        }
        for (clause, changes) in &self.progress.editorial {
            let open = changes.iter();
            let open = open.filter(|it| !it.is_settled && it.challenge.is_none());
            due.extend(open.map(|it| Due {
                at: it.challengeable_until,
                of: Deadline::Editorial {
                    clause: *clause,
                    declaration: it.seq,
                },
            }));
        }
        due.extend(self.endings_of_voting(network));
        due.sort();
        due
    }

    /// Returns when organisations stop voting that have an objection which counts.
    fn endings_of_voting(&self, network: &Network) -> Vec<Due> {
        let objectors = self.progress.objections.values();
        let objectors = objectors.filter(|it| it.state.is_counted());
        let mut due: Vec<_> = objectors
            .filter_map(|it| {
                let organisation = network.organisation(it.organisation)?;
                Some(Due {
                    at: organisation.voting_until?,
                    of: Deadline::Voting {
                        organisation: organisation.id,
                    },
                })
            })
            .collect();
        due.sort();
        due.dedup();
        due
    }

    /// Returns the acts by which the server records that the earliest instant has passed, if it has.
    ///
    /// One at a time: recording one can make another void.
    pub fn passed(&self, network: &Network, now: Timestamp) -> Option<Act> {
        let due = self.deadlines(network).into_iter().next()?;
        let fact = ProcedureFact::DeadlinePassed {
            of: due.of,
            instant: due.at,
        };
        (due.at <= now).then(|| Act {
            actor: Actor::System,
            organisation: None,
            instrument: Some(self.id),
            fact: Fact::Procedure(fact),
            contents: Contents::default(),
        })
    }
}
