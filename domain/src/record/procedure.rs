//! What the record says of the road to consensus: objections, calls, silence, designation,
//! agreement and adoption.
//!
//! Objections, positions, designations and declarations are named by the place of the entry that
//! made them.

use serde::{Deserialize, Serialize};

use super::{ContentRef, PositionTaken, RevisionNumber};
use crate::consensus::{Level, Rules};
use crate::id::{AmendmentId, CallId, ClauseId, OrganisationId};
use crate::instrument::{CallKind, Channel, Deadline, ProcedureRules};
use crate::text::WordingHash;
use crate::time::Timestamp;
use crate::words::Constituency;

/// Something that happened on the road to consensus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    content = "body",
    rename_all = "snake_case",
    deny_unknown_fields
)]
pub enum ProcedureFact {
    /// The rules of an instrument's procedure changed.
    ProcedureRulesChanged {
        /// The new rules.
        rules: ProcedureRules,
        /// Why.
        reason: ContentRef,
    },
    /// An objecting organisation named the amendments that would cure its objection.
    CuresNamed {
        /// The clause.
        clause: ClauseId,
        /// The objection.
        objection: u64,
        /// The amendments, sorted; all that were named before are replaced.
        amendments: Vec<AmendmentId>,
    },
    /// An objection, and those that joined it, were answered in writing.
    ObjectionAnswered {
        /// The clause.
        clause: ClauseId,
        /// The objection that the others joined, or the only one.
        objection: u64,
        /// The answer.
        answer: ContentRef,
    },
    /// The objecting organisation upholds its objection.
    ObjectionSustained {
        /// The clause.
        clause: ClauseId,
        /// The objection.
        objection: u64,
        /// Why, where the organisation says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<ContentRef>,
    },
    /// The objecting organisation takes its objection back.
    ObjectionWithdrawn {
        /// The clause.
        clause: ClauseId,
        /// The objection.
        objection: u64,
        /// Why, where the organisation says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<ContentRef>,
    },
    /// The objecting organisation says that a new wording meets its objection.
    ObjectionResolved {
        /// The clause.
        clause: ClauseId,
        /// The objection.
        objection: u64,
        /// The wording.
        text_hash: WordingHash,
    },
    /// The chair decided on sustained objections: addressed, not accommodated.
    ObjectionDecided {
        /// The clause.
        clause: ClauseId,
        /// The objection that the others joined, or the only one.
        objection: u64,
        /// Why.
        reason: ContentRef,
    },
    /// The chair ruled objections out of order.
    ObjectionRuledInadmissible {
        /// The clause.
        clause: ClauseId,
        /// The objection that the others joined, or the only one.
        objection: u64,
        /// Why.
        reason: ContentRef,
    },
    /// A member challenged the ruling; the objections stand again as they did.
    RulingChallenged {
        /// The clause.
        clause: ClauseId,
        /// The objection that the others joined, or the only one.
        objection: u64,
        /// Why.
        reason: ContentRef,
    },
    /// The chair called for positions, or opened a silence procedure.
    CallOpened(CallOpened),
    /// The closing instant of a call was put off.
    CallExtended {
        /// The call.
        call: CallId,
        /// The new closing instant.
        closes_at: Timestamp,
        /// Why.
        reason: ContentRef,
    },
    /// The chair closed a call early, every organisation having answered.
    CallCompleted {
        /// The call.
        call: CallId,
    },
    /// The chair took a call back.
    CallWithdrawn {
        /// The call.
        call: CallId,
        /// Why.
        reason: ContentRef,
    },
    /// The acting organisation has opened the notice of a call.
    NoticeOpened {
        /// The call.
        call: CallId,
    },
    /// The acting organisation attached a statement to a call.
    StatementAttached {
        /// The call.
        call: CallId,
        /// The clause it is about; all of them where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<ClauseId>,
        /// What it says.
        statement: ContentRef,
    },
    /// Silence on a clause was broken.
    SilenceBroken {
        /// The call.
        call: CallId,
        /// The clause.
        clause: ClauseId,
        /// What broke it.
        by: BrokenBy,
    },
    /// The chair has consulted those who broke silence in confidence; their names are shown from now on.
    ConsultationHeld {
        /// The call.
        call: CallId,
        /// What came of it.
        note: ContentRef,
    },
    /// An instant that had been set has passed.
    DeadlinePassed {
        /// Of what.
        of: Deadline,
        /// The instant that had been set.
        instant: Timestamp,
    },
    /// The chair designated a level of agreement.
    LevelDesignated {
        /// The clause.
        clause: ClauseId,
        /// Its wording.
        text_hash: WordingHash,
        /// The level designated.
        level: Level,
        /// The level that the positions indicated.
        indicated: Level,
        /// The last entry that it takes into account.
        based_on: u64,
        /// Why; required where the two differ.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<ContentRef>,
    },
    /// A member challenged a designation.
    DesignationChallenged {
        /// The clause.
        clause: ClauseId,
        /// The designation.
        designation: u64,
        /// Why.
        reason: ContentRef,
    },
    /// Somebody declared that a clause was changed editorially only.
    EditorialDeclared {
        /// The clause.
        clause: ClauseId,
        /// The wording before.
        before: WordingHash,
        /// The wording now.
        after: WordingHash,
        /// Why it changes no meaning.
        reason: ContentRef,
    },
    /// A member challenged such a declaration; positions are carried over no more.
    EditorialChallenged {
        /// The clause.
        clause: ClauseId,
        /// The declaration.
        declaration: u64,
        /// Why.
        reason: ContentRef,
    },
    /// The head of delegation confirmed a position held ad referendum.
    MandateConfirmed {
        /// The clause.
        clause: ClauseId,
        /// The position.
        position: u64,
        /// What proves it.
        evidence: ContentRef,
    },
    /// The organisation's own authority did not confirm a position held ad referendum.
    MandateDenied {
        /// The clause.
        clause: ClauseId,
        /// The position.
        position: u64,
        /// Why.
        reason: ContentRef,
    },
    /// The secretariat entered a position that an organisation gave otherwise.
    PositionEntered {
        /// The organisation.
        organisation: OrganisationId,
        /// The position.
        position: PositionTaken,
        /// How it was given.
        channel: Channel,
        /// What proves it.
        evidence: ContentRef,
    },
    /// The organisation confirmed a position entered for it.
    EntryConfirmed {
        /// The clause.
        clause: ClauseId,
        /// The position.
        position: u64,
    },
    /// The organisation contested a position entered for it: it never took it.
    EntryContested {
        /// The clause.
        clause: ClauseId,
        /// The position.
        position: u64,
        /// Why.
        reason: ContentRef,
    },
    /// The chair recorded that clauses are agreed ad referendum.
    ClausesAgreed {
        /// The clauses.
        clauses: Vec<ClauseId>,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<ContentRef>,
    },
    /// The chair parked a clause in brackets.
    ClauseParked {
        /// The clause.
        clause: ClauseId,
        /// Why.
        reason: ContentRef,
    },
    /// The chair took a clause up again.
    ClauseReopened {
        /// The clause.
        clause: ClauseId,
        /// Why.
        reason: ContentRef,
    },
    /// The instrument was adopted.
    InstrumentAdopted {
        /// The version of the instrument, from 1.
        version: u32,
        /// The revision.
        revision: RevisionNumber,
        /// Its root hash.
        root: WordingHash,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<ContentRef>,
    },
    /// The acting organisation signed an adopted instrument.
    InstrumentSigned {
        /// The version.
        version: u32,
        /// The root hash it signs.
        root: WordingHash,
        /// Its reservations, clause by clause.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reservations: Vec<Reservation>,
        /// The clauses it dissociates itself from, sorted.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        dissociations: Vec<ClauseId>,
        /// What it says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        statement: Option<ContentRef>,
    },
    /// An adopted instrument is negotiated again, towards its next version.
    VersionOpened {
        /// The version.
        version: u32,
    },
}

