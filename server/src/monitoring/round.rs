//! One look at everything, from the state before to the state after.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use domain::id::OrganisationId;
use domain::time::Timestamp;
use ledger::checkpoint::SignedCheckpoint;
use ledger::note::{MAX_NOTE_BYTES, VerifierKey};
use ledger::policy::Policy;
use ledger::witness::Head;
use serde::Serialize;

use super::compare::Comparison;
use super::finding::{Finding, Kind};
use super::log::head_of;
use super::naming;
use super::papers::{NoPapers, Papers};
use super::server::{BadAddress, Server, Unheard};
use super::state::{State, StateError, digest};
use super::tiles::Tiles;
use super::token::{NoToken, TokenFile};
use super::watch::Watch;
use super::witnesses::Heard;
use crate::auth::secret_file::{self, SecretFileError};
use crate::sealing::lock::{IfHeld, hold};
use crate::secret::Secret;

/// What is to be watched.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// Where the server is.
    pub(crate) server: String,
    /// The file with the token.
    pub(crate) token: PathBuf,
    /// The organisation, by its identifier or short name.
    pub(crate) organisation: String,
    /// The folder with the organisation's papers.
    pub(crate) papers: PathBuf,
    /// The fingerprint that its key must have.
    pub(crate) pin: Option<String>,
    /// The policy that says which witnesses are trusted.
    pub(crate) policy: Option<Vec<u8>>,
    /// The key of the log.
    pub(crate) log_key: Option<VerifierKey>,
    /// After how many seconds something is due.
    pub(crate) stale: i64,
}

/// Why a monitor cannot work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MonitorError {
    /// What it was given is wrong.
    #[error("{0}")]
    Wrong(String),
    /// Another monitor works on the folder.
    #[error("another monitor holds {}", .0.display())]
    Held(PathBuf),
    /// A file cannot be used.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// The state cannot be read or kept.
    #[error(transparent)]
    State(#[from] StateError),
    /// A file of the folder cannot be used.
    #[error(transparent)]
    File(#[from] SecretFileError),
    /// The papers cannot be read.
    #[error(transparent)]
    Papers(#[from] NoPapers),
}

/// Why a part of a round ends early.
#[derive(Debug)]
pub(super) enum Halt {
    /// The server does not answer.
    Unheard(Unheard),
    /// Something is wrong with what it answers.
    Found(Finding),
    /// What the monitor was given is wrong.
    Wrong(String),
}

impl From<Unheard> for Halt {
    fn from(error: Unheard) -> Self {
        Self::Unheard(error)
    }
}

/// A monitor, alone on its folder.
#[derive(Debug)]
pub(crate) struct Monitor {
    folder: PathBuf,
    /// What was seen and decided so far.
    pub(crate) state: State,
    _lock: File,
}

/// What came of a round; nothing of it is kept yet.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What was found.
    pub(crate) report: Report,
    state: State,
    evidence: BTreeMap<String, String>,
}

/// What was found in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Report {
    /// When.
    pub(crate) at: Timestamp,
    /// The server.
    pub(crate) server: String,
    /// The organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation: Option<OrganisationId>,
    /// The fingerprint of the organisation's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<String>,
    /// The key of the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) log_key: Option<String>,
    /// How many entries were checked so far.
    pub(crate) size: u64,
    /// The root over them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) root: Option<String>,
    /// When the last of them was appended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_entry_at: Option<Timestamp>,
    /// How many of them are new.
    pub(crate) new_entries: u64,
    /// How many of them concern the organisation.
    pub(crate) own_entries: usize,
    /// How many statements, receipts and proofs the organisation has itself.
    pub(crate) papers: usize,
    /// What is known of each witness.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) witnesses: Vec<Heard>,
    /// What is wrong and was not accepted, the gravest first.
    pub(crate) findings: Vec<Finding>,
    /// The status to end with.
    pub(crate) exit_status: u8,
}

/// A round that is being made.
pub(super) struct Round<'a> {
    pub(super) wanted: &'a Wanted,
    pub(super) server: &'a Server,
    pub(super) tiles: Tiles<'a>,
    pub(super) state: State,
    pub(super) found: Vec<Finding>,
    pub(super) heard: Vec<Heard>,
    pub(super) new_entries: u64,
    papers: usize,
    evidence: BTreeMap<String, String>,
    token: Secret,
    now: Timestamp,
}

impl Monitor {
    /// Takes up the state of a folder, which is made where it is missing.
    ///
    /// # Errors
    ///
    /// * [`MonitorError`] says what cannot be used.
    pub(crate) fn open(folder: &Path) -> Result<Self, MonitorError> {
        secret_file::make_folder(folder)?;
        let path = folder.join("lock");
        let lock = hold(&path, IfHeld::Fail).map_err(|source| match source.kind() {
            io::ErrorKind::WouldBlock => MonitorError::Held(folder.to_owned()),
            _ => MonitorError::Io { path, source },
        })?;
        Ok(Self {
            folder: folder.to_owned(),
            state: State::read(folder)?,
            _lock: lock,
        })
    }

