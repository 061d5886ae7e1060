//! What somebody tries on the road to consensus, in words that hold whatever happened before.
//!
//! What an attempt made is named by the attempt's number, so that a history still says the same
//! when other attempts are taken out of it.

use domain::consensus::{Level, Mandate, PositionKind};
use domain::instrument::CallKind;

/// The number of the attempt that made something.
pub(crate) type Name = usize;

/// The number of organisations.
pub(crate) const ORGANISATIONS: usize = 12;

/// The number of different wordings that each clause takes.
pub(crate) const WORDINGS: usize = 4;

/// An hour, in microseconds.
pub(crate) const HOUR: i64 = 3_600_000_000;

/// A day, in microseconds.
pub(crate) const DAY: i64 = 24 * HOUR;

/// Who tries something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Person {
    /// The head of delegation of an organisation.
    Head(usize),
    /// Another delegate of an organisation; that of the second one holds the pen as well.
    Delegate(usize),
    /// The chair, who acts for no organisation.
    Chair,
    /// The pen-holder, who acts for none either.
    Pen,
    /// A person of the secretariat.
    Secretariat,
    /// An auditor, who only reads.
    Auditor,
    /// Somebody whom the network does not know.
    Stranger,
}

/// A position as it is stated; texts are told apart by a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// The wording.
    pub(crate) wording: usize,
    /// Whether the revision on the table is named, or the one before.
    pub(crate) is_on_table: bool,
    pub(crate) kind: PositionKind,
    pub(crate) mandate: Mandate,
    pub(crate) reason: Option<u8>,
    pub(crate) remedy: Option<u8>,
    pub(crate) reservation: Option<u8>,
    /// The objection it joins.
    pub(crate) joins: Option<Name>,
    /// The amendments that would cure it.
    pub(crate) cures: Vec<Name>,
}

/// An instant that is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// That at which a call closes.
    Closing(Name),
    /// The end of the window to challenge a clause's last designation.
    Designation(usize),
    /// The end of the window to challenge a clause's last editorial change.
    Editorial(usize),
    /// The end of the window to challenge the ruling on an objection.
    Ruling(Name),
    /// The end of an organisation's time to vote.
    Voting(usize),
}

/// What somebody tries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Attempt {
    /// Nothing: the clock moves, perhaps back.
    Wait {
        micros: i64,
    },
    /// Nothing: the clock moves to an instant, or a little before or after it.
    WaitFor {
        moment: Moment,
        micros: i64,
    },
    /// Nothing: the server looks whether an instant has passed.
    Record,
    Take {
        clause: usize,
        said: Said,
    },
    Enter {
        organisation: usize,
        clause: usize,
        said: Said,
    },
    ConfirmEntry {
        clause: usize,
        position: Name,
    },
    ContestEntry {
        clause: usize,
        position: Name,
    },
    ConfirmMandate {
        clause: usize,
        position: Name,
    },
    DenyMandate {
        clause: usize,
        position: Name,
    },
    NameCures {
        objection: Name,
        cures: Vec<Name>,
    },
    Answer {
        objection: Name,
    },
    Sustain {
        objection: Name,
    },
    Withdraw {
        objection: Name,
    },
    Resolve {
        objection: Name,
        wording: usize,
    },
    Decide {
        objection: Name,
    },
    Rule {
        objection: Name,
    },
    ChallengeRuling {
        objection: Name,
    },
    OpenCall {
        kind: CallKind,
        is_on_table: bool,
        clauses: Vec<usize>,
        closes_in: i64,
    },
    /// Puts the closing instant off by so much, from what it is.
    Extend {
        call: Name,
        by: i64,
    },
    Complete {
        call: Name,
    },
    WithdrawCall {
        call: Name,
    },
    OpenNotice {
        call: Name,
    },
    Attach {
        call: Name,
        clause: Option<usize>,
    },
    BreakSilence {
        call: Name,
        clause: usize,
    },
    Consult {
        call: Name,
    },
    Designate {
        clause: usize,
        wording: usize,
        level: Level,
        is_fresh: bool,
        has_reason: bool,
    },
    ChallengeDesignation {
        clause: usize,
        designation: Name,
    },
    DeclareEditorial {
        clause: usize,
        before: usize,
        after: usize,
    },
    ChallengeEditorial {
        clause: usize,
        declaration: Name,
    },
    Agree {
        clauses: Vec<usize>,
    },
    Park {
        clause: usize,
    },
    Reopen {
        clause: usize,
    },
    Adopt {
        is_root: bool,
    },
    Sign {
        is_root: bool,
        dissociates: Option<usize>,
    },
    /// Tables a revision; a clause without a wording is left out.
    Table {
        wordings: Vec<Option<usize>>,
        carries: bool,
    },
    Amend {
        clause: usize,
        base: usize,
        wording: usize,
        is_on_table: bool,
    },
    WithdrawAmendment {
        amendment: Name,
    },
    RejectAmendment {
        amendment: Name,
    },
    /// Chooses one of the sets of rules.
    ChangeRules {
        set: usize,
    },
    ChangeProcedure {
        set: usize,
    },
    /// Lists the days so many days from the beginning on.
    ListHolidays {
        days: Vec<u8>,
    },
    /// Ends an organisation's time to vote so much from now.
    EndVoting {
        organisation: usize,
        ends_in: i64,
    },
    Reserve {
        is_reserved: bool,
    },
    /// Ends a person's part in the network.
    Leave {
        who: Person,
    },
}

