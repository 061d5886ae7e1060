//! The home page: what needs the reader, or the way in for those not signed in.

mod work;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::permission::Operation;

use self::work::{Pending, Work, pending};
use super::desk::Desk;
use super::drafting::Listed;
use crate::live;
use crate::state::AppState;
use crate::web::events::{MAX_TOPICS, Topic};
use crate::web::page::{Page, Shown};
use crate::web::problem::Problem;

/// Returns the route of the home page.
pub(crate) fn routes() -> Router<AppState> {
    Router::new().route("/", get(home))
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    p: &'a Page,
    work: Vec<Work>,
    pending: Vec<Pending>,
}

#[derive(Template)]
#[template(path = "landing.html")]
struct LandingPage<'a> {
    p: &'a Page,
}

/// Shows what needs the reader.
async fn home(
    State(app): State<AppState>,
    page: Page,
    desk: Result<Desk, Problem>,
) -> Result<Shown, Problem> {
    let Ok(desk) = desk else {
        return page.show(&LandingPage { p: &page });
    };
    let mut all = Vec::new();
    for instrument in desk.register.instruments() {
        if !desk.may(Operation::ReadRevision, instrument) {
            continue;
        }
        let mut work = Work::new(&page, &desk, instrument);
        if desk.may(Operation::DecideRemoval, instrument) {
            let view = live::preview(&app.hub, desk.by, instrument.id).await?;
            work.undecided = view.undecided.len();
        }
        let drafts = Listed::all(&app, &page, &desk, instrument).await?;
        (work.codrafting, work.drafting) = drafts.into_iter().partition(|it| it.is_invited);
        all.push((instrument.id, work));
    }
    let topics = all.iter().map(|(id, _)| Topic::Instrument(*id));
    let topics: Vec<Topic> = topics
        .take(MAX_TOPICS - 1)
        .chain([Topic::Network])
        .collect();
    let page = page.following(topics, desk.seq());
    page.show(&HomePage {
        p: &page,
        work: all.into_iter().map(|(_, work)| work).collect(),
        pending: pending(&desk),
    })
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use domain::consensus::PositionKind;

    use crate::web::pages::fixture::{World, first_texts, outline};

    #[tokio::test]
    async fn strangers_see_the_networks_name_and_the_way_in() {
        let world = World::tabled().await;
        let (status, html) = world.page_signed_out("/").await;
        assert_eq!(status, StatusCode::OK, "{html}");
        assert!(html.contains("href=\"/sign-in\""), "{html}");
        assert!(!html.contains("Principles for Open Results"), "{html}");
    }

    #[tokio::test]
    async fn a_delegate_sees_what_needs_the_organisation() {
        let world = World::tabled().await;
        world.takes(4, 2, PositionKind::Endorse).await;
        world.proposes(3, 3, "Formats shall be open.", &[4]).await;
        let mut texts = first_texts();
        texts[1].3 = "Results of every polling station shall be published within 24 hours.";
        world.table(&outline(&texts)).await;
        let (status, html) = world.page(world.delegates[4], "/").await;
        assert_eq!(status, StatusCode::OK, "{html}");
        for expected in [
            "3 clauses have no position of your organisation yet.",
            "1 position of yours is on an earlier wording",
            "<del>",
            "Asked to co-sponsor",
        ] {
            assert!(html.contains(expected), "{expected}: {html}");
        }
        let (_, html) = world.page(world.delegates[0], "/").await;
        assert!(html.contains("Amendments to decide"), "{html}");
        let (_, html) = world.page(world.secretariat, "/").await;
        assert!(!html.contains("your organisation"), "{html}");
    }

    #[tokio::test]
    async fn a_mirrored_interface_leaves_each_text_its_own_direction() {
        let world = World::tabled().await;
        let html = world
            .page_in(world.delegates[0], &world.path(""), "ar-XB")
            .await;
        assert!(html.contains("<html lang=\"ar-XB\" dir=\"rtl\""), "{html}");
        assert!(
            html.contains("class=\"text\" lang=\"en\" dir=\"ltr\""),
            "{html}"
        );
    }
}
