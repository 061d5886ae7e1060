//! Edits of the structure: clauses added, moved, removed and restored.

use std::collections::HashMap;

use automerge::transaction::Transactable;
use automerge::{ObjId, ObjType, ROOT};
use domain::id::ClauseId;
use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText, refused_character};

use super::edit::{check_links, utf16_len};
use super::schema::{VERSION, key};
use super::{Draft, DraftError, Field, MarkName, Marks, tree};
use crate::place;

impl Draft {
    /// Adds an empty clause after `after` in `parent`; first where `after` is
    /// none, at the top level where `parent` is none.
    ///
    /// # Errors
    ///
    /// * [`DraftError::ClauseExists`] if the draft has or had a clause of this name;
    /// * [`DraftError::UnknownClause`] if the parent is not in the draft;
    /// * [`DraftError::NoRoom`] after some thousand insertions at one spot.
    pub fn add_clause(
        &mut self,
        id: ClauseId,
        after: Option<ClauseId>,
        parent: Option<ClauseId>,
        kind: ClauseKind,
    ) -> Result<(), DraftError> {
        let place = self.place_after(id, parent, after)?;
        self.begin_edit();
        let mut clause = OutlineClause::new(id, kind, RichText::default());
        clause.parent = parent;
        self.write_clause(&clause, &place)
    }

    /// Moves a clause, with all that is nested in it, after `after` in `parent`.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`] if the clause or the parent is not in the draft;
    /// * [`DraftError::NestedInItself`] if the parent is the clause or nested in it;
    /// * [`DraftError::NoRoom`] after some thousand insertions at one spot.
    pub fn move_clause(
        &mut self,
        id: ClauseId,
        parent: Option<ClauseId>,
        after: Option<ClauseId>,
    ) -> Result<(), DraftError> {
        let object = self.clause_object(id)?;
        if parent.is_some_and(|parent| tree::contains(&self.nodes(None), id, parent)) {
            return Err(DraftError::NestedInItself(id));
        }
        let place = self.place_after(id, parent, after.filter(|after| *after != id))?;
        self.doc.put(&object, key::PARENT, parent_key(parent))?;
        Ok(self.doc.put(&object, key::PLACE, place)?)
    }

    /// Makes a clause one of another kind.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`].
    pub fn set_kind(&mut self, id: ClauseId, kind: ClauseKind) -> Result<(), DraftError> {
        let object = self.clause_object(id)?;
        Ok(self.doc.put(object, key::KIND, kind.as_str())?)
    }

    /// Names a clause's own language, or none where it is that of the whole.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`].
    pub fn set_language(
        &mut self,
        id: ClauseId,
        language: Option<&LanguageTag>,
    ) -> Result<(), DraftError> {
        let object = self.clause_object(id)?;
        let tag = language.map_or("", LanguageTag::as_str);
        Ok(self.doc.put(object, key::LANGUAGE, tag)?)
    }

    /// Names the language of the whole.
    ///
    /// # Errors
    ///
    /// * [`DraftError::Automerge`] if Automerge refuses.
    pub fn set_draft_language(&mut self, language: &LanguageTag) -> Result<(), DraftError> {
        Ok(self.doc.put(ROOT, key::LANGUAGE, language.as_str())?)
    }

    /// Removes a clause; it keeps its text and can be restored.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`].
    pub fn remove_clause(&mut self, id: ClauseId) -> Result<(), DraftError> {
        let object = self.clause_object(id)?;
        Ok(self.doc.put(object, key::REMOVED, true)?)
    }

    /// Takes a removed clause back into the text.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`].
    pub fn restore_clause(&mut self, id: ClauseId) -> Result<(), DraftError> {
        let object = self.clause_object(id)?;
        Ok(self.doc.put(object, key::REMOVED, false)?)
    }

    /// Removes a removed clause again, in knowledge of the edits that were made
    /// to it meanwhile: it is no longer among those edited after their removal.
    ///
    /// # Errors
    ///
    /// * [`DraftError::UnknownClause`].
    pub fn confirm_removal(&mut self, id: ClauseId) -> Result<(), DraftError> {
        // Automerge drops a put of the value that is already there.
        self.restore_clause(id)?;
        self.remove_clause(id)
    }

    pub(super) fn write_outline(&mut self, outline: &Outline) -> Result<(), DraftError> {
        self.doc.put(ROOT, key::VERSION, VERSION)?;
        let language = outline.language.as_str();
        self.doc.put(ROOT, key::LANGUAGE, language)?;
        self.doc.put_object(ROOT, key::CLAUSES, ObjType::Map)?;
        self.write_text(&ROOT, key::TITLE, &outline.title)?;
        let places = place::evenly(outline.clauses.len());
        for (clause, place) in outline.clauses.iter().zip(places) {
            self.write_clause(clause, &place)?;
        }
        Ok(())
    }

