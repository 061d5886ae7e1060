//! Opening an instrument in a working group.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::OpenInstrument;
use domain::consensus::Rules;
use domain::id::GroupId;
use domain::network::Group;
use domain::permission::Operation;

use crate::live;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "instrument_open.html")]
struct OpenPage<'a> {
    p: &'a Page,
    form: &'a Form,
    group: &'a Group,
}

/// Shows the form for a new instrument.
pub(super) async fn form(
    Path(id): Path<GroupId>,
    page: Page,
    desk: Desk,
) -> Result<Shown, Problem> {
    desk.network()
        .authorise(Operation::OpenInstrument, desk.by)?;
    let form = Form::new().with("text-language", "en");
    shown(&page, &desk, id, &form, StatusCode::OK)
}

fn shown(
    page: &Page,
    desk: &Desk,
    id: GroupId,
    form: &Form,
    status: StatusCode,
) -> Result<Shown, Problem> {
    let group = desk.network().group(id).ok_or_else(Problem::not_found)?;
    page.show_as(
        status,
        &OpenPage {
            p: page,
            form,
            group,
        },
    )
}

/// Opens an instrument with the rules of consensus that apply unless others are set.
pub(super) async fn open(
    State(app): State<AppState>,
    Path(group): Path<GroupId>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    let title = form.required("title", "error-name");
    let language = form.required("text-language", "error-language");
    if let (Some(title), Some(language)) = (title, language) {
        let command = OpenInstrument {
            group,
            title,
            language,
            rules: Rules::default(),
        };
        match live::open_instrument(&app.hub, desk.by, &command).await {
            Ok((id, _)) => {
                let done = Done::at(format!("/instruments/{id}")).saying("done-opened");
                return Ok(done.into_response());
            }
            Err(error) => form.refuse(error.into()),
        }
    }
    Ok(shown(&page, &desk, group, &form, StatusCode::UNPROCESSABLE_ENTITY)?.into_response())
}
