//! The verifier: it is fed with the bytes of a bundle and says what it found.

use domain::id::DraftId;
use domain::network::{Network, Organisation};
use domain::record::Entry;
use domain::signing::Digest;
use ledger::checkpoint::SignedCheckpoint;
use ledger::hash::Hash;
use ledger::note::VerifierKey;
use ledger::policy::Policy;

use crate::bundle::{InvalidBundle, Manifest, PartName, Parts, read_json};
use crate::check::{Check, Findings};
use crate::contents::{Erased, Waiting};
use crate::drafts::{DraftCheck, Drafted};
use crate::log::{Log, Source};
use crate::order::{Before, Order};
use crate::replay::Replay;
use crate::report::{Checked, Place, Report, WitnessedBy, WordsBy};
use crate::signing::{self, Job};
use crate::status::Status;
use crate::sums::Sums;

/// What whoever verifies knows beforehand, and what the bundle therefore has to agree with.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The key of the log; the bundle's own word where absent.
    pub log_key: Option<VerifierKey>,
    /// The logs and witnesses that are trusted; without one, witnesses are not asked for.
    pub policy: Option<Policy>,
    /// Organisations, by identifier or short name, and the fingerprint of the key each holds.
    pub keys: Vec<(String, String)>,
    /// Checkpoints of this log that were seen before, as signed notes.
    pub checkpoints: Vec<Vec<u8>>,
}

impl Known {
    /// Chooses the key that the log's signatures must be of: the one that is known, or else the
    /// word of whoever is verified.
    pub(crate) fn settle_key(
        &mut self,
        origin: Option<&str>,
        own: Option<VerifierKey>,
        findings: &mut Findings,
    ) -> Option<VerifierKey> {
        if let Some(policy) = &self.policy {
            let named = policy.logs().iter().map(|log| &log.key);
            let mut ours = named.filter(|key| Some(key.name().as_str()) == origin);
            self.log_key = self.log_key.take().or_else(|| ours.next().cloned());
            if self.log_key.is_none() {
                let what = "the policy names no log of this origin";
                findings.bad(Check::LogSignature, None, what);
            }
        }
        if let Some(known) = &self.log_key
            && own.is_some()
            && own.as_ref() != Some(known)
        {
            let what = "another key of the log is named than the one that you know";
            findings.bad(Check::LogSignature, None, what);
        }
        self.log_key.clone().or(own)
    }
}

/// Verifies a bundle as its bytes come in, in memory that does not grow with the words in it.
#[derive(Debug)]
pub struct Verifier {
    parts: Parts,
    desk: Desk,
}

/// Why the rest of the file cannot be read.
struct Stop(String);

impl From<InvalidBundle> for Stop {
    fn from(error: InvalidBundle) -> Self {
        Self(error.to_string())
    }
}

/// Everything but the file itself.
#[derive(Debug)]
struct Desk {
    known: Known,
    order: Order,
    manifest: Option<Manifest>,
    checkpoint: Option<String>,
    /// The leaf hash of the first entry.
    network: Option<Hash>,
    findings: Findings,
    log: Log,
    waiting: Waiting,
    erased: Erased,
    replay: Replay,
    draft: DraftCheck,
    drafted: Drafted,
    sums: Sums,
    /// Who cosigned the checkpoint, of those that the policy names.
    witnesses: Vec<WitnessedBy>,
    /// Whether somebody else verifies the signatures on positions.
    is_deferring: bool,
    is_over: bool,
}

impl Verifier {
    /// Makes a verifier for whoever knows this beforehand.
    pub fn new(known: Known) -> Self {
        Self {
            parts: Parts::default(),
            desk: Desk {
                known,
                order: Order::new(),
                manifest: None,
                checkpoint: None,
                network: None,
                findings: Findings::default(),
                log: Log::default(),
                waiting: Waiting::default(),
                erased: Erased::default(),
                replay: Replay::default(),
                draft: DraftCheck::default(),
                drafted: Drafted::default(),
                sums: Sums::default(),
                witnesses: Vec::new(),
                is_deferring: false,
                is_over: false,
            },
        }
    }

