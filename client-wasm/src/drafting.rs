//! One draft being written: edits gathered into changes, and which of them the
//! server has confirmed.
//!
//! # Invariants
//!
//! * A change counts as pending until heads that the server reported contain it;
//!   nothing the client does on its own makes a change confirmed.
//! * What was given out for keeping is given out once.

use std::collections::HashSet;

use domain::id::ClauseId;
use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText, Run};
use replica::{ActorId, ChangeHash, Draft, DraftError, Field, Mark, MarkName};

use crate::view::{OutlineView, TextRef};

/// A draft with its local changes.
#[derive(Debug)]
pub(crate) struct Drafting {
    draft: Draft,
    /// Heads of everything that was committed here or came from the server.
    seen: Vec<ChangeHash>,
    /// Heads of everything that was given out for keeping.
    saved: Option<Vec<ChangeHash>>,
    /// The latest heads the server confirmed, as far as this replica knows them.
    durable: Vec<ChangeHash>,
    pending: HashSet<ChangeHash>,
    has_open_edits: bool,
}

impl Drafting {
    /// Opens what the device kept, or a replica that knows nothing yet.
    ///
    /// # Errors
    ///
    /// * [`DraftError`] if the kept bytes are not a draft.
    pub(crate) fn open(
        kept: Option<&[u8]>,
        durable: &[ChangeHash],
        actor: ActorId,
    ) -> Result<Self, DraftError> {
        let mut draft = match kept {
            Some(bytes) => Draft::load(bytes)?,
            None => Draft::empty(actor.clone()),
        };
        draft.set_actor(actor);
        let seen = draft.heads();
        let mut drafting = Self {
            draft,
            saved: kept.is_some().then(|| seen.clone()),
            pending: HashSet::new(),
            durable: Vec::new(),
            has_open_edits: false,
            seen,
        };
        drafting.durable = drafting.known(durable);
        drafting.pending = drafting.since(&drafting.durable.clone());
        Ok(drafting)
    }

    pub(crate) fn draft(&mut self) -> &mut Draft {
        &mut self.draft
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.draft.is_ready()
    }

    pub(crate) fn has_open_edits(&self) -> bool {
        self.has_open_edits
    }

    /// Returns how many changes the server has not confirmed.
    pub(crate) fn pending(&self) -> usize {
        self.pending.len()
    }

    pub(crate) fn durable(&self) -> &[ChangeHash] {
        &self.durable
    }

    /// Edits as another actor from now on.
    pub(crate) fn set_actor(&mut self, actor: ActorId) {
        self.commit();
        self.draft.set_actor(actor);
    }

    /// Makes a change of the edits since the last one; false if there were none.
    pub(crate) fn commit(&mut self) -> bool {
        self.has_open_edits = false;
        self.draft.commit(None);
        // Reading can commit too, hence not the hash that `commit` returns.
        let heads = self.draft.heads();
        if heads == self.seen {
            return false;
        }
        let seen = std::mem::replace(&mut self.seen, heads);
        let new = self.since(&seen);
        self.pending.extend(new);
        true
    }

    /// Does something that may bring in changes of others, and returns what it returns.
    pub(crate) fn receive<T>(&mut self, work: impl FnOnce(&mut Draft) -> T) -> T {
        self.commit();
        let done = work(&mut self.draft);
        self.seen = self.draft.heads();
        done
    }

    /// Reports whether every one of these changes is here.
    pub(crate) fn has_all(&mut self, heads: &[ChangeHash]) -> bool {
        self.draft.knows(heads)
    }

    /// Notes that the server has these heads on its disk; false if that is no news.
    pub(crate) fn confirm(&mut self, heads: &[ChangeHash]) -> bool {
        self.commit();
        let known = self.known(heads);
        if known.is_empty() || known == self.durable {
            return false;
        }
        let both: Vec<_> = self.durable.iter().chain(&known).copied().collect();
        if !self.pending.is_empty() {
            let missing = self.since(&both);
            self.pending.retain(|hash| missing.contains(hash));
        }
        // Heads of before that are ancestors of the new ones say nothing any more.
        self.durable = if known.len() == heads.len() {
            known
        } else {
            both
        };
        true
    }

