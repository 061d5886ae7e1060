//! Working groups and who sits in them.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::{GroupSeat, MakeGroup};
use domain::id::{DelegateId, GroupId};
use domain::instrument::Instrument;
use domain::network::{Delegate, Group};
use domain::permission::Operation;
use domain::role::GroupRole;
use serde::Deserialize;

use super::links::Chosen;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::form::Form;
use crate::web::page::{Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::workflow;

#[derive(Template)]
#[template(path = "groups.html")]
struct GroupsPage<'a> {
    p: &'a Page,
    form: &'a Form,
    groups: Vec<(&'a Group, usize)>,
    may_make: bool,
}

#[derive(Template)]
#[template(path = "group.html")]
struct GroupPage<'a> {
    p: &'a Page,
    form: &'a Form,
    it: &'a Group,
    seats: Vec<Seat<'a>>,
    instruments: Vec<&'a Instrument>,
    may_change: bool,
    people: Vec<(String, String)>,
    roles: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "group_remove.html")]
struct RemovePage<'a> {
    p: &'a Page,
    it: &'a Group,
    delegate: DelegateId,
    name: &'a str,
    role: &'static str,
}

/// Whose seat is asked about.
#[derive(Deserialize)]
pub(super) struct Seated {
    delegate: DelegateId,
}

/// Somebody's seat in the group.
struct Seat<'a> {
    delegate: DelegateId,
    name: &'a str,
    organisation: Option<&'a str>,
    role: &'static str,
}

/// Lists the working groups.
pub(super) async fn list(page: Page, desk: Desk) -> Result<Shown, Problem> {
    let page = page.following([Topic::Network], desk.seq());
    listed(&page, &desk, &Form::new(), StatusCode::OK)
}

fn listed(page: &Page, desk: &Desk, form: &Form, status: StatusCode) -> Result<Shown, Problem> {
    let of = |group: &Group| {
        desk.register
            .instruments()
            .filter(|it| it.group == group.id)
            .count()
    };
    let template = GroupsPage {
        p: page,
        form,
        groups: desk
            .network()
            .groups()
            .map(|group| (group, of(group)))
            .collect(),
        may_make: desk
            .network()
            .authorise(Operation::MakeGroup, desk.by)
            .is_ok(),
    };
    page.show_as(status, &template)
}

/// Makes a working group.
pub(super) async fn make(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    if let Some(name) = form.required("group-name", "error-name") {
        match workflow::make_group(&app.office, desk.by, &MakeGroup { name }).await {
            Ok((id, _)) => {
                let done = Done::at(format!("/groups/{id}")).saying("done-group");
                return Ok(done.into_response());
            }
            Err(error) => form.refuse(error.into()),
        }
    }
    Ok(listed(&page, &desk, &form, StatusCode::UNPROCESSABLE_ENTITY)?.into_response())
}

/// Shows a working group with its seats and instruments.
pub(super) async fn show(
    Path(id): Path<GroupId>,
    page: Page,
    desk: Desk,
) -> Result<Shown, Problem> {
    let page = page.following([Topic::Group(id), Topic::Network], desk.seq());
    shown(&page, &desk, id, &Form::new(), StatusCode::OK)
}

fn shown(
    page: &Page,
    desk: &Desk,
    id: GroupId,
    form: &Form,
    status: StatusCode,
) -> Result<Shown, Problem> {
    let network = desk.network();
    let it = network.group(id).ok_or_else(Problem::not_found)?;
    let roles = GroupRole::ALL.iter().map(|role| {
        let name = role.as_str();
        (name, page.t(&format!("group-role-{name}")).to_string())
    });
    let seats = it.participants.iter().map(|(delegate, role)| Seat {
        delegate: *delegate,
        name: network.delegate_name(*delegate),
        organisation: organisation_of(desk, *delegate),
        role: role.as_str(),
    });
    let acting = network.delegates().filter(|person| !person.is_withdrawn());
    let template = GroupPage {
        p: page,
        form,
        it,
        seats: seats.collect(),
        instruments: desk
            .register
            .instruments()
            .filter(|it| it.group == id)
            .collect(),
        may_change: network.authorise(Operation::ChangeGroup, desk.by).is_ok(),
        people: acting.map(|person| choice(desk, person)).collect(),
        roles: roles.collect(),
    };
    page.show_as(status, &template)
}

fn organisation_of(desk: &Desk, delegate: DelegateId) -> Option<&str> {
    let organisation = desk.network().delegate(delegate)?.organisation?;
    Some(desk.network().short_name(organisation))
}

fn choice(desk: &Desk, person: &Delegate) -> (String, String) {
    let name = person.name.or_mark();
    let text = match organisation_of(desk, person.id) {
        Some(organisation) => format!("{name} ({organisation})"),
        None => name.to_owned(),
    };
    (person.id.to_string(), text)
}

/// Seats a person in the group, or changes the seat.
pub(super) async fn seat(
    State(app): State<AppState>,
    Path(id): Path<GroupId>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    let delegate: Option<Chosen<DelegateId>> = form.required("delegate", "error-choice");
    let role = GroupRole::from_name(form.value("group-role"));
    if let (Some(Chosen(delegate)), Some(role)) = (delegate, role) {
        let seat = GroupSeat { delegate, role };
        match workflow::seat_in_group(&app.office, desk.by, id, seat).await {
            Ok(_) => {
                let done = Done::at(format!("/groups/{id}")).saying("done-seat");
                return Ok(done.into_response());
            }
            Err(error) => form.refuse(error.into()),
        }
    }
    Ok(shown(&page, &desk, id, &form, StatusCode::UNPROCESSABLE_ENTITY)?.into_response())
}

/// Asks whether a person's part in the group ends.
pub(super) async fn confirm_removal(
    Path(id): Path<GroupId>,
    Query(Seated { delegate }): Query<Seated>,
    page: Page,
    desk: Desk,
) -> Result<Shown, Problem> {
    let network = desk.network();
    network.authorise(Operation::ChangeGroup, desk.by)?;
    let it = network.group(id).ok_or_else(Problem::not_found)?;
    let role = it.participants.get(&delegate);
    page.show(&RemovePage {
        p: &page,
        it,
        delegate,
        name: network.delegate_name(delegate),
        role: role.ok_or_else(Problem::not_found)?.as_str(),
    })
}

/// Ends a person's part in the group.
pub(super) async fn remove(
    State(app): State<AppState>,
    Path(id): Path<GroupId>,
    desk: Desk,
    form: Form,
) -> Result<Done, Problem> {
    let delegate = form
        .value("delegate")
        .parse()
        .map_err(|_| Problem::not_found())?;
    workflow::leave_group(&app.office, desk.by, id, delegate).await?;
    Ok(Done::at(format!("/groups/{id}")).saying("done-seat-removed"))
}