    /// Leaves it to the caller to verify the signatures on positions, elsewhere and at the same
    /// time: see [`Self::take_jobs`].
    #[must_use]
    pub fn deferring(mut self) -> Self {
        self.desk.is_deferring = true;
        self
    }

    /// Returns the signatures that wait to be verified; what comes of each is told by
    /// [`Self::note`]. Those that nobody takes are verified at the end.
    pub fn take_jobs(&mut self) -> Vec<Job> {
        std::mem::take(&mut self.desk.replay.signing.jobs)
    }

    /// Takes in how many signatures hold, and which do not.
    pub fn note(&mut self, held: u64, failed: &[Job]) {
        self.desk.findings.good(Check::Positions, held);
        for job in failed {
            signing::note(job, false, &mut self.desk.findings);
        }
    }

    /// Takes in how many rows of a database agree with the record, and which do not, each with the
    /// entry it is about, where it is about one.
    pub fn compared(&mut self, held: u64, differences: &[(Option<u64>, String)]) {
        let findings = &mut self.desk.findings;
        findings.good(Check::Database, held);
        for (seq, what) in differences {
            findings.bad(Check::Database, *seq, what.as_str());
        }
    }

    /// Takes in the next bytes; returns whether any more are of use.
    pub fn feed(&mut self, bytes: &[u8]) -> bool {
        if self.desk.is_over {
            return false;
        }
        let desk = &mut self.desk;
        let fed = self.parts.feed(bytes, |name, body| desk.take(name, body));
        if let Err(Stop(why)) = fed {
            self.desk.stop(&why);
        }
        !self.desk.is_over
    }

    /// Returns the checkpoint that the bundle is proved by, as a signed note; none before it has come.
    pub fn checkpoint(&self) -> Option<&str> {
        self.desk.checkpoint.as_deref()
    }

    /// Returns how many entries were taken in, and how many the bundle says it has.
    pub fn progress(&self) -> (u64, u64) {
        let size = self.desk.manifest.as_ref().map_or(0, |it| it.size);
        (self.desk.log.size(), size)
    }

    /// Says that there are no more bytes, and returns what was found.
    pub fn finish(mut self) -> Report {
        if !self.desk.is_over {
            if let Err(error) = self.parts.finish() {
                self.desk.stop(&error.to_string());
            } else if !self.desk.order.is_complete() {
                self.desk.stop("parts are missing at its end");
            }
        }
        self.desk.replay.signing.settle(&mut self.desk.findings);
        self.desk.report()
    }
}

impl Desk {
    fn stop(&mut self, why: &str) {
        self.is_over = true;
        self.findings.bad(Check::Bundle, None, why);
    }

    fn take(&mut self, name: &str, body: &[u8]) -> Result<(), Stop> {
        let part: PartName = name
            .parse()
            .map_err(|error| Stop(format!("{name}: {error}")))?;
        loop {
            match self.order.before(&part) {
                Before::Nothing => break,
                Before::Begin => self.log.begin(&mut self.findings),
                Before::Settle => self.settle(),
                Before::Close => self.close(),
                Before::Draft(draft) => self.finish_draft(draft),
            }
        }
        if !self.order.take(&part) {
            return Err(Stop(format!("{name} is not the part that must come here")));
        }
        if part != PartName::Sums {
            self.sums.take(name, body);
        }
        self.read(&part, body)
    }

    fn read(&mut self, part: &PartName, body: &[u8]) -> Result<(), Stop> {
        let findings = &mut self.findings;
        match part {
            PartName::Manifest => return self.begin(body),
            PartName::Checkpoint => self.take_checkpoint(body),
            PartName::Checkpoints { .. } => self.log.take_older(body, findings),
            PartName::Tile(id) if id.level == 0 => self.log.take_tile(*id, body, findings),
            PartName::Tile(id) => self.log.take_upper(*id, body, findings),
            PartName::Entries(id) => return self.take_entries(body, id.width.count()),
            PartName::Contents { .. } => self.waiting.take(body, &mut self.erased, findings),
            // Without the record nobody knows what they must lead to.
            PartName::Changes { .. } if self.replay.register().is_none() => {}
            PartName::Changes { .. } => self.draft.take(body, findings),
            PartName::Status => self.compare_status(body),
            PartName::Sums => self.sums.compare(body, findings),
        }
        Ok(())
    }

