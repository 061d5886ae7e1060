//! A temperature check, and for each clause how many feel how about it.

use domain::deliberation::{CheckReply, CheckedClause, Respondents, Temperature, TemperatureCheck};
use domain::instrument::Instrument;
use domain::permission::Operation;
use domain::time::Timestamp;

use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{Text, language_of, numbered};

/// A temperature check, ready to be shown.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) href: String,
    pub(super) question: Option<String>,
    pub(super) respondents: &'static str,
    pub(super) opener: String,
    pub(super) opened_at: Timestamp,
    pub(super) ends_at: Timestamp,
    pub(super) is_open: bool,
    pub(super) may_answer: bool,
    pub(super) may_close: bool,
}

/// A clause that is asked about.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) text: Text,
    pub(super) answered: usize,
    pub(super) steps: Vec<Step>,
    /// What the reader, or the reader's organisation, answered so far.
    pub(super) own: &'static str,
    pub(super) own_remark: String,
}

/// How many feel one way.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) count: usize,
    /// Of all who answered, in percent.
    pub(super) percent: usize,
    /// Who, each with a remark if there is one.
    pub(super) who: Vec<(String, Option<String>)>,
}

impl Sheet {
    pub(super) fn new(desk: &Desk, instrument: &Instrument, check: &TemperatureCheck) -> Self {
        let is_open = check.is_open(desk.now);
        Self {
            href: format!("/temperature/{}", check.id),
            question: check.question.as_ref().map(ToString::to_string),
            respondents: check.respondents.as_str(),
            opener: desk.network().delegate_name(check.opened_by).to_owned(),
            opened_at: check.opened_at,
            ends_at: check.ends_at(),
            is_open,
            may_answer: is_open && check.may_answer(instrument, &desk.acting()),
            may_close: is_open && desk.may(Operation::ConductCheck, instrument),
        }
    }
}

impl Asked {
    pub(super) fn new(
        page: &Page,
        desk: &Desk,
        (instrument, check): (&Instrument, &TemperatureCheck),
        clause: &CheckedClause,
        replies: &[CheckReply],
    ) -> Self {
        let about: Vec<_> = replies.iter().filter(|it| it.clause == clause.id).collect();
        let own = desk.organisation().map(|own| own.id.as_uuid());
        let is_own = |it: &&&CheckReply| match check.respondents {
            Respondents::Organisations => Some(check.respondent(it)) == own,
            Respondents::Persons => it.by == desk.by,
        };
        let mine = about.iter().find(is_own);
        let language = language_of(instrument, Some(clause.id));
        let remark = mine.and_then(|it| it.remark.as_ref());
        Self {
            id: clause.id.to_string(),
            name: numbered(page, clause.wording.kind, &clause.number),
            text: Text::worded(page, &clause.wording, &language),
            answered: about.len(),
            steps: (Temperature::ALL.iter())
                .map(|step| Step::new(desk, check, *step, &about))
                .collect(),
            own: mine.map_or("", |it| it.temperature.as_str()),
            own_remark: remark.map(ToString::to_string).unwrap_or_default(),
        }
    }
}

impl Step {
    fn new(
        desk: &Desk,
        check: &TemperatureCheck,
        step: Temperature,
        about: &[&CheckReply],
    ) -> Self {
        let network = desk.network();
        let felt = about.iter().filter(|it| it.temperature == step);
        let mut who: Vec<_> = felt
            .map(|it| {
                let name = match (check.respondents, it.organisation) {
                    (Respondents::Organisations, Some(own)) => network.short_name(own),
                    (Respondents::Organisations, None) | (Respondents::Persons, _) => {
                        network.delegate_name(it.by)
                    }
                };
                let remark = it.remark.as_ref().map(ToString::to_string);
                (name.to_owned(), remark)
            })
            .collect();
        who.sort_unstable();
        Self {
            name: step.as_str(),
            count: who.len(),
            percent: (100 * who.len()).checked_div(about.len()).unwrap_or(0),
            who,
        }
    }
}
