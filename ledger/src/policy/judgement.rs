//! What a policy says of a checkpoint.

use super::{Policy, PolicyLog, PolicyWitness, quorum};
use crate::checkpoint::SignedCheckpoint;
use crate::note::{OpenError, VerifierKey};

/// A witness of the policy that signed a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Witnessed<'a> {
    /// Is the witness.
    pub witness: &'a PolicyWitness,
    /// Is when it signed by its own clock, in seconds since 1970.
    pub signed_at: u64,
}

/// A checkpoint under a policy: signed by one of its logs, and by which of its witnesses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement<'a> {
    /// Is the log that signed.
    pub log: &'a PolicyLog,
    /// Are the witnesses that signed, in the order of the policy.
    pub witnesses: Vec<Witnessed<'a>>,
    /// Says whether these witnesses are a quorum.
    pub is_quorum: bool,
}

impl Policy {
    /// Verifies the signatures on a checkpoint and says whether they are enough.
    ///
    /// A witness whose signature does not hold counts as one that did not sign;
    /// whoever serves the checkpoint could leave its line out as well.
    ///
    /// # Errors
    ///
    /// * [`OpenError::NoKnownSignature`] if none of the policy's logs of that name signed;
    /// * [`OpenError::BadSignature`] if a signature in the name of such a log does not hold.
    pub fn judge(&self, checkpoint: &SignedCheckpoint) -> Result<Judgement<'_>, OpenError> {
        let log = self.log_of(checkpoint)?;
        let times: Vec<Option<u64>> = self
            .witnesses
            .iter()
            .map(|it| cosigned_at(&it.key, checkpoint))
            .collect();
        let signed: Vec<bool> = times.iter().map(Option::is_some).collect();
        let witnesses = self.witnesses.iter().zip(&times);
        let witnesses = witnesses
            .filter_map(|(witness, time)| time.map(|signed_at| Witnessed { witness, signed_at }));
        Ok(Judgement {
            log,
            witnesses: witnesses.collect(),
            is_quorum: quorum::is_met(&self.groups, self.quorum, &signed),
        })
    }

    fn log_of(&self, checkpoint: &SignedCheckpoint) -> Result<&PolicyLog, OpenError> {
        for log in &self.logs {
            match checkpoint.verify_log(&log.key) {
                Ok(()) => return Ok(log),
                Err(OpenError::NoKnownSignature) => {}
                Err(error) => return Err(error),
            }
        }
        Err(OpenError::NoKnownSignature)
    }
}

fn cosigned_at(key: &VerifierKey, checkpoint: &SignedCheckpoint) -> Option<u64> {
    let text = checkpoint.note().text();
    let mut signatures = checkpoint.note().signatures().iter();
    signatures.find_map(|it| it.cosigned_at(text, std::slice::from_ref(key)))
}
