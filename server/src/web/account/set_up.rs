//! The page behind the one-time link: it makes the network and its first person.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::api::FoundNetwork;

use super::entrance::{From, address, begin_session, chosen_password, device, stretched};
use crate::auth::AuthRefusal;
use crate::auth::token::Token;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Done, Page, Shown};
use crate::web::problem::Problem;
use crate::workflow;

#[derive(Template)]
#[template(path = "set_up.html")]
struct SetUpPage<'a> {
    p: &'a Page,
    form: &'a Form,
}

/// Shows the form, whatever the link; only posting it tells whether the link works.
pub(super) async fn show(State(app): State<AppState>, page: Page) -> Result<Shown, Problem> {
    if app.office.register().network().is_founded() {
        return Err(AuthRefusal::LinkNotOpen.into());
    }
    page.show(&SetUpPage {
        p: &page,
        form: &Form::new(),
    })
}

/// Sets the network up and signs its first person in.
pub(super) async fn found(
    State(app): State<AppState>,
    Path(token): Path<String>,
    from: From,
    headers: HeaderMap,
    page: Page,
    mut form: Form,
) -> Result<Response, Problem> {
    app.auth.limits.check_address(address(&from))?;
    let token = Token::parse(&token).ok_or(AuthRefusal::LinkNotOpen)?;
    let command = command(&mut form);
    let password = chosen_password(&mut form);
    let (Some(command), Some(password)) = (command, password) else {
        let again = SetUpPage {
            p: &page,
            form: &form,
        };
        return Ok(page
            .show_as(StatusCode::UNPROCESSABLE_ENTITY, &again)?
            .into_response());
    };
    let hash = stretched(&app, password).await?;
    let (delegate, _) = workflow::found_network(&app.office, &token, &command, Some(hash)).await?;
    let done = Done::at("/").saying("done-set-up");
    begin_session(&app, delegate, device(&headers, &from), done).await
}

fn command(form: &mut Form) -> Option<FoundNetwork> {
    let network = form.required("network", "error-name");
    let name = form.required("name", "error-name");
    let address = form.required("address", "error-address");
    Some(FoundNetwork {
        network: network?,
        name: name?,
        address: address?,
    })
}
