//! Consensus calls and silence procedures: all of an instrument, one with everything about it, and
//! the letter that says how it ended.

use askama::Template;
use axum::extract::{Path, State};
use domain::consensus::Level;
use domain::id::{CallId, ClauseId, InstrumentId};
use domain::instrument::{
    Breach, Call, CallEnd, CallKind, Instrument, ProcedureStep, Silenced, Statement,
};
use domain::permission::Operation;
use domain::record::Words;
use domain::time::Timestamp;

use super::step::{About, Step};
use super::steps::{Offered, offered};
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::instruments::rules_in_words;
use crate::web::pages::text::{clause_name, given, instrument_crumbs};
use crate::web::problem::Problem;
use crate::web::record::may_know;
use crate::workflow;

#[derive(Template)]
#[template(path = "calls.html")]
struct CallsPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    calls: Vec<Listed>,
    open_href: Option<String>,
}

#[derive(Template)]
#[template(path = "call.html")]
struct CallPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
}

#[derive(Template)]
#[template(path = "call_outcome.html")]
struct OutcomePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
    title: String,
    signed_by: String,
}

/// A call in a list.
struct Listed {
    href: String,
    kind: &'static str,
    clauses: usize,
    opened_at: Timestamp,
    closes_at: Timestamp,
    end: Option<&'static str>,
}

/// A call with everything about it.
struct Sheet {
    href: String,
    kind: &'static str,
    revision: u32,
    opened_at: Timestamp,
    closes_at: Timestamp,
    seq: u64,
    end: Option<&'static str>,
    end_seq: Option<u64>,
    withdrawn_because: Option<String>,
    note: Option<String>,
    extensions: Vec<(Timestamp, String)>,
    rules: Vec<String>,
    clauses: Vec<Row>,
    electors: Vec<Elector>,
    /// How many have answered on every clause.
    answered: usize,
    statements: Vec<Attached>,
    consultation: Option<String>,
    acts: Vec<Offered>,
}

/// A clause of a call.
struct Row {
    href: String,
    name: String,
    /// The level now, or when it closed.
    level: &'static str,
    firm_level: Option<&'static str>,
    /// What became of silence on it: `unbroken`, `broken` or `passed`.
    silence: Option<&'static str>,
    broken: Option<Broken>,
    acts: Vec<Offered>,
}

/// That silence was broken.
struct Broken {
    /// The organisation, where its name is the reader's to know.
    by: Option<String>,
    amendment: Option<(String, u32)>,
    reason: Option<String>,
    at: Timestamp,
    seq: u64,
}

/// An organisation that is counted.
struct Elector {
    organisation: String,
    constituency: String,
    was_told: bool,
    /// When it opened the notice, and the entry that says so.
    opened: Option<(Timestamp, u64)>,
    answered: usize,
}

/// A statement attached to a call.
struct Attached {
    organisation: String,
    clause: Option<String>,
    words: String,
    at: Timestamp,
    seq: u64,
    is_late: bool,
}

const OF_CALLS: [Step; 5] = [
    Step::AttachStatement,
    Step::ExtendCall,
    Step::CompleteCall,
    Step::HoldConsultation,
    Step::WithdrawCall,
];

/// Lists the calls of an instrument, the last one first.
pub(super) async fn list(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let href = format!("/instruments/{id}/calls");
    let calls = instrument.calls().into_iter().rev().map(|it| Listed {
        href: format!("{href}/{}", it.id),
        kind: it.kind.as_str(),
        clauses: it.clauses.len(),
        opened_at: it.opened_at,
        closes_at: it.closes_at,
        end: it.end.as_ref().map(CallEnd::as_str),
    });
    let calls = calls.collect();
    let may_open = desk.may(Operation::OpenCall, instrument);
    let crumbs = instrument_crumbs(&page, instrument);
    let page = page.following([Topic::Instrument(id)], desk.seq());
    page.show(&CallsPage {
        p: &page,
        crumbs,
        calls,
        open_href: may_open.then(|| format!("{href}/open")),
    })
}

/// Shows a call; that an organisation has opened its notice is put on record.
pub(super) async fn call(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, call)): Path<(InstrumentId, CallId)>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let found = instrument.call(call).ok_or_else(Problem::not_found)?;
    let notice = ProcedureStep::OpenNotice(call);
    let is_new = instrument.proceed(&notice, &desk.acting());
    if is_new.is_ok_and(|acts| !acts.is_empty()) {
        workflow::proceed(&app.office, desk.by, id, &notice).await?;
    }
    let it = Sheet::of(&page, &desk, instrument, found);
    let crumbs = crumbs(&page, instrument);
    let page = page.following([Topic::Instrument(id), Topic::Network], desk.seq());
    page.show(&CallPage {
        p: &page,
        crumbs,
        it,
    })
}

/// Shows the letter that says how a call ended.
pub(super) async fn outcome(
    page: Page,
    desk: Desk,
    Path((id, call)): Path<(InstrumentId, CallId)>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let found = instrument.call(call).filter(|it| !it.is_open());
    let found = found.ok_or_else(Problem::not_found)?;
    let name = desk.network().name().map(Words::or_mark);
    page.show(&OutcomePage {
        p: &page,
        crumbs: crumbs(&page, instrument),
        it: Sheet::of(&page, &desk, instrument, found),
        title: instrument.title().or_mark().to_owned(),
        signed_by: name.unwrap_or_default().to_owned(),
    })
}

fn crumbs(page: &Page, instrument: &Instrument) -> Vec<Crumb> {
    let mut crumbs = instrument_crumbs(page, instrument);
    let href = format!("/instruments/{}/calls", instrument.id);
    crumbs.push(Crumb::new(href, page.t("calls-title")));
    crumbs
}

