//! Each entry of the record as a sentence, with links to what it is about.

mod audit;
mod keys;
mod procedure;

use domain::id::{AmendmentId, ClauseId, DelegateId, GroupId, OrganisationId};
use domain::instrument::Instrument;
use domain::permission::Operation;
use domain::record::{
    Actor, AuditFact, ChangeTabled, ContentRef, Entry, Fact, KeyFact, PositionTaken, Procedure,
    ProcedureFact,
};

use crate::i18n::{Argument, ArgumentValue, Markup};
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{acted_by, clause_name};

/// The types of entries about everything but the road to consensus, as they stand in their bytes.
const TYPES: [&str; 49] = [
    "network_founded",
    "organisation_admitted",
    "voting_ended",
    "delegate_invited",
    "invitation_renewed",
    "invitation_revoked",
    "delegate_accredited",
    "sign_in_link_made",
    "sign_in_link_revoked",
    "sign_in_link_used",
    "role_changed",
    "role_withdrawn",
    "submission_reserved",
    "group_made",
    "group_joined",
    "group_left",
    "instrument_opened",
    "rules_changed",
    "text_imported",
    "draft_frozen",
    "draft_thawed",
    "heads_anchored",
    "actors_bound",
    "removal_decided",
    "clauses_tabled",
    "revision_tabled",
    "amendment_tabled",
    "amendment_revised",
    "cosponsor_invited",
    "cosponsor_confirmed",
    "cosponsor_declined",
    "amendments_adopted",
    "amendment_partly_adopted",
    "modification_offered",
    "modification_answered",
    "amendment_adopted_modified",
    "amendment_subsumed",
    "amendment_lapsed",
    "adoption_undone",
    "part_undone",
    "amendments_reopened",
    "collision_declared",
    "collision_lifted",
    "procedure_proposed",
    "procedure_answered",
    "amendment_rejected",
    "amendment_withdrawn",
    "position_taken",
    "holidays_listed",
];

/// Returns the types of entries, as they stand in their bytes.
pub(super) fn types() -> impl Iterator<Item = &'static str> {
    let others = ProcedureFact::TYPES.into_iter().chain(AuditFact::TYPES);
    (TYPES.into_iter()).chain(others).chain(KeyFact::TYPES)
}

/// What a message is given beside who acted and in which instrument.
type Arguments = Vec<(&'static str, ArgumentValue)>;

/// Says what an entry records.
pub(crate) fn sentence(page: &Page, desk: &Desk, entry: &Entry) -> Markup {
    let teller = Teller { page, desk, entry };
    let mut message = page
        .say("record-fact-", &entry.fact.type_name())
        .arg("who", actor(page, desk, entry.actor))
        .arg("acting", teller.acting())
        .arg("instrument", teller.instrument());
    for (name, value) in teller.details() {
        message = message.arg(name, value);
    }
    message.html()
}

/// Names who acted.
pub(crate) fn actor(page: &Page, desk: &Desk, actor: Actor) -> Markup {
    isolated(&acted_by(page, desk, actor))
}

/// Names an organisation, as a link to its page.
pub(crate) fn organisation(desk: &Desk, id: OrganisationId) -> Markup {
    let href = format!("/organisations/{id}");
    link(&href, desk.network().short_name(id))
}

struct Teller<'a> {
    page: &'a Page,
    desk: &'a Desk,
    entry: &'a Entry,
}