    /// Adds the clauses of a whole text after those that are there; its title
    /// and language are left aside.
    ///
    /// # Errors
    ///
    /// * [`DraftError::ClauseExists`] if the draft has or had a clause of one of the names;
    /// * [`DraftError::UnknownClause`] if a clause comes before the one it is nested in;
    /// * [`DraftError::RefusedCharacter`] or [`DraftError::RefusedLink`] if the text holds one;
    /// * [`DraftError::NoRoom`] after some thousand insertions at one spot.
    pub fn append_outline(&mut self, outline: &Outline) -> Result<(), DraftError> {
        let nodes = self.nodes(None);
        let mut last: HashMap<Option<ClauseId>, String> = HashMap::new();
        for clause in &outline.clauses {
            if let Some(parent) = clause.parent {
                self.clause_object(parent)?;
            }
            let low = last
                .remove(&clause.parent)
                .or_else(|| last_place(&nodes, clause));
            let place = place::between(low.as_deref(), None, clause.id);
            if !place::is_place(&place) {
                return Err(DraftError::NoRoom);
            }
            self.write_clause(clause, &place)?;
            last.insert(clause.parent, place);
        }
        Ok(())
    }

    fn write_clause(&mut self, clause: &OutlineClause, place: &str) -> Result<(), DraftError> {
        let clauses = self.clauses_object().ok_or(DraftError::NotADraft)?;
        let name = clause.id.to_string();
        if self.value(&clauses, name.as_str(), None).is_some() {
            return Err(DraftError::ClauseExists(clause.id));
        }
        let wording = &clause.wording;
        check_links(&wording.text)?;
        let object = self.doc.put_object(&clauses, name, ObjType::Map)?;
        let language = clause.language.as_ref().map_or("", LanguageTag::as_str);
        self.doc.put(&object, key::KIND, wording.kind.as_str())?;
        self.doc
            .put(&object, key::PARENT, parent_key(clause.parent))?;
        self.doc.put(&object, key::PLACE, place)?;
        self.doc.put(&object, key::LANGUAGE, language)?;
        self.doc.put(&object, key::REMOVED, false)?;
        self.write_text(&object, Field::Heading.as_str(), &wording.heading)?;
        self.write_text(&object, Field::Commentary.as_str(), &clause.commentary)?;
        let body = self.write_text(&object, Field::Body.as_str(), &wording.text.to_plain())?;
        self.write_marks(&body, &wording.text)
    }

    fn write_text(&mut self, object: &ObjId, key: &str, text: &str) -> Result<ObjId, DraftError> {
        if let Some(refused) = refused_character(text) {
            return Err(refused.into());
        }
        let id = self.doc.put_object(object, key, ObjType::Text)?;
        self.doc.splice_text(&id, 0, 0, text)?;
        Ok(id)
    }

    fn write_marks(&mut self, body: &ObjId, text: &RichText) -> Result<(), DraftError> {
        let mut start = 0;
        for run in text.runs() {
            let end = start + utf16_len(&run.text);
            for mark in MarkName::ALL
                .map(|name| Marks::of(run).mark(name))
                .iter()
                .flatten()
            {
                self.put_mark(body, start, end, mark)?;
            }
            start = end;
        }
        Ok(())
    }

    fn place_after(
        &self,
        id: ClauseId,
        parent: Option<ClauseId>,
        after: Option<ClauseId>,
    ) -> Result<String, DraftError> {
        if let Some(parent) = parent {
            self.clause_object(parent)?;
        }
        let (low, high) = tree::gap_after(&self.nodes(None), parent, after, Some(id));
        let place = place::between(low.as_deref(), high.as_deref(), id);
        if place::is_place(&place) {
            Ok(place)
        } else {
            Err(DraftError::NoRoom)
        }
    }
}

/// Finds the place of the last clause beside which another one is put.
fn last_place(nodes: &[tree::Node], new: &OutlineClause) -> Option<String> {
    let is_old = |parent: ClauseId| nodes.iter().any(|node| node.id == parent);
    if !new.parent.is_none_or(is_old) {
        return None;
    }
    // A clause that is not there stands for the end.
    tree::gap_after(nodes, new.parent, Some(new.id), None).0
}

fn parent_key(parent: Option<ClauseId>) -> String {
    parent.map(|parent| parent.to_string()).unwrap_or_default()
}
