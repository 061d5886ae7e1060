//! What an entry of the record can say.
//!
//! A variant is never changed once it has been written somewhere; a new need
//! is a new variant. Its name in snake case is the entry's `type`.

use serde::{Deserialize, Serialize};

use super::tabled::{ChangeTabled, Procedure, TabledClause};
use super::{AuditFact, ContentRef, KeyFact, PositionTaken, ProcedureFact};
use crate::consensus::Rules;
use crate::id::{
    AmendmentId, ClauseId, DelegateId, DraftId, GroupId, InvitationId, OrganisationId, PackageId,
};
use crate::instrument::Holidays;
use crate::role::{GroupRole, NetworkRole};
use crate::signing::PublicKey;
use crate::text::{LanguageTag, WordingHash};
use crate::time::Timestamp;
use crate::words::Constituency;

/// The number of a tabled revision, from 1.
pub type RevisionNumber = u32;

/// Something official that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    content = "body",
    rename_all = "snake_case",
    deny_unknown_fields
)]
pub enum Fact {
    /// The network was set up, by the first person of its secretariat.
    NetworkFounded {
        /// The network's name.
        name: ContentRef,
        /// The first person of the secretariat.
        delegate: DelegateId,
        /// That person's name.
        delegate_name: ContentRef,
        /// That person's e-mail address.
        address: ContentRef,
    },
    /// An organisation became a member.
    OrganisationAdmitted {
        /// The organisation.
        organisation: OrganisationId,
        /// Its name.
        name: ContentRef,
        /// Its short name, shown beside its positions.
        short_name: ContentRef,
        /// Its constituency.
        constituency: Constituency,
        /// From when it votes.
        voting_from: Timestamp,
        /// Until when it votes; open where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        voting_until: Option<Timestamp>,
        /// The public key that it signs with, where it had one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<PublicKey>,
    },
    /// The end of an organisation's voting was set.
    VotingEnded {
        /// The organisation.
        organisation: OrganisationId,
        /// Until when it votes.
        voting_until: Timestamp,
        /// Why.
        reason: ContentRef,
    },
    /// A person was invited.
    DelegateInvited {
        /// The invitation.
        invitation: InvitationId,
        /// The person.
        delegate: DelegateId,
        /// The organisation the person will act for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organisation: Option<OrganisationId>,
        /// The role in the network.
        role: NetworkRole,
        /// The person's name.
        name: ContentRef,
        /// The person's e-mail address.
        address: ContentRef,
        /// When the invitation ends.
        expires_at: Timestamp,
    },
    /// An invitation was renewed with a new link.
    InvitationRenewed {
        /// The invitation.
        invitation: InvitationId,
        /// The person.
        delegate: DelegateId,
        /// When the invitation ends.
        expires_at: Timestamp,
    },
    /// An invitation was taken back.
    InvitationRevoked {
        /// The invitation.
        invitation: InvitationId,
        /// The person.
        delegate: DelegateId,
    },
    /// A person accepted an invitation and acts from now on.
    DelegateAccredited {
        /// The invitation.
        invitation: InvitationId,
        /// The person.
        delegate: DelegateId,
    },
    /// A person who acts already was given a link to sign in anew.
    SignInLinkMade {
        /// The link.
        invitation: InvitationId,
        /// The person.
        delegate: DelegateId,
        /// When the link ends.
        expires_at: Timestamp,
    },
    /// A link to sign in anew was taken back.
    SignInLinkRevoked {
        /// The link.
        invitation: InvitationId,
        /// The person.
        delegate: DelegateId,
    },
    /// A person signed in anew by a link, which ended every earlier sign-in.
    SignInLinkUsed {
        /// The link.
        invitation: InvitationId,
        /// The person.
        delegate: DelegateId,
    },
    /// A person's role in the network changed.
    RoleChanged {
        /// The person.
        delegate: DelegateId,
        /// The new role.
        role: NetworkRole,
    },
    /// A person no longer acts in the network.
    RoleWithdrawn {
        /// The person.
        delegate: DelegateId,
        /// Why.
        reason: ContentRef,
    },
    /// The acting organisation said who may submit its positions.
    SubmissionReserved {
        /// Whether its head of delegation alone does.
        reserved: bool,
    },
    /// A working group was made.
    GroupMade {
        /// The group.
        group: GroupId,
        /// Its name.
        name: ContentRef,
    },
    /// A person joined a working group or has a new role in it.
    GroupJoined {
        /// The group.
        group: GroupId,
        /// The person.
        delegate: DelegateId,
        /// The role in the group.
        role: GroupRole,
    },
    /// A person left a working group.
    GroupLeft {
        /// The group.
        group: GroupId,
        /// The person.
        delegate: DelegateId,
    },
    /// An instrument was opened.
    InstrumentOpened {
        /// The working group around it.
        group: GroupId,
        /// Its working draft.
        draft: DraftId,
        /// Its title.
        title: ContentRef,
        /// Its language.
        language: LanguageTag,
        /// The rules of its consensus.
        rules: Rules,
    },
    /// The rules of an instrument changed.
    RulesChanged {
        /// The new rules.
        rules: Rules,
        /// Why.
        reason: ContentRef,
    },
    /// A text from outside was taken into the working draft.
    TextImported {
        /// The draft.
        draft: DraftId,
        /// The name of the file.
        source: ContentRef,
        /// The number of clauses it gave.
        clauses: u32,
        /// The number of its parts that could not be mapped.
        unmapped: u32,
    },
    /// The working draft was closed to editing.
    DraftFrozen {
        /// The draft.
        draft: DraftId,
        /// Why.
        reason: ContentRef,
    },
    /// The working draft was opened to editing again.
    DraftThawed {
        /// The draft.
        draft: DraftId,
        /// Why.
        reason: ContentRef,
    },
    /// The working draft had these heads.
    HeadsAnchored {
        /// The draft.
        draft: DraftId,
        /// The hashes of its last changes, sorted.
        heads: Vec<String>,
    },
    /// Actors that wrote in the working draft belong to these persons, for ever.
    ActorsBound {
        /// The draft.
        draft: DraftId,
        /// The actors, sorted.
        actors: Vec<ActorBound>,
    },
    /// The chair decided on a clause that was removed and edited at the same time.
    RemovalDecided {
        /// The draft.
        draft: DraftId,
        /// The clause.
        clause: ClauseId,
        /// Whether the clause stays.
        kept: bool,
    },
    /// Part of a revision that is being tabled: some of its clauses, in order.
    ClausesTabled {
        /// The revision.
        revision: RevisionNumber,
        /// The clauses.
        clauses: Vec<TabledClause>,
    },
    /// A revision was tabled; it has all clauses of the parts before.
    RevisionTabled {
        /// The revision.
        revision: RevisionNumber,
        /// The title of the text.
        title: ContentRef,
        /// The language of the text.
        language: LanguageTag,
        /// The root hash over title, language and clauses.
        root: WordingHash,
        /// The number of clauses.
        clauses: u32,
        /// The heads of the draft it was made of.
        heads: Vec<String>,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<ContentRef>,
    },
    /// An amendment was tabled.
    AmendmentTabled {
        /// The amendment.
        amendment: AmendmentId,
        /// The revision it is written against.
        revision: RevisionNumber,
        /// What it would change.
        change: ChangeTabled,
        /// Why.
        rationale: ContentRef,
        /// The amendments it stands or falls together with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        package: Option<PackageId>,
        /// The amendment it amends; its base is that one's resulting wording.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amends: Option<AmendmentId>,
    },
    /// The sponsor gave an amendment another text; the one before is kept.
    AmendmentRevised {
        /// The amendment.
        amendment: AmendmentId,
        /// The number of the text, from 2.
        text: u32,
        /// The revision it is written against.
        revision: RevisionNumber,
        /// What it would change.
        change: ChangeTabled,
        /// Why.
        rationale: ContentRef,
    },
    /// An organisation was asked to co-sponsor an amendment.
    CosponsorInvited {
        /// The amendment.
        amendment: AmendmentId,
        /// The organisation asked.
        invited: OrganisationId,
    },
    /// The acting organisation co-sponsors an amendment.
    CosponsorConfirmed {
        /// The amendment.
        amendment: AmendmentId,
    },
    /// The acting organisation does not co-sponsor an amendment.
    CosponsorDeclined {
        /// The amendment.
        amendment: AmendmentId,
    },
    /// The chair took an amendment, or several that are compatible, into the working draft in one act.
    AmendmentsAdopted {
        /// The amendments, sorted.
        amendments: Vec<AmendmentId>,
        /// The draft.
        draft: DraftId,
        /// The change that wrote them into the draft; absent where there was nothing to write.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        change: Option<String>,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<ContentRef>,
    },
    /// The chair took part of an amendment into the working draft; the rest stays open.
    AmendmentPartlyAdopted {
        /// The amendment.
        amendment: AmendmentId,
        /// The hash of the wording that the part taken makes of the base.
        result: WordingHash,
        /// That [`Wording`](crate::text::Wording) as JSON.
        wording: ContentRef,
        /// The draft.
        draft: DraftId,
        /// The change that wrote it into the draft.
        change: String,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<ContentRef>,
    },
    /// The chair offered the sponsor to adopt an amendment with another wording.
    ModificationOffered {
        /// The amendment.
        amendment: AmendmentId,
        /// The number of the offer for this amendment, from 1.
        offer: u32,
        /// The hash of the wording that would result.
        result: WordingHash,
        /// That [`Wording`](crate::text::Wording) as JSON.
        wording: ContentRef,
        /// Why.
        note: ContentRef,
    },
    /// The sponsor answered such an offer.
    ModificationAnswered {
        /// The amendment.
        amendment: AmendmentId,
        /// The number of the offer.
        offer: u32,
        /// Whether the sponsor consents.
        accepted: bool,
        /// Why, where the sponsor says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<ContentRef>,
    },
    /// The chair took an amendment into the working draft with the wording its sponsor consented to.
    AmendmentAdoptedModified {
        /// The amendment.
        amendment: AmendmentId,
        /// The number of the offer.
        offer: u32,
        /// The draft.
        draft: DraftId,
        /// The change that wrote it into the draft.
        change: String,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<ContentRef>,
    },
    /// Nothing was left of an amendment: the text has all of it already.
    AmendmentSubsumed {
        /// The amendment.
        amendment: AmendmentId,
        /// The amendments whose adoption brought it about.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<AmendmentId>,
    },
    /// An amendment ended without a decision on its substance.
    AmendmentLapsed {
        /// The amendment.
        amendment: AmendmentId,
        /// Why.
        reason: ContentRef,
    },
    /// The chair took an adoption back before the next revision was tabled.
    AdoptionUndone {
        /// The amendments that are open again, sorted.
        amendments: Vec<AmendmentId>,
        /// The draft.
        draft: DraftId,
        /// The change that took them out of the draft; absent where there was nothing to take out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        change: Option<String>,
        /// Why.
        reason: ContentRef,
    },
    /// The chair took an adopted part of an amendment back before the next revision was tabled.
    PartUndone {
        /// The amendment.
        amendment: AmendmentId,
        /// The number of the part for this amendment, from 1.
        part: u32,
        /// The draft.
        draft: DraftId,
        /// The change that took it out of the draft; absent where there was nothing to take out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        change: Option<String>,
        /// Why.
        reason: ContentRef,
    },
    /// The chair took a rejection or a lapse back before the next revision was tabled.
    AmendmentsReopened {
        /// The amendments that are open again, sorted: one, or what is left of its package.
        amendments: Vec<AmendmentId>,
        /// Why.
        reason: ContentRef,
    },
    /// A person declared that two amendments cannot both be adopted.
    CollisionDeclared {
        /// One amendment, the one with the smaller identifier.
        one: AmendmentId,
        /// The other one.
        other: AmendmentId,
        /// Why.
        reason: ContentRef,
    },
    /// A declared collision was lifted.
    CollisionLifted {
        /// One amendment, the one with the smaller identifier.
        one: AmendmentId,
        /// The other one.
        other: AmendmentId,
        /// Why.
        reason: ContentRef,
    },
    /// The secretariat proposed what to do with an amendment.
    ProcedureProposed {
        /// The amendment.
        amendment: AmendmentId,
        /// The number of the proposal for this amendment, from 1.
        version: u32,
        /// What to do.
        procedure: Procedure,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<ContentRef>,
    },
    /// The sponsor answered the proposed procedure.
    ProcedureAnswered {
        /// The amendment.
        amendment: AmendmentId,
        /// The number of the proposal.
        version: u32,
        /// Whether the sponsor accepts it.
        accepted: bool,
        /// Why, where the sponsor says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<ContentRef>,
    },
    /// The chair rejected an amendment.
    AmendmentRejected {
        /// The amendment.
        amendment: AmendmentId,
        /// Why.
        reason: ContentRef,
    },
    /// The sponsor withdrew an amendment.
    AmendmentWithdrawn {
        /// The amendment.
        amendment: AmendmentId,
        /// Why, where the sponsor says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<ContentRef>,
    },
    /// The acting organisation took a position on a wording.
    PositionTaken(PositionTaken),
    /// The secretariat listed the days on which nothing closes by silence.
    HolidaysListed {
        /// The days; all that were listed before are replaced.
        days: Holidays,
    },
    /// Something happened on the road to consensus; it is written as a fact of its own.
    #[serde(skip)]
    Procedure(ProcedureFact),
    /// The record was read by those who oversee it, or words were erased; it is written as a fact of its own.
    #[serde(skip)]
    Audit(AuditFact),
    /// Something happened to an organisation's key; it is written as a fact of its own.
    #[serde(skip)]
    Key(KeyFact),
}

