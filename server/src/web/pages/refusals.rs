//! What the rules say no to, said in the form it came from.

use domain::refusal::Refusal;

use crate::live::LiveError;
use crate::web::form::Form;
use crate::web::problem::Problem;
use crate::workflow::WorkflowError;

/// Returns what was done; none where the rules said no, which the form then says.
///
/// # Errors
///
/// * what went wrong otherwise.
pub(crate) fn taken<T, E>(form: &mut Form, done: Result<T, E>) -> Result<Option<T>, Problem>
where
    LiveError: From<E>,
{
    match done.map_err(LiveError::from) {
        Ok(done) => return Ok(Some(done)),
        Err(LiveError::Workflow(WorkflowError::Refused(refusal))) => refuse(form, refusal),
        Err(error @ (LiveError::NoRoom | LiveError::NestedInItself(_))) => {
            form.refuse(error.into());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(None)
}

/// Puts a refusal beside the field it is about, or over the whole form.
pub(crate) fn refuse(form: &mut Form, refusal: Refusal) {
    match refusal {
        Refusal::TextMissing { text, .. } => match text {
            "remedy" => form.reject("remedy", "error-required"),
            "reservation" => form.reject("reservation", "error-required"),
            _ => form.reject("grounds", "error-required"),
        },
        Refusal::QuoteNotFound => form.reject("quote", "problem-quote-not-found"),
        Refusal::QuoteAmbiguous => form.reject("quote", "problem-quote-ambiguous"),
        Refusal::MentionNotPermitted(_) => {
            form.reject("mentions", "problem-mention-not-permitted");
        }
        Refusal::CheckTimes => form.reject("closes", "problem-check-times"),
        Refusal::WordingEmpty => form.reject("text", "error-required"),
        Refusal::WordingUnchanged(_) => form.reject("text", "error-wording-unchanged"),
        Refusal::LinkNotPermitted => form.reject("text", "error-link"),
        Refusal::ClauseTooLong { most, .. } => {
            form.reject_with("text", "error-too-long", "most", most);
        }
        refusal => form.refuse(Problem::from(refusal)),
    }
}
