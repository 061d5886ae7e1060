//! What witnesses have signed of the same log: all of them must have seen what this monitor sees.

use domain::time::Timestamp;
use ledger::checkpoint::SignedCheckpoint;
use ledger::note::{MAX_NOTE_BYTES, VerifierKey};
use ledger::policy::{Policy, PolicyWitness};
use ledger::witness::Head;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::finding::{Finding, Kind, clean};
use super::log::{head_of, label};
use super::round::{Halt, Round};
use super::server::Server;
use super::state::digest;
use super::tiles::Unproven;
use crate::sealing::policy::words;

/// What is known of one witness after a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Heard {
    /// Its verifier key.
    pub(crate) key: String,
    /// When it cosigned the checkpoint that the server shows, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signed_at: Option<u64>,
    /// What it says itself.
    pub(crate) says: String,
}

/// A checkpoint that a witness has signed, and when.
struct Own {
    note: SignedCheckpoint,
    at: Timestamp,
}

impl Round<'_> {
    /// Compares the head with what the witnesses of a policy have signed.
    pub(super) fn hear_witnesses(
        &mut self,
        policy: &Policy,
        head: &SignedCheckpoint,
    ) -> Result<(), Halt> {
        let judged = policy.judge(head);
        let judged = judged.map_err(|error| Halt::Wrong(format!("--policy: {error}")))?;
        for witness in policy.witnesses() {
            let mut signed = judged.witnesses.iter();
            let signed = signed.find(|it| it.witness.key == witness.key);
            let says = self.hear(witness, head)?;
            self.heard.push(Heard {
                key: witness.key.to_string(),
                signed_at: signed.map(|it| it.signed_at),
                says: clean(&says),
            });
        }
        let is_due = self.state.last_at.is_some_and(|last| last <= self.due());
        if policy.asks_for_witnesses() && !judged.is_quorum && is_due {
            let what = format!(
                "{} witnesses cosigned the newest checkpoint, and the policy asks for {} at least",
                judged.witnesses.len(),
                policy.fewest_witnesses()
            );
            self.found.push(Finding::new(Kind::Quorum, "quorum", what));
        }
        Ok(())
    }

    /// Asks one witness what it has signed last, and compares it; says what came of it.
    fn hear(&mut self, witness: &PolicyWitness, head: &SignedCheckpoint) -> Result<String, Halt> {
        let name = witness.key.to_string();
        if let Some(ahead) = self.ahead(&name, head) {
            self.compare(&name, &ahead, head)?;
        }
        let Some(url) = &witness.url else {
            return Ok("it has no address".to_owned());
        };
        let origin = &head.checkpoint().origin;
        let path = format!("/checkpoint/{}", hex::encode(Sha256::digest(origin)));
        let note = match Server::public(&words(url)).read(&path, None, MAX_NOTE_BYTES) {
            Ok(Some(note)) => note,
            Ok(None) => return Ok("it has signed nothing of this log, or does not tell".to_owned()),
            Err(error) => return Ok(error.to_string()),
        };
        let log = self.log_key()?;
        match own(&note, &witness.key, &log) {
            Some(own) => self.compare_own(&name, &own, head),
            None => Ok("what it answers is no checkpoint that it and the log have signed".into()),
        }
    }

    fn compare_own(
        &mut self,
        name: &str,
        own: &Own,
        head: &SignedCheckpoint,
    ) -> Result<String, Halt> {
        let (size, here) = (own.note.checkpoint().size, head.checkpoint().size);
        if size <= here {
            return self.compare(name, &own.note, head);
        }
        let kept = self.state.witnesses.entry(name.to_owned()).or_default();
        kept.ahead.get_or_insert_with(|| own.note.to_string());
        if own.at <= self.due() {
            let what = format!(
                "the server shows {here} entries, and the witness {name} signed {size} at {}",
                own.at
            );
            let found = Finding::new(Kind::Stale, format!("behind-{name}"), what);
            self.found.push(found);
        }
        Ok(format!("it has signed {size} entries already"))
    }

    /// Takes out what a witness signed of a larger log, once the log has come that far.
    fn ahead(&mut self, name: &str, head: &SignedCheckpoint) -> Option<SignedCheckpoint> {
        let kept = self.state.witnesses.get_mut(name)?;
        let note = SignedCheckpoint::parse(kept.ahead.as_ref()?.as_bytes()).ok()?;
        if note.checkpoint().size > head.checkpoint().size {
            return None;
        }
        kept.ahead = None;
        Some(note)
    }

    /// Compares a checkpoint of a witness with the head, which is not the smaller one.
    fn compare(
        &mut self,
        name: &str,
        theirs: &SignedCheckpoint,
        head: &SignedCheckpoint,
    ) -> Result<String, Halt> {
        let (old, new) = (head_of(theirs), head_of(head));
        let kept = self.state.witnesses.entry(name.to_owned()).or_default();
        let agreed = Some((old.size, digest(&old.root)));
        let proven = if kept.agreed == agreed {
            Ok(())
        } else {
            self.tiles.prove_growth(&old, &new)
        };
        match proven {
            Ok(()) => {
                let kept = self.state.witnesses.entry(name.to_owned()).or_default();
                kept.agreed = agreed;
                Ok(format!("it has signed {} entries, the same", old.size))
            }
            Err(Unproven::Unheard(error)) => {
                let kept = self.state.witnesses.entry(name.to_owned()).or_default();
                kept.ahead.get_or_insert_with(|| theirs.to_string());
                Err(error.into())
            }
            Err(why) => Ok(self.split(name, (theirs, head), (&old, &why.to_string()))),
        }
    }

    /// Says that a witness has signed another log; both notes are the evidence.
    fn split(
        &mut self,
        name: &str,
        (theirs, ours): (&SignedCheckpoint, &SignedCheckpoint),
        (old, why): (&Head, &str),
    ) -> String {
        let id = format!("split-{}", label(old));
        let evidence = vec![
            self.keep(&format!("{id}-witness"), &theirs.to_string()),
            self.keep(&format!("{id}-shown"), &ours.to_string()),
        ];
        let what = format!(
            "the witness {name} signed {} entries that are not the beginning of what the server shows: {why}",
            old.size
        );
        let found = Finding::new(Kind::SplitView, id, what).proven_by(evidence);
        self.found.push(found);
        "it has signed another log".to_owned()
    }
}

/// Reads a checkpoint that a witness and the log have signed.
fn own(note: &[u8], witness: &VerifierKey, log: &VerifierKey) -> Option<Own> {
    let note = SignedCheckpoint::parse(note).ok()?;
    note.verify_log(log).ok()?;
    let opened = note.note().open(std::slice::from_ref(witness)).ok()?;
    let seconds = opened.iter().find_map(|it| it.signed_at)?;
    let at = Timestamp::MIN.plus_seconds(i64::try_from(seconds).unwrap_or(i64::MAX));
    Some(Own { note, at })
}
