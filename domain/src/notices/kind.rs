//! The kinds of notices, by topic.

use serde::{Deserialize, Serialize};

use crate::role::named_enum;

named_enum! {
    /// What kind of thing a notice tells.
    NoticeKind {
        /// Somebody mentions you.
        Mention => "mention",
        /// Somebody wrote in a discussion you take part in.
        Reply => "reply",
        /// Your organisation is asked to co-sponsor an amendment.
        CosponsorAsked => "cosponsor_asked",
        /// An organisation answered your organisation's request to co-sponsor.
        CosponsorAnswered => "cosponsor_answered",
        /// An amendment of yours was decided, or a decision on it taken back.
        AmendmentDecided => "amendment_decided",
        /// An amendment that you sponsor has another text, or was withdrawn.
        AmendmentRevised => "amendment_revised",
        /// The chair or the secretariat waits for your organisation's answer.
        AnswerWanted => "answer_wanted",
        /// A sponsor answered the chair or the secretariat.
        AnswerGiven => "answer_given",
        /// An amendment was tabled, which you decide.
        AmendmentTabled => "amendment_tabled",
        /// An amendment of yours is said to cure an objection.
        CureNamed => "cure_named",
        /// A revision was tabled.
        RevisionTabled => "revision_tabled",
        /// Positions of your organisation are on an earlier wording now.
        PositionStale => "position_stale",
        /// A colleague took a position of your organisation.
        PositionTaken => "position_taken",
        /// The secretariat entered a position for your organisation, to confirm or to contest.
        PositionEntered => "position_entered",
        /// An organisation confirmed or contested a position entered for it.
        EntryAnswered => "entry_answered",
        /// A position held ad referendum waits for you to confirm it.
        MandateAwaited => "mandate_awaited",
        /// A position held ad referendum was confirmed, or was not.
        MandateAnswered => "mandate_answered",
        /// A position waits for you to submit it.
        PreparedWaiting => "prepared_waiting",
        /// A position that you prepared was submitted or sent back.
        PreparedAnswered => "prepared_answered",
        /// An objection was raised, for you to answer, or joined yours.
        ObjectionRaised => "objection_raised",
        /// An objection of your organisation was answered.
        ObjectionAnswered => "objection_answered",
        /// A new wording may meet an objection of your organisation.
        ObjectionAsked => "objection_asked",
        /// An objection was sustained, for you to decide on.
        ObjectionSustained => "objection_sustained",
        /// An objection ended by its organisation's word, or with its vote.
        ObjectionEnded => "objection_ended",
        /// The chair decided on an objection of your organisation.
        ObjectionDecided => "objection_decided",
        /// The chair ruled an objection inadmissible; members can challenge that.
        ObjectionRuled => "objection_ruled",
        /// Such a ruling was challenged.
        RulingChallenged => "ruling_challenged",
        /// A consensus call was opened.
        CallOpened => "call_opened",
        /// A silence procedure was opened.
        SilenceOpened => "silence_opened",
        /// The closing instant of a call was put off.
        CallExtended => "call_extended",
        /// A call closes in less than two days, or a time to confirm ends, and your organisation has not answered.
        ClosesSoon => "closes_soon",
        /// The same in less than three hours.
        ClosesVerySoon => "closes_very_soon",
        /// A call has closed.
        CallClosed => "call_closed",
        /// A call was taken back.
        CallWithdrawn => "call_withdrawn",
        /// Silence on a clause was broken.
        SilenceBroken => "silence_broken",
        /// The chair has consulted those who broke silence in confidence.
        ConsultationHeld => "consultation_held",
        /// A statement was attached to a call of yours.
        StatementAttached => "statement_attached",
        /// The chair designated the level of agreement on a clause.
        LevelDesignated => "level_designated",
        /// Such a designation was challenged.
        DesignationChallenged => "designation_challenged",
        /// The time to challenge something of yours has passed.
        WindowPassed => "window_passed",
        /// A clause that your organisation holds a position on was declared to have changed editorially only.
        EditorialDeclared => "editorial_declared",
        /// Such a declaration was challenged.
        EditorialChallenged => "editorial_challenged",
        /// Clauses were agreed ad referendum.
        ClausesAgreed => "clauses_agreed",
        /// A clause was parked in brackets.
        ClauseParked => "clause_parked",
        /// A clause was taken up again.
        ClauseReopened => "clause_reopened",
        /// An instrument was adopted.
        InstrumentAdopted => "instrument_adopted",
        /// An organisation signed an adopted instrument.
        InstrumentSigned => "instrument_signed",
        /// An adopted instrument is negotiated again.
        VersionOpened => "version_opened",
        /// The rules of an instrument changed.
        RulesChanged => "rules_changed",
        /// A temperature check waits for your answer.
        CheckOpened => "check_opened",
        /// You were given a seat in a working group, or another one.
        Seated => "seated",
        /// An organisation declared a key, for you to confirm or to approve, or your own did.
        KeyDeclared => "key_declared",
        /// The key of an organisation changed that you act for, or watch over.
        KeyChanged => "key_changed",
    }
}

