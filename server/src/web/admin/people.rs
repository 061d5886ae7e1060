//! The people of the network and their roles.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::{ChangeRole, WithdrawRole};
use domain::id::DelegateId;
use domain::network::Delegate;
use domain::permission::Operation;
use domain::role::NetworkRole;
use domain::time::Timestamp;

use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::form::Form;
use crate::web::page::{Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::workflow;

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage<'a> {
    p: &'a Page,
    people: Vec<Row<'a>>,
    may_invite: bool,
    /// Those who no longer take part and whose data are not erased, for those who may erase them.
    former: Vec<&'a Delegate>,
}

/// A person in the list.
struct Row<'a> {
    it: &'a Delegate,
    organisation: Option<&'a str>,
    /// When the open link to sign in anew ends.
    link_until: Option<Timestamp>,
    /// Whether there is another role that the person could have.
    may_change: bool,
}

#[derive(Template)]
#[template(path = "person_role.html")]
struct RolePage<'a> {
    p: &'a Page,
    form: &'a Form,
    it: &'a Delegate,
    roles: Vec<(&'static str, String, String)>,
}

#[derive(Template)]
#[template(path = "person_withdraw.html")]
struct WithdrawPage<'a> {
    p: &'a Page,
    form: &'a Form,
    it: &'a Delegate,
}

/// Lists everybody who acts or is invited.
pub(super) async fn list(page: Page, desk: Desk) -> Result<Shown, Problem> {
    let network = desk.network();
    let page = page.following([Topic::Network], desk.seq());
    let people = network
        .delegates()
        .filter(|person| !person.is_withdrawn())
        .map(|it| Row {
            it,
            organisation: it.organisation.map(|id| network.short_name(id)),
            link_until: link_until(it, desk.now),
            may_change: !other_roles(it).is_empty(),
        });
    let may_erase = network
        .authorise(Operation::ErasePersonalData, desk.by)
        .is_ok();
    let former = network
        .delegates()
        .filter(|it| may_erase && it.is_withdrawn() && !it.is_erased);
    let template = PeoplePage {
        p: &page,
        former: former.collect(),
        people: people.collect(),
        may_invite: network
            .authorise(Operation::InviteDelegate, desk.by)
            .is_ok(),
    };
    page.show(&template)
}

/// Returns when a person's link to sign in anew ends, if it still works.
fn link_until(person: &Delegate, now: Timestamp) -> Option<Timestamp> {
    let until = person.sign_in_link?.expires_at;
    (until > now).then_some(until)
}

/// Returns the roles that fit a person's seat, without the present one.
fn other_roles(person: &Delegate) -> Vec<NetworkRole> {
    let fits = |role: &NetworkRole| match role {
        NetworkRole::Observer => true,
        role => role.acts_for_organisation() == person.organisation.is_some(),
    };
    let roles = NetworkRole::ALL.iter().copied();
    roles
        .filter(|role| fits(role) && *role != person.role)
        .collect()
}

/// Asks which role a person has from now on.
pub(super) async fn confirm_role(
    Path(id): Path<DelegateId>,
    page: Page,
    desk: Desk,
) -> Result<Shown, Problem> {
    desk.network().authorise(Operation::ChangeRole, desk.by)?;
    show_roles(&page, &desk, id, &Form::new(), StatusCode::OK)
}

fn show_roles(
    page: &Page,
    desk: &Desk,
    id: DelegateId,
    form: &Form,
    status: StatusCode,
) -> Result<Shown, Problem> {
    let it = desk.network().delegate(id).filter(|it| it.is_accredited());
    let it = it.ok_or_else(Problem::not_found)?;
    let roles = other_roles(it).into_iter().map(|role| {
        let name = role.as_str();
        let text = page.t(&format!("role-{name}")).to_string();
        (name, text, page.about("role-", name))
    });
    let template = RolePage {
        p: page,
        form,
        it,
        roles: roles.collect(),
    };
    page.show_as(status, &template)
}

/// Changes a person's role.
pub(super) async fn change_role(
    State(app): State<AppState>,
    Path(id): Path<DelegateId>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    desk.network().authorise(Operation::ChangeRole, desk.by)?;
    match NetworkRole::from_name(form.value("role")) {
        Some(role) => {
            match workflow::change_role(&app.office, desk.by, id, &ChangeRole { role }).await {
                Ok(_) => return Ok(Done::at("/people").saying("done-role").into_response()),
                Err(error) => form.refuse(error.into()),
            }
        }
        None => form.reject("role", "error-choice"),
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(show_roles(&page, &desk, id, &form, status)?.into_response())
}

/// Asks why a person's part ends.
pub(super) async fn confirm(
    Path(id): Path<DelegateId>,
    page: Page,
    desk: Desk,
) -> Result<Shown, Problem> {
    desk.network().authorise(Operation::WithdrawRole, desk.by)?;
    let it = desk.network().delegate(id).ok_or_else(Problem::not_found)?;
    page.show(&WithdrawPage {
        p: &page,
        form: &Form::new(),
        it,
    })
}

/// Ends a person's part in the network.
pub(super) async fn withdraw(
    State(app): State<AppState>,
    Path(id): Path<DelegateId>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    if let Some(reason) = form.required("reason", "error-statement") {
        let command = WithdrawRole { reason };
        match workflow::withdraw_role(&app.office, desk.by, id, &command).await {
            Ok(_) => return Ok(Done::at("/people").saying("done-withdrawn").into_response()),
            Err(error) => form.refuse(error.into()),
        }
    }
    let it = desk.network().delegate(id).ok_or_else(Problem::not_found)?;
    let again = WithdrawPage {
        p: &page,
        form: &form,
        it,
    };
    Ok(page
        .show_as(StatusCode::UNPROCESSABLE_ENTITY, &again)?
        .into_response())
}
