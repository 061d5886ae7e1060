//! What the rules say no to, said in the form it came from.

use domain::refusal::Refusal;

use crate::web::form::Form;
use crate::web::problem::Problem;

/// Puts a refusal beside the field it is about, or over the whole form.
pub(crate) fn refuse(form: &mut Form, refusal: Refusal) {
    match refusal {
        Refusal::TextMissing { text, .. } => match text {
            "remedy" => form.reject("remedy", "error-required"),
            "reservation" => form.reject("reservation", "error-required"),
            _ => form.reject("grounds", "error-required"),
        },
        Refusal::WordingEmpty => form.reject("text", "error-required"),
        Refusal::WordingUnchanged(_) => form.reject("text", "error-wording-unchanged"),
        Refusal::LinkNotPermitted => form.reject("text", "error-link"),
        Refusal::ClauseTooLong { most, .. } => {
            form.reject_with("text", "error-too-long", "most", most);
        }
        refusal => form.refuse(Problem::from(refusal)),
    }
}