/// One attempt of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Act {
    /// Its number, which names what it makes.
    pub(crate) number: Name,
    pub(crate) by: Person,
    /// Whether what has passed is recorded before, as the server does.
    pub(crate) is_recorded_before: bool,
    pub(crate) attempt: Attempt,
}

impl Attempt {
    /// The names of the kinds of attempt.
    pub(crate) const KINDS: [&'static str; 44] = [
        "Wait",
        "WaitFor",
        "Record",
        "Take",
        "Enter",
        "ConfirmEntry",
        "ContestEntry",
        "ConfirmMandate",
        "DenyMandate",
        "NameCures",
        "Answer",
        "Sustain",
        "Withdraw",
        "Resolve",
        "Decide",
        "Rule",
        "ChallengeRuling",
        "OpenCall",
        "Extend",
        "Complete",
        "WithdrawCall",
        "OpenNotice",
        "Attach",
        "BreakSilence",
        "Consult",
        "Designate",
        "ChallengeDesignation",
        "DeclareEditorial",
        "ChallengeEditorial",
        "Agree",
        "Park",
        "Reopen",
        "Adopt",
        "Sign",
        "Table",
        "Amend",
        "WithdrawAmendment",
        "RejectAmendment",
        "ChangeRules",
        "ChangeProcedure",
        "ListHolidays",
        "EndVoting",
        "Reserve",
        "Leave",
    ];

    /// Returns the name of the kind of attempt.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Wait { .. } => "Wait",
            Self::WaitFor { .. } => "WaitFor",
            Self::Record => "Record",
            Self::Take { .. } => "Take",
            Self::Enter { .. } => "Enter",
            Self::ConfirmEntry { .. } => "ConfirmEntry",
            Self::ContestEntry { .. } => "ContestEntry",
            Self::ConfirmMandate { .. } => "ConfirmMandate",
            Self::DenyMandate { .. } => "DenyMandate",
            Self::NameCures { .. } => "NameCures",
            Self::Answer { .. } => "Answer",
            Self::Sustain { .. } => "Sustain",
            Self::Withdraw { .. } => "Withdraw",
            Self::Resolve { .. } => "Resolve",
            Self::Decide { .. } => "Decide",
            Self::Rule { .. } => "Rule",
            Self::ChallengeRuling { .. } => "ChallengeRuling",
            Self::OpenCall { .. } => "OpenCall",
            Self::Extend { .. } => "Extend",
            Self::Complete { .. } => "Complete",
            Self::WithdrawCall { .. } => "WithdrawCall",
            Self::OpenNotice { .. } => "OpenNotice",
            Self::Attach { .. } => "Attach",
            Self::BreakSilence { .. } => "BreakSilence",
            Self::Consult { .. } => "Consult",
            Self::Designate { .. } => "Designate",
            Self::ChallengeDesignation { .. } => "ChallengeDesignation",
            Self::DeclareEditorial { .. } => "DeclareEditorial",
            Self::ChallengeEditorial { .. } => "ChallengeEditorial",
            Self::Agree { .. } => "Agree",
            Self::Park { .. } => "Park",
            Self::Reopen { .. } => "Reopen",
            Self::Adopt { .. } => "Adopt",
            Self::Sign { .. } => "Sign",
            Self::Table { .. } => "Table",
            Self::Amend { .. } => "Amend",
            Self::WithdrawAmendment { .. } => "WithdrawAmendment",
            Self::RejectAmendment { .. } => "RejectAmendment",
            Self::ChangeRules { .. } => "ChangeRules",
            Self::ChangeProcedure { .. } => "ChangeProcedure",
            Self::ListHolidays { .. } => "ListHolidays",
            Self::EndVoting { .. } => "EndVoting",
            Self::Reserve { .. } => "Reserve",
            Self::Leave { .. } => "Leave",
        }
    }

    /// Reports whether nobody asks anything.
    pub(crate) const fn is_time(&self) -> bool {
        matches!(
            self,
            Self::Wait { .. } | Self::WaitFor { .. } | Self::Record
        )
    }
}