impl Teller<'_> {
    #[expect(clippy::too_many_lines, reason = "one arm for each fact")]
    fn details(&self) -> Arguments {
        match &self.entry.fact {
            Fact::NetworkFounded { name, .. } => vec![("name", self.words(*name))],
            Fact::OrganisationAdmitted {
                organisation,
                constituency,
                voting_from,
                voting_until,
                key,
                ..
            } => vec![
                ("signs", yes(key.is_some())),
                ("key", key.map_or_else(nothing, keys::fingerprint)),
                ("organisation", self.member(*organisation)),
                ("constituency", isolated(constituency.as_str()).value()),
                ("from", self.page.day(voting_from).value()),
                ("ends", yes(voting_until.is_some())),
                (
                    "until",
                    voting_until
                        .map(|at| self.page.day(&at))
                        .unwrap_or_default()
                        .value(),
                ),
            ],
            Fact::VotingEnded {
                organisation,
                voting_until,
                ..
            } => vec![
                ("organisation", self.member(*organisation)),
                ("until", self.page.day(voting_until).value()),
            ],
            Fact::DelegateInvited {
                delegate,
                organisation,
                role,
                ..
            } => vec![
                ("person", self.person(*delegate)),
                ("role", self.named("role-", role.as_str())),
                ("represents", yes(organisation.is_some())),
                (
                    "organisation",
                    organisation.map_or_else(nothing, |id| self.member(id)),
                ),
            ],
            Fact::InvitationRenewed {
                delegate,
                expires_at,
                ..
            }
            | Fact::SignInLinkMade {
                delegate,
                expires_at,
                ..
            } => vec![
                ("person", self.person(*delegate)),
                ("until", self.page.moment(expires_at).value()),
            ],
            Fact::InvitationRevoked { delegate, .. }
            | Fact::DelegateAccredited { delegate, .. }
            | Fact::SignInLinkRevoked { delegate, .. }
            | Fact::SignInLinkUsed { delegate, .. }
            | Fact::RoleWithdrawn { delegate, .. } => vec![("person", self.person(*delegate))],
            Fact::RoleChanged { delegate, role } => vec![
                ("person", self.person(*delegate)),
                ("role", self.named("role-", role.as_str())),
            ],
            Fact::SubmissionReserved { reserved } => vec![("reserved", yes(*reserved))],
            Fact::GroupMade { group, .. } | Fact::InstrumentOpened { group, .. } => {
                vec![("group", self.group(*group))]
            }
            Fact::GroupJoined {
                group,
                delegate,
                role,
            } => vec![
                ("group", self.group(*group)),
                ("person", self.person(*delegate)),
                ("role", self.named("group-role-", role.as_str())),
            ],
            Fact::GroupLeft { group, delegate } => vec![
                ("group", self.group(*group)),
                ("person", self.person(*delegate)),
            ],
            Fact::RulesChanged { .. }
            | Fact::DraftFrozen { .. }
            | Fact::DraftThawed { .. }
            | Fact::HeadsAnchored { .. } => Vec::new(),
            Fact::ActorsBound { actors, .. } => vec![("count", actors.len().value())],
            Fact::TextImported {
                source,
                clauses,
                unmapped,
                ..
            } => vec![
                ("source", self.words(*source)),
                ("count", clauses.value()),
                ("unmapped", unmapped.value()),
            ],
            Fact::RemovalDecided { clause, kept, .. } => {
                vec![("clause", self.clause(*clause, None)), ("kept", yes(*kept))]
            }
            Fact::ClausesTabled { revision, clauses } => vec![
                ("revision", revision.value()),
                ("count", clauses.len().value()),
            ],
            Fact::RevisionTabled {
                revision, clauses, ..
            } => vec![("revision", revision.value()), ("count", clauses.value())],
            Fact::AmendmentTabled {
                amendment,
                revision,
                change,
                ..
            } => self.proposal(*amendment, *revision, change),
            Fact::CosponsorInvited { amendment, invited } => vec![
                ("amendment", self.amendment(*amendment)),
                ("organisation", self.member(*invited)),
            ],
            Fact::CosponsorConfirmed { amendment }
            | Fact::CosponsorDeclined { amendment }
            | Fact::AmendmentPartlyAdopted { amendment, .. }
            | Fact::PartUndone { amendment, .. }
            | Fact::ModificationOffered { amendment, .. }
            | Fact::AmendmentAdoptedModified { amendment, .. }
            | Fact::AmendmentLapsed { amendment, .. }
            | Fact::AmendmentRejected { amendment, .. }
            | Fact::AmendmentWithdrawn { amendment, .. } => {
                vec![("amendment", self.amendment(*amendment))]
            }
            Fact::AmendmentRevised {
                amendment, text, ..
            } => vec![
                ("amendment", self.amendment(*amendment)),
                ("text", text.value()),
            ],
            Fact::AmendmentsAdopted { amendments, .. }
            | Fact::AdoptionUndone { amendments, .. }
            | Fact::AmendmentsReopened { amendments, .. } => {
                vec![("amendments", self.amendments(amendments))]
            }
            Fact::AmendmentSubsumed { amendment, by } => vec![
                ("amendment", self.amendment(*amendment)),
                ("known", yes(!by.is_empty())),
                ("amendments", self.amendments(by)),
            ],
            Fact::ModificationAnswered {
                amendment,
                accepted,
                ..
            }
            | Fact::ProcedureAnswered {
                amendment,
                accepted,
                ..
            } => vec![
                ("amendment", self.amendment(*amendment)),
                ("accepted", yes(*accepted)),
            ],
            Fact::ProcedureProposed {
                amendment,
                procedure,
                ..
            } => vec![
                ("amendment", self.amendment(*amendment)),
                ("advice", stable(procedure.as_str())),
                (
                    "other",
                    match procedure {
                        Procedure::OvertakenBy { amendment } => self.amendment(*amendment),
                        _ => nothing(),
                    },
                ),
            ],
            Fact::CollisionDeclared { one, other, .. }
            | Fact::CollisionLifted { one, other, .. } => vec![
                ("amendment", self.amendment(*one)),
                ("other", self.amendment(*other)),
            ],
            Fact::PositionTaken(taken) => self.position(taken),
            Fact::HolidaysListed { days } => vec![("count", days.days().len().value())],
            Fact::Procedure(fact) => self.procedure(fact),
            Fact::Audit(fact) => self.audit(fact),
            Fact::Key(fact) => self.key(fact),
        }
    }

    fn proposal(&self, amendment: AmendmentId, revision: u32, change: &ChangeTabled) -> Arguments {
        let clause = match change {
            ChangeTabled::Insert { parent, after, .. } => after.or(*parent),
            _ => Some(change.clause()),
        };
        let kind = change.kind();
        vec![
            ("amendment", self.amendment(amendment)),
            ("kind", stable(kind)),
            ("place", yes(clause.is_some())),
            (
                "clause",
                clause.map_or_else(nothing, |id| self.clause(id, Some(revision))),
            ),
        ]
    }

    fn position(&self, taken: &PositionTaken) -> Arguments {
        vec![
            ("kind", self.named("position-kind-", taken.kind.as_str())),
            ("mandate", stable(taken.mandate.as_str())),
            ("signed", yes(taken.signed.is_some())),
            ("key", self.signing_key()),
            ("clause", self.clause(taken.clause, Some(taken.revision))),
            ("revision", taken.revision.value()),
        ]
    }

    /// Names the organisation acted for, or says that there is none.
    fn acting(&self) -> Markup {
        match self.entry.organisation {
            Some(id) => organisation(self.desk, id),
            None => Markup::default(),
        }
    }

    fn instrument(&self) -> Markup {
        let Some(instrument) = self.of_instrument() else {
            return Markup::default();
        };
        let title = instrument.title().or_mark();
        if self.may_follow(instrument) {
            link(&format!("/instruments/{}", instrument.id), title)
        } else {
            isolated(title)
        }
    }

    /// Names a clause as a revision has it, or else as the latest one that does.
    fn clause(&self, id: ClauseId, revision: Option<u32>) -> ArgumentValue {
        let unnamed = || isolated(&self.page.t("record-some-clause").to_string());
        let Some(instrument) = self.of_instrument() else {
            return unnamed().value();
        };
        let named = revision.and_then(|number| instrument.revision(number)?.clause(id));
        let revisions = instrument.revisions().iter().rev();
        let Some(clause) = named.or_else(|| revisions.into_iter().find_map(|it| it.clause(id)))
        else {
            return unnamed().value();
        };
        let name = clause_name(self.page, clause);
        if self.may_follow(instrument) {
            let href = format!("/instruments/{}/clauses/{id}", instrument.id);
            link(&href, &name).value()
        } else {
            isolated(&name).value()
        }
    }

    /// Names several amendments in one list.
    fn amendments(&self, ids: &[AmendmentId]) -> ArgumentValue {
        let names: Vec<_> = ids.iter().map(|id| self.amendment_link(*id)).collect();
        self.page.list_html(&names).value()
    }

    fn amendment(&self, id: AmendmentId) -> ArgumentValue {
        self.amendment_link(id).value()
    }

    fn amendment_link(&self, id: AmendmentId) -> Markup {
        let found = self
            .of_instrument()
            .and_then(|instrument| Some((instrument, instrument.amendment(id)?)));
        let Some((instrument, amendment)) = found else {
            return isolated(&id.to_string());
        };
        let name = self
            .page
            .t("amendment-number")
            .arg("number", amendment.number)
            .to_string();
        if self.may_follow(instrument) {
            let href = format!("/instruments/{}/amendments/{id}", instrument.id);
            link(&href, &name)
        } else {
            isolated(&name)
        }
    }

    fn of_instrument(&self) -> Option<&Instrument> {
        let id = self.entry.instrument?;
        self.desk.register.instrument(id).ok().map(AsRef::as_ref)
    }

    fn may_follow(&self, instrument: &Instrument) -> bool {
        self.desk.may(Operation::ReadRevision, instrument)
    }

    fn person(&self, id: DelegateId) -> ArgumentValue {
        isolated(self.desk.network().delegate_name(id)).value()
    }

    fn member(&self, id: OrganisationId) -> ArgumentValue {
        organisation(self.desk, id).value()
    }

    fn group(&self, id: GroupId) -> ArgumentValue {
        let group = self.desk.network().group(id);
        let name = group.map_or("[–]", |group| group.name.or_mark());
        link(&format!("/groups/{id}"), name).value()
    }

    fn words(&self, place: ContentRef) -> ArgumentValue {
        isolated(self.entry.words(place).or_mark()).value()
    }

    fn named(&self, prefix: &str, name: &str) -> ArgumentValue {
        self.page.of(prefix, name).value()
    }
}

fn link(href: &str, text: &str) -> Markup {
    Markup::trusted(format!("<a href=\"{href}\">{}</a>", isolated(text)))
}

fn isolated(text: &str) -> Markup {
    Markup::trusted(format!("<bdi>{}</bdi>", Markup::text(text)))
}

fn yes(holds: bool) -> ArgumentValue {
    stable(if holds { "yes" } else { "no" })
}

/// A name of ours, by which a message chooses a variant.
fn stable(name: &str) -> ArgumentValue {
    Markup::text(name).value()
}

fn nothing() -> ArgumentValue {
    Markup::default().value()
}