    /// Looks at everything that is new; changes nothing but the token.
    ///
    /// # Errors
    ///
    /// * [`MonitorError`] if it cannot work; that the server does not answer is a finding.
    pub(crate) fn look(
        &self,
        wanted: &Wanted,
        token: &mut TokenFile,
        now: Timestamp,
    ) -> Result<Outcome, MonitorError> {
        let wrong = |error: BadAddress| MonitorError::Wrong(format!("--server: {error}"));
        let server = Server::confidential(&wanted.server).map_err(wrong)?;
        let mut round = Round {
            wanted,
            server: &server,
            tiles: Tiles::of(&server),
            state: self.state.clone(),
            found: Vec::new(),
            heard: Vec::new(),
            new_entries: 0,
            papers: 0,
            evidence: BTreeMap::new(),
            token: Secret::new(String::new()),
            now,
        };
        let seen = match token.access(&server, now) {
            Ok(token) => {
                round.token = token;
                let seen = round.see();
                round.settle(seen)?
            }
            Err(NoToken::Unheard(error)) => round.settle(Err(error.into()))?,
            Err(error) => return Err(MonitorError::Wrong(format!("--token-file: {error}"))),
        };
        round.compare_papers(seen)?;
        Ok(round.finish())
    }

    /// Keeps what came of a round: the evidence first, then the state.
    ///
    /// # Errors
    ///
    /// * [`MonitorError`] if it cannot be written.
    pub(crate) fn keep(&mut self, outcome: Outcome) -> Result<(), MonitorError> {
        let folder = self.folder.join("evidence");
        if !outcome.evidence.is_empty() {
            secret_file::make_folder(&folder)?;
        }
        for (name, note) in outcome.evidence {
            let path = self.folder.join(name);
            if !path.exists() {
                secret_file::replace(&path, &Secret::new(note))?;
            }
        }
        outcome.state.write(&self.folder)?;
        self.state = outcome.state;
        Ok(())
    }

    /// Changes what is remembered, durably.
    ///
    /// # Errors
    ///
    /// * [`MonitorError`] if it cannot be written.
    pub(crate) fn remember(&mut self, change: impl FnOnce(&mut State)) -> Result<(), MonitorError> {
        let mut state = self.state.clone();
        change(&mut state);
        state.write(&self.folder)?;
        self.state = state;
        Ok(())
    }
}

