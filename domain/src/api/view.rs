//! Views: what a reader of the API sees of the parties and the text, with what
//! is computed from it.

use serde::Serialize;

use crate::consensus::{Counts, Evaluation, Flag, Level, Mandate, PositionKind, Rules};
use crate::id::{
    AmendmentId, ClauseId, DelegateId, DraftId, GroupId, InstrumentId, InvitationId, OrganisationId,
};
use crate::instrument::{
    Channel, Entered, EntryAnswer, Instrument, Position, Revision, RevisionClause,
};
use crate::network::{Delegate, DelegateState, Group, HeldKey, KeyOrigin, Organisation};
use crate::record::{RevisionNumber, Words};
use crate::role::{GroupRole, NetworkRole};
use crate::signing::{Digest, PublicKey};
use crate::text::{ClauseKind, LanguageTag, RichText, WordingHash};
use crate::time::Timestamp;

macro_rules! view {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name { $($(#[$fmeta])* pub $field: $type),* }
    )+};
}

mod adopted;
mod amendment;
mod codrafting;
mod comparison;
mod deliberation;
mod progress;

pub use adopted::{
    AdoptedHeadView, AdoptedPositionsView, AdoptedTextView, AdoptionEventView, SignatoryView,
};
pub use amendment::{
    AmendmentTextView, AmendmentView, AnswerView, ConflictView, CosponsorView, DispositionView,
    OfferView, PartView, ProcedureView, StandingView, UndoneView,
};
pub use codrafting::{ClausePhrasesView, DraftAmendmentView, DraftSponsorView, LeftOutView};
pub use comparison::{
    AlternativeView, BlameView, BlamedRunView, BracketCountView, CollisionView, ComparedView,
    ComparisonView, LineFateView, LineView, NearView, OutcomeView, RollingPieceView, RollingView,
    WeighingView,
};
pub use progress::{
    AdoptedView, CallResultView, CallView, ChallengeView, ClauseProgressView, DesignationView,
    EditorialView, ObjectionActView, ObjectionView, ProgressView, ReservationView, SignatureView,
    SilenceView, StatementView,
};

pub use deliberation::{
    CheckReplyView, CheckView, CheckedClauseView, MessageView, PassageView, PreparedView,
    SubjectView, ThreadView,
};

view! {
    /// A member organisation.
    OrganisationView {
        /// The organisation.
        id: OrganisationId,
        /// Its name; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The short name shown beside its positions; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        short_name: Option<String>,
        /// Its constituency.
        constituency: String,
        /// From when it votes.
        voting_from: Timestamp,
        /// Until when it votes; open where absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        voting_until: Option<Timestamp>,
        /// Whether its head of delegation alone submits its positions.
        submission_reserved: bool,
        /// The keys that it signs or signed with, in order; the last one holds unless it has ended.
        keys: Vec<KeyView>,
        /// The key that it has declared and that does not hold yet.
        #[serde(skip_serializing_if = "Option::is_none")]
        declared_key: Option<PublicKey>,
    }

    /// A key that an organisation holds or held.
    KeyView {
        /// The key.
        key: PublicKey,
        /// What people compare it by.
        fingerprint: String,
        /// How it came to be held: `admitted`, `confirmed`, `rotated` or `recovered`.
        origin: &'static str,
        /// The organisations that approved it, where it was recovered.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        approved_by: Vec<OrganisationId>,
        /// The entry from which on it holds.
        from: u64,
        /// When that was.
        since: Timestamp,
        /// The entry from which on it no longer holds.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<u64>,
    }

    /// A person acting in the network.
    DelegateView {
        /// The person.
        id: DelegateId,
        /// The person's name; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The organisation acted for.
        #[serde(skip_serializing_if = "Option::is_none")]
        organisation: Option<OrganisationId>,
        /// The role in the network.
        role: NetworkRole,
        /// How far the accreditation has come: `invited`, `accredited` or `withdrawn`.
        state: &'static str,
        /// The open link: an invitation, or for one who acts already, to sign in anew.
        #[serde(skip_serializing_if = "Option::is_none")]
        invitation: Option<InvitationId>,
        /// When the open link ends.
        #[serde(skip_serializing_if = "Option::is_none")]
        invitation_expires_at: Option<Timestamp>,
    }

    /// A working group.
    GroupView {
        /// The group.
        id: GroupId,
        /// Its name; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Who takes part.
        participants: Vec<ParticipantView>,
    }

    /// Somebody's seat in a working group.
    ParticipantView {
        /// The person.
        delegate: DelegateId,
        /// The role in the group.
        role: GroupRole,
    }

    /// An instrument in a list.
    InstrumentView {
        /// The instrument.
        id: InstrumentId,
        /// Its title; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// The working group around it.
        group: GroupId,
        /// Its working draft.
        draft: DraftId,
        /// Its language.
        language: LanguageTag,
        /// The rules of its consensus.
        rules: Rules,
        /// When it was opened.
        opened_at: Timestamp,
        /// Whether the working draft is closed to editing.
        frozen: bool,
        /// The number of the revision on the table.
        #[serde(skip_serializing_if = "Option::is_none")]
        revision: Option<RevisionNumber>,
        /// The number of open amendments.
        open_amendments: u64,
        /// The place of the last entry about it, which is also its `ETag`.
        version: u64,
    }

    /// A tabled revision in a list.
    RevisionView {
        /// Its number, from 1.
        number: RevisionNumber,
        /// The title of the text; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// The language of the text.
        language: LanguageTag,
        /// The hash over title, language and clauses.
        root: WordingHash,
        /// The number of clauses.
        clauses: u64,
        /// When it was tabled.
        tabled_at: Timestamp,
        /// The entry that completed it.
        seq: u64,
        /// What the chair said of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    }

    /// A clause of a tabled revision.
    ClauseView {
        /// The clause.
        id: ClauseId,
        /// The clause it is nested in.
        #[serde(skip_serializing_if = "Option::is_none")]
        parent: Option<ClauseId>,
        /// Its printed number; empty where it has none.
        number: String,
        /// The hash of its wording.
        text_hash: WordingHash,
        /// What it is; absent where the wording was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        kind: Option<ClauseKind>,
        /// The heading; absent where the wording was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        heading: Option<String>,
        /// The text with its marks; absent where the wording was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<RichText>,
        /// The explanation that accompanies it.
        #[serde(skip_serializing_if = "String::is_empty")]
        commentary: String,
        /// Its language.
        language: LanguageTag,
    }

    /// How much agreement there is on a clause, in short.
    StatusView {
        /// How much agreement the positions show.
        level: Level,
        /// The level without what is held ad referendum.
        firm_level: Level,
        /// Remarks that go with the level.
        flags: Vec<Flag>,
        /// How many organisations there are of each sort.
        counts: Counts,
    }

    /// A position.
    PositionView {
        /// The entry that says so.
        seq: u64,
        /// When it was taken.
        at: Timestamp,
        /// The organisation whose position it is.
        organisation: OrganisationId,
        /// The person who took it.
        delegate: DelegateId,
        /// The revision in which the wording was read.
        revision: RevisionNumber,
        /// The wording it is about.
        text_hash: WordingHash,
        /// The kind of position.
        kind: PositionKind,
        /// Whether it binds already.
        mandate: Mandate,
        /// Whether the wording on the table is another, so that it no longer counts.
        stale: bool,
        /// Whether it is as if it had never been taken: contested, or not confirmed.
        void: bool,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// What would cure an objection.
        #[serde(skip_serializing_if = "Option::is_none")]
        remedy: Option<String>,
        /// What is not joined.
        #[serde(skip_serializing_if = "Option::is_none")]
        reservation: Option<String>,
        /// The words that an objection is about.
        #[serde(skip_serializing_if = "Option::is_none")]
        passage: Option<String>,
        /// The objection that it joins, by the entry that raised it.
        #[serde(skip_serializing_if = "Option::is_none")]
        joins: Option<u64>,
        /// The amendments that an objection named, when it was raised, as its cure.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        cures: Vec<AmendmentId>,
        /// How it was given, where the secretariat entered it.
        #[serde(skip_serializing_if = "Option::is_none")]
        entered: Option<EnteredView>,
        /// Whether the organisation itself signed it; otherwise the server alone says so.
        signed: bool,
        /// The hash of the statement that was signed, which is in the entry.
        #[serde(skip_serializing_if = "Option::is_none")]
        statement: Option<Digest>,
    }

    /// How a position was given that the secretariat entered.
    EnteredView {
        /// By what way.
        channel: Channel,
        /// What proves it; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        evidence: Option<String>,
        /// What the organisation said of it; absent while it has not answered.
        #[serde(skip_serializing_if = "Option::is_none")]
        answer: Option<EntryAnswerView>,
    }

    /// What an organisation said of a position entered for it.
    EntryAnswerView {
        /// Whether it says that it never took the position.
        is_contested: bool,
        /// Why; absent where it confirms, or where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// The person who says so.
        by: DelegateId,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    }
}

fn words(words: &Words) -> Option<String> {
    words.as_str().map(str::to_owned)
}

impl From<&Organisation> for OrganisationView {
    fn from(organisation: &Organisation) -> Self {
        Self {
            id: organisation.id,
            name: words(&organisation.name),
            short_name: words(&organisation.short_name),
            constituency: organisation.constituency.to_string(),
            voting_from: organisation.voting_from,
            voting_until: organisation.voting_until,
            submission_reserved: organisation.submission_reserved,
            keys: organisation.keys.held().iter().map(Into::into).collect(),
            declared_key: organisation.keys.declared().map(|it| it.key),
        }
    }
}

impl From<&HeldKey> for KeyView {
    fn from(held: &HeldKey) -> Self {
        Self {
            key: held.key,
            fingerprint: held.key.fingerprint().to_string(),
            origin: held.origin.as_str(),
            approved_by: match &held.origin {
                KeyOrigin::Recovered(by) => by.clone(),
                KeyOrigin::Admitted | KeyOrigin::Confirmed | KeyOrigin::Rotated => Vec::new(),
            },
            from: held.from,
            since: held.since,
            until: held.ended.map(|(seq, _)| seq),
        }
    }
}

impl From<&Delegate> for DelegateView {
    fn from(delegate: &Delegate) -> Self {
        let invitation = delegate.link();
        Self {
            id: delegate.id,
            name: words(&delegate.name),
            organisation: delegate.organisation,
            role: delegate.role,
            state: match delegate.state {
                DelegateState::Invited(_) => "invited",
                DelegateState::Accredited => "accredited",
                DelegateState::Withdrawn => "withdrawn",
            },
            invitation: invitation.map(|invitation| invitation.id),
            invitation_expires_at: invitation.map(|invitation| invitation.expires_at),
        }
    }
}

impl From<&Group> for GroupView {
    fn from(group: &Group) -> Self {
        let seats = group.participants.iter();
        let participants = seats.map(|(delegate, role)| ParticipantView {
            delegate: *delegate,
            role: *role,
        });
        Self {
            id: group.id,
            name: words(&group.name),
            participants: participants.collect(),
        }
    }
}

impl From<&Instrument> for InstrumentView {
    fn from(instrument: &Instrument) -> Self {
        let open = instrument
            .amendments()
            .into_iter()
            .filter(|amendment| amendment.is_open());
        Self {
            id: instrument.id,
            title: words(instrument.title()),
            group: instrument.group,
            draft: instrument.draft,
            language: instrument.language.clone(),
            rules: instrument.rules,
            opened_at: instrument.opened_at,
            frozen: instrument.frozen.is_some(),
            revision: instrument.current().map(|revision| revision.number),
            open_amendments: open.count() as u64,
            version: instrument.last_seq,
        }
    }
}

impl From<&Revision> for RevisionView {
    fn from(revision: &Revision) -> Self {
        Self {
            number: revision.number,
            title: words(&revision.title),
            language: revision.language.clone(),
            root: revision.root,
            clauses: revision.clauses.len() as u64,
            tabled_at: revision.tabled_at,
            seq: revision.seq,
            note: revision.note.as_ref().and_then(words),
        }
    }
}

impl ClauseView {
    /// Shows a clause of a revision.
    pub fn new(revision: &Revision, clause: &RevisionClause) -> Self {
        let wording = clause.wording();
        Self {
            id: clause.id,
            parent: clause.parent,
            number: clause.number.clone(),
            text_hash: clause.hash,
            kind: wording.map(|wording| wording.kind),
            heading: wording.map(|wording| wording.heading.clone()),
            text: wording.map(|wording| wording.text.clone()),
            commentary: clause.commentary().to_owned(),
            language: revision.language_of(clause).clone(),
        }
    }
}

impl From<&Evaluation<OrganisationId>> for StatusView {
    fn from(evaluation: &Evaluation<OrganisationId>) -> Self {
        Self {
            level: evaluation.level,
            firm_level: evaluation.firm_level,
            flags: evaluation.flags.clone(),
            counts: evaluation.counts,
        }
    }
}

impl PositionView {
    /// Shows a position on a clause beside the wording that is on the table.
    pub fn new(instrument: &Instrument, clause: ClauseId, position: &Position) -> Self {
        let tabled = instrument.tabled_hash(clause);
        let given = |text: &Option<Words>| text.as_ref().and_then(words);
        Self {
            seq: position.seq,
            at: position.at,
            organisation: position.organisation,
            delegate: position.delegate,
            revision: position.revision,
            text_hash: position.text_hash,
            kind: position.kind,
            mandate: position.mandate_now(),
            stale: instrument.is_stale(clause, position, tabled),
            void: position.is_void(),
            reason: given(&position.reason),
            remedy: given(&position.remedy),
            reservation: given(&position.reservation),
            passage: given(&position.passage),
            joins: position.joins,
            cures: position.cures.clone(),
            entered: position.entered.as_ref().map(Into::into),
            signed: position.signed.is_some(),
            statement: position.signed.map(|it| it.statement),
        }
    }
}

impl From<&Entered> for EnteredView {
    fn from(entered: &Entered) -> Self {
        Self {
            channel: entered.channel,
            evidence: words(&entered.evidence),
            answer: entered.answer.as_ref().map(Into::into),
        }
    }
}

impl From<&EntryAnswer> for EntryAnswerView {
    fn from(answer: &EntryAnswer) -> Self {
        Self {
            is_contested: answer.contested.is_some(),
            reason: answer.contested.as_ref().and_then(words),
            by: answer.by,
            at: answer.at,
            seq: answer.seq,
        }
    }
}
