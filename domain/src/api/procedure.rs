//! Commands about the road to consensus.

use serde::{Deserialize, Serialize};

use super::PositionStatement;
use crate::consensus::Level;
use crate::id::{AmendmentId, ClauseId, OrganisationId};
use crate::instrument::{CallKind, Channel, Holidays, ProcedureRules};
use crate::record::RevisionNumber;
use crate::text::WordingHash;
use crate::time::Timestamp;
use crate::words::Statement;

command! {
    /// Changes the rules of an instrument's procedure.
    ChangeProcedureRules {
        /// The new rules.
        rules: ProcedureRules,
        /// Why.
        reason: Statement,
    }

    /// Lists the days on which nothing closes by silence, as `2026-12-25`, in UTC.
    ListHolidays {
        /// The days; all that were listed before are replaced.
        days: Holidays,
    }

    /// Names the amendments that would cure an objection.
    NameCures {
        /// The amendments; all that were named before are replaced.
        amendments: Vec<AmendmentId>,
    }

    /// Answers an objection, and those that joined it, in writing.
    AnswerObjection {
        /// The answer.
        answer: Statement,
    }

    /// Upholds an objection.
    SustainObjection {
        /// Why, where the organisation says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
    }

    /// Takes an objection back.
    WithdrawObjection {
        /// Why, where the organisation says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
    }

    /// Says that the wording on the table meets an objection.
    ResolveObjection {
        /// The wording.
        text_hash: WordingHash,
    }

    /// Decides on sustained objections: addressed, not accommodated.
    DecideObjection {
        /// Why.
        reason: Statement,
    }

    /// Rules objections out of order.
    RuleObjection {
        /// Why.
        reason: Statement,
    }

    /// Challenges such a ruling.
    ChallengeRuling {
        /// Why.
        reason: Statement,
    }

    /// Calls for positions, or opens a silence procedure.
    OpenCall {
        /// What it is; a call for positions where absent.
        #[serde(default)]
        kind: CallKind,
        /// The revision on the table.
        revision: RevisionNumber,
        /// The clauses.
        clauses: Vec<ClauseId>,
        /// When it closes.
        closes_at: Timestamp,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Statement>,
    }

    /// Puts the closing instant of a call off.
    ExtendCall {
        /// The new closing instant.
        closes_at: Timestamp,
        /// Why.
        reason: Statement,
    }

    /// Takes a call back.
    WithdrawCall {
        /// Why.
        reason: Statement,
    }

    /// Attaches a statement to a call.
    AttachStatement {
        /// The clause it is about; all of them where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<ClauseId>,
        /// What it says.
        statement: Statement,
    }

    /// Breaks silence on a clause in confidence.
    BreakSilence {
        /// The clause.
        clause: ClauseId,
        /// Why.
        reason: Statement,
    }

    /// Records that those who broke silence in confidence were consulted.
    HoldConsultation {
        /// What came of it.
        note: Statement,
    }

    /// Designates the level of agreement on a clause.
    DesignateLevel {
        /// The wording.
        text_hash: WordingHash,
        /// The level.
        level: Level,
        /// The last entry about the instrument that was read.
        based_on: u64,
        /// Why; required where the level differs from the one indicated.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
    }

    /// Challenges a designation.
    ChallengeDesignation {
        /// The designation, by its entry.
        designation: u64,
        /// Why.
        reason: Statement,
    }

    /// Declares that a clause was changed editorially only.
    DeclareEditorial {
        /// The wording before.
        before: WordingHash,
        /// The wording on the table.
        after: WordingHash,
        /// Why it changes no meaning.
        reason: Statement,
    }

    /// Challenges such a declaration.
    ChallengeEditorial {
        /// The declaration, by its entry.
        declaration: u64,
        /// Why.
        reason: Statement,
    }

    /// Confirms a position held ad referendum.
    ConfirmMandate {
        /// The position, by its entry.
        position: u64,
        /// What proves that the organisation's own authority confirmed it.
        evidence: Statement,
    }

    /// Says that the organisation's own authority did not confirm a position.
    DenyMandate {
        /// The position, by its entry.
        position: u64,
        /// Why.
        reason: Statement,
    }

    /// Enters a position that an organisation gave otherwise.
    EnterPosition {
        /// The organisation.
        organisation: OrganisationId,
        /// The position.
        position: PositionStatement,
        /// How it was given.
        channel: Channel,
        /// What proves it.
        evidence: Statement,
    }

    /// Confirms a position that was entered for the organisation.
    ConfirmEntry {
        /// The position, by its entry.
        position: u64,
    }

    /// Contests a position that was entered for the organisation.
    ContestEntry {
        /// The position, by its entry.
        position: u64,
        /// Why.
        reason: Statement,
    }

    /// Records that clauses are agreed ad referendum.
    AgreeClauses {
        /// The clauses.
        clauses: Vec<ClauseId>,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Statement>,
    }

    /// Parks a clause in brackets.
    ParkClause {
        /// Why.
        reason: Statement,
    }

    /// Takes a clause up again that was agreed ad referendum, or parked.
    ReopenClause {
        /// Why.
        reason: Statement,
    }

    /// Records that the instrument is adopted.
    AdoptInstrument {
        /// The root hash of the revision that was read.
        root: WordingHash,
        /// What the chair says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Statement>,
    }

    /// A reservation on a clause of an adopted instrument.
    ClauseReservation {
        /// The clause.
        clause: ClauseId,
        /// What is not joined.
        text: Statement,
    }

    /// Signs an adopted instrument for an organisation.
    SignInstrument {
        /// The root hash that is signed.
        root: WordingHash,
        /// Its reservations.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reservations: Vec<ClauseReservation>,
        /// The clauses it dissociates itself from.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        dissociations: Vec<ClauseId>,
        /// What it says of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        statement: Option<Statement>,
    }
}
