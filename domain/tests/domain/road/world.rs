//! The real thing: a record that grows by what the rules allow, the way the server keeps it.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::api::{
    AdoptInstrument, AgreeClauses, AmendmentProposal, AnswerObjection, AttachStatement,
    BreakSilence, ChallengeDesignation, ChallengeEditorial, ChallengeRuling, ChangeProcedureRules,
    ChangeProposed, ChangeRules, ConfirmEntry, ConfirmMandate, ContestEntry, DecideObjection,
    DeclareEditorial, DenyMandate, DesignateLevel, EndVoting, EnterPosition, ExtendCall,
    HoldConsultation, ListHolidays, NameCures, OpenCall, ParkClause, PositionStatement,
    RejectAmendment, ReopenClause, ReserveSubmission, ResolveObjection, RuleObjection,
    SignInstrument, SustainObjection, TableRevision, WithdrawAmendment, WithdrawCall,
    WithdrawObjection, WithdrawRole,
};
use domain::consensus::{ConstituencyRule, Fraction, ObjectionMode, Rules};
use domain::fixture::{outline, wording};
use domain::id::{AmendmentId, CallId, ClauseId, PackageId};
use domain::instrument::{
    Acting, BreakerNames, Channel, FreshNames, Hours, Instrument, ProcedureRules,
    ProcedureStep as Step, Tabling,
};
use domain::record::{Act as Recorded, Entry};
use domain::refusal::Refusal;
use domain::register::Register;
use domain::text::WordingHash;
use domain::time::Timestamp;
use domain::words::Statement;

use super::attempt::{Act, Attempt, DAY, Name, Said};
use super::cast::Cast;
use super::model::{PROCEDURES, RULES};

/// The place of an entry that there is not.
const NOWHERE: u64 = 9_999_999;

/// A record, and what the attempts made in it are called there.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) cast: Arc<Cast>,
    pub(crate) register: Register,
    /// What has been appended; the beginning is the cast's.
    pub(crate) entries: Vec<Entry>,
    pub(crate) now: Timestamp,
    /// The first entry of every attempt that made one.
    made: BTreeMap<Name, u64>,
}

fn say(words: &str) -> Statement {
    words.parse().unwrap()
}

fn fraction((above, below): (u64, u64)) -> Fraction {
    let of = |it: u64| u32::try_from(it).unwrap();
    Fraction::new(of(above), of(below)).unwrap()
}

/// Returns a set of rules as the instrument has them.
fn rules(set: usize) -> Rules {
    let set = &RULES[set];
    let constituency = set.constituency.map(|(majority, least)| ConstituencyRule {
        majority: fraction(majority),
        min_organisations: u32::try_from(least).unwrap(),
    });
    Rules {
        quorum: fraction(set.quorum),
        favour: fraction(set.favour),
        oppose: fraction(set.oppose),
        floor: fraction(set.floor),
        constituency,
        objections: ObjectionMode::from_name(set.objections).unwrap(),
    }
}

/// Returns a set of rules of the procedure as the instrument has them.
fn procedure(set: usize) -> ProcedureRules {
    let set = &PROCEDURES[set];
    let hours = |it: u32| Hours::try_from(it).unwrap();
    ProcedureRules {
        silence_hours: hours(set.silence_hours),
        silence_support: fraction(set.support),
        breaker_names: BreakerNames::ALL[usize::from(set.withholds_names)],
        challenge_hours: hours(set.challenge_hours),
        referendum_hours: hours(set.referendum_hours),
    }
}

pub(crate) fn call_id(name: Name) -> CallId {
    CallId::from_uuid(uuid::Uuid::from_u128(5_000_000 + name as u128))
}

fn amendment_id(name: Name) -> AmendmentId {
    AmendmentId::from_uuid(uuid::Uuid::from_u128(6_000_000 + name as u128))
}

impl World {
    pub(crate) fn new(cast: Arc<Cast>) -> Self {
        let register = cast.register.clone();
        let now = register.last_at().unwrap();
        Self {
            cast,
            register,
            entries: Vec::new(),
            now,
            made: BTreeMap::new(),
        }
    }

    pub(crate) fn text(&self) -> &Instrument {
        self.register.instrument(self.cast.instrument).unwrap()
    }

    /// Begins to do something at an instant of the server's clock, which may have jumped back.
    pub(crate) fn begin(&mut self, clock: i64, is_recorded_before: bool) {
        let clock = Timestamp::from_micros(clock);
        self.now = clock.max(self.register.last_at().unwrap());
        while is_recorded_before
            && let Some(act) = self.text().passed(self.register.network(), self.now)
        {
            self.append(act);
        }
    }

