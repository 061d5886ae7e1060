//! Where the words of a tabled clause come from: which amendment or which revision of the drafters.

use std::collections::BTreeSet;

use super::change::AmendmentChange;
use super::disposition::DispositionKind;
use super::revision::Revision;
use super::{Amendment, Instrument};
use crate::id::{AmendmentId, ClauseId, DelegateId};
use crate::record::RevisionNumber;
use crate::redline::{positions, tokens};
use crate::text::Wording;

/// Where words come from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The revision in which they first stood.
    pub revision: RevisionNumber,
    /// The amendments that brought them, sorted; none where the drafters wrote them.
    pub amendments: Vec<AmendmentId>,
}

/// A run of words that come from one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlamedRun {
    /// The words.
    pub text: String,
    /// Where they come from.
    pub origin: Origin,
    /// Who wrote them, in the order of the words; empty where amendments brought them, and where
    /// nobody knows.
    pub drafters: Vec<DelegateId>,
}

/// Words of a live draft as one person wrote them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The words.
    pub text: String,
    /// Who wrote them; none where nobody knows.
    pub by: Option<DelegateId>,
}

/// Where the words of a clause come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClauseBlame {
    /// The words of the heading.
    pub heading: Vec<BlamedRun>,
    /// The words of the text.
    pub text: Vec<BlamedRun>,
}

impl ClauseBlame {
    /// Names the drafters of words that no amendment brought, from the text as the draft has it.
    #[must_use]
    pub fn with_drafters(self, heading: &[Written], text: &[Written]) -> Self {
        Self {
            heading: drafted(self.heading, heading),
            text: drafted(self.text, text),
        }
    }
}

/// Divides runs by who wrote their words; white space goes with the word before it.
fn drafted(runs: Vec<BlamedRun>, written: &[Written]) -> Vec<BlamedRun> {
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    let draft: String = written.iter().map(|it| it.text.as_str()).collect();
    let authors = authors(&draft, written);
    let mut drafted: Vec<BlamedRun> = Vec::new();
    let mut runs = runs.into_iter();
    let (mut run, mut run_end, mut at) = (None, 0, 0);
    for (token, place) in tokens(&text).into_iter().zip(positions(&draft, &text)) {
        while run_end <= at {
            let Some(next) = runs.next() else {
                return drafted;
            };
            run_end += next.text.len();
            run = Some(next.origin);
        }
        let Some(origin) = &run else { break };
        let drafters = match (place, origin.amendments.as_slice()) {
            (Some(place), []) => authors[place].clone(),
            _ => Vec::new(),
        };
        at += token.len();
        let is_same = |last: &&mut BlamedRun| {
            last.origin == *origin
                && (last.drafters == drafters || token.chars().all(char::is_whitespace))
        };
        match drafted.last_mut().filter(is_same) {
            Some(last) => last.text.push_str(token),
            None => drafted.push(BlamedRun {
                text: token.to_owned(),
                origin: origin.clone(),
                drafters,
            }),
        }
    }
    drafted
}

/// Returns for each word of a draft who wrote it, in the order of its letters.
fn authors(draft: &str, written: &[Written]) -> Vec<Vec<DelegateId>> {
    let mut ends = written.iter().scan(0, |end, it| {
        *end += it.text.len();
        Some((*end, it.by))
    });
    let mut part = ends.next();
    let mut at = 0;
    let tokens = tokens(draft).into_iter().map(|token| {
        let mut authors = Vec::new();
        at += token.len();
        while let Some((end, by)) = part {
            authors.extend(by.filter(|by| !authors.contains(by)));
            if end > at {
                break;
            }
            part = ends.next();
            if end == at {
                break;
            }
        }
        authors
    });
    tokens.collect()
}

impl Instrument {
    /// Says where the words of a clause come from, as a revision has it; none if it has not, or the
    /// words were erased.
    pub fn blame(&self, clause: ClauseId, revision: RevisionNumber) -> Option<ClauseBlame> {
        self.revision(revision)?.clause(clause)?.wording()?;
        let mut heading = Traced::default();
        let mut text = Traced::default();
        let mut before = None;
        for revision in (self.revisions().iter()).take_while(|it| it.number <= revision) {
            let wording = revision.clause(clause).and_then(|it| it.wording());
            if let Some(wording) = wording.filter(|it| before != Some(*it)) {
                let brought = self.brought(clause, revision);
                let number = revision.number;
                heading.advance(&wording.heading, number, &brought, |it| it.heading.clone());
                text.advance(&wording.text.to_plain(), number, &brought, |it| {
                    it.text.to_plain()
                });
                before = Some(wording);
            }
        }
        Some(ClauseBlame {
            heading: heading.runs(),
            text: text.runs(),
        })
    }