    fn begin(&mut self, body: &[u8]) -> Result<(), Stop> {
        let manifest = read_json::<Manifest>(body);
        let manifest = manifest.filter(|it| it.v == Manifest::VERSION);
        let manifest = manifest.ok_or_else(|| Stop("bundle.json is not as it must be".into()))?;
        self.order.set_size(manifest.size);
        let own = manifest.log_key.as_ref().and_then(|it| it.parse().ok());
        if manifest.log_key.is_some() && own.is_none() {
            return Err(Stop("bundle.json names a key that is none".into()));
        }
        let origin = manifest.origin.as_deref();
        if let Some(key) = (self.known).settle_key(origin, own, &mut self.findings) {
            self.log.trust(key);
        }
        self.manifest = Some(manifest);
        Ok(())
    }

    fn take_checkpoint(&mut self, body: &[u8]) {
        self.checkpoint = String::from_utf8(body.to_vec()).ok();
        let manifest = self.manifest.as_ref();
        let expected = manifest.map_or((None, 0), |it| (it.origin.as_deref(), it.size));
        let signed = self.log.take_checkpoint(body, expected, &mut self.findings);
        if let (Some(signed), Some(policy)) = (signed, &self.known.policy) {
            self.witnesses = witnessed(&signed, policy, &mut self.findings);
        }
        for note in std::mem::take(&mut self.known.checkpoints) {
            self.log.expect(&note, Source::Reader, &mut self.findings);
        }
    }

    fn take_entries(&mut self, body: &[u8], width: usize) -> Result<(), Stop> {
        let (waiting, replay) = (&mut self.waiting, &mut self.replay);
        let network = &mut self.network;
        let taken = self.log.take_entries(
            body,
            width,
            &mut self.findings,
            |seq, bytes, leaf, findings| {
                network.get_or_insert(leaf);
                match Entry::read(bytes) {
                    Ok((entry, commitments)) => {
                        findings.good(Check::Canonical, 1);
                        waiting.push(seq, entry, commitments);
                    }
                    Err(error) => {
                        findings.bad(Check::Canonical, Some(seq), error.to_string());
                        waiting.pass_over(seq);
                        replay.give_up(seq);
                    }
                }
            },
        );
        taken.map_err(Stop)
    }

    /// Replays the entries of a bundle, whose words have all come.
    fn settle(&mut self) {
        let entries = self.waiting.settle(&mut self.findings);
        let network = self.network.map_or([0; 32], |it| *it.as_bytes());
        let ground = (Digest::from_bytes(network), &self.log);
        for (seq, entry, commitments) in entries {
            let what = (&entry, commitments.as_slice());
            self.replay.take(seq, what, ground, &mut self.findings);
        }
        if !self.is_deferring {
            self.replay.signing.settle(&mut self.findings);
        }
    }

    /// Does what can be done once all entries and tiles are there.
    fn close(&mut self) {
        self.log.finish(&mut self.findings);
        let claimed = self.manifest.as_ref().and_then(|it| it.network.as_ref());
        if claimed.cloned() != self.network.map(|it| it.to_string()) {
            let what = "bundle.json names another network than its first entry makes";
            self.findings.bad(Check::Bundle, None, what);
        }
        match self.replay.register() {
            Some(register) => {
                pinned(&self.known.keys, register.network(), &mut self.findings);
                let drafts = register.instruments().map(|it| it.draft);
                self.order.set_drafts(drafts.collect());
            }
            None => self.order.allow_drafts(),
        }
    }

    fn finish_draft(&mut self, draft: DraftId) {
        let check = std::mem::take(&mut self.draft);
        let Some(register) = self.replay.register() else {
            return;
        };
        let timeline = self.replay.timeline(draft);
        if let (Some(timeline), Ok(instrument)) = (timeline, register.instrument_of_draft(draft)) {
            check.finish(timeline, instrument, &mut self.drafted, &mut self.findings);
        }
    }