/// The chair called for positions, or opened a silence procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallOpened {
    /// The call.
    pub call: CallId,
    /// What it is.
    pub kind: CallKind,
    /// The revision whose wordings it is about.
    pub revision: RevisionNumber,
    /// The clauses, in the order of the text.
    pub clauses: Vec<ClauseId>,
    /// The organisations that are counted, by constituency, sorted.
    pub electorate: Vec<ConstituencyCalled>,
    /// Those of them that were told, sorted.
    pub notified: Vec<OrganisationId>,
    /// The rules that are in force for it.
    pub rules: Rules,
    /// When it closes.
    pub closes_at: Timestamp,
    /// Whether the names of those who break silence in confidence are withheld until they were consulted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withholds_names: bool,
    /// What the chair says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<ContentRef>,
}

/// The organisations of one constituency that are counted in a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConstituencyCalled {
    /// The constituency.
    pub constituency: Constituency,
    /// The organisations, sorted.
    pub organisations: Vec<OrganisationId>,
}

/// What broke silence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum BrokenBy {
    /// The objection of the acting organisation, raised by the entry before.
    Objection,
    /// A tabled amendment.
    Amendment {
        /// The amendment.
        amendment: AmendmentId,
    },
    /// An organisation in confidence, until it was consulted.
    Confidence {
        /// The organisation, as a content that only the chair, the secretariat and itself may read.
        organisation: ContentRef,
        /// Why, likewise.
        reason: ContentRef,
    },
}

