//! Tabling: the working draft becomes an immutable revision.

use std::collections::BTreeSet;

use super::{Acting, Amendment, Instrument};
use crate::api::TableRevision;
use crate::id::{AmendmentId, ClauseId};
use crate::permission::Operation;
use crate::record::{Act, Contents, Fact, RevisionNumber, TabledClause, TabledContent};
use crate::refusal::Refusal;
use crate::text::{Outline, OutlineClause, RootClause, Run, WordingHash, root_hash};

/// The number of clauses in one entry: about 40 kB, well within an entry's limit.
const CLAUSES_PER_ENTRY: usize = 150;

/// The working draft as it would be tabled.
#[derive(Debug, Clone, Copy)]
pub struct Tabling<'a> {
    /// The text.
    pub outline: &'a Outline,
    /// The heads that identify it, sorted.
    pub heads: &'a [String],
    /// A clause that waits for a decision of the chair.
    pub undecided: Option<ClauseId>,
}

impl Instrument {
    /// The greatest number of characters of one clause's text.
    pub const MAX_CLAUSE_CHARS: usize = 20_000;

    /// Tables the working draft as the next revision.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::TextChanged`] if the draft is no longer what the chair previewed;
    /// * [`Refusal::RemovalUndecided`] if a clause waits for a decision;
    /// * [`Refusal::ClauseInCall`] or [`Refusal::ClauseAgreed`] if a clause that is called, or agreed, would change;
    /// * [`Refusal::AmendmentsUndecided`] if an amendment is open, and not said to be carried over;
    /// * [`Refusal::NothingToTable`], [`Refusal::NothingChanged`] or [`Refusal::TooManyClauses`] as they say;
    /// * [`Refusal::ClauseTooLong`], [`Refusal::LinkNotPermitted`] or [`Refusal::Character`] if a clause cannot be tabled.
    pub fn table_revision(
        &self,
        command: &TableRevision,
        tabling: &Tabling<'_>,
        acting: &Acting<'_>,
    ) -> Result<Vec<Act>, Refusal> {
        self.authorise(Operation::TableRevision, acting)?;
        let previewed: BTreeSet<_> = command.heads.iter().collect();
        if previewed != tabling.heads.iter().collect() {
            return Err(Refusal::TextChanged);
        }
        if let Some(clause) = tabling.undecided {
            return Err(Refusal::RemovalUndecided(clause));
        }
        let outline = tabling.outline;
        let roots = check_outline(outline)?;
        self.check_stages(&roots.iter().map(|it| (it.id, it.hash)).collect())?;
        let subsumed = self.subsumed_by_tabling(outline);
        self.check_gate(command, &subsumed)?;
        let root = root_hash(&outline.title, &outline.language, &roots)?;
        let parts = self.parts(outline, &roots, acting);
        let unchanged = |fact: &Fact| match fact {
            Fact::ClausesTabled { clauses, .. } => clauses.iter().all(|c| c.content.is_none()),
            _ => false,
        };
        if self.current().is_some_and(|current| current.root == root)
            && parts.iter().all(|part| unchanged(&part.fact))
        {
            return Err(Refusal::NothingChanged);
        }
        let completion = self.completion(command, tabling, root, acting);
        let endings = self.subsumptions(&subsumed, &[], acting);
        let acts = parts.into_iter().chain([completion]).chain(endings);
        Ok(acts.collect())
    }

    /// Returns the open amendments that need a disposition, or to be carried over, before `text`
    /// is tabled.
    pub fn undecided(&self, text: &Outline) -> Vec<&Amendment> {
        let subsumed = self.subsumed_by_tabling(text);
        let mut open = self.amendments();
        open.retain(|it| it.is_open() && !subsumed.contains(&it.id));
        open
    }

    fn check_gate(&self, command: &TableRevision, subsumed: &[AmendmentId]) -> Result<(), Refusal> {
        let passes = |it: &AmendmentId| subsumed.contains(it) || command.carries.contains(it);
        let open = self.amendments.values().filter(|it| it.is_open());
        match open.filter(|it| !passes(&it.id)).count() {
            0 => Ok(()),
            undecided => Err(Refusal::AmendmentsUndecided(undecided)),
        }
    }

