//! Reading a draft: its outline, its texts, and what was removed.

use std::collections::HashMap;

use automerge::iter::{MapRange, Span};
use automerge::{ChangeHash, ObjId, ObjType, PatchAction, ROOT, ReadDoc, ScalarValueRef, ValueRef};
use domain::id::ClauseId;
use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText, Wording};

use super::schema::{At, key};
use super::tree::{self, Node, Shown};
use super::{Draft, DraftError, Field, Marks};

/// A clause that was removed and kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedClause {
    /// The clause as it stands.
    pub clause: OutlineClause,
    /// The changes that removed it.
    pub removed_by: Vec<ChangeHash>,
}

/// The keys of one clause as the document has them.
#[derive(Debug, Default)]
struct Entry {
    kind: String,
    parent: String,
    place: String,
    language: String,
    is_removed: bool,
    texts: Vec<(Field, ObjId)>,
}

impl Entry {
    fn set(&mut self, key: &str, value: &str) {
        let slot = match key {
            key::KIND => &mut self.kind,
            key::PARENT => &mut self.parent,
            key::PLACE => &mut self.place,
            key::LANGUAGE => &mut self.language,
            _ => return,
        };
        value.clone_into(slot);
    }

    fn text(&self, field: Field) -> Option<&ObjId> {
        let text = self.texts.iter().find(|(name, _)| *name == field);
        text.map(|(_, text)| text)
    }

    fn node(&self, id: ClauseId) -> Node {
        Node {
            id,
            parent: self.parent.parse().ok(),
            place: self.place.clone(),
            removed: self.is_removed,
        }
    }
}

impl Draft {
    /// Returns the whole text: the living clauses in document order.
    pub fn outline(&self) -> Outline {
        self.outline_of(None)
    }

    /// Returns the whole text as it was at these heads; unknown heads are passed over.
    pub fn outline_at(&mut self, heads: &[ChangeHash]) -> Outline {
        self.commit(None);
        self.outline_of(Some(heads))
    }

    /// Returns the living clauses in document order, each with the one it is shown in.
    pub fn clauses(&self) -> Vec<(ClauseId, Option<ClauseId>)> {
        let shown = tree::in_order(&self.nodes(None));
        shown.into_iter().map(|s| (s.id, s.parent)).collect()
    }

    /// Returns the living clauses in document order, without their texts: for
    /// whoever draws the outline again and has the texts already.
    pub fn bare_clauses(&self) -> Vec<OutlineClause> {
        let mut entries = self.entries(None);
        for (_, entry) in &mut entries {
            entry.texts.clear();
        }
        self.read_in_order(entries, None)
    }

    /// Returns one clause, removed or not, with the parent it names.
    pub fn clause(&self, id: ClauseId) -> Option<OutlineClause> {
        let entry = self.entry(&self.clause_object(id).ok()?, None);
        let parent = entry.node(id).parent;
        Some(self.read_clause(Shown { id, parent }, &entry, None))
    }

    /// Reports whether a clause is in the draft and not removed.
    pub fn is_living(&self, id: ClauseId) -> bool {
        self.clause_object(id)
            .is_ok_and(|object| !self.boolean(&object, key::REMOVED, None))
    }

    /// Reports whether a clause was in the draft and not removed at these heads.
    pub(super) fn was_living(&self, id: ClauseId, heads: &[ChangeHash]) -> bool {
        let clauses = self.object(&ROOT, key::CLAUSES, ObjType::Map, Some(heads));
        clauses
            .and_then(|clauses| self.object(&clauses, &id.to_string(), ObjType::Map, Some(heads)))
            .is_some_and(|clause| !self.boolean(&clause, key::REMOVED, Some(heads)))
    }

    /// Returns the title.
    pub fn title(&self) -> String {
        self.string(&ROOT, key::TITLE, None).unwrap_or_default()
    }

    /// Returns a text of a clause without its marks.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`].
    pub fn text(&self, clause: ClauseId, field: Field) -> Result<String, DraftError> {
        Ok(self.text_of(&self.text_object(clause, field)?, None))
    }

    /// Returns the text of a clause with its marks.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`].
    pub fn body(&self, clause: ClauseId) -> Result<RichText, DraftError> {
        Ok(self.rich_text(&self.text_object(clause, Field::Body)?, None))
    }

    /// Returns the marks of the character at this position of a body.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`].
    pub fn marks_at(&self, clause: ClauseId, index: usize) -> Result<Marks, DraftError> {
        let text = self.text_object(clause, Field::Body)?;
        Ok(Marks::read(&self.doc.get_marks(text, index, None)?))
    }

    /// Returns the clauses that were removed, in the order of their identifiers.
    pub fn removed_clauses(&mut self) -> Vec<RemovedClause> {
        self.commit(None);
        let nodes = self.nodes(None);
        let removed = nodes.iter().filter(|node| node.removed);
        removed
            .filter_map(|node| self.removed_clause(node))
            .collect()
    }

    /// Returns the removed clauses whose text has edits that nobody who removed
    /// them had seen: a person has to decide whether they stay removed.
    pub fn edited_after_removal(&mut self) -> Vec<RemovedClause> {
        let mut removed = self.removed_clauses();
        removed.retain(|removed| self.has_edits_since(removed));
        removed
    }