    fn append(&mut self, act: Recorded) {
        let after = self.register.last_at().unwrap().as_micros() + 1;
        let at = self.now.max(Timestamp::from_micros(after));
        let entry = Entry::new(self.register.next_seq(), at, act);
        self.register.apply(&entry).unwrap();
        self.entries.push(entry);
    }

    /// Keeps what the rules have allowed.
    pub(crate) fn keep(&mut self, name: Name, acts: Vec<Recorded>) {
        if !acts.is_empty() {
            self.made.insert(name, self.register.next_seq());
        }
        for act in acts {
            self.append(act);
        }
    }

    /// Returns the first entry of an attempt.
    pub(crate) fn seq(&self, name: Name) -> u64 {
        self.made.get(&name).copied().unwrap_or(NOWHERE)
    }

    fn clause(&self, clause: usize) -> ClauseId {
        self.cast.clauses[clause]
    }

    pub(crate) fn hash(&self, clause: usize, wording: usize) -> WordingHash {
        self.cast.hashes[clause][wording]
    }

    /// Asks the rules.
    pub(crate) fn decide(&self, act: &Act) -> Result<Vec<Recorded>, Refusal> {
        let acting = Acting {
            network: self.register.network(),
            by: self.cast.person(act.by),
            now: self.now,
        };
        if let Some(step) = self.step(act) {
            return self.text().proceed(&step, &acting);
        }
        let one = |act: Result<Recorded, Refusal>| act.map(|act| vec![act]);
        let (text, network, by) = (self.text(), self.register.network(), acting.by);
        match &act.attempt {
            Attempt::Take { clause, said } => {
                let statement = self.statement(*clause, said);
                text.take_position(self.clause(*clause), &statement, &acting)
            }
            Attempt::Table { wordings, carries } => self.table((wordings, *carries), &acting),
            Attempt::Amend { .. } => self.amend(act, &acting),
            Attempt::WithdrawAmendment { amendment } => {
                let command = WithdrawAmendment { reason: None };
                text.withdraw_amendment(amendment_id(*amendment), &command, &acting)
            }
            Attempt::RejectAmendment { amendment } => {
                let command = RejectAmendment {
                    reason: say("It goes too far."),
                };
                text.reject_amendment(amendment_id(*amendment), &command, &acting)
            }
            Attempt::ChangeRules { set } => {
                let command = ChangeRules {
                    rules: rules(*set),
                    reason: say("As agreed."),
                };
                one(text.change_rules(&command, &acting))
            }
            Attempt::ListHolidays { days } => {
                let first = domain::fixture::MORNING;
                let day = |it: &u8| {
                    let at = first
                        .plus_seconds(i64::from(*it) * DAY / 1_000_000)
                        .as_jiff();
                    at.to_zoned(jiff::tz::TimeZone::UTC).date()
                };
                let command = ListHolidays {
                    days: days.iter().map(day).collect(),
                };
                one(network.list_holidays(&command, by))
            }
            Attempt::EndVoting {
                organisation,
                ends_in,
            } => {
                let command = EndVoting {
                    voting_until: self.later(*ends_in),
                    reason: say("It leaves the network."),
                };
                one(network.end_voting(self.cast.organisations[*organisation], &command, by))
            }
            Attempt::Reserve { is_reserved } => {
                let command = ReserveSubmission {
                    reserved: *is_reserved,
                };
                one(network.reserve_submission(&command, by))
            }
            Attempt::Leave { who } => {
                let command = WithdrawRole {
                    reason: say("The term has ended."),
                };
                one(network.withdraw_role(self.cast.person(*who), &command, by))
            }
            other => unreachable!("{other:?} is a step of the procedure, or takes time"),
        }
    }

    fn later(&self, micros: i64) -> Timestamp {
        Timestamp::from_micros(self.now.as_micros() + micros)
    }

