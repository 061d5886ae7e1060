//! What a signer takes away to sign elsewhere: the statement, and everything it is a hash of.

use serde::{Deserialize, Serialize};

use super::{FormalPosition, KeyStatement, Salts};
use crate::api::PositionStatement;
use crate::id::AmendmentId;
use crate::record::{Contents, PositionTaken};
use crate::refusal::Refusal;
use crate::text::Wording;

/// What is called what, for a person to read; no hash is of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetNames {
    /// The network.
    pub network: String,
    /// The organisation that signs, or whose key it is about.
    pub organisation: String,
    /// The person who acts for it.
    pub delegate: String,
    /// The instrument; empty where it is about none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instrument: String,
    /// The clause; empty where it is about none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clause: String,
}

/// A position that waits for its organisation's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningSheet {
    /// The statement to sign.
    pub statement: FormalPosition,
    /// The position that it stands for, as it is sent once it is signed.
    pub position: PositionStatement,
    /// The salts of the position's words.
    pub salts: Salts,
    /// The objection that it joins, as the record names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joins: Option<u64>,
    /// The amendments that would cure an objection, as the record lists them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cures: Vec<AmendmentId>,
    /// The wording that it is about.
    pub wording: Wording,
    /// What is called what.
    pub names: SheetNames,
}

/// A statement about a key that waits for a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeySheet {
    /// The statement to sign.
    pub statement: KeyStatement,
    /// What is called what.
    pub names: SheetNames,
}

impl SigningSheet {
    /// Checks that the statement is of exactly the wording, the position and the words beside it.
    ///
    /// # Errors
    ///
    /// * [`Refusal::StatementDiffers`] names the member that is of something else;
    /// * [`Refusal::SaltMissing`] if a word has none.
    pub fn check(&self) -> Result<(), Refusal> {
        let (said, position) = (&self.statement, &self.position);
        if self.wording.hash()? != said.text_hash {
            return Err(Refusal::StatementDiffers("text_hash"));
        }
        let mut contents = Contents::default();
        let words = [
            ("reason", &position.reason, self.salts.reason),
            ("remedy", &position.remedy, self.salts.remedy),
            ("reservation", &position.reservation, self.salts.reservation),
            ("passage", &position.passage, self.salts.passage),
        ];
        let mut places = [None; 4];
        for (place, (name, text, salt)) in places.iter_mut().zip(words) {
            if let Some(text) = text {
                let salt = salt.ok_or(Refusal::SaltMissing(name))?;
                *place = Some(contents.add_salted(text.as_str(), salt));
            }
        }
        let [reason, remedy, reservation, passage] = places;
        let taken = PositionTaken {
            clause: said.clause,
            revision: position.revision,
            text_hash: position.text_hash,
            kind: position.kind,
            mandate: position.mandate,
            reason,
            remedy,
            reservation,
            passage,
            joins: self.joins,
            cures: self.cures.clone(),
            signed: None,
        };
        let expected = FormalPosition::of(
            &taken,
            &contents.commitments().unwrap_or_default(),
            (said.instrument, &said.language),
            (said.organisation, said.delegate),
            &said.ground(),
        );
        match expected.differs_at(said) {
            None => Ok(()),
            Some(member) => Err(Refusal::StatementDiffers(member)),
        }
    }
}
