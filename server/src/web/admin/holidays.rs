//! The days on which nothing closes by silence.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::api::ListHolidays;
use domain::permission::Operation;
use jiff::civil::Date;

use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::problem::Problem;
use crate::workflow;

#[derive(Template)]
#[template(path = "holidays.html")]
struct HolidaysPage<'a> {
    p: &'a Page,
    form: &'a Form,
    /// The days by their year.
    years: Vec<(i16, Vec<Date>)>,
    may_list: bool,
}

/// Days as they are typed, one a line.
struct Days(BTreeSet<Date>);

impl TryFrom<String> for Days {
    type Error = ();

    fn try_from(text: String) -> Result<Self, ()> {
        let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
        let days: Result<_, _> = lines.map(str::parse).collect();
        days.map(Self).map_err(|_| ())
    }
}

/// Shows the days.
pub(super) async fn holidays(page: Page, desk: Desk) -> Result<Shown, Problem> {
    let days = desk.network().holidays().days();
    let lines: Vec<_> = days.map(|it| it.to_string()).collect();
    let form = Form::new().with("days", lines.join("\n"));
    show(&page, &desk, &form)
}

/// Lists others instead.
pub(super) async fn list(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    let days = form.optional("days", "error-days");
    if !form.is_refused() {
        let Days(days) = days.unwrap_or(Days(BTreeSet::new()));
        let days = days.into_iter().collect();
        let done = workflow::list_holidays(&app.office, desk.by, &ListHolidays { days }).await;
        if taken(&mut form, done)?.is_some() {
            let done = Done::at("/holidays".to_owned()).saying("done-holidays");
            return Ok(done.into_response());
        }
    }
    Ok(show(&page, &desk, &form)?.into_response())
}

fn show(page: &Page, desk: &Desk, form: &Form) -> Result<Shown, Problem> {
    let mut years: Vec<(i16, Vec<Date>)> = Vec::new();
    for day in desk.network().holidays().days() {
        match years.last_mut() {
            Some((year, days)) if *year == day.year() => days.push(day),
            _ => years.push((day.year(), vec![day])),
        }
    }
    let template = HolidaysPage {
        p: page,
        form,
        years,
        may_list: (desk.network())
            .authorise(Operation::ListHolidays, desk.by)
            .is_ok(),
    };
    page.show_as(form.status(), &template)
}