    fn compare_status(&mut self, body: &[u8]) {
        let (Some(register), Some(manifest)) = (self.replay.register(), &self.manifest) else {
            return;
        };
        let at = manifest.made_at;
        if self.replay.last_at().is_some_and(|last| at < last) {
            let what = "the bundle says it was made before its last entry";
            self.findings.bad(Check::Status, None, what);
        }
        let computed = Status::of(register, at);
        let Some(shown) = read_json::<Status>(body) else {
            let what = "status.json is not as it must be";
            return self.findings.bad(Check::Status, None, what);
        };
        match computed.difference(&shown) {
            None => self.findings.good(Check::Status, computed.clauses()),
            Some(what) => self.findings.bad(Check::Status, None, what),
        }
    }

    fn report(self) -> Report {
        let (manifest, findings) = (self.manifest, self.findings);
        let checks = Check::ALL.map(|check| Checked {
            check,
            held: findings.held(check),
            failed: findings.failed(check),
        });
        let first = findings.first_failed();
        let place = |&(seq, position): &(u64, u64)| Place { seq, position };
        let words = self.drafted.words.iter();
        Report {
            holds: first.is_none(),
            network: self.network.map(|it| it.to_string()),
            origin: manifest.as_ref().and_then(|it| it.origin.clone()),
            log_key: self.log.key().map(ToString::to_string),
            is_key_given: self.known.log_key.is_some(),
            entries: self.log.size(),
            root: self.log.root().to_string(),
            made_at: manifest.as_ref().map(|it| it.made_at),
            last_at: self.replay.last_at(),
            checks: checks.to_vec(),
            failures: findings.failures().to_vec(),
            witnesses: self.witnesses,
            erased: self.erased.listed.iter().map(place).collect(),
            erased_count: self.erased.count,
            unsigned_positions: self.replay.signing.unsigned,
            unanchored_changes: self.drafted.unanchored,
            changes_bound_late: self.drafted.bound_late,
            words: words
                .map(|(&delegate, &words)| WordsBy { delegate, words })
                .collect(),
            exit_status: first.map_or(0, Check::exit_status),
        }
    }
}

/// Judges who cosigned a checkpoint, and whether they are enough.
pub(crate) fn witnessed(
    signed: &SignedCheckpoint,
    policy: &Policy,
    findings: &mut Findings,
) -> Vec<WitnessedBy> {
    let judgement = match policy.judge(signed) {
        Ok(judgement) => judgement,
        Err(error) => {
            findings.bad(Check::LogSignature, None, error.to_string());
            return Vec::new();
        }
    };
    let witnesses = judgement.witnesses.iter().map(|it| WitnessedBy {
        key: it.witness.key.to_string(),
        signed_at: it.signed_at,
    });
    let witnesses: Vec<_> = witnesses.collect();
    if judgement.is_quorum {
        findings.good(Check::Witnesses, witnesses.len() as u64);
    } else {
        let (found, fewest) = (witnesses.len(), policy.fewest_witnesses());
        let what = format!("{found} witnesses cosigned, which is no quorum: {fewest} at least are");
        findings.bad(Check::Witnesses, None, what);
    }
    witnesses
}

/// Compares the keys that organisations hold with those that whoever verifies knows.
fn pinned(keys: &[(String, String)], network: &Network, findings: &mut Findings) {
    let plain = |text: &str| text.replace([' ', ':'], "").to_lowercase();
    for (name, fingerprint) in keys {
        let is_it = |it: &&Organisation| {
            it.id.to_string() == *name || it.short_name.as_str() == Some(name.as_str())
        };
        let key = network.organisations().find(is_it);
        let key = key.and_then(|it| network.active_key(it.id));
        let result = match key {
            Some(key) if plain(&key.fingerprint().to_string()) == plain(fingerprint) => Ok(()),
            Some(key) => Err(format!("{name} holds another key, {}", key.fingerprint())),
            None => Err(format!("{name} holds no key")),
        };
        findings.note(Check::Keys, None, result);
    }
}
