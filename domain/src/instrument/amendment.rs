//! Amendments: proposals to change the text on the table.
//!
//! An amendment carries its own base and stays readable whatever happens to
//! the clause. It never edits a draft; the chair *adopts* it.

use std::sync::Arc;

use super::change::AmendmentChange;
use super::disposition::Disposition;
use crate::id::{AmendmentId, DelegateId, OrganisationId, PackageId};
use crate::record::{Actor, RevisionNumber, Words};
use crate::text::{Wording, WordingHash};
use crate::time::Timestamp;

/// A tabled amendment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// The amendment.
    pub id: AmendmentId,
    /// Its printed number within the instrument, from 1.
    pub number: u32,
    /// The amendments it stands or falls together with.
    pub package: Option<PackageId>,
    /// The amendment it amends.
    pub amends: Option<AmendmentId>,
    /// The organisation that proposed it.
    pub sponsor: OrganisationId,
    /// The person who proposed it.
    pub proposed_by: DelegateId,
    /// The organisations asked to co-sponsor, in the order they were asked.
    pub cosponsors: Vec<Cosponsor>,
    /// The parts of it that the chair took into the working draft, those taken back too.
    pub parts: Vec<PartAdopted>,
    /// Wordings the chair offered to adopt instead.
    pub offers: Vec<Offer>,
    /// What the secretariat proposed to do with it, the last one being in force.
    pub procedures: Vec<ProposedProcedure>,
    /// How it ended; absent while it is open.
    pub disposition: Option<Disposition>,
    /// What it said, the present text last.
    pub(super) texts: Vec<AmendmentText>,
}

/// What an amendment says: tabled texts are never changed, a new one keeps the old.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendmentText {
    /// Its number, from 1.
    pub number: u32,
    /// The revision it is written against.
    pub revision: RevisionNumber,
    /// What it would change.
    pub change: AmendmentChange,
    /// Why.
    pub rationale: Words,
    /// When it was tabled.
    pub tabled_at: Timestamp,
    /// The entry that tabled it.
    pub seq: u64,
}

/// An organisation asked to co-sponsor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cosponsor {
    /// The organisation.
    pub organisation: OrganisationId,
    /// What it answered; after a new text, it is asked again.
    pub state: CosponsorState,
}

/// What an organisation answered when asked to co-sponsor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CosponsorState {
    /// Nothing yet.
    Invited,
    /// It co-sponsors.
    Confirmed,
    /// It does not.
    Declined,
}

impl CosponsorState {
    /// Returns the state's stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
        }
    }
}

/// A part of an amendment that the chair took into the working draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartAdopted {
    /// Its number for this amendment, from 1.
    pub number: u32,
    /// The number of the text it is a part of.
    pub text: u32,
    /// The hash of the wording that the part makes of the base.
    pub result: WordingHash,
    /// That wording; absent where it was erased.
    pub wording: Option<Arc<Wording>>,
    /// The change that wrote it into the draft.
    pub change: String,
    /// What the chair said of it.
    pub note: Option<Words>,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
    /// How it was taken back; absent while it is in the draft, or the text.
    pub undone: Option<PartUndone>,
}

/// How the chair took a part back out of the working draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartUndone {
    /// Why.
    pub reason: Words,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
}

/// A wording the chair offered to adopt instead of the sponsor's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its number for this amendment, from 1.
    pub number: u32,
    /// The number of the text it was made for.
    pub text: u32,
    /// The hash of the wording.
    pub result: WordingHash,
    /// That wording; absent where it was erased.
    pub wording: Option<Arc<Wording>>,
    /// Why.
    pub note: Words,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
    /// What the sponsor answered.
    pub answer: Option<Answer>,
}

/// What the secretariat proposed to do with an amendment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedProcedure {
    /// Its number for this amendment, from 1.
    pub version: u32,
    /// The number of the text it was proposed for.
    pub text: u32,
    /// What to do.
    pub advice: Advice,
    /// Why.
    pub note: Option<Words>,
    /// Who proposed it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
    /// What the sponsor answered.
    pub answer: Option<Answer>,
}

/// What to do with an amendment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// Adopt it as it stands.
    Adopt,
    /// Adopt it with another wording.
    AdoptModified {
        /// The hash of that wording.
        result: WordingHash,
        /// That wording; absent where it was erased.
        wording: Option<Arc<Wording>>,
    },
    /// Reject it.
    Reject,
    /// Leave it, as another one covers it.
    OvertakenBy(AmendmentId),
    /// Discuss it in the meeting.
    Discuss,
}

impl Advice {
    /// Returns the advice's stable name.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Adopt => "adopt",
            Self::AdoptModified { .. } => "adopt_modified",
            Self::Reject => "reject",
            Self::OvertakenBy(_) => "overtaken_by",
            Self::Discuss => "discuss",
        }
    }
}

/// What a sponsor answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether the sponsor agrees.
    pub accepted: bool,
    /// Why, where the sponsor said so.
    pub reason: Option<Words>,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
}

impl Amendment {
    /// Returns what it says now.
    pub fn text(&self) -> &AmendmentText {
        self.texts
            .last()
            .expect("an amendment is tabled with a text")
    }

    /// Returns everything it has said, the present text last.
    pub fn texts(&self) -> &[AmendmentText] {
        &self.texts
    }

    /// Returns what it would change now.
    pub fn change(&self) -> &AmendmentChange {
        &self.text().change
    }

    /// Reports whether nothing has been decided yet.
    pub const fn is_open(&self) -> bool {
        self.disposition.is_none()
    }

    /// Returns the sponsor and the confirmed co-sponsors of the present text.
    pub fn sponsors(&self) -> Vec<OrganisationId> {
        let confirmed = self
            .cosponsors
            .iter()
            .filter(|c| c.state == CosponsorState::Confirmed);
        std::iter::once(self.sponsor)
            .chain(confirmed.map(|c| c.organisation))
            .collect()
    }

    /// Returns what an organisation answered when asked to co-sponsor.
    pub fn cosponsor(&self, organisation: OrganisationId) -> Option<CosponsorState> {
        self.cosponsors
            .iter()
            .find(|c| c.organisation == organisation)
            .map(|c| c.state)
    }

    /// Returns the parts of it that are in the working draft, or the text, already.
    pub fn parts_taken(&self) -> impl Iterator<Item = &PartAdopted> {
        self.parts.iter().filter(|part| part.undone.is_none())
    }

    /// Finds one of its texts by its number.
    pub fn text_numbered(&self, number: u32) -> Option<&AmendmentText> {
        self.texts.iter().find(|text| text.number == number)
    }

    /// Finds an offer by its number.
    pub fn offer(&self, number: u32) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.number == number)
    }
}
