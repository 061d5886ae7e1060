//! The keys of the document and the objects behind them.

use automerge::{ChangeHash, ObjId, ObjType, Prop, ROOT, ReadDoc, ScalarValue, Value};
use domain::id::ClauseId;
use serde::{Deserialize, Serialize};

use super::{Draft, DraftError};

pub(crate) const VERSION: i64 = 1;

pub(crate) mod key {
    pub(crate) const VERSION: &str = "v";
    pub(crate) const TITLE: &str = "title";
    pub(crate) const LANGUAGE: &str = "language";
    pub(crate) const CLAUSES: &str = "clauses";
    pub(crate) const KIND: &str = "kind";
    pub(crate) const PARENT: &str = "parent";
    pub(crate) const PLACE: &str = "place";
    pub(crate) const REMOVED: &str = "removed";
}

/// One of the texts of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Its heading.
    Heading,
    /// Its text; the only one that carries marks.
    Body,
    /// The explanation that accompanies it.
    Commentary,
}

impl Field {
    /// Every text of a clause.
    pub const ALL: [Self; 3] = [Self::Heading, Self::Body, Self::Commentary];

    /// Returns the key of the text in its clause.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Body => "body",
            Self::Commentary => "commentary",
        }
    }

    /// Finds a text by its key.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// The state to read: the present one, or that of some heads.
pub(crate) type At<'a> = Option<&'a [ChangeHash]>;

impl Draft {
    pub(super) fn value(
        &self,
        object: &ObjId,
        key: impl Into<Prop>,
        at: At<'_>,
    ) -> Option<(Value<'_>, ObjId)> {
        match at {
            None => self.doc.get(object, key),
            Some(heads) => self.doc.get_at(object, key, heads),
        }
        .ok()
        .flatten()
    }

    /// Reads a scalar that a stock client may also have written as a text.
    pub(super) fn string(&self, object: &ObjId, key: &str, at: At<'_>) -> Option<String> {
        match self.value(object, key, at)? {
            (Value::Scalar(value), _) => value.as_str().map(str::to_owned),
            (Value::Object(ObjType::Text), id) => Some(self.text_of(&id, at)),
            (Value::Object(_), _) => None,
        }
    }

    pub(super) fn boolean(&self, object: &ObjId, key: &str, at: At<'_>) -> bool {
        self.value(object, key, at)
            .and_then(|(value, _)| value.as_bool())
            .unwrap_or_default()
    }

    pub(super) fn text_of(&self, text: &ObjId, at: At<'_>) -> String {
        match at {
            None => self.doc.text(text),
            Some(heads) => self.doc.text_at(text, heads),
        }
        .unwrap_or_default()
    }

    pub(super) fn object(
        &self,
        parent: &ObjId,
        key: &str,
        kind: ObjType,
        at: At<'_>,
    ) -> Option<ObjId> {
        match self.value(parent, key, at)? {
            (Value::Object(found), id) if found == kind => Some(id),
            _ => None,
        }
    }

    pub(super) fn schema_version(&self) -> Option<i64> {
        match self.value(&ROOT, key::VERSION, None)? {
            (Value::Scalar(value), _) => match value.as_ref() {
                ScalarValue::Int(version) => Some(*version),
                ScalarValue::Uint(version) => i64::try_from(*version).ok(),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn clauses_object(&self) -> Option<ObjId> {
        self.object(&ROOT, key::CLAUSES, ObjType::Map, None)
    }

    pub(super) fn title_object(&self) -> Result<ObjId, DraftError> {
        self.object(&ROOT, key::TITLE, ObjType::Text, None)
            .ok_or(DraftError::NotADraft)
    }

    pub(super) fn clause_object(&self, clause: ClauseId) -> Result<ObjId, DraftError> {
        let clauses = self.clauses_object().ok_or(DraftError::NotADraft)?;
        self.object(&clauses, &clause.to_string(), ObjType::Map, None)
            .ok_or(DraftError::UnknownClause(clause))
    }

    pub(super) fn text_object(&self, clause: ClauseId, field: Field) -> Result<ObjId, DraftError> {
        let object = self.clause_object(clause)?;
        self.object(&object, field.as_str(), ObjType::Text, None)
            .ok_or(DraftError::UnknownClause(clause))
    }
}
