//! What entries about the road to consensus say.

use domain::id::{CallId, ClauseId};
use domain::instrument::Deadline;
use domain::record::{BrokenBy, CallOpened, ProcedureFact};

use super::{Arguments, Teller, link, stable, yes};
use crate::i18n::{Argument, ArgumentValue};

impl Teller<'_> {
    pub(super) fn procedure(&self, fact: &ProcedureFact) -> Arguments {
        use ProcedureFact as F;
        match fact {
            F::ProcedureRulesChanged { .. } => Vec::new(),
            F::VersionOpened { version } => vec![("version", version.value())],
            F::CuresNamed { clause, .. }
            | F::ObjectionAnswered { clause, .. }
            | F::ObjectionSustained { clause, .. }
            | F::ObjectionWithdrawn { clause, .. }
            | F::ObjectionResolved { clause, .. }
            | F::ObjectionDecided { clause, .. }
            | F::ObjectionRuledInadmissible { clause, .. }
            | F::RulingChallenged { clause, .. }
            | F::DesignationChallenged { clause, .. }
            | F::EditorialDeclared { clause, .. }
            | F::EditorialChallenged { clause, .. }
            | F::MandateConfirmed { clause, .. }
            | F::MandateDenied { clause, .. }
            | F::EntryConfirmed { clause, .. }
            | F::EntryContested { clause, .. }
            | F::ClauseParked { clause, .. }
            | F::ClauseReopened { clause, .. } => vec![("clause", self.clause(*clause, None))],
            F::CallOpened(call) => self.opened(call),
            F::CallExtended {
                call, closes_at, ..
            } => vec![
                ("call", self.call(*call)),
                ("at", self.page.moment(closes_at).value()),
            ],
            F::CallCompleted { call }
            | F::CallWithdrawn { call, .. }
            | F::NoticeOpened { call }
            | F::StatementAttached { call, .. }
            | F::ConsultationHeld { call, .. } => vec![("call", self.call(*call))],
            F::SilenceBroken { call, clause, by } => self.broken(*call, *clause, by),
            F::DeadlinePassed { of, instant } => {
                let mut arguments = self.deadline(*of);
                arguments.push(("at", self.page.moment(instant).value()));
                arguments
            }
            F::LevelDesignated {
                clause,
                level,
                indicated,
                ..
            } => vec![
                ("clause", self.clause(*clause, None)),
                ("level", self.named("level-", level.as_str())),
                ("differs", yes(level != indicated)),
                ("indicated", self.named("level-", indicated.as_str())),
            ],
            F::PositionEntered {
                organisation,
                position,
                channel,
                ..
            } => {
                let mut arguments = self.position(position);
                arguments.push(("organisation", self.member(*organisation)));
                arguments.push(("channel", stable(channel.as_str())));
                arguments
            }
            F::ClausesAgreed { clauses, .. } => vec![("count", clauses.len().value())],
            F::InstrumentAdopted {
                version, revision, ..
            } => vec![("version", version.value()), ("revision", revision.value())],
            F::InstrumentSigned {
                version,
                reservations,
                dissociations,
                ..
            } => vec![
                ("version", version.value()),
                ("reservations", reservations.len().value()),
                ("dissociations", dissociations.len().value()),
            ],
        }
    }

    fn opened(&self, call: &CallOpened) -> Arguments {
        vec![
            ("kind", stable(call.kind.as_str())),
            ("call", self.call(call.call)),
            ("count", call.clauses.len().value()),
            ("revision", call.revision.value()),
            ("at", self.page.moment(&call.closes_at).value()),
        ]
    }

    fn broken(&self, call: CallId, clause: ClauseId, by: &BrokenBy) -> Arguments {
        let (how, amendment) = match by {
            BrokenBy::Objection => ("objection", None),
            BrokenBy::Amendment { amendment } => ("amendment", Some(*amendment)),
            BrokenBy::Confidence { .. } => ("confidence", None),
        };
        let amendment = amendment.map_or_else(super::nothing, |id| self.amendment(id));
        vec![
            ("how", stable(how)),
            ("call", self.call(call)),
            ("clause", self.clause(clause, None)),
            ("amendment", amendment),
        ]
    }

    fn deadline(&self, of: Deadline) -> Arguments {
        let (kind, what) = match of {
            Deadline::Call { call } => ("call", self.call(call)),
            Deadline::Designation { clause, .. } => ("designation", self.clause(clause, None)),
            Deadline::Editorial { clause, .. } => ("editorial", self.clause(clause, None)),
            Deadline::Voting { organisation } => ("voting", self.member(organisation)),
        };
        vec![("kind", stable(kind)), ("what", what)]
    }

    /// Names a call, as a link to its page.
    fn call(&self, id: CallId) -> ArgumentValue {
        let found = self
            .of_instrument()
            .and_then(|instrument| Some((instrument, instrument.call(id)?)));
        let Some((instrument, call)) = found else {
            return super::isolated(&id.to_string()).value();
        };
        let name = self.page.of("call-kind-", call.kind.as_str()).to_string();
        if self.may_follow(instrument) {
            let href = format!("/instruments/{}/calls/{id}", instrument.id);
            link(&href, &name).value()
        } else {
            super::isolated(&name).value()
        }
    }
}