    /// Says an attempt as a step of the procedure, if it is one.
    fn step(&self, act: &Act) -> Option<Step> {
        use Attempt as A;
        let reason = || say("There is a reason.");
        let clause = |it: &usize| self.clause(*it);
        Some(match &act.attempt {
            A::Designate {
                clause: of,
                wording,
                level,
                is_fresh,
                has_reason,
            } => {
                let command = DesignateLevel {
                    text_hash: self.hash(*of, *wording),
                    level: *level,
                    based_on: self.text().last_seq - u64::from(!is_fresh),
                    reason: has_reason.then(reason),
                };
                Step::DesignateLevel(clause(of), command)
            }
            A::ChallengeDesignation {
                clause: of,
                designation,
            } => {
                let command = ChallengeDesignation {
                    designation: self.seq(*designation),
                    reason: reason(),
                };
                Step::ChallengeDesignation(clause(of), command)
            }
            A::DeclareEditorial {
                clause: of,
                before,
                after,
            } => {
                let (before, after) = (self.hash(*of, *before), self.hash(*of, *after));
                Step::DeclareEditorial(
                    clause(of),
                    DeclareEditorial {
                        before,
                        after,
                        reason: reason(),
                    },
                )
            }
            A::ChallengeEditorial {
                clause: of,
                declaration,
            } => {
                let command = ChallengeEditorial {
                    declaration: self.seq(*declaration),
                    reason: reason(),
                };
                Step::ChallengeEditorial(clause(of), command)
            }
            A::Agree { clauses } => Step::AgreeClauses(AgreeClauses {
                clauses: clauses.iter().map(clause).collect(),
                note: None,
            }),
            A::Park { clause: of } => Step::ParkClause(clause(of), ParkClause { reason: reason() }),
            A::Reopen { clause: of } => {
                Step::ReopenClause(clause(of), ReopenClause { reason: reason() })
            }
            A::Adopt { is_root } => Step::Adopt(AdoptInstrument {
                root: self.root(*is_root),
                note: None,
            }),
            A::Sign {
                is_root,
                dissociates,
            } => Step::Sign(SignInstrument {
                root: self.root(*is_root),
                reservations: Vec::new(),
                dissociations: dissociates.iter().map(clause).collect(),
                statement: None,
            }),
            A::ChangeProcedure { set } => Step::ChangeRules(ChangeProcedureRules {
                rules: procedure(*set),
                reason: reason(),
            }),
            _ => {
                let of_position = self.step_of_position(act);
                let of_objection = of_position.or_else(|| self.step_of_objection(act));
                return of_objection.or_else(|| self.step_of_call(act));
            }
        })
    }

    fn step_of_position(&self, act: &Act) -> Option<Step> {
        use Attempt as A;
        let reason = || say("There is a reason.");
        let clause = |it: &usize| self.clause(*it);
        Some(match &act.attempt {
            A::Enter {
                organisation,
                clause: of,
                said,
            } => {
                let command = EnterPosition {
                    organisation: self.cast.organisations[*organisation],
                    position: self.statement(*of, said),
                    channel: Channel::Letter,
                    evidence: say("Letter 12, on file."),
                };
                Step::EnterPosition(clause(of), command)
            }
            A::ConfirmEntry {
                clause: of,
                position,
            } => Step::ConfirmEntry(
                clause(of),
                ConfirmEntry {
                    position: self.seq(*position),
                },
            ),
            A::ContestEntry {
                clause: of,
                position,
            } => {
                let command = ContestEntry {
                    position: self.seq(*position),
                    reason: reason(),
                };
                Step::ContestEntry(clause(of), command)
            }
            A::ConfirmMandate {
                clause: of,
                position,
            } => {
                let command = ConfirmMandate {
                    position: self.seq(*position),
                    evidence: reason(),
                };
                Step::ConfirmMandate(clause(of), command)
            }
            A::DenyMandate {
                clause: of,
                position,
            } => {
                let command = DenyMandate {
                    position: self.seq(*position),
                    reason: reason(),
                };
                Step::DenyMandate(clause(of), command)
            }
            _ => return None,
        })
    }

    fn step_of_objection(&self, act: &Act) -> Option<Step> {
        use Attempt as A;
        let reason = || say("There is a reason.");
        Some(match &act.attempt {
            A::NameCures { objection, cures } => {
                let amendments = cures.iter().map(|it| amendment_id(*it)).collect();
                Step::NameCures(self.seq(*objection), NameCures { amendments })
            }
            A::Answer { objection } => {
                Step::AnswerObjection(self.seq(*objection), AnswerObjection { answer: reason() })
            }
            A::Sustain { objection } => {
                Step::SustainObjection(self.seq(*objection), SustainObjection { reason: None })
            }
            A::Withdraw { objection } => {
                Step::WithdrawObjection(self.seq(*objection), WithdrawObjection { reason: None })
            }
            A::Resolve { objection, wording } => {
                let seq = self.seq(*objection);
                let of = self.text().objection(seq).map(|it| it.clause);
                let of = self
                    .cast
                    .clauses
                    .iter()
                    .position(|it| Some(*it) == of)
                    .unwrap_or(0);
                let text_hash = self.hash(of, *wording);
                Step::ResolveObjection(seq, ResolveObjection { text_hash })
            }
            A::Decide { objection } => {
                Step::DecideObjection(self.seq(*objection), DecideObjection { reason: reason() })
            }
            A::Rule { objection } => {
                Step::RuleObjection(self.seq(*objection), RuleObjection { reason: reason() })
            }
            A::ChallengeRuling { objection } => {
                Step::ChallengeRuling(self.seq(*objection), ChallengeRuling { reason: reason() })
            }
            _ => return None,
        })
    }

