//! What kind of thing an entry is in the life of a clause.

use domain::instrument::Deadline;
use domain::record::{Fact, ProcedureFact};

/// The kinds, in the order in which a reader can choose them.
pub(super) const KINDS: [&str; 11] = [
    "draft",
    "wording",
    "amendment",
    "position",
    "objection",
    "call",
    "designation",
    "editorial",
    "level",
    "decision",
    "rules",
];

/// Returns the kind of an entry.
pub(super) const fn kind(fact: &Fact) -> &'static str {
    match fact {
        Fact::TextImported { .. }
        | Fact::RemovalDecided { .. }
        | Fact::DraftFrozen { .. }
        | Fact::DraftThawed { .. }
        | Fact::HeadsAnchored { .. }
        | Fact::ActorsBound { .. } => "draft",
        Fact::ClausesTabled { .. } | Fact::RevisionTabled { .. } => "wording",
        Fact::AmendmentTabled { .. }
        | Fact::AmendmentRevised { .. }
        | Fact::CosponsorInvited { .. }
        | Fact::CosponsorConfirmed { .. }
        | Fact::CosponsorDeclined { .. }
        | Fact::AmendmentsAdopted { .. }
        | Fact::AmendmentPartlyAdopted { .. }
        | Fact::ModificationOffered { .. }
        | Fact::ModificationAnswered { .. }
        | Fact::AmendmentAdoptedModified { .. }
        | Fact::AmendmentSubsumed { .. }
        | Fact::AmendmentLapsed { .. }
        | Fact::AdoptionUndone { .. }
        | Fact::PartUndone { .. }
        | Fact::AmendmentsReopened { .. }
        | Fact::CollisionDeclared { .. }
        | Fact::CollisionLifted { .. }
        | Fact::ProcedureProposed { .. }
        | Fact::ProcedureAnswered { .. }
        | Fact::AmendmentRejected { .. }
        | Fact::AmendmentWithdrawn { .. } => "amendment",
        Fact::PositionTaken(_) => "position",
        Fact::Procedure(fact) => of_procedure(fact),
        // What concerns every clause: who votes, and by which rules.
        _ => "rules",
    }
}

const fn of_procedure(fact: &ProcedureFact) -> &'static str {
    use ProcedureFact as F;
    match fact {
        F::ProcedureRulesChanged { .. } => "rules",
        F::CuresNamed { .. }
        | F::ObjectionAnswered { .. }
        | F::ObjectionSustained { .. }
        | F::ObjectionWithdrawn { .. }
        | F::ObjectionResolved { .. }
        | F::ObjectionDecided { .. }
        | F::ObjectionRuledInadmissible { .. }
        | F::RulingChallenged { .. } => "objection",
        F::CallOpened(_)
        | F::CallExtended { .. }
        | F::CallCompleted { .. }
        | F::CallWithdrawn { .. }
        | F::NoticeOpened { .. }
        | F::StatementAttached { .. }
        | F::SilenceBroken { .. }
        | F::ConsultationHeld { .. } => "call",
        F::DeadlinePassed { of, .. } => of_deadline(of),
        F::LevelDesignated { .. } | F::DesignationChallenged { .. } => "designation",
        F::EditorialDeclared { .. } | F::EditorialChallenged { .. } => "editorial",
        F::MandateConfirmed { .. }
        | F::MandateDenied { .. }
        | F::PositionEntered { .. }
        | F::EntryConfirmed { .. }
        | F::EntryContested { .. } => "position",
        F::ClausesAgreed { .. }
        | F::ClauseParked { .. }
        | F::ClauseReopened { .. }
        | F::InstrumentAdopted { .. }
        | F::InstrumentSigned { .. }
        | F::VersionOpened { .. } => "decision",
    }
}

const fn of_deadline(of: &Deadline) -> &'static str {
    match of {
        Deadline::Call { .. } => "call",
        Deadline::Designation { .. } => "designation",
        Deadline::Editorial { .. } => "editorial",
        Deadline::Voting { .. } => "rules",
    }
}