    /// Returns the number the next revision will have.
    pub fn next_revision(&self) -> RevisionNumber {
        u32::try_from(self.revisions.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1)
    }

    fn parts(&self, outline: &Outline, roots: &[RootClause], acting: &Acting<'_>) -> Vec<Act> {
        let pairs: Vec<_> = outline.clauses.iter().zip(roots).collect();
        pairs
            .chunks(CLAUSES_PER_ENTRY)
            .map(|part| self.part(part, acting))
            .collect()
    }

    fn part(&self, part: &[(&OutlineClause, &RootClause)], acting: &Acting<'_>) -> Act {
        let mut contents = Contents::default();
        let clauses = part
            .iter()
            .map(|(clause, root)| TabledClause {
                id: clause.id,
                parent: clause.parent,
                hash: root.hash,
                content: self
                    .new_content(clause)
                    .map(|content| contents.add(content)),
            })
            .collect();
        self.act(
            acting,
            Fact::ClausesTabled {
                revision: self.next_revision(),
                clauses,
            },
            contents,
        )
    }

    /// Returns what stands beside the entry for a clause, unless it did so in the revision before.
    fn new_content(&self, clause: &OutlineClause) -> Option<String> {
        let content = TabledContent {
            wording: clause.wording.clone(),
            commentary: clause.commentary.clone(),
            language: clause.language.clone(),
        };
        let before = self
            .current()
            .and_then(|revision| revision.clause(clause.id));
        if before.and_then(|before| before.content.as_deref()) == Some(&content) {
            return None;
        }
        Some(serde_json::to_string(&content).expect("a wording serialises to JSON"))
    }

    fn completion(
        &self,
        command: &TableRevision,
        tabling: &Tabling<'_>,
        root: WordingHash,
        acting: &Acting<'_>,
    ) -> Act {
        let mut contents = Contents::default();
        let fact = Fact::RevisionTabled {
            revision: self.next_revision(),
            title: contents.add(tabling.outline.title.as_str()),
            language: tabling.outline.language.clone(),
            root,
            clauses: u32::try_from(tabling.outline.clauses.len()).unwrap_or(u32::MAX),
            heads: tabling.heads.to_vec(),
            note: command
                .note
                .as_ref()
                .map(|note| contents.add(note.as_str())),
        };
        self.act(acting, fact, contents)
    }
}

fn check_outline(outline: &Outline) -> Result<Vec<RootClause>, Refusal> {
    if outline.clauses.is_empty() {
        return Err(Refusal::NothingToTable);
    }
    let (found, most) = (outline.clauses.len(), Outline::MAX_CLAUSES);
    if found > most {
        return Err(Refusal::TooManyClauses { found, most });
    }
    outline.clauses.iter().map(check_clause).collect()
}

fn check_clause(clause: &OutlineClause) -> Result<RootClause, Refusal> {
    let hash = check_wording(&clause.wording)?;
    if let Some(refused) = crate::text::refused_character(&clause.commentary) {
        return Err(refused.into());
    }
    Ok(RootClause {
        id: clause.id,
        hash,
        parent: clause.parent,
    })
}

/// Checks a wording that someone proposes or tables, and names it.
pub(super) fn check_wording(wording: &crate::text::Wording) -> Result<WordingHash, Refusal> {
    let (found, most) = (
        wording.text.to_plain().chars().count(),
        Instrument::MAX_CLAUSE_CHARS,
    );
    if found > most {
        return Err(Refusal::ClauseTooLong { found, most });
    }
    let links = wording
        .text
        .runs()
        .iter()
        .filter_map(|run| run.link.as_deref());
    if links.into_iter().any(|link| !Run::permits_link(link)) {
        return Err(Refusal::LinkNotPermitted);
    }
    Ok(wording.hash()?)
}