impl Round<'_> {
    /// Returns the instant before which everything should have come to pass.
    pub(super) const fn due(&self) -> Timestamp {
        self.now.plus_seconds(-self.wanted.stale)
    }

    /// Returns the token.
    pub(super) fn token(&self) -> &str {
        self.token.expose()
    }

    /// Has a note kept as evidence, and returns the name of its file.
    pub(super) fn keep(&mut self, name: &str, note: &str) -> String {
        let file = format!("evidence/{name}.checkpoint");
        self.evidence.insert(file.clone(), note.to_owned());
        file
    }

    /// Takes in how a part of the round ended; returns whether it was done to its end.
    fn settle(&mut self, ended: Result<(), Halt>) -> Result<bool, MonitorError> {
        match ended {
            Ok(()) => return Ok(true),
            Err(Halt::Unheard(error)) => {
                let found = Finding::new(Kind::Unreachable, "unreachable", error.to_string());
                self.found.push(found);
            }
            Err(Halt::Found(found)) => self.found.push(found),
            Err(Halt::Wrong(what)) => return Err(MonitorError::Wrong(what)),
        }
        Ok(false)
    }

    /// Reads what is new and has it proven.
    fn see(&mut self) -> Result<(), Halt> {
        let key = self.log_key()?;
        self.state.log_key = Some(key.to_string());
        let shown = self.shown(&key)?;
        let Some(shown) = shown else {
            if self.state.head.is_some() {
                let what = "the server shows no checkpoint any more";
                self.found
                    .push(Finding::new(Kind::Stale, "no-checkpoint", what));
            }
            return Ok(());
        };
        let watch = match &self.state.watch {
            Some(watch) => watch.clone(),
            None => Watch::new(naming::find(self)?),
        };
        self.follow(&shown, watch)?;
        naming::check(self)?;
        self.look_for_waiting(&shown)?;
        if let Some(policy) = self.policy(&key)? {
            // Those of the shown checkpoint, which is the head or an older one.
            self.hear_witnesses(&policy, &shown)?;
        }
        Ok(())
    }

    /// Returns the key of the log: the one that was given, or seen before, or is seen now.
    pub(super) fn log_key(&self) -> Result<VerifierKey, Halt> {
        let given = self.wanted.log_key.clone();
        let known = self.state.log_key.as_ref().and_then(|it| it.parse().ok());
        match (given, known) {
            (Some(given), Some(known)) if given != known => Err(Halt::Wrong(format!(
                "--log-key: this monitor has followed {known} so far; give another --state for another log"
            ))),
            (Some(key), _) | (None, Some(key)) => Ok(key),
            (None, None) => self.first_key(),
        }
    }

    fn first_key(&self) -> Result<VerifierKey, Halt> {
        let line = self.server.read("/ledger/key", None, MAX_NOTE_BYTES)?;
        let text = String::from_utf8(line.unwrap_or_default()).unwrap_or_default();
        let key = text.trim_end().parse();
        key.map_err(|_| Unheard::Garbled(format!("{}/ledger/key", self.server.address())).into())
    }

    /// Reads the policy; one that names no log is about this one.
    fn policy(&self, key: &VerifierKey) -> Result<Option<Policy>, Halt> {
        let Some(bytes) = &self.wanted.policy else {
            return Ok(None);
        };
        let said = |error: &dyn std::fmt::Display| Halt::Wrong(format!("--policy: {error}"));
        let policy = Policy::parse(bytes).map_err(|line| said(&line))?;
        if !policy.logs().is_empty() {
            return Ok(Some(policy));
        }
        let log = format!("log {key}\n").into_bytes();
        let policy = Policy::parse(&[log.as_slice(), bytes].concat());
        policy.map(Some).map_err(|line| said(&line))
    }

    /// Looks whether an entry waits too long to be sealed.
    fn look_for_waiting(&mut self, shown: &SignedCheckpoint) -> Result<(), Halt> {
        let Some((seq, at)) = naming::newest(self)? else {
            return Ok(());
        };
        let size = shown.checkpoint().size;
        if seq >= size && at <= self.due() {
            let what = format!("entry {seq}, recorded at {at}, is not sealed: {size} entries are");
            self.found.push(Finding::new(Kind::Stale, "unsealed", what));
        }
        Ok(())
    }

    /// Compares what was seen, now and before, with the organisation's papers.
    fn compare_papers(&mut self, is_seen: bool) -> Result<(), MonitorError> {
        let Some(watch) = self.state.watch.clone() else {
            return Ok(());
        };
        let papers = Papers::read(&self.wanted.papers, watch.organisation)?;
        self.papers = papers.signed.len() + papers.receipts.len() + papers.proofs.len();
        let first = self.comparison(&watch, &papers);
        let (foreign, pinned) = (first.foreign(), first.pinned());
        self.found.extend(foreign);
        self.state.accepted.extend(pinned);
        let head = self.state.head().map(|it| head_of(&it));
        let head = head.unwrap_or(Head::EMPTY);
        if is_seen && self.learn_leaves((&watch, &papers), &head)? {
            let then = self.comparison(&watch, &papers);
            let missing = then.missing(head.size, self.due());
            let missing = [missing, then.contradicted(head.size)].concat();
            self.found.extend(missing);
        }
        Ok(())
    }

    fn comparison<'b>(&'b self, watch: &'b Watch, papers: &'b Papers) -> Comparison<'b> {
        Comparison {
            watch,
            papers,
            pin: self.wanted.pin.as_deref(),
            leaves: &self.state.leaves,
        }
    }

    /// Has the entries that papers are about proven to be in the tree; returns whether all are.
    fn learn_leaves(
        &mut self,
        (watch, papers): (&Watch, &Papers),
        head: &Head,
    ) -> Result<bool, MonitorError> {
        let unknown = self.comparison(watch, papers).unknown_leaves(head.size);
        let mut is_known = true;
        for seq in unknown {
            let proven = self.prove_leaf(seq, head);
            let learnt = proven.map(|leaf| {
                self.state.leaves.insert(seq, digest(&leaf));
            });
            is_known &= self.settle(learnt)?;
        }
        Ok(is_known)
    }

    /// Makes the report, of what was not accepted.
    fn finish(mut self) -> Outcome {
        let lasting = self.found.iter().filter(|it| it.is_lasting());
        for found in lasting {
            let name = found.name.clone();
            self.state.lasting.entry(name).or_insert(found.clone());
        }
        let now = self.found.into_iter().filter(|it| !it.is_lasting());
        let lasting = self.state.lasting.values().cloned();
        let accepted = &self.state.accepted;
        let all = now.chain(lasting);
        let mut findings: Vec<_> = all.filter(|it| !accepted.contains(&it.name)).collect();
        findings.sort_by(|a, b| (a.kind, a.entry, &a.name).cmp(&(b.kind, b.entry, &b.name)));
        let head = self.state.head().map(|it| head_of(&it));
        let watch = self.state.watch.as_ref();
        let key = watch.and_then(|it| it.key);
        let report = Report {
            at: self.now,
            server: self.server.address().to_owned(),
            organisation: watch.map(|it| it.organisation),
            key: key.map(|it| it.fingerprint().to_string()),
            log_key: self.state.log_key.clone(),
            size: head.map_or(0, |it| it.size),
            root: head.map(|it| it.root.to_string()),
            last_entry_at: self.state.last_at,
            new_entries: self.new_entries,
            own_entries: watch.map_or(0, |it| it.noted.len()),
            papers: self.papers,
            witnesses: self.heard,
            exit_status: findings.first().map_or(0, |it| it.kind.exit_status()),
            findings,
        };
        Outcome {
            report,
            state: self.state,
            evidence: self.evidence,
        }
    }
}