    /// Returns what amendments brought into a clause between the revision before and this one: the
    /// wording each was written against, none for a new clause, and the one it made of it.
    fn brought(&self, clause: ClauseId, revision: &Revision) -> Vec<Brought> {
        let since = (revision.number.checked_sub(1))
            .and_then(|before| self.revision(before))
            .map_or(0, |before| before.seq);
        let then = |seq: u64| since < seq && seq <= revision.seq;
        let mut brought = Vec::new();
        for amendment in self.amendments() {
            if amendment.change().clause() != clause {
                continue;
            }
            let mut take = |seq: u64, (base, result): (Option<&Wording>, Option<&Wording>)| {
                if let Some(result) = result.filter(|_| then(seq)) {
                    brought.push(Brought {
                        amendment: amendment.id,
                        base: base.cloned(),
                        result: result.clone(),
                    });
                }
            };
            for part in amendment.parts_taken() {
                let base = self.base_of_part(amendment, part);
                take(part.seq, (base, part.wording.as_deref()));
            }
            if let Some(disposition) = &amendment.disposition {
                let base = self.base_wording(amendment);
                take(
                    disposition.seq,
                    (base, resulting(amendment, &disposition.kind)),
                );
            }
        }
        brought
    }
}

fn resulting<'a>(amendment: &'a Amendment, kind: &DispositionKind) -> Option<&'a Wording> {
    match kind {
        DispositionKind::Adopted | DispositionKind::Subsumed { .. } => match amendment.change() {
            AmendmentChange::Delete { .. } | AmendmentChange::Move { .. } => None,
            change => change.wording(),
        },
        DispositionKind::AdoptedModified { offer } => amendment.offer(*offer)?.wording.as_deref(),
        DispositionKind::Rejected | DispositionKind::Withdrawn | DispositionKind::Lapsed => None,
    }
}

/// What an amendment brought.
struct Brought {
    amendment: AmendmentId,
    base: Option<Wording>,
    result: Wording,
}

/// Words with their origins, followed from revision to revision.
#[derive(Default)]
struct Traced(Vec<(String, Origin)>);

impl Traced {
    fn advance(
        &mut self,
        text: &str,
        revision: RevisionNumber,
        brought: &[Brought],
        part: impl Fn(&Wording) -> String,
    ) {
        let before: String = self.0.iter().map(|(token, _)| token.as_str()).collect();
        let stood = positions(&before, text);
        let inserted: Vec<(AmendmentId, BTreeSet<usize>)> = (brought.iter())
            .map(|it| {
                let base = it.base.as_ref().map(&part).unwrap_or_default();
                (it.amendment, inserted(&base, &part(&it.result), text))
            })
            .collect();
        let traced = tokens(text).into_iter().enumerate().map(|(at, token)| {
            let origin = match stood[at].and_then(|at| self.0.get(at)) {
                Some((_, origin)) => origin.clone(),
                None => Origin {
                    revision,
                    amendments: (inserted.iter())
                        .filter(|(_, tokens)| tokens.contains(&at))
                        .map(|(amendment, _)| *amendment)
                        .collect::<BTreeSet<_>>()
                        .into_iter()
                        .collect(),
                },
            };
            (token.to_owned(), origin)
        });
        self.0 = traced.collect();
    }

    fn runs(self) -> Vec<BlamedRun> {
        let mut runs: Vec<BlamedRun> = Vec::new();
        for (token, origin) in self.0 {
            match runs.last_mut().filter(|run| run.origin == origin) {
                Some(run) => run.text.push_str(&token),
                None => runs.push(BlamedRun {
                    text: token,
                    origin,
                    drafters: Vec::new(),
                }),
            }
        }
        runs
    }
}

/// Returns the tokens of `text` that an amendment from `base` to `result` inserted.
fn inserted(base: &str, result: &str, text: &str) -> BTreeSet<usize> {
    let from_base = positions(base, result);
    let from_result = positions(result, text);
    (from_result.iter().enumerate())
        .filter(|(_, at)| at.is_some_and(|at| from_base[at].is_none()))
        .map(|(token, _)| token)
        .collect()
}
