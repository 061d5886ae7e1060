//! Refusals and failures of workflows, as problems.

use axum::http::StatusCode;
use domain::refusal::Refusal;

use super::problem::Problem;
use crate::auth::{AuthError, AuthRefusal};
use crate::exchange::import::ImportError;
use crate::live::LiveError;
use crate::store::StoreError;
use crate::workflow::WorkflowError;

/// Chooses the status of each refusal; a new refusal does not compile until someone has.
#[expect(clippy::too_many_lines, reason = "one row for each refusal")]
fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotPermitted
        | Refusal::NotVoting
        | Refusal::NotTheSponsor
        | Refusal::SubmissionReserved
        | Refusal::NotTheAuthor
        | Refusal::NotTheObjector
        | Refusal::NotInElectorate
        | Refusal::SignatureRequired
        | Refusal::NotInvitedToCosponsor => StatusCode::FORBIDDEN,
        Refusal::UnknownOrganisation(_)
        | Refusal::UnknownDelegate(_)
        | Refusal::UnknownGroup(_)
        | Refusal::UnknownInstrument(_)
        | Refusal::UnknownDraft(_)
        | Refusal::UnknownClause(_)
        | Refusal::UnknownFilter
        | Refusal::UnknownThread
        | Refusal::UnknownMessage
        | Refusal::UnknownPreparation
        | Refusal::UnknownCheck
        | Refusal::UnknownObjection(_)
        | Refusal::UnknownPosition(_)
        | Refusal::UnknownCall(_)
        | Refusal::UnknownAmendment(_) => StatusCode::NOT_FOUND,
        Refusal::TooManyMessages => StatusCode::TOO_MANY_REQUESTS,
        Refusal::AlreadyFounded
        | Refusal::InvitationNotOpen(_)
        | Refusal::ShortNameTaken(_)
        | Refusal::KeyTaken
        | Refusal::KeyHeld
        | Refusal::NoKey
        | Refusal::KeyNotDeclared
        | Refusal::ApprovalsAwaited { .. }
        | Refusal::RecoveryNotPossible
        | Refusal::AlreadyApproved
        | Refusal::SignatureUnexpected
        | Refusal::StatementReplayed
        | Refusal::AddressTaken(_)
        | Refusal::LastOfSecretariat
        | Refusal::TooManyFilters(_)
        | Refusal::NothingToErase
        | Refusal::WordingStays
        | Refusal::ReasonNamesPerson
        | Refusal::NameOfPerson
        | Refusal::NotInGroup
        | Refusal::RoleUnchanged
        | Refusal::DraftFrozen
        | Refusal::DraftNotFrozen
        | Refusal::TextChanged
        | Refusal::NothingToTable
        | Refusal::NothingChanged
        | Refusal::RemovalUndecided(_)
        | Refusal::NothingToDecide(_)
        | Refusal::WordingNotOnTable(_)
        | Refusal::RevisionNotOnTable(_)
        | Refusal::PositionUnchanged
        | Refusal::AmendmentEnded(_)
        | Refusal::AlreadySponsor
        | Refusal::AmendmentConflict
        | Refusal::ConsentAwaited(_)
        | Refusal::TooManyOpen { .. }
        | Refusal::AmendmentsCollide { .. }
        | Refusal::SentenceUnread { .. }
        | Refusal::NoConsent
        | Refusal::NothingToAnswer
        | Refusal::NotUndoable
        | Refusal::CollisionNotDeclared
        | Refusal::DraftAmendmentClosed
        | Refusal::TooManyDraftAmendments
        | Refusal::ThreadResolved
        | Refusal::ThreadNotResolved
        | Refusal::ThreadFull
        | Refusal::MessageDeleted
        | Refusal::EditTooLate
        | Refusal::PreparationAnswered
        | Refusal::TooManyPreparations
        | Refusal::CheckClosed
        | Refusal::TooManyChecks
        | Refusal::ObjectionEnded(_)
        | Refusal::ObjectionNotAnswered(_)
        | Refusal::ObjectionNotSustained(_)
        | Refusal::AlreadyChallenged
        | Refusal::NothingToChallenge
        | Refusal::WindowClosed
        | Refusal::ClauseInCall(_)
        | Refusal::ClauseAgreed(_)
        | Refusal::ClauseParked(_)
        | Refusal::NotAgreeable(_)
        | Refusal::NotReopenable(_)
        | Refusal::ObjectionsOpen(_)
        | Refusal::SupportTooLow(_)
        | Refusal::CallClosed(_)
        | Refusal::AnswersAwaited(_)
        | Refusal::TooManyStatements
        | Refusal::NoConfidence
        | Refusal::SilenceEnded(_)
        | Refusal::NothingToConsult
        | Refusal::CallAwaited(_)
        | Refusal::AlreadyDeclared
        | Refusal::NothingToConfirm
        | Refusal::RulesFrozen
        | Refusal::NotAllAgreed(_)
        | Refusal::ReferendumAwaited(_)
        | Refusal::AlreadySigned
        | Refusal::AmendmentsUndecided(_) => StatusCode::CONFLICT,
        Refusal::VotingEndsBeforeItBegins
        | Refusal::OrganisationMismatch
        | Refusal::TooManyClauses { .. }
        | Refusal::WordingUnchanged(_)
        | Refusal::WordingEmpty
        | Refusal::NothingChosen
        | Refusal::PackageIncomplete(_)
        | Refusal::PackageTooLarge { .. }
        | Refusal::NotAPart
        | Refusal::OtherClausesChanged
        | Refusal::NotAmendable(_)
        | Refusal::PlaceUnchanged(_)
        | Refusal::TextMissing { .. }
        | Refusal::TextNotCarried { .. }
        | Refusal::MandateNotPossible
        | Refusal::Character(_)
        | Refusal::TooLarge(_)
        | Refusal::ClauseTooLong { .. }
        | Refusal::InvitationTooLong
        | Refusal::AudienceNotPossible
        | Refusal::QuoteNotFound
        | Refusal::QuoteAmbiguous
        | Refusal::CheckTimes
        | Refusal::MentionNotPermitted(_)
        | Refusal::NoClauses
        | Refusal::ClosesTooLate
        | Refusal::ClosesTooSoon { .. }
        | Refusal::ClosesOnHoliday
        | Refusal::NeverShortened
        | Refusal::ReasonMissing
        | Refusal::TooManyCures { .. }
        | Refusal::TooManyHolidays(_)
        | Refusal::SignatureInvalid
        | Refusal::StatementUnreadable
        | Refusal::StatementDiffers(_)
        | Refusal::StatementNotFresh
        | Refusal::SaltMissing(_)
        | Refusal::SeenUnknown
        | Refusal::KeyUnusable
        | Refusal::LinkNotPermitted => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let problem = Self::new(status(&refusal), refusal.code(), refusal.to_string());
        match refusal.pointer() {
            Some(pointer) => problem.at(pointer),
            None => problem,
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict(_) => Self::of_status(StatusCode::CONFLICT),
            error => Self::internal(&error),
        }
    }
}

