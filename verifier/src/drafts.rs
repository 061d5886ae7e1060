//! The history of a working draft: from its changes to the texts that were anchored and tabled.

use std::collections::{BTreeMap, HashMap};

use domain::id::DelegateId;
use domain::instrument::{Instrument, Revision};
use domain::text::{Outline, RootClause, root_hash};
use replica::{ActorId, ChangeHash, Draft, Field, History};

use crate::bundle::{ChangeLine, lines, read_json};
use crate::check::{Check, Findings};
use crate::replay::{Anchor, Timeline};

/// A change, as far as it matters who made it on what.
#[derive(Debug)]
struct Node {
    parents: Vec<ChangeHash>,
    actor: String,
    /// Whose the bundle says it is.
    delegate: DelegateId,
    is_covered: bool,
}

/// What is said of the working drafts as a whole.
#[derive(Debug, Default, Clone)]
pub(crate) struct Drafted {
    /// Changes that no entry of the record covers yet.
    pub(crate) unanchored: u64,
    /// Changes whose author was bound only after they were anchored.
    pub(crate) bound_late: u64,
    /// How many words of the present texts each person wrote.
    pub(crate) words: BTreeMap<DelegateId, u64>,
}

/// The working draft whose changes are being read.
#[derive(Debug, Default)]
pub(crate) struct DraftCheck {
    history: History,
    nodes: HashMap<ChangeHash, Node>,
    is_broken: bool,
}

impl DraftCheck {
    /// Takes in changes, each after those it is made on.
    pub(crate) fn take(&mut self, body: &[u8], findings: &mut Findings) {
        let Some(lines) = lines(body) else {
            return self.give_up("the last line of changes has no end", findings);
        };
        for line in lines {
            if self.is_broken {
                return;
            }
            let line = read_json::<ChangeLine>(line);
            let Some((line, bytes)) = line.and_then(|it| Some((it.delegate, it.bytes()?))) else {
                return self.give_up("a line of changes is not as it must be", findings);
            };
            match self.history.replay(&bytes) {
                Ok(replayed) => {
                    let node = Node {
                        parents: replayed.parents,
                        actor: hex::encode(replayed.actor.to_bytes()),
                        delegate: line,
                        is_covered: false,
                    };
                    self.nodes.insert(replayed.hash, node);
                    findings.good(Check::Drafts, 1);
                }
                Err(error) => {
                    let at = self.nodes.len();
                    return self.give_up(&format!("change {at} of a draft: {error}"), findings);
                }
            }
        }
    }

    fn give_up(&mut self, why: &str, findings: &mut Findings) {
        self.is_broken = true;
        findings.bad(Check::Drafts, None, why);
    }

    /// Compares the history with what the record says of it.
    pub(crate) fn finish(
        mut self,
        timeline: &Timeline,
        instrument: &Instrument,
        drafted: &mut Drafted,
        findings: &mut Findings,
    ) {
        if self.is_broken {
            return;
        }
        let mut former: Vec<ChangeHash> = Vec::new();
        for anchor in &timeline.anchors {
            let Some(heads) = self.known_heads(anchor) else {
                let what = "the draft never had these heads";
                findings.bad(Check::Drafts, Some(anchor.seq), what);
                return;
            };
            let reached = self.cover(&heads, anchor.seq, timeline, drafted, findings);
            if !former.iter().all(|it| reached.contains(it)) {
                let what = "the draft's heads do not go on from those before";
                findings.bad(Check::Drafts, Some(anchor.seq), what);
                return;
            }
            if let Some(revision) = anchor.tabled.and_then(|it| instrument.revision(it)) {
                let result = self.compare(revision, &heads);
                findings.note(Check::Drafts, Some(anchor.seq), result);
            }
            former = heads;
        }
        for (seq, name) in &timeline.named {
            let hash = name.parse().ok();
            if !hash.is_some_and(|it| self.nodes.contains_key(&it)) {
                findings.bad(Check::Drafts, Some(*seq), "the draft has no such change");
            }
        }
        drafted.unanchored += self.nodes.values().filter(|it| !it.is_covered).count() as u64;
        self.count_words(&former, timeline, drafted);
    }