    fn step_of_call(&self, act: &Act) -> Option<Step> {
        use Attempt as A;
        let reason = || say("There is a reason.");
        Some(match &act.attempt {
            A::OpenCall {
                kind,
                is_on_table,
                clauses,
                closes_in,
            } => {
                let command = OpenCall {
                    kind: *kind,
                    revision: self.revision(*is_on_table),
                    clauses: clauses.iter().map(|it| self.clause(*it)).collect(),
                    closes_at: self.later(*closes_in),
                    note: None,
                };
                Step::OpenCall(call_id(act.number), command)
            }
            A::Extend { call, by } => {
                let id = call_id(*call);
                let present = self.text().call(id).map_or(self.now, |it| it.closes_at);
                let closes_at = Timestamp::from_micros(present.as_micros() + by);
                Step::ExtendCall(
                    id,
                    ExtendCall {
                        closes_at,
                        reason: reason(),
                    },
                )
            }
            A::Complete { call } => Step::CompleteCall(call_id(*call)),
            A::WithdrawCall { call } => {
                Step::WithdrawCall(call_id(*call), WithdrawCall { reason: reason() })
            }
            A::OpenNotice { call } => Step::OpenNotice(call_id(*call)),
            A::Attach { call, clause } => {
                let clause = clause.map(|it| self.clause(it));
                let command = AttachStatement {
                    clause,
                    statement: say("We explain."),
                };
                Step::AttachStatement(call_id(*call), command)
            }
            A::BreakSilence { call, clause } => {
                let command = BreakSilence {
                    clause: self.clause(*clause),
                    reason: reason(),
                };
                Step::BreakSilence(call_id(*call), command)
            }
            A::Consult { call } => Step::HoldConsultation(
                call_id(*call),
                HoldConsultation {
                    note: say("They were heard."),
                },
            ),
            _ => return None,
        })
    }

    fn root(&self, is_root: bool) -> WordingHash {
        // No wording has the root's hash.
        let other = self.cast.hashes[0][0];
        self.text()
            .current()
            .map_or(other, |it| if is_root { it.root } else { other })
    }

    fn revision(&self, is_on_table: bool) -> u32 {
        self.text().current().unwrap().number - u32::from(!is_on_table)
    }

    fn statement(&self, clause: usize, said: &Said) -> PositionStatement {
        let words = |text: Option<u8>| text.map(|it| say(&format!("For the {it}th reason.")));
        PositionStatement {
            revision: self.revision(said.is_on_table),
            text_hash: self.hash(clause, said.wording),
            kind: said.kind,
            mandate: said.mandate,
            reason: words(said.reason),
            remedy: words(said.remedy),
            reservation: words(said.reservation),
            passage: None,
            joins: said.joins.map(|it| self.seq(it)),
            cures: said.cures.iter().map(|it| amendment_id(*it)).collect(),
            signed: None,
        }
    }

    fn table(
        &self,
        (wordings, carries): (&[Option<usize>], bool),
        acting: &Acting<'_>,
    ) -> Result<Vec<Recorded>, Refusal> {
        let kept = wordings.iter().enumerate();
        let kept = kept
            .filter_map(|(clause, text)| Some((self.clause(clause), Cast::text(clause, (*text)?))));
        let outline = outline(&kept.collect::<Vec<_>>());
        let heads = vec![format!("{:064x}", self.register.next_seq())];
        let open = self
            .text()
            .amendments()
            .into_iter()
            .filter(|it| it.is_open() && carries);
        let command = TableRevision {
            heads: heads.clone(),
            carries: open.map(|it| it.id).collect(),
            note: None,
        };
        let tabling = Tabling {
            outline: &outline,
            heads: &heads,
            undecided: None,
        };
        self.text().table_revision(&command, &tabling, acting)
    }

    fn amend(&self, act: &Act, acting: &Acting<'_>) -> Result<Vec<Recorded>, Refusal> {
        let Attempt::Amend {
            clause,
            base,
            wording: text,
            is_on_table,
        } = act.attempt
        else {
            unreachable!("only amendments are tabled here");
        };
        let proposal = AmendmentProposal {
            revision: self.revision(is_on_table),
            change: ChangeProposed::Modify {
                clause: self.clause(clause),
                base: self.hash(clause, base),
                wording: wording(Cast::text(clause, text)),
            },
            rationale: "It is clearer.".parse().unwrap(),
            further: Vec::new(),
            amends: None,
            cosponsors: Vec::new(),
        };
        let fresh = FreshNames {
            amendments: vec![(amendment_id(act.number), self.clause(clause))],
            package: PackageId::from_uuid(uuid::Uuid::nil()),
        };
        self.text().propose_amendment(&proposal, acting, &fresh)
    }
}