impl From<AuthRefusal> for Problem {
    fn from(refusal: AuthRefusal) -> Self {
        let status = match refusal {
            AuthRefusal::TooManyAttempts {
                retry_after_seconds,
            } => {
                return Self::too_many_requests(retry_after_seconds);
            }
            AuthRefusal::WrongCredentials | AuthRefusal::SignedOut | AuthRefusal::TokenReused => {
                StatusCode::UNAUTHORIZED
            }
            AuthRefusal::LinkNotOpen => StatusCode::NOT_FOUND,
            AuthRefusal::NameTaken => StatusCode::CONFLICT,
            AuthRefusal::Password(_) => StatusCode::UNPROCESSABLE_ENTITY,
            AuthRefusal::CrossSite => StatusCode::FORBIDDEN,
        };
        let problem = Self::new(status, refusal.code(), refusal.to_string());
        match refusal {
            AuthRefusal::Password(_) => problem.at("/password"),
            _ => problem,
        }
    }
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Refused(refusal) => refusal.into(),
            AuthError::Store(error) => error.into(),
        }
    }
}

impl From<WorkflowError> for Problem {
    fn from(error: WorkflowError) -> Self {
        match error {
            WorkflowError::Refused(refusal) => refusal.into(),
            WorkflowError::Auth(refusal) => refusal.into(),
            WorkflowError::Store(error) => error.into(),
            error => Self::internal(&error),
        }
    }
}

impl From<LiveError> for Problem {
    fn from(error: LiveError) -> Self {
        let detail = error.to_string();
        match error {
            LiveError::Workflow(error) => error.into(),
            LiveError::NestedInItself(_) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "nested-in-itself", detail)
            }
            LiveError::NoRoom => Self::new(StatusCode::CONFLICT, "no-room", detail),
            LiveError::Interrupted => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "draft-interrupted", detail)
            }
            LiveError::Closing => Self::of_status(StatusCode::SERVICE_UNAVAILABLE),
            LiveError::Broken { .. } => Self::internal(&detail),
        }
    }
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        let (code, detail) = (error.code(), error.to_string());
        let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
        match error {
            ImportError::TooLarge { bytes } => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, code, detail).with("bytes", bytes)
            }
            ImportError::RefusedCharacter {
                code: character,
                line,
                column,
            } => Self::new(unprocessable, code, detail)
                .with("character", format!("U+{character:04X}"))
                .with("line", line)
                .with("column", column),
            ImportError::NotUtf8 { line, column }
            | ImportError::TooDeep { line, column }
            | ImportError::TooManyClauses { line, column }
            | ImportError::ClauseTooLong { line, column }
            | ImportError::HeadingTooLong { line, column }
            | ImportError::TooMuchUnmapped { line, column } => {
                Self::new(unprocessable, code, detail)
                    .with("line", line)
                    .with("column", column)
            }
            ImportError::Empty => Self::new(unprocessable, code, detail),
        }
    }
}