    /// Returns what was not yet given out for keeping.
    pub(crate) fn take_unsaved(&mut self) -> Option<Vec<u8>> {
        self.commit();
        if self.saved.as_ref() == Some(&self.seen) || self.seen.is_empty() {
            return None;
        }
        let bytes = match self.saved.take() {
            None => self.draft.save(),
            Some(saved) => {
                let changes = self.draft.changes_since(&saved);
                changes
                    .iter()
                    .flat_map(replica::Change::raw_bytes)
                    .copied()
                    .collect()
            }
        };
        self.saved = Some(self.seen.clone());
        Some(bytes)
    }

    /// Returns the whole document.
    pub(crate) fn save(&mut self) -> Vec<u8> {
        self.commit();
        self.draft.save()
    }

    /// Replaces a part of a text by text with these marks, which only a body keeps.
    ///
    /// A great replacement becomes several changes.
    ///
    /// # Errors
    ///
    /// * [`DraftError`] says why the text cannot be changed so.
    pub(crate) fn splice(
        &mut self,
        text: TextRef,
        at: usize,
        deleted: usize,
        runs: Vec<Run>,
    ) -> Result<(), DraftError> {
        self.has_open_edits = true;
        let insert = RichText::from(runs);
        match text {
            TextRef::Title => self.draft.splice_title(at, deleted, &insert.to_plain()),
            TextRef::Clause(clause, Field::Body) => {
                self.draft.splice_marked(clause, at, deleted, &insert)
            }
            TextRef::Clause(clause, field) => {
                let insert = insert.to_plain();
                self.draft.splice(clause, field, at, deleted, &insert)
            }
        }
    }

    /// Puts a mark on a part of a body, or takes it off where there is no mark to put.
    ///
    /// # Errors
    ///
    /// * [`DraftError`] says why the text cannot be marked so.
    pub(crate) fn mark(
        &mut self,
        clause: ClauseId,
        range: std::ops::Range<usize>,
        name: MarkName,
        mark: Option<&Mark>,
    ) -> Result<(), DraftError> {
        self.has_open_edits = true;
        match mark {
            Some(mark) => self.draft.mark(clause, range.start, range.end, mark),
            None => self.draft.unmark(clause, range.start, range.end, name),
        }
    }

    /// Changes the structure.
    ///
    /// # Errors
    ///
    /// * [`DraftError`] says why it cannot be changed so.
    pub(crate) fn restructure(&mut self, act: &Act) -> Result<(), DraftError> {
        self.has_open_edits = true;
        match act {
            Act::Add {
                id,
                parent,
                after,
                kind,
            } => self.draft.add_clause(*id, *after, *parent, *kind),
            Act::Place { id, parent, after } => self.draft.move_clause(*id, *parent, *after),
            Act::Remove(id) => self.draft.remove_clause(*id),
            Act::Restore(id) => self.draft.restore_clause(*id),
            Act::Kind(id, kind) => self.draft.set_kind(*id, *kind),
            Act::Language(id, language) => self.draft.set_language(*id, language.as_ref()),
        }
    }

    /// Returns a text as it stands here.
    pub(crate) fn runs(&self, text: TextRef) -> RichText {
        match text {
            TextRef::Title => RichText::plain(self.draft.title()),
            TextRef::Clause(clause, Field::Body) => self.draft.body(clause).unwrap_or_default(),
            TextRef::Clause(clause, field) => {
                RichText::plain(self.draft.text(clause, field).unwrap_or_default())
            }
        }
    }

    /// Returns order, nesting and numbers, and what was removed.
    pub(crate) fn outline(&mut self) -> OutlineView {
        let clauses = self.draft.bare_clauses();
        let removed = self.draft.removed_clauses();
        let contested: HashSet<_> = if removed.is_empty() {
            HashSet::new()
        } else {
            let edited = self.draft.edited_after_removal();
            edited.into_iter().map(|r| r.clause.id).collect()
        };
        let removed = removed.into_iter().map(|removed| {
            let contested = contested.contains(&removed.clause.id);
            (removed.clause, contested)
        });
        OutlineView::of(&clauses, removed.collect())
    }

    /// Returns, as plain text, every clause that reads differently here from
    /// what the server confirmed.
    pub(crate) fn unconfirmed(&mut self) -> String {
        let confirmed = self.draft.outline_at(&self.durable);
        let here = self.draft.outline();
        differing(&confirmed, &here).join("\n\n")
    }

    fn known(&mut self, heads: &[ChangeHash]) -> Vec<ChangeHash> {
        let mut known = heads.to_vec();
        known.retain(|head| self.draft.knows(&[*head]));
        known
    }