/// A reservation on a clause of an adopted instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reservation {
    /// The clause.
    pub clause: ClauseId,
    /// What is not joined.
    pub text: ContentRef,
}

impl ProcedureFact {
    /// The names of the kinds of fact, as the record has them.
    pub const TYPES: [&'static str; 33] = [
        "procedure_rules_changed",
        "cures_named",
        "objection_answered",
        "objection_sustained",
        "objection_withdrawn",
        "objection_resolved",
        "objection_decided",
        "objection_ruled_inadmissible",
        "ruling_challenged",
        "call_opened",
        "call_extended",
        "call_completed",
        "call_withdrawn",
        "notice_opened",
        "statement_attached",
        "silence_broken",
        "consultation_held",
        "deadline_passed",
        "level_designated",
        "designation_challenged",
        "editorial_declared",
        "editorial_challenged",
        "mandate_confirmed",
        "mandate_denied",
        "position_entered",
        "entry_confirmed",
        "entry_contested",
        "clauses_agreed",
        "clause_parked",
        "clause_reopened",
        "instrument_adopted",
        "instrument_signed",
        "version_opened",
    ];

    /// Returns the clauses that the fact names.
    pub fn clauses(&self) -> Vec<ClauseId> {
        match self {
            Self::CuresNamed { clause, .. }
            | Self::ObjectionAnswered { clause, .. }
            | Self::ObjectionSustained { clause, .. }
            | Self::ObjectionWithdrawn { clause, .. }
            | Self::ObjectionResolved { clause, .. }
            | Self::ObjectionDecided { clause, .. }
            | Self::ObjectionRuledInadmissible { clause, .. }
            | Self::RulingChallenged { clause, .. }
            | Self::SilenceBroken { clause, .. }
            | Self::LevelDesignated { clause, .. }
            | Self::DesignationChallenged { clause, .. }
            | Self::EditorialDeclared { clause, .. }
            | Self::EditorialChallenged { clause, .. }
            | Self::MandateConfirmed { clause, .. }
            | Self::MandateDenied { clause, .. }
            | Self::EntryConfirmed { clause, .. }
            | Self::EntryContested { clause, .. }
            | Self::ClauseParked { clause, .. }
            | Self::ClauseReopened { clause, .. } => vec![*clause],
            Self::PositionEntered { position, .. } => vec![position.clause],
            Self::StatementAttached { clause, .. } => clause.iter().copied().collect(),
            Self::CallOpened(call) => call.clauses.clone(),
            Self::ClausesAgreed { clauses, .. } => clauses.clone(),
            _ => Vec::new(),
        }
    }
}
