//! The notices that the reader has not read, mentions first.

use domain::notices::{NoticeKind, digest};

use crate::state::AppState;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::notices::{Told, day_in, tell};
use crate::web::problem::Problem;
use crate::workflow::{self, Noticed};

/// How many notices are told one by one.
const TOLD: usize = 5;

/// The notices that were not read.
#[derive(Debug)]
pub(super) struct Unread {
    /// Mentions, then the last of the others.
    pub(super) told: Vec<Told>,
    pub(super) count: usize,
}

/// Finds the reader's notices that were not read.
pub(super) async fn unread(app: &AppState, page: &Page, desk: &Desk) -> Result<Unread, Problem> {
    let Noticed { notices, marks } = workflow::notices(&app.office, desk.by).await?;
    let mut lines = digest(&notices, &marks, day_in(&page.reader.zone));
    lines.retain(|it| !it.is_read);
    lines.sort_by_key(|it| it.kind != NoticeKind::Mention);
    let told = lines.iter().take(TOLD);
    Ok(Unread {
        told: told.map(|it| tell(page, desk, it)).collect(),
        count: lines.len(),
    })
}