    fn removed_clause(&self, node: &Node) -> Option<RemovedClause> {
        let object = self.clause_object(node.id).ok()?;
        let puts = self.doc.get_all(&object, key::REMOVED).ok()?;
        let removed_by = puts
            .iter()
            .filter(|(value, _)| value.as_bool() == Some(true))
            .filter_map(|(_, operation)| self.doc.hash_for_opid(operation))
            .collect();
        let shown = Shown {
            id: node.id,
            parent: node.parent,
        };
        Some(RemovedClause {
            clause: self.read_clause(shown, &self.entry(&object, None), None),
            removed_by,
        })
    }

    fn has_edits_since(&mut self, removed: &RemovedClause) -> bool {
        let heads = self.heads();
        Field::ALL.into_iter().any(|field| {
            let Ok(text) = self.text_object(removed.clause.id, field) else {
                return false;
            };
            self.document()
                .diff_obj(&text, &removed.removed_by, &heads, false)
                .is_ok_and(|patches| patches.iter().any(|p| is_text_edit(&p.action)))
        })
    }

    fn outline_of(&self, at: At<'_>) -> Outline {
        Outline {
            title: self.string(&ROOT, key::TITLE, at).unwrap_or_default(),
            language: self
                .string(&ROOT, key::LANGUAGE, at)
                .and_then(|tag| tag.parse().ok())
                .unwrap_or_else(LanguageTag::english),
            clauses: self.read_in_order(self.entries(at), at),
        }
    }

    fn read_in_order(&self, entries: Vec<(ClauseId, Entry)>, at: At<'_>) -> Vec<OutlineClause> {
        let nodes: Vec<_> = entries.iter().map(|(id, entry)| entry.node(*id)).collect();
        let entries: HashMap<_, _> = entries.into_iter().collect();
        let shown = tree::in_order(&nodes).into_iter().filter_map(|shown| {
            let entry = entries.get(&shown.id)?;
            Some(self.read_clause(shown, entry, at))
        });
        shown.collect()
    }

    /// Returns every clause that has a proper name, as the document places it.
    pub(super) fn nodes(&self, at: At<'_>) -> Vec<Node> {
        let entries = self.entries(at);
        entries.iter().map(|(id, entry)| entry.node(*id)).collect()
    }

    fn entries(&self, at: At<'_>) -> Vec<(ClauseId, Entry)> {
        let Some(clauses) = self.object(&ROOT, key::CLAUSES, ObjType::Map, at) else {
            return Vec::new();
        };
        let clauses = self
            .items(&clauses, at)
            .filter_map(|item| match item.value {
                ValueRef::Object(ObjType::Map) => Some((item.key.parse().ok()?, item.id())),
                ValueRef::Object(_) | ValueRef::Scalar(_) => None,
            });
        clauses
            .map(|(id, object)| (id, self.entry(&object, at)))
            .collect()
    }

    /// Reads all keys of a clause in one go, which is faster than one by one.
    fn entry(&self, clause: &ObjId, at: At<'_>) -> Entry {
        let mut entry = Entry::default();
        for item in self.items(clause, at) {
            match &item.value {
                ValueRef::Scalar(ScalarValueRef::Str(text)) => entry.set(&item.key, text),
                ValueRef::Scalar(ScalarValueRef::Boolean(on)) if item.key == key::REMOVED => {
                    entry.is_removed = *on;
                }
                ValueRef::Object(ObjType::Text) => match Field::from_name(&item.key) {
                    Some(field) => entry.texts.push((field, item.id())),
                    None => entry.set(&item.key, &self.text_of(&item.id(), at)),
                },
                ValueRef::Scalar(_) | ValueRef::Object(_) => {}
            }
        }
        entry
    }

    fn items(&self, object: &ObjId, at: At<'_>) -> MapRange<'_> {
        match at {
            None => self.doc.map_range(object, ..),
            Some(heads) => self.doc.map_range_at(object, .., heads),
        }
    }

    fn read_clause(&self, shown: Shown, entry: &Entry, at: At<'_>) -> OutlineClause {
        let text = |field| entry.text(field).map(|text| self.text_of(text, at));
        let body = entry.text(Field::Body);
        OutlineClause {
            id: shown.id,
            parent: shown.parent,
            wording: Wording {
                kind: ClauseKind::from_name(&entry.kind).unwrap_or_default(),
                heading: text(Field::Heading).unwrap_or_default(),
                text: body.map(|b| self.rich_text(b, at)).unwrap_or_default(),
            },
            commentary: text(Field::Commentary).unwrap_or_default(),
            language: entry.language.parse().ok(),
        }
    }

    pub(super) fn rich_text(&self, text: &ObjId, at: At<'_>) -> RichText {
        let spans = match at {
            None => self.doc.spans(text),
            Some(heads) => self.doc.spans_at(text, heads),
        };
        let mut rich = RichText::default();
        for span in spans.into_iter().flatten() {
            if let Span::Text { text, marks } = span {
                let marks = marks.map(|set| Marks::read(&set)).unwrap_or_default();
                rich.push(marks.on(text));
            }
        }
        rich
    }
}

fn is_text_edit(action: &PatchAction) -> bool {
    matches!(
        action,
        PatchAction::SpliceText { .. } | PatchAction::DeleteSeq { .. } | PatchAction::Mark { .. }
    )
}
