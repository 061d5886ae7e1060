//! Commands about amendments.

use serde::{Deserialize, Serialize};

use crate::id::{AmendmentId, ClauseId, OrganisationId};
use crate::record::RevisionNumber;
use crate::text::{Wording, WordingHash};
use crate::words::Statement;

command! {
    /// Proposes an amendment to the revision on the table.
    AmendmentProposal {
        /// The revision it is written against.
        revision: RevisionNumber,
        /// What it would change.
        change: ChangeProposed,
        /// Why.
        rationale: Statement,
        /// Further changes that stand or fall together with it, as a package.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        further: Vec<ChangeProposed>,
        /// The amendment it amends; its base is then that one's resulting wording.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amends: Option<AmendmentId>,
        /// Organisations asked to co-sponsor.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        cosponsors: Vec<OrganisationId>,
    }

    /// Answers an invitation to co-sponsor.
    AnswerCosponsorship {
        /// The number of the text that was read.
        text: u32,
        /// Whether the organisation co-sponsors it.
        confirm: bool,
    }

    /// Gives an amendment another text.
    ReviseAmendment {
        /// The number of the text that was read.
        text: u32,
        /// The revision on the table, against which the new text is written.
        revision: RevisionNumber,
        /// What it would change.
        change: ChangeProposed,
        /// Why.
        rationale: Statement,
    }

    /// Takes several amendments into the working draft in one act.
    AdoptAmendments {
        /// The amendments.
        amendments: Vec<AmendmentId>,
        /// The number of the text of each that was read, in the same order.
        texts: Vec<u32>,
        /// The pairs that change one sentence and whose combined sentence was read, those with one
        /// that is in the working draft already among them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        read_together: Vec<(AmendmentId, AmendmentId)>,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Statement>,
    }

    /// Takes some of an amendment's changes into the working draft; the rest stays open.
    AdoptPart {
        /// The number of the text that was read.
        text: u32,
        /// The changes of the text that are taken in, by their place in the list, from 0.
        changes: Vec<u32>,
        /// Whether the heading is taken in.
        #[serde(default)]
        heading: bool,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Statement>,
    }

    /// Offers the sponsor to adopt an amendment with another wording.
    OfferModification {
        /// The number of the text that was read.
        text: u32,
        /// The wording.
        wording: Wording,
        /// Why.
        note: Statement,
    }

    /// Answers such an offer.
    AnswerModification {
        /// The number of the offer.
        offer: u32,
        /// Whether the sponsor consents.
        accepted: bool,
        /// Why, where the sponsor says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
    }

    /// Takes an amendment into the working draft with the wording its sponsor consented to.
    AdoptModified {
        /// The number of the offer.
        offer: u32,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Statement>,
    }

    /// Takes an adoption back before the next revision is tabled.
    UndoAdoption {
        /// Why.
        reason: Statement,
    }

    /// Takes an adopted part of an amendment back before the next revision is tabled.
    UndoPart {
        /// The number of the part, from 1.
        part: u32,
        /// Why.
        reason: Statement,
    }

    /// Ends an amendment without a decision on its substance.
    LapseAmendment {
        /// Why.
        reason: Statement,
    }

    /// Declares that two amendments cannot both be adopted.
    DeclareCollision {
        /// The other amendment.
        other: AmendmentId,
        /// Why.
        reason: Statement,
    }

    /// Lifts a declared collision.
    LiftCollision {
        /// The other amendment.
        other: AmendmentId,
        /// Why.
        reason: Statement,
    }

    /// Proposes what to do with an amendment.
    ProposeProcedure {
        /// The number of the text that was read.
        text: u32,
        /// What to do.
        procedure: ProcedureAdvised,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Statement>,
    }

    /// Accepts or contests the proposed procedure.
    AnswerProcedure {
        /// The number of the proposal.
        version: u32,
        /// Whether the sponsor accepts it.
        accepted: bool,
        /// Why, where the sponsor says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
    }

    /// Takes one amendment into the working draft.
    Incorporate {
        /// The number of the text that was read.
        text: u32,
        /// The amendments in the working draft whose combined sentence with this one was read.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        read_beside: Vec<AmendmentId>,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Statement>,
    }

    /// Takes a rejection or a lapse back before the next revision is tabled.
    ReopenAmendment {
        /// Why.
        reason: Statement,
    }

    /// Rejects an amendment.
    RejectAmendment {
        /// Why.
        reason: Statement,
    }

    /// Withdraws an amendment.
    WithdrawAmendment {
        /// Why, where the sponsor says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
    }
}