    fn known_heads(&self, anchor: &Anchor) -> Option<Vec<ChangeHash>> {
        let heads = anchor.heads.iter().map(|it| it.parse().ok());
        let heads: Option<Vec<ChangeHash>> = heads.collect();
        heads.filter(|it| it.iter().all(|hash| self.nodes.contains_key(hash)))
    }

    /// Covers what leads to these heads; returns the changes covered before that it touched.
    fn cover(
        &mut self,
        heads: &[ChangeHash],
        seq: u64,
        timeline: &Timeline,
        drafted: &mut Drafted,
        findings: &mut Findings,
    ) -> Vec<ChangeHash> {
        let mut reached = Vec::new();
        let mut open: Vec<ChangeHash> = heads.to_vec();
        while let Some(hash) = open.pop() {
            let Some(node) = self.nodes.get_mut(&hash) else {
                continue;
            };
            if std::mem::replace(&mut node.is_covered, true) {
                reached.push(hash);
                continue;
            }
            open.extend(&node.parents);
            match timeline.bound.get(&node.actor) {
                Some((_, whose)) if *whose != node.delegate => {
                    let what = format!("a change by {} is said to be by {}", whose, node.delegate);
                    findings.bad(Check::Authors, Some(seq), what);
                }
                Some((bound, _)) => {
                    drafted.bound_late += u64::from(*bound > seq);
                    findings.good(Check::Authors, 1);
                }
                None => {
                    let what = format!("a change is by an actor of nobody, {}", node.actor);
                    findings.bad(Check::Authors, Some(seq), what);
                }
            }
        }
        // What this walk covered itself may have been met twice, and was no head before.
        reached
    }

    fn compare(&mut self, revision: &Revision, heads: &[ChangeHash]) -> Result<(), String> {
        let read = self.history.with_draft(|draft| draft.outline_at(heads));
        let outline = read.map_err(|error| error.to_string())?;
        let clauses = roots(&outline).ok_or("the draft has a character that no text has")?;
        let root = root_hash(&outline.title, &outline.language, &clauses);
        if root == Ok(revision.root) {
            return Ok(());
        }
        let tabled = revision.clauses.iter();
        let other = tabled.zip(&clauses).find(|(a, b)| a.hash != b.hash);
        Err(match other {
            Some((clause, _)) => format!(
                "clause {} as tabled is not what the draft had at these heads",
                clause.id
            ),
            None => "the text as tabled is not what the draft had at these heads".to_owned(),
        })
    }

    fn count_words(&mut self, heads: &[ChangeHash], timeline: &Timeline, drafted: &mut Drafted) {
        if heads.is_empty() {
            return;
        }
        let runs = self.history.with_draft(|draft| written(draft, heads));
        for (text, actor) in runs.unwrap_or_default() {
            if let Some((_, whose)) = timeline.bound.get(&hex::encode(actor.to_bytes())) {
                let words = text.split_whitespace().count() as u64;
                *drafted.words.entry(*whose).or_default() += words;
            }
        }
    }
}

fn written(draft: &mut Draft, heads: &[ChangeHash]) -> Vec<(String, ActorId)> {
    let outline = draft.outline_at(heads);
    let mut runs = Vec::new();
    for clause in outline.clauses {
        for field in [Field::Heading, Field::Body] {
            runs.extend(draft.authors_at(clause.id, field, heads));
        }
    }
    runs
}

fn roots(outline: &Outline) -> Option<Vec<RootClause>> {
    let clauses = outline.clauses.iter().map(|it| {
        let hash = it.wording.hash().ok()?;
        Some(RootClause {
            id: it.id,
            hash,
            parent: it.parent,
        })
    });
    clauses.collect()
}
