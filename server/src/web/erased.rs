//! What is said once something was erased.

use super::page::Done;
use crate::workflow::Erased;

/// Leads on, saying whether nothing at all is left.
pub(super) fn done(to: &str, erased: &Erased) -> Done {
    Done::at(to).saying(if erased.is_traceless {
        "done-erased"
    } else {
        "done-erased-but-files"
    })
}