impl Sheet {
    fn of(page: &Page, desk: &Desk, instrument: &Instrument, call: &Call) -> Self {
        let teller = Teller {
            page,
            desk,
            instrument,
            call,
        };
        let still = instrument.still_to_answer(call);
        let withdrawn_because = match &call.end {
            Some(CallEnd::Withdrawn { reason, .. }) => Some(reason.or_mark().to_owned()),
            _ => None,
        };
        let extensions = call.extensions.iter();
        Self {
            href: format!("/instruments/{}/calls/{}", instrument.id, call.id),
            kind: call.kind.as_str(),
            revision: call.revision,
            opened_at: call.opened_at,
            closes_at: call.closes_at,
            seq: call.seq,
            end: call.end.as_ref().map(CallEnd::as_str),
            end_seq: call.end.as_ref().map(CallEnd::seq),
            withdrawn_because,
            note: given(call.note.as_ref()),
            extensions: extensions
                .map(|(at, why)| (*at, why.or_mark().to_owned()))
                .collect(),
            rules: rules_in_words(page, &call.rules),
            clauses: call.clauses.iter().map(|it| teller.row(*it)).collect(),
            electors: teller.electors(),
            answered: call.electors().count() - still.len(),
            statements: call
                .statements
                .iter()
                .map(|it| teller.attached(it))
                .collect(),
            consultation: given(call.consultation.as_ref()),
            acts: teller.acts(&OF_CALLS, None),
        }
    }
}

struct Teller<'a> {
    page: &'a Page,
    desk: &'a Desk,
    instrument: &'a Instrument,
    call: &'a Call,
}

impl Teller<'_> {
    fn acts(&self, steps: &[Step], clause: Option<ClauseId>) -> Vec<Offered> {
        let about = About {
            clause,
            call: Some(self.call.id),
            entry: 0,
        };
        offered(self.desk, self.instrument, steps, about)
    }

    fn name(&self, clause: ClauseId) -> String {
        let called = self.instrument.revision(self.call.revision);
        let found = called.and_then(|it| it.clause(clause));
        found
            .map(|it| clause_name(self.page, it))
            .unwrap_or_default()
    }

    fn row(&self, clause: ClauseId) -> Row {
        let (level, firm) = self.levels(clause);
        let silenced = self.call.silenced.get(&clause);
        let silence = match silenced {
            _ if self.call.kind == CallKind::Consensus => None,
            Some(Silenced::Broken(_)) => Some("broken"),
            Some(Silenced::Passed) => Some("passed"),
            None => Some("unbroken"),
        };
        Row {
            href: format!("/instruments/{}/clauses/{clause}", self.instrument.id),
            name: self.name(clause),
            level,
            firm_level: (firm != level).then_some(firm),
            silence,
            broken: match silenced {
                Some(Silenced::Broken(breach)) => Some(self.broken(breach)),
                _ => None,
            },
            acts: self.acts(&[Step::BreakSilence], Some(clause)),
        }
    }

    /// Returns the level and firm level of a clause now, or when the call closed.
    fn levels(&self, clause: ClauseId) -> (&'static str, &'static str) {
        let levels = self.call.results.get(&clause).copied().or_else(|| {
            let (network, now) = (self.desk.network(), self.desk.now);
            let evaluation = self.instrument.evaluation(clause, network, now)?;
            Some((evaluation.level, evaluation.firm_level))
        });
        let (level, firm) = levels.unwrap_or((Level::NoQuorum, Level::NoQuorum));
        (level.as_str(), firm.as_str())
    }

    fn broken(&self, breach: &Breach) -> Broken {
        let network = self.desk.network();
        let objector = breach
            .objection
            .and_then(|seq| self.instrument.objection(seq));
        let amendment = breach
            .amendment
            .and_then(|id| self.instrument.amendment(id));
        let named = objector
            .map(|it| it.organisation)
            .or(amendment.map(|it| it.sponsor));
        let told = breach
            .confidence
            .as_ref()
            .filter(|(who, _)| may_know(self.desk, (self.instrument, self.call), who));
        let told_of = told.and_then(|(who, _)| who.as_str()?.parse().ok());
        Broken {
            by: named
                .or(told_of)
                .map(|id| network.short_name(id).to_owned()),
            amendment: amendment.map(|it| {
                let href = format!("/instruments/{}/amendments/{}", self.instrument.id, it.id);
                (href, it.number)
            }),
            reason: told.map(|(_, reason)| reason.or_mark().to_owned()),
            at: breach.at,
            seq: breach.seq,
        }
    }

    fn electors(&self) -> Vec<Elector> {
        let network = self.desk.network();
        let mut electors: Vec<_> = (self.call.electors())
            .map(|(id, constituency)| Elector {
                organisation: network.short_name(id).to_owned(),
                constituency: constituency.to_string(),
                was_told: self.call.notified.contains(&id),
                opened: self.call.notices.get(&id).map(|it| (it.at, it.seq)),
                answered: (self.call.clauses.iter())
                    .filter(|clause| self.instrument.has_answered(self.call, id, **clause))
                    .count(),
            })
            .collect();
        electors.sort_by(|a, b| {
            (&a.constituency, &a.organisation).cmp(&(&b.constituency, &b.organisation))
        });
        electors
    }

    fn attached(&self, it: &Statement) -> Attached {
        let network = self.desk.network();
        Attached {
            organisation: network.short_name(it.organisation).to_owned(),
            clause: it.clause.map(|id| self.name(id)),
            words: it.words.or_mark().to_owned(),
            at: it.at,
            seq: it.seq,
            is_late: it.is_late,
        }
    }
}