    fn since(&mut self, heads: &[ChangeHash]) -> HashSet<ChangeHash> {
        let changes = self.draft.changes_since(heads);
        changes.iter().map(replica::Change::hash).collect()
    }
}

/// An act on the structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    Add {
        id: ClauseId,
        parent: Option<ClauseId>,
        after: Option<ClauseId>,
        kind: ClauseKind,
    },
    Place {
        id: ClauseId,
        parent: Option<ClauseId>,
        after: Option<ClauseId>,
    },
    Remove(ClauseId),
    Restore(ClauseId),
    Kind(ClauseId, ClauseKind),
    Language(ClauseId, Option<LanguageTag>),
}

fn differing(confirmed: &Outline, here: &Outline) -> Vec<String> {
    let title = (confirmed.title != here.title).then(|| here.title.clone());
    let clauses = here.clauses.iter().zip(here.numbers());
    let changed = clauses.filter_map(|(clause, number)| {
        let before = confirmed.clauses.iter().find(|c| c.id == clause.id);
        let same = before.is_some_and(|before| {
            before.wording == clause.wording && before.commentary == clause.commentary
        });
        (!same).then(|| plain(clause, &number))
    });
    title.into_iter().chain(changed).collect()
}

fn plain(clause: &OutlineClause, number: &str) -> String {
    let body = clause.wording.text.to_plain();
    let parts = [number, &clause.wording.heading, &body, &clause.commentary];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(n: u8) -> ActorId {
        ActorId::from(vec![n; 16])
    }

    fn id(n: u128) -> ClauseId {
        ClauseId::from_uuid(uuid::Uuid::from_u128(n))
    }

    fn outline() -> Outline {
        let mut outline = Outline {
            title: "Principles for the publication of results".into(),
            language: LanguageTag::english(),
            clauses: Vec::new(),
        };
        for (n, text) in [(1, "Results are published."), (2, "Nobody waits.")] {
            let clause = OutlineClause::new(id(n), ClauseKind::Clause, RichText::plain(text));
            outline.clauses.push(clause);
        }
        outline
    }

    /// The server's copy, and a client's that has just opened it.
    fn opened() -> (Draft, Drafting) {
        let mut server = Draft::from_outline(&outline(), actor(1)).unwrap();
        let bytes = server.save();
        let client = Drafting::open(Some(&bytes), &server.heads(), actor(2)).unwrap();
        (server, client)
    }

    fn type_at(client: &mut Drafting, at: usize, text: &str) {
        let run = Run {
            text: text.into(),
            ..Run::default()
        };
        let body = TextRef::Clause(id(1), Field::Body);
        client.splice(body, at, 0, vec![run]).unwrap();
    }

    #[test]
    fn a_burst_of_keys_is_one_change() {
        let (_, mut client) = opened();
        for (at, key) in ["N", "o", "w", " "].into_iter().enumerate() {
            type_at(&mut client, at, key);
        }
        assert!(client.has_open_edits());
        assert!(client.commit());
        assert_eq!(client.pending(), 1);
        assert!(!client.has_open_edits());
        assert!(!client.commit(), "nothing is left to commit");
    }

    #[test]
    fn a_change_is_pending_until_the_server_reports_heads_that_contain_it() {
        let (mut server, mut client) = opened();
        type_at(&mut client, 0, "Now ");
        client.commit();
        client.confirm(&server.heads());
        assert_eq!(client.pending(), 1, "those heads are older");
        let sent = client.draft().changes_since(&server.heads());
        server.apply(sent).unwrap();
        client.confirm(&server.heads());
        assert_eq!(client.pending(), 0);
    }

    #[test]
    fn heads_that_are_not_known_here_confirm_nothing() {
        let (mut server, mut client) = opened();
        type_at(&mut client, 0, "Now ");
        client.commit();
        server.splice_title(0, 0, "The ").unwrap();
        server.commit(None);
        client.confirm(&server.heads());
        assert_eq!(client.pending(), 1);
    }

    #[test]
    fn what_others_wrote_is_not_pending() {
        let (mut server, mut client) = opened();
        let before = server.heads();
        server.splice_title(0, 0, "The ").unwrap();
        server.commit(None);
        let changes = server.changes_since(&before);
        client.receive(|draft| draft.apply(changes)).unwrap();
        assert_eq!(client.pending(), 0);
        assert_eq!(client.runs(TextRef::Title).to_plain(), server.title());
    }

    #[test]
    fn an_edit_that_is_open_when_others_arrive_is_still_pending() {
        let (mut server, mut client) = opened();
        let before = server.heads();
        server.splice_title(0, 0, "The ").unwrap();
        server.commit(None);
        type_at(&mut client, 0, "Now ");
        let changes = server.changes_since(&before);
        client.receive(|draft| draft.apply(changes)).unwrap();
        assert_eq!(client.pending(), 1);
    }

    #[test]
    fn the_pieces_that_were_kept_make_the_draft_again_with_what_is_pending() {
        let (server, _) = opened();
        let mut server = server;
        let heads = server.heads();
        let mut client = Drafting::open(None, &[], actor(2)).unwrap();
        let changes = server.changes_since(&[]);
        client.receive(|draft| draft.apply(changes)).unwrap();
        let mut kept = client.take_unsaved().unwrap();
        type_at(&mut client, 0, "Now ");
        client.commit();
        kept.extend(client.take_unsaved().unwrap());
        assert_eq!(client.take_unsaved(), None, "it was all given out");
        let again = Drafting::open(Some(&kept), &heads, actor(3)).unwrap();
        assert_eq!(again.pending(), 1);
        let body = TextRef::Clause(id(1), Field::Body);
        assert_eq!(again.runs(body).to_plain(), "Now Results are published.");
    }

    #[test]
    fn looking_at_the_outline_does_not_lose_a_change() {
        let (_, mut client) = opened();
        client.restructure(&Act::Remove(id(2))).unwrap();
        let outline = client.outline();
        assert_eq!(outline.clauses.len(), 1);
        assert_eq!(outline.removed.len(), 1);
        assert!(!outline.removed[0].contested);
        client.commit();
        assert_eq!(client.pending(), 1);
    }

    #[test]
    fn a_clause_removed_here_and_edited_there_is_contested() {
        let (mut server, mut client) = opened();
        let before = server.heads();
        server.splice(id(2), Field::Body, 0, 0, "Here ").unwrap();
        server.commit(None);
        client.restructure(&Act::Remove(id(2))).unwrap();
        let changes = server.changes_since(&before);
        client.receive(|draft| draft.apply(changes)).unwrap();
        let outline = client.outline();
        assert!(outline.removed[0].contested);
        assert_eq!(outline.removed[0].text, "Here Nobody waits.");
    }

    #[test]
    fn numbers_follow_the_structure() {
        let (_, mut client) = opened();
        let place = Act::Place {
            id: id(2),
            parent: Some(id(1)),
            after: None,
        };
        client.restructure(&place).unwrap();
        let heads: Vec<_> = client
            .outline()
            .clauses
            .into_iter()
            .map(|head| (head.number, head.depth))
            .collect();
        assert_eq!(heads, [("1".to_owned(), 0), ("1.1".to_owned(), 1)]);
    }

    #[test]
    fn what_is_not_confirmed_can_be_copied_out() {
        let (_, mut client) = opened();
        type_at(&mut client, 0, "Now ");
        client.commit();
        assert_eq!(client.unconfirmed(), "1\nNow Results are published.");
    }

    #[test]
    fn a_great_paste_becomes_changes_that_the_server_takes() {
        let (_, mut client) = opened();
        let body = TextRef::Clause(id(1), Field::Body);
        let run = Run {
            // Pairs of units, so that a cut after 4,000 of them at an odd place would split one.
            text: format!("a{}", "\u{1F5F3}".repeat(6_000)),
            em: true,
            ..Run::default()
        };
        client.splice(body, 0, 3, vec![run.clone()]).unwrap();
        client.commit();
        assert!(client.pending() > 3, "{}", client.pending());
        assert_eq!(client.runs(body).runs()[0], run);
        client.splice(body, 0, 12_001, Vec::new()).unwrap();
        client.commit();
        assert!(client.pending() > 4, "{}", client.pending());
        assert_eq!(client.runs(body).to_plain(), "ults are published.");
    }

    #[test]
    fn pasted_text_brings_its_marks_and_typed_text_inherits_them() {
        let (_, mut client) = opened();
        let body = TextRef::Clause(id(2), Field::Body);
        let strong = |text: &str| Run {
            text: text.into(),
            strong: true,
            ..Run::default()
        };
        client.splice(body, 0, 6, vec![strong("No one")]).unwrap();
        client.splice(body, 6, 0, vec![strong(" ever")]).unwrap();
        let plain = Run {
            text: " waits.".into(),
            ..Run::default()
        };
        assert_eq!(client.runs(body).runs(), [strong("No one ever"), plain],);
    }
}