/// What a proposed amendment would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChangeProposed {
    /// Another wording for a clause.
    Modify {
        /// The clause.
        clause: ClauseId,
        /// The wording it was written against.
        base: WordingHash,
        /// The wording that would result.
        wording: Wording,
    },
    /// A new clause.
    Insert {
        /// A name for it within this proposal, by which further changes name it as their place;
        /// the clause gets a fresh name of its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<ClauseId>,
        /// The clause it would be nested in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<ClauseId>,
        /// The sibling it would follow; first among its siblings where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ClauseId>,
        /// The wording it would have.
        wording: Wording,
    },
    /// No such clause any more.
    Delete {
        /// The clause.
        clause: ClauseId,
        /// The wording it has.
        base: WordingHash,
    },
    /// Another place for a clause.
    Move {
        /// The clause.
        clause: ClauseId,
        /// The wording it has.
        base: WordingHash,
        /// The clause it would be nested in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<ClauseId>,
        /// The sibling it would follow; first among its siblings where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ClauseId>,
    },
    /// Another clause as a whole, to be read beside the present one.
    Alternative {
        /// The clause.
        clause: ClauseId,
        /// The wording it was written against.
        base: WordingHash,
        /// The wording that would result.
        wording: Wording,
    },
    /// An instruction in words to the drafters.
    EditorialHint {
        /// The clause.
        clause: ClauseId,
        /// The wording it was written against.
        base: WordingHash,
        /// What the drafters should do.
        instruction: Statement,
    },
}

impl ChangeProposed {
    /// Returns the clause that would change; none for a new one, which has no name yet.
    pub const fn clause(&self) -> Option<ClauseId> {
        match self {
            Self::Insert { .. } => None,
            Self::Modify { clause, .. }
            | Self::Delete { clause, .. }
            | Self::Move { clause, .. }
            | Self::Alternative { clause, .. }
            | Self::EditorialHint { clause, .. } => Some(*clause),
        }
    }

    /// Returns the kind's stable name.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Modify { .. } => "modify",
            Self::Insert { .. } => "insert",
            Self::Delete { .. } => "delete",
            Self::Move { .. } => "move",
            Self::Alternative { .. } => "alternative",
            Self::EditorialHint { .. } => "editorial_hint",
        }
    }
}

impl Incorporate {
    /// Returns the adoption of the one amendment that this stands for.
    pub fn adoption_of(self, amendment: AmendmentId) -> AdoptAmendments {
        AdoptAmendments {
            amendments: vec![amendment],
            texts: vec![self.text],
            read_together: (self.read_beside.into_iter())
                .map(|other| (amendment, other))
                .collect(),
            note: self.note,
        }
    }
}

impl AmendmentProposal {
    /// Returns what is proposed, the one change or all of a package.
    pub fn changes(&self) -> impl Iterator<Item = &ChangeProposed> {
        std::iter::once(&self.change).chain(&self.further)
    }
}

/// What the secretariat proposes to do with an amendment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "advice", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProcedureAdvised {
    /// Adopt it as it stands.
    Adopt,
    /// Adopt it with another wording.
    AdoptModified {
        /// That wording.
        wording: Wording,
    },
    /// Reject it.
    Reject,
    /// Leave it, as another one covers it.
    OvertakenBy {
        /// The other one.
        amendment: AmendmentId,
    },
    /// Discuss it in the meeting.
    Discuss,
}
