//! How sealing goes, in the words of pages.

use crate::i18n::Markup;
use crate::sealing::reach::{Kept, Reach};
use crate::sealing::standing::Trouble;
use crate::state::AppState;
use crate::web::page::Page;
use crate::web::problem::Problem;

/// How well an entry is kept, as a badge shows it.
#[derive(Debug)]
pub(crate) struct Badge {
    /// The words.
    pub(crate) text: String,
    /// The colour: `good` or `quiet`.
    pub(crate) tone: &'static str,
    /// Whether there is a proof of it.
    pub(crate) is_sealed: bool,
}

impl Badge {
    /// Says how well an entry is kept.
    pub(crate) fn of(page: &Page, reach: &Reach, seq: u64) -> Self {
        let kept = reach.of(seq);
        let (key, tone) = match kept {
            Kept::Recorded => ("kept-recorded", "quiet"),
            Kept::Sealed { by: 0, .. } => ("kept-sealed", "good"),
            Kept::Sealed { .. } => ("kept-seen", "good"),
            Kept::Witnessed { .. } => ("kept-witnessed", "good"),
        };
        let text = page.t(key);
        let text = match kept {
            Kept::Recorded | Kept::Sealed { by: 0, .. } => text,
            Kept::Sealed { by, of } | Kept::Witnessed { by, of } => {
                text.arg("by", by).arg("of", of)
            }
        };
        Self {
            text: text.to_string(),
            tone,
            is_sealed: kept != Kept::Recorded,
        }
    }
}

/// Reads how far the record is sealed and witnessed.
pub(crate) async fn reach(app: &AppState) -> Result<Reach, Problem> {
    let mut tx = app.office.store().snapshot().await?;
    Ok(Reach::read(&mut tx, app.sealing.witnesses()).await?)
}

/// Says up to which entry the record is sealed, and witnessed where witnesses are asked for.
pub(crate) fn so_far(page: &Page, reach: &Reach) -> Option<Markup> {
    let sealed = reach.sealed.checked_sub(1)?;
    let witnessed = reach.witnessed.checked_sub(1);
    let text = match witnessed {
        Some(witnessed) => page.t("sealed-and-witnessed").arg("witnessed", witnessed),
        None => page.t("sealed-up-to"),
    };
    Some(text.arg("sealed", sealed).html())
}

/// Says what keeps the record from being sealed, if anything does.
pub(crate) fn trouble(app: &AppState, page: &Page) -> Option<Markup> {
    let trouble = app.sealing.trouble()?;
    let text = match &trouble {
        Trouble::Unreachable { since, .. } => page
            .t("sealing-unreachable")
            .arg("since", page.moment(since)),
        Trouble::Behind { sealed, here } => page
            .t("sealing-behind")
            .arg("sealed", *sealed)
            .arg("here", *here),
        Trouble::Forked { sealed } => page.t("sealing-forked").arg("sealed", *sealed),
        Trouble::OtherKey => page.t("sealing-other-key"),
        Trouble::Refused(_) => page.t("sealing-refused"),
    };
    Some(text.html())
}
