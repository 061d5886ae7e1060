//! Views of amendments.

use serde::Serialize;

use super::words;
use crate::amendments::WordingConflict;
use crate::id::{AmendmentId, ClauseId, DelegateId, OrganisationId, PackageId};
use crate::instrument::{
    Advice, Amendment, AmendmentChange, AmendmentText, Answer, Disposition, DispositionKind,
    Instrument, Offer, PartAdopted, ProposedProcedure, Standing,
};
use crate::record::RevisionNumber;
use crate::redline::Phrase;
use crate::text::{Wording, WordingHash};
use crate::time::Timestamp;

view! {
    /// An amendment, with what it says now and what it said before.
    AmendmentView {
        /// The amendment.
        id: AmendmentId,
        /// Its printed number within the instrument, from 1.
        number: u32,
        /// The amendments it stands or falls together with.
        #[serde(skip_serializing_if = "Option::is_none")]
        package: Option<PackageId>,
        /// The amendment it amends.
        #[serde(skip_serializing_if = "Option::is_none")]
        amends: Option<AmendmentId>,
        /// What it says now.
        #[serde(flatten)]
        says: AmendmentTextView,
        /// What changes in the wording of its clause, in plain language.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        phrases: Vec<Phrase>,
        /// What it said before, the first text first.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        earlier: Vec<AmendmentTextView>,
        /// The organisation that proposed it.
        sponsor: OrganisationId,
        /// The person who proposed it.
        proposed_by: DelegateId,
        /// The organisations asked to co-sponsor.
        cosponsors: Vec<CosponsorView>,
        /// The parts of it that the chair took in already.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        parts: Vec<PartView>,
        /// Wordings the chair offered to adopt instead.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        offers: Vec<OfferView>,
        /// What the secretariat proposed to do with it; the last one is in force.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        procedures: Vec<ProcedureView>,
        /// How it ended: `adopted`, `adopted_modified`, `subsumed`, `rejected`, `withdrawn` or
        /// `lapsed`; absent while it is open.
        #[serde(skip_serializing_if = "Option::is_none")]
        disposition: Option<&'static str>,
        /// The reason or note given with the disposition.
        #[serde(skip_serializing_if = "Option::is_none")]
        disposition_reason: Option<String>,
        /// Who decided, when, and what brought it about.
        #[serde(skip_serializing_if = "Option::is_none")]
        disposed: Option<DispositionView>,
    }

    /// What an amendment says.
    AmendmentTextView {
        /// The number of the text, from 1.
        text: u32,
        /// The revision it is written against.
        revision: RevisionNumber,
        /// What it does: `modify`, `insert`, `delete`, `move`, `alternative` or `editorial_hint`.
        kind: &'static str,
        /// The clause that would change, appear or go.
        clause: ClauseId,
        /// The wording it is written against.
        #[serde(skip_serializing_if = "Option::is_none")]
        base: Option<WordingHash>,
        /// The hash of the resulting wording.
        #[serde(skip_serializing_if = "Option::is_none")]
        result: Option<WordingHash>,
        /// The resulting wording.
        #[serde(skip_serializing_if = "Option::is_none")]
        wording: Option<Wording>,
        /// The clause that the clause would be nested in.
        #[serde(skip_serializing_if = "Option::is_none")]
        parent: Option<ClauseId>,
        /// The sibling that the clause would follow.
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<ClauseId>,
        /// What the drafters should do.
        #[serde(skip_serializing_if = "Option::is_none")]
        instruction: Option<String>,
        /// Why; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        rationale: Option<String>,
        /// When it was tabled.
        tabled_at: Timestamp,
        /// The entry that tabled it.
        seq: u64,
    }

    /// An organisation asked to co-sponsor.
    CosponsorView {
        /// The organisation.
        organisation: OrganisationId,
        /// What it answered: `invited`, `confirmed` or `declined`.
        state: &'static str,
    }

    /// A part of an amendment that the chair took in.
    PartView {
        /// Its number for this amendment, from 1.
        part: u32,
        /// The number of the text it is a part of.
        text: u32,
        /// The hash of the wording that the part makes of the base.
        result: WordingHash,
        /// That wording; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        wording: Option<Wording>,
        /// What the chair said of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
        /// How it was taken back; absent while it is in the draft, or the text.
        #[serde(skip_serializing_if = "Option::is_none")]
        undone: Option<UndoneView>,
    }

    /// How the chair took something back.
    UndoneView {
        /// Why; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    }

    /// A wording the chair offered to adopt instead.
    OfferView {
        /// Its number for this amendment, from 1.
        offer: u32,
        /// The number of the text it was made for.
        text: u32,
        /// The hash of the wording.
        result: WordingHash,
        /// That wording; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        wording: Option<Wording>,
        /// Why; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
        /// What the sponsor answered.
        #[serde(skip_serializing_if = "Option::is_none")]
        answer: Option<AnswerView>,
    }

    /// What the secretariat proposed to do with an amendment.
    ProcedureView {
        /// Its number for this amendment, from 1.
        version: u32,
        /// What to do: `adopt`, `adopt_modified`, `reject`, `overtaken_by` or `discuss`.
        advice: &'static str,
        /// The wording to adopt instead.
        #[serde(skip_serializing_if = "Option::is_none")]
        wording: Option<Wording>,
        /// The amendment that covers it.
        #[serde(skip_serializing_if = "Option::is_none")]
        amendment: Option<AmendmentId>,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
        /// What the sponsor answered.
        #[serde(skip_serializing_if = "Option::is_none")]
        answer: Option<AnswerView>,
    }

    /// What a sponsor answered.
    AnswerView {
        /// Whether the sponsor agrees.
        accepted: bool,
        /// Why, where the sponsor said so.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    }

    /// How an amendment ended.
    DispositionView {
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
        /// The amendments whose adoption brought it about.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        by: Vec<AmendmentId>,
    }

    /// How an amendment stands to a wording of its clause.
    StandingView {
        /// `as_written`, `carried`, `subsumed`, `conflict`, `gone` or `erased`.
        standing: &'static str,
        /// What it results in, carried onto that wording.
        #[serde(skip_serializing_if = "Option::is_none")]
        wording: Option<Wording>,
        /// Where it touches what changed since, in three views.
        #[serde(skip_serializing_if = "Option::is_none")]
        conflict: Option<ConflictView>,
    }
}

/// Where an amendment and what changed since touch each other.
pub type ConflictView = WordingConflict;

impl AmendmentView {
    /// Makes the view of an amendment to an instrument.
    pub fn new(instrument: &Instrument, amendment: &Amendment) -> Self {
        let disposition = amendment.disposition.as_ref();
        let cosponsors = amendment.cosponsors.iter().map(|cosponsor| CosponsorView {
            organisation: cosponsor.organisation,
            state: cosponsor.state.as_str(),
        });
        let (now, earlier) =
            (amendment.texts().split_last()).expect("an amendment is tabled with a text");
        Self {
            id: amendment.id,
            number: amendment.number,
            package: amendment.package,
            amends: amendment.amends,
            says: now.into(),
            phrases: instrument.phrases(amendment),
            earlier: earlier.iter().map(Into::into).collect(),
            sponsor: amendment.sponsor,
            proposed_by: amendment.proposed_by,
            cosponsors: cosponsors.collect(),
            parts: amendment.parts.iter().map(Into::into).collect(),
            offers: amendment.offers.iter().map(Into::into).collect(),
            procedures: amendment.procedures.iter().map(Into::into).collect(),
            disposition: disposition.map(|it| it.kind.as_str()),
            disposition_reason: disposition
                .and_then(|it| it.reason.as_ref())
                .and_then(words),
            disposed: disposition.map(Into::into),
        }
    }
}

impl From<&AmendmentText> for AmendmentTextView {
    fn from(text: &AmendmentText) -> Self {
        let change = &text.change;
        let (parent, after) = change.place().unwrap_or_default();
        let instruction = match change {
            AmendmentChange::EditorialHint { instruction, .. } => words(instruction),
            _ => None,
        };
        Self {
            text: text.number,
            revision: text.revision,
            kind: change.kind(),
            clause: change.clause(),
            base: change.base(),
            result: change.result(),
            wording: change.wording().cloned(),
            parent,
            after,
            instruction,
            rationale: words(&text.rationale),
            tabled_at: text.tabled_at,
            seq: text.seq,
        }
    }
}

impl From<&PartAdopted> for PartView {
    fn from(part: &PartAdopted) -> Self {
        Self {
            part: part.number,
            text: part.text,
            result: part.result,
            wording: part.wording.as_deref().cloned(),
            note: part.note.as_ref().and_then(words),
            at: part.at,
            seq: part.seq,
            undone: part.undone.as_ref().map(|it| UndoneView {
                reason: words(&it.reason),
                at: it.at,
                seq: it.seq,
            }),
        }
    }
}

impl From<&Offer> for OfferView {
    fn from(offer: &Offer) -> Self {
        Self {
            offer: offer.number,
            text: offer.text,
            result: offer.result,
            wording: offer.wording.as_deref().cloned(),
            note: words(&offer.note),
            at: offer.at,
            seq: offer.seq,
            answer: offer.answer.as_ref().map(Into::into),
        }
    }
}

impl From<&ProposedProcedure> for ProcedureView {
    fn from(proposed: &ProposedProcedure) -> Self {
        let (wording, amendment) = match &proposed.advice {
            Advice::AdoptModified { wording, .. } => (wording.as_deref().cloned(), None),
            Advice::OvertakenBy(amendment) => (None, Some(*amendment)),
            Advice::Adopt | Advice::Reject | Advice::Discuss => (None, None),
        };
        Self {
            version: proposed.version,
            advice: proposed.advice.as_str(),
            wording,
            amendment,
            note: proposed.note.as_ref().and_then(words),
            at: proposed.at,
            seq: proposed.seq,
            answer: proposed.answer.as_ref().map(Into::into),
        }
    }
}

impl From<&Answer> for AnswerView {
    fn from(answer: &Answer) -> Self {
        Self {
            accepted: answer.accepted,
            reason: answer.reason.as_ref().and_then(words),
            at: answer.at,
            seq: answer.seq,
        }
    }
}

impl From<&Disposition> for DispositionView {
    fn from(disposition: &Disposition) -> Self {
        let by = match &disposition.kind {
            DispositionKind::Subsumed { by } => by.clone(),
            _ => Vec::new(),
        };
        Self {
            at: disposition.at,
            seq: disposition.seq,
            by,
        }
    }
}

impl From<&Standing> for StandingView {
    fn from(standing: &Standing) -> Self {
        let (wording, conflict) = match standing {
            Standing::Carried(wording) => (Some(wording.clone()), None),
            Standing::Conflict(conflict) => (None, Some(conflict.clone())),
            _ => (None, None),
        };
        Self {
            standing: standing.as_str(),
            wording,
            conflict,
        }
    }
}
