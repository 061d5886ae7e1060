//! What a discussion is about, and for whom.

use domain::deliberation::{Audience, AudienceKind, Subject};
use domain::id::ClauseId;
use domain::instrument::Instrument;
use domain::network::Delegate;
use domain::text::{LanguageTag, Outline};

use crate::live;
use crate::state::AppState;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{Text, clause_called, language_of, numbered};
use crate::web::problem::Problem;
use crate::workflow;

/// What a discussion is about, ready to be shown.
#[derive(Debug)]
pub(super) struct About {
    pub(super) name: String,
    pub(super) href: String,
    /// Its present text, where it has one.
    pub(super) text: Option<Text>,
}

/// Who reads a discussion.
#[derive(Debug)]
pub(super) struct Circle {
    pub(super) kind: &'static str,
    /// The organisation whose delegates alone read it.
    pub(super) organisation: String,
    /// Everybody who may read it now.
    pub(super) readers: Vec<String>,
}

impl About {
    /// Shows what a discussion is about; the working draft is read where it is about that.
    pub(super) async fn of(
        app: &AppState,
        page: &Page,
        desk: &Desk,
        instrument: &Instrument,
        subject: &Subject,
    ) -> Result<Self, Problem> {
        let base = format!("/instruments/{}", instrument.id);
        Ok(match subject {
            Subject::Clause { clause, .. } => Self {
                name: clause_called(page, instrument, Some(*clause)),
                href: format!("{base}/clauses/{clause}"),
                text: instrument.current().and_then(|table| {
                    let clause = table.clause(*clause)?;
                    Some(Text::of(page, table, clause))
                }),
            },
            Subject::Amendment { amendment, .. } => {
                let found = instrument.amendment(*amendment);
                let found = found.ok_or_else(Problem::not_found)?;
                let change = found.change();
                let language = language_of(instrument, Some(change.clause()));
                let name = page.t("amendment-number").arg("number", found.number);
                Self {
                    name: name.to_string(),
                    href: format!("{base}/amendments/{amendment}"),
                    text: change.wording().map(|it| Text::worded(page, it, &language)),
                }
            }
            Subject::Draft { clause, .. } => {
                let view = live::preview(&app.hub, desk.by, instrument.id).await?;
                in_draft(page, instrument, &view.outline, *clause)
            }
            Subject::Preparation(id) => {
                let prepared = workflow::prepared(&app.office, desk.by, *id).await?;
                let clause = clause_called(page, instrument, Some(prepared.clause));
                let name = page.t("discussion-prepared").arg("clause", clause);
                Self {
                    name: name.to_string(),
                    href: format!("/prepared/{id}"),
                    text: None,
                }
            }
        })
    }
}

fn in_draft(page: &Page, instrument: &Instrument, outline: &Outline, id: ClauseId) -> About {
    let mut clauses = outline.clauses.iter().zip(outline.numbers());
    let found = clauses.find(|(it, _)| it.id == id);
    let name = match &found {
        Some((clause, number)) => numbered(page, clause.wording.kind, number),
        None => clause_called(page, instrument, Some(id)),
    };
    About {
        name: page
            .t("discussion-in-draft")
            .arg("clause", name)
            .to_string(),
        href: format!("/drafts/{}#clause-{id}", instrument.draft),
        text: found.map(|(clause, _)| {
            let language: &LanguageTag = clause.language.as_ref().unwrap_or(&outline.language);
            Text::worded(page, &clause.wording, language)
        }),
    }
}

impl Circle {
    pub(super) fn of(
        desk: &Desk,
        instrument: &Instrument,
        (audience, subject): (Audience, &Subject),
    ) -> Self {
        let readers = audience.readers(subject, instrument, desk.network());
        let mut readers: Vec<_> = readers.map(|it| called(desk, it)).collect();
        readers.sort_unstable();
        Self {
            kind: audience.kind().as_str(),
            organisation: match audience {
                Audience::Organisation(own) => desk.network().short_name(own).to_owned(),
                Audience::Group | Audience::Delegates => String::new(),
            },
            readers,
        }
    }
}

/// Lists whom a person can mention in a discussion: those who may read it.
pub(super) fn mentionable(
    desk: &Desk,
    instrument: &Instrument,
    (audience, subject): (Audience, &Subject),
) -> Vec<(String, String)> {
    let readers = audience.readers(subject, instrument, desk.network());
    let mut options: Vec<_> = readers
        .filter(|it| it.id != desk.by)
        .map(|it| (it.id.to_string(), called(desk, it)))
        .collect();
    options.sort_by(|a, b| a.1.cmp(&b.1));
    options
}

/// Names a person with the organisation acted for.
pub(super) fn called(desk: &Desk, person: &Delegate) -> String {
    let name = person.name.or_mark();
    match person.organisation {
        Some(own) => format!("{name} ({})", desk.network().short_name(own)),
        None => name.to_owned(),
    }
}

/// Finds the circle of a kind for which a person can open a discussion on a subject.
pub(super) fn offered(
    desk: &Desk,
    instrument: &Instrument,
    subject: &Subject,
    kind: AudienceKind,
) -> Option<Audience> {
    let all = Audience::offered(subject, instrument, desk.network(), desk.by);
    all.into_iter().find(|it| it.kind() == kind)
}
