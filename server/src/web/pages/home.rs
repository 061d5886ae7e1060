//! The home page: what needs the reader, what changed, and what others are to say; or the way in for
//! those not signed in.

mod awaited;
mod changed;
mod due;
mod others;
mod stale;
mod unread;
mod work;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::id::ClauseId;
use domain::instrument::Instrument;
use domain::permission::Operation;
use domain::role::NetworkRole;

use self::awaited::Awaited;
use self::changed::Changed;
use self::due::{Due, due};
use self::others::Expected;
use self::stale::StaleIn;
use self::unread::{Unread, unread};
use self::work::{Pending, Work, pending};
use super::adopted::{Adopted, adopted_texts};
use super::desk::Desk;
use super::drafting::Listed;
use crate::i18n::Markup;
use crate::live;
use crate::state::AppState;
use crate::web::events::{MAX_TOPICS, Topic};
use crate::web::page::{Page, Shown};
use crate::web::problem::Problem;
use crate::web::sealed;
use crate::workflow;

/// How much of what waits for the reader's word is not folded away.
const AWAITED: usize = 8;

/// Returns the route of the home page.
pub(crate) fn routes() -> Router<AppState> {
    Router::new().route("/", get(home))
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    p: &'a Page,
    trouble: Option<Markup>,
    due: Vec<Due>,
    unread: Unread,
    all: Across,
    pending: Vec<Pending>,
    may_audit: bool,
}

/// What there is across the texts, and what of each needs the reader.
#[derive(Debug, Default)]
struct Across {
    awaited: Vec<Awaited>,
    /// What of it is folded away.
    awaited_more: Vec<Awaited>,
    stale: Vec<StaleIn>,
    changed: Vec<Changed>,
    expected: Vec<Expected>,
    work: Vec<Work>,
}

/// An instrument as the reader finds it.
struct View<'a> {
    page: &'a Page,
    desk: &'a Desk,
    instrument: &'a Instrument,
}

#[derive(Template)]
#[template(path = "landing.html")]
struct LandingPage<'a> {
    p: &'a Page,
    adopted: Vec<Adopted>,
}

/// Shows what needs the reader.
async fn home(
    State(app): State<AppState>,
    page: Page,
    desk: Result<Desk, Problem>,
) -> Result<Shown, Problem> {
    let Ok(desk) = desk else {
        let adopted = adopted_texts(&page, &app.office.register());
        return page.show(&LandingPage { p: &page, adopted });
    };
    let instruments = desk.register.instruments();
    let instruments: Vec<_> = instruments
        .filter(|it| desk.may(Operation::ReadRevision, it))
        .collect();
    let mut all = Across::default();
    for instrument in &instruments {
        let view = View {
            page: &page,
            desk: &desk,
            instrument,
        };
        all.add(&app, &view).await?;
    }
    all.awaited_more = all.awaited.split_off(all.awaited.len().min(AWAITED));
    let deadlines = workflow::deadlines(&app.office, desk.by).await?;
    let unread = unread(&app, &page, &desk).await?;
    let topics = instruments.iter().map(|it| Topic::Instrument(it.id));
    let topics: Vec<Topic> = topics
        .take(MAX_TOPICS - 1)
        .chain([Topic::Network])
        .collect();
    let page = page.following(topics, desk.seq());
    page.show(&HomePage {
        p: &page,
        trouble: runs_the_server(&desk)
            .then(|| sealed::trouble(&app, &page))
            .flatten(),
        due: due(&page, &desk, &deadlines),
        unread,
        all,
        pending: pending(&desk),
        may_audit: (desk.network())
            .authorise(Operation::ReadAudit, desk.by)
            .is_ok(),
    })
}

/// Reports whether the reader answers for the server: they are of the secretariat.
fn runs_the_server(desk: &Desk) -> bool {
    let delegate = desk.network().delegate(desk.by);
    delegate.is_some_and(|it| it.role == NetworkRole::Secretariat)
}

impl Across {
    async fn add(&mut self, app: &AppState, view: &View<'_>) -> Result<(), Problem> {
        let View {
            page,
            desk,
            instrument,
        } = view;
        let prepared = workflow::prepared_of(&app.office, desk.by, instrument.id).await?;
        self.awaited.extend(view.awaited(&prepared));
        self.expected.extend(view.expected(&prepared));
        self.stale.extend(view.stale());
        self.changed.extend(view.changed(app).await?);
        let mut work = Work::new(page, desk, instrument);
        if desk.may(Operation::DecideRemoval, instrument) {
            let draft = live::preview(&app.hub, desk.by, instrument.id).await?;
            work.undecided = draft.undecided.len();
        }
        let drafts = Listed::all(app, page, desk, instrument).await?;
        (work.codrafting, work.drafting) = drafts.into_iter().partition(|it| it.is_invited);
        self.work.push(work);
        Ok(())
    }
}

impl View<'_> {
    fn title(&self) -> String {
        self.instrument.title().or_mark().to_owned()
    }

    /// Returns the clauses on the table.
    fn clauses(&self) -> impl Iterator<Item = ClauseId> {
        let clauses = self.instrument.current().into_iter();
        clauses.flat_map(|table| table.clauses.iter().map(|it| it.id))
    }
}

#[cfg(test)]
mod tests;
