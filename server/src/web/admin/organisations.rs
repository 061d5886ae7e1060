//! Member organisations: who they are, and admitting them.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::{AdmitOrganisation, EndVoting, ReserveSubmission};
use domain::id::OrganisationId;
use domain::network::{Delegate, Organisation};
use domain::permission::Operation;

use super::links::{Day, day_of};
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::form::Form;
use crate::web::page::{Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::workflow;

#[derive(Template)]
#[template(path = "organisations.html")]
struct ListPage<'a> {
    p: &'a Page,
    constituencies: Vec<(String, Vec<Row<'a>>)>,
    may_admit: bool,
}

/// An organisation in the list.
struct Row<'a> {
    it: &'a Organisation,
    people: usize,
    votes: bool,
}

#[derive(Template)]
#[template(path = "organisation_admit.html")]
struct AdmitPage<'a> {
    p: &'a Page,
    form: &'a Form,
    constituencies: Vec<String>,
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage<'a> {
    p: &'a Page,
    it: &'a Organisation,
    people: Vec<&'a Delegate>,
    votes: bool,
    may_admit: bool,
    /// Whether the reader heads its delegation.
    may_reserve: bool,
}

#[derive(Template)]
#[template(path = "organisation_end_voting.html")]
struct EndVotingPage<'a> {
    p: &'a Page,
    form: &'a Form,
    it: &'a Organisation,
}

/// Lists the organisations by constituency.
pub(super) async fn list(page: Page, desk: Desk) -> Result<Shown, Problem> {
    let network = desk.network();
    let page = page.following([Topic::Network], desk.seq());
    let constituencies = network.constituencies().into_iter().map(|name| {
        let members = network
            .organisations()
            .filter(|it| it.constituency.as_str() == name);
        (name.to_owned(), members.map(|it| row(&desk, it)).collect())
    });
    let template = ListPage {
        p: &page,
        constituencies: constituencies.collect(),
        may_admit: network
            .authorise(Operation::AdmitOrganisation, desk.by)
            .is_ok(),
    };
    page.show(&template)
}

fn row<'a>(desk: &'a Desk, it: &'a Organisation) -> Row<'a> {
    let people = desk
        .network()
        .delegates()
        .filter(|d| d.organisation == Some(it.id));
    let people = people.filter(|delegate| delegate.is_accredited()).count();
    Row {
        it,
        people,
        votes: it.votes_at(desk.now),
    }
}

/// Shows an organisation with its people.
pub(super) async fn show(
    Path(id): Path<OrganisationId>,
    page: Page,
    desk: Desk,
) -> Result<Shown, Problem> {
    let network = desk.network();
    let it = network.organisation(id).ok_or_else(Problem::not_found)?;
    let page = page.following([Topic::Network], desk.seq());
    let of_it = |d: &&Delegate| d.organisation == Some(id) && !d.is_withdrawn();
    let template = OrganisationPage {
        p: &page,
        it,
        people: network.delegates().filter(of_it).collect(),
        votes: it.votes_at(desk.now),
        may_admit: network
            .authorise(Operation::AdmitOrganisation, desk.by)
            .is_ok(),
        may_reserve: desk.acts_for(id)
            && network
                .authorise(Operation::ReserveSubmission, desk.by)
                .is_ok(),
    };
    page.show(&template)
}

/// Says who submits the positions of the reader's own organisation.
pub(super) async fn reserve_submission(
    State(app): State<AppState>,
    Path(id): Path<OrganisationId>,
    desk: Desk,
    form: Form,
) -> Result<Done, Problem> {
    if !desk.acts_for(id) {
        return Err(Problem::forbidden());
    }
    let reserved = form.value("reserved") == "yes";
    let command = ReserveSubmission { reserved };
    workflow::reserve_submission(&app.office, desk.by, &command).await?;
    Ok(Done::at(format!("/organisations/{id}")).saying("done-submission"))
}

/// Shows the form for a new member.
pub(super) async fn form(page: Page, desk: Desk) -> Result<Shown, Problem> {
    desk.network()
        .authorise(Operation::AdmitOrganisation, desk.by)?;
    let form = Form::new().with("voting-from", day_of(desk.now));
    shown(&page, &desk, &form, StatusCode::OK)
}

fn shown(page: &Page, desk: &Desk, form: &Form, status: StatusCode) -> Result<Shown, Problem> {
    let names = desk
        .network()
        .constituencies()
        .into_iter()
        .map(str::to_owned);
    page.show_as(
        status,
        &AdmitPage {
            p: page,
            form,
            constituencies: names.collect(),
        },
    )
}

/// Admits an organisation.
pub(super) async fn admit(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    if let Some(command) = command(&mut form) {
        match workflow::admit_organisation(&app.office, desk.by, &command).await {
            Ok((id, _)) => {
                let done = Done::at(format!("/organisations/{id}")).saying("done-admitted");
                return Ok(done.into_response());
            }
            Err(error) => form.refuse(error.into()),
        }
    }
    Ok(shown(&page, &desk, &form, StatusCode::UNPROCESSABLE_ENTITY)?.into_response())
}

fn command(form: &mut Form) -> Option<AdmitOrganisation> {
    let name = form.required("organisation-name", "error-name");
    let short_name = form.required("short-name", "error-short-name");
    let constituency = form.required("constituency", "error-constituency");
    let from: Option<Day> = form.required("voting-from", "error-day");
    let until: Option<Day> = form.optional("voting-until", "error-day");
    let key = form.optional("key", "error-key");
    if form.is_refused() {
        return None;
    }
    Some(AdmitOrganisation {
        name: name?,
        short_name: short_name?,
        constituency: constituency?,
        voting_from: from?.0,
        voting_until: until.map(|day| day.0),
        key,
    })
}

/// Asks from when on an organisation no longer votes.
pub(super) async fn ending(
    Path(id): Path<OrganisationId>,
    page: Page,
    desk: Desk,
) -> Result<Shown, Problem> {
    desk.network().authorise(Operation::EndVoting, desk.by)?;
    let it = desk
        .network()
        .organisation(id)
        .ok_or_else(Problem::not_found)?;
    let form = Form::new().with("voting-until", day_of(desk.now));
    page.show(&EndVotingPage {
        p: &page,
        form: &form,
        it,
    })
}

/// Sets the end of an organisation's voting.
pub(super) async fn end_voting(
    State(app): State<AppState>,
    Path(id): Path<OrganisationId>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    let until: Option<Day> = form.required("voting-until", "error-day");
    let reason = form.required("reason", "error-statement");
    if let (Some(Day(voting_until)), Some(reason)) = (until, reason) {
        let command = EndVoting {
            voting_until,
            reason,
        };
        match workflow::end_voting(&app.office, desk.by, id, &command).await {
            Ok(_) => {
                let done = Done::at(format!("/organisations/{id}")).saying("done-voting-ended");
                return Ok(done.into_response());
            }
            Err(error) => form.refuse(error.into()),
        }
    }
    let it = desk
        .network()
        .organisation(id)
        .ok_or_else(Problem::not_found)?;
    let again = EndVotingPage {
        p: &page,
        form: &form,
        it,
    };
    Ok(page
        .show_as(StatusCode::UNPROCESSABLE_ENTITY, &again)?
        .into_response())
}