named_enum! {
    /// What notices are about, to choose them by.
    NoticeTopic {
        /// What is said.
        Discussions => "discussions",
        /// Amendments, from asking for sponsors to the decision.
        Amendments => "amendments",
        /// The text and the positions on it.
        Positions => "positions",
        /// Objections and their life.
        Objections => "objections",
        /// Calls and silence procedures.
        Calls => "calls",
        /// Designation, agreement and adoption.
        Agreement => "agreement",
        /// Working groups and their rules.
        Groups => "groups",
        /// Keys that organisations sign with.
        Keys => "keys",
    }
}

impl NoticeKind {
    /// Reports whether such a notice can set a deadline for an organisation, or warn of a key that
    /// is not its own: it is then shown to its people whatever they choose.
    pub const fn can_bind(self) -> bool {
        matches!(
            self,
            Self::CallOpened
                | Self::SilenceOpened
                | Self::CallExtended
                | Self::ClosesSoon
                | Self::ClosesVerySoon
                | Self::LevelDesignated
                | Self::EditorialDeclared
                | Self::ObjectionRuled
                | Self::MandateAwaited
                | Self::KeyDeclared
                | Self::KeyChanged
        )
    }

    /// Returns what it is about.
    pub const fn topic(self) -> NoticeTopic {
        match self {
            Self::Mention | Self::Reply | Self::CheckOpened => NoticeTopic::Discussions,
            Self::CosponsorAsked
            | Self::CosponsorAnswered
            | Self::AmendmentDecided
            | Self::AmendmentRevised
            | Self::AnswerWanted
            | Self::AnswerGiven
            | Self::AmendmentTabled
            | Self::CureNamed => NoticeTopic::Amendments,
            Self::RevisionTabled
            | Self::PositionStale
            | Self::PositionTaken
            | Self::PositionEntered
            | Self::EntryAnswered
            | Self::MandateAwaited
            | Self::MandateAnswered
            | Self::PreparedWaiting
            | Self::PreparedAnswered => NoticeTopic::Positions,
            Self::ObjectionRaised
            | Self::ObjectionAnswered
            | Self::ObjectionAsked
            | Self::ObjectionSustained
            | Self::ObjectionEnded
            | Self::ObjectionDecided
            | Self::ObjectionRuled
            | Self::RulingChallenged => NoticeTopic::Objections,
            Self::CallOpened
            | Self::SilenceOpened
            | Self::CallExtended
            | Self::ClosesSoon
            | Self::ClosesVerySoon
            | Self::CallClosed
            | Self::CallWithdrawn
            | Self::SilenceBroken
            | Self::ConsultationHeld
            | Self::StatementAttached => NoticeTopic::Calls,
            Self::LevelDesignated
            | Self::DesignationChallenged
            | Self::WindowPassed
            | Self::EditorialDeclared
            | Self::EditorialChallenged
            | Self::ClausesAgreed
            | Self::ClauseParked
            | Self::ClauseReopened
            | Self::InstrumentAdopted
            | Self::InstrumentSigned
            | Self::VersionOpened => NoticeTopic::Agreement,
            Self::KeyDeclared | Self::KeyChanged => NoticeTopic::Keys,
            Self::Seated | Self::RulesChanged => NoticeTopic::Groups,
        }
    }
}