impl From<AuditFact> for Fact {
    fn from(fact: AuditFact) -> Self {
        Self::Audit(fact)
    }
}

impl From<ProcedureFact> for Fact {
    fn from(fact: ProcedureFact) -> Self {
        Self::Procedure(fact)
    }
}

/// An actor of a live draft and the person it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorBound {
    /// The actor, in hexadecimal.
    pub actor: String,
    /// The person.
    pub delegate: DelegateId,
}

impl Fact {
    /// Returns the clauses that the fact names, those of a revision only where
    /// they are new in it.
    pub fn clauses(&self) -> Vec<ClauseId> {
        match self {
            Self::RemovalDecided { clause, .. } => vec![*clause],
            Self::PositionTaken(taken) => vec![taken.clause],
            Self::Procedure(fact) => fact.clauses(),
            Self::ClausesTabled { clauses, .. } => clauses
                .iter()
                .filter(|c| c.content.is_some())
                .map(|c| c.id)
                .collect(),
            Self::AmendmentTabled { change, .. } | Self::AmendmentRevised { change, .. } => {
                vec![change.clause()]
            }
            _ => Vec::new(),
        }
    }

    /// Returns the amendments that the fact names.
    pub fn amendments(&self) -> Vec<AmendmentId> {
        match self {
            Self::AmendmentTabled { amendment, .. }
            | Self::AmendmentRevised { amendment, .. }
            | Self::CosponsorInvited { amendment, .. }
            | Self::CosponsorConfirmed { amendment }
            | Self::CosponsorDeclined { amendment }
            | Self::AmendmentPartlyAdopted { amendment, .. }
            | Self::PartUndone { amendment, .. }
            | Self::ModificationOffered { amendment, .. }
            | Self::ModificationAnswered { amendment, .. }
            | Self::AmendmentAdoptedModified { amendment, .. }
            | Self::AmendmentSubsumed { amendment, .. }
            | Self::AmendmentLapsed { amendment, .. }
            | Self::ProcedureProposed { amendment, .. }
            | Self::ProcedureAnswered { amendment, .. }
            | Self::AmendmentRejected { amendment, .. }
            | Self::AmendmentWithdrawn { amendment, .. } => vec![*amendment],
            Self::AmendmentsAdopted { amendments, .. }
            | Self::AdoptionUndone { amendments, .. }
            | Self::AmendmentsReopened { amendments, .. } => amendments.clone(),
            Self::CollisionDeclared { one, other, .. }
            | Self::CollisionLifted { one, other, .. } => vec![*one, *other],
            _ => Vec::new(),
        }
    }
}
