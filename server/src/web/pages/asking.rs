//! Steps on the road to consensus that a page asks about once more before they are taken.

use domain::id::InstrumentId;
use domain::instrument::ProcedureStep;

use super::desk::Desk;
use super::refusals::{refuse, taken};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::problem::Problem;
use crate::workflow::{self, Receipt};

/// What became of a step that a form asks for.
pub(crate) enum Asked {
    /// The rules say no, which the form says.
    Refused,
    /// It can be taken; nothing has happened yet.
    Ready,
    /// It was taken.
    Taken(Receipt),
}

/// Takes a step where the form confirms it; otherwise tries only whether it can be taken.
///
/// # Errors
///
/// * what went wrong beside the rules.
pub(crate) async fn ask_or_take(
    app: &AppState,
    desk: &Desk,
    id: InstrumentId,
    step: &ProcedureStep,
    form: &mut Form,
) -> Result<Asked, Problem> {
    if form.value("step") == "confirm" {
        let done = workflow::proceed(&app.office, desk.by, id, step).await;
        return Ok(taken(form, done)?.map_or(Asked::Refused, Asked::Taken));
    }
    match desk.instrument(id)?.proceed(step, &desk.acting()) {
        Ok(_) => Ok(Asked::Ready),
        Err(refusal) => {
            refuse(form, refusal);
            Ok(Asked::Refused)
        }
    }
}
