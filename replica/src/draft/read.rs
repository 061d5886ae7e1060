//! Reading a draft: its outline, its texts, and what was removed.

use automerge::iter::Span;
use automerge::{ChangeHash, ObjId, ObjType, PatchAction, ROOT, ReadDoc};
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

    /// Returns one clause, removed or not, with the parent it names.
    pub fn clause(&self, id: ClauseId) -> Option<OutlineClause> {
        let object = self.clause_object(id).ok()?;
        let parent = self.parent_of(&object, None);
        Some(self.read_clause(Shown { id, parent }, &object, None))
    }

    /// Reports whether a clause is in the draft and not removed.
    pub fn is_living(&self, id: ClauseId) -> bool {
        self.clause_object(id)
            .is_ok_and(|object| !self.boolean(&object, key::REMOVED, None))
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
            clause: self.read_clause(shown, &object, None),
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
        let nodes = self.nodes(at);
        let clauses = self.object(&ROOT, key::CLAUSES, ObjType::Map, at);
        let shown = tree::in_order(&nodes).into_iter().filter_map(|shown| {
            let name = shown.id.to_string();
            let object = self.object(clauses.as_ref()?, &name, ObjType::Map, at)?;
            Some(self.read_clause(shown, &object, at))
        });
        Outline {
            title: self.string(&ROOT, key::TITLE, at).unwrap_or_default(),
            language: self
                .language_of(&ROOT, at)
                .unwrap_or_else(LanguageTag::english),
            clauses: shown.collect(),
        }
    }

    /// Returns every clause that has a proper name, as the document places it.
    pub(super) fn nodes(&self, at: At<'_>) -> Vec<Node> {
        let Some(clauses) = self.object(&ROOT, key::CLAUSES, ObjType::Map, at) else {
            return Vec::new();
        };
        let keys = match at {
            None => self.doc.keys(&clauses),
            Some(heads) => self.doc.keys_at(&clauses, heads),
        };
        keys.filter_map(|name| {
            let object = self.object(&clauses, &name, ObjType::Map, at)?;
            Some(Node {
                id: name.parse().ok()?,
                parent: self.parent_of(&object, at),
                place: self.string(&object, key::PLACE, at).unwrap_or_default(),
                removed: self.boolean(&object, key::REMOVED, at),
            })
        })
        .collect()
    }

    fn parent_of(&self, object: &ObjId, at: At<'_>) -> Option<ClauseId> {
        self.string(object, key::PARENT, at)?.parse().ok()
    }

    fn language_of(&self, object: &ObjId, at: At<'_>) -> Option<LanguageTag> {
        self.string(object, key::LANGUAGE, at)?.parse().ok()
    }

    fn read_clause(&self, shown: Shown, object: &ObjId, at: At<'_>) -> OutlineClause {
        let text = |field: Field| self.string(object, field.as_str(), at).unwrap_or_default();
        let kind = self.string(object, key::KIND, at);
        let body = self.object(object, Field::Body.as_str(), ObjType::Text, at);
        OutlineClause {
            id: shown.id,
            parent: shown.parent,
            wording: Wording {
                kind: kind
                    .and_then(|name| ClauseKind::from_name(&name))
                    .unwrap_or_default(),
                heading: text(Field::Heading),
                text: body.map(|b| self.rich_text(&b, at)).unwrap_or_default(),
            },
            commentary: text(Field::Commentary),
            language: self.language_of(object, at),
        }
    }

    fn rich_text(&self, text: &ObjId, at: At<'_>) -> RichText {
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
