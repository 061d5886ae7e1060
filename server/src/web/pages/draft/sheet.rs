//! A working draft as text: its clauses, those removed, and what awaits the chair.

use std::collections::HashMap;

use domain::id::ClauseId;
use domain::instrument::Instrument;
use domain::permission::Operation;
use domain::text::{Outline, OutlineClause};

use crate::i18n::Markup;
use crate::live::DraftView;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{Text, given, numbered, wording_gist};

/// A working draft as text.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) href: String,
    pub(super) instrument_href: String,
    pub(super) title: String,
    pub(super) attributes: Markup,
    /// Why the draft is frozen; none while it is open.
    pub(super) frozen: Option<String>,
    pub(super) items: Vec<Item>,
    pub(super) removed: Vec<Removed>,
    pub(super) may: Permitted,
}

/// What the reader may do.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one permission, asked for by name"
)]
pub(super) struct Permitted {
    pub(super) edit: bool,
    pub(super) freeze: bool,
    pub(super) thaw: bool,
    pub(super) table: bool,
    pub(super) import: bool,
    pub(super) decide: bool,
}

/// A clause of the draft.
#[derive(Debug)]
pub(crate) struct Item {
    /// Its name, for addresses.
    pub(crate) id: String,
    /// Its printed number; empty where it has none.
    pub(crate) number: String,
    /// Its kind and number.
    pub(crate) name: String,
    /// How deep it is nested, as far as pages show it.
    pub(crate) depth: usize,
    /// Its wording.
    pub(crate) text: Text,
}

/// A clause that was removed.
#[derive(Debug)]
pub(super) struct Removed {
    pub(super) id: String,
    pub(super) gist: String,
    pub(super) text: Text,
    /// Whether it was edited at the same time, so that the chair has to decide.
    pub(super) is_undecided: bool,
}

impl Sheet {
    pub(super) fn new(page: &Page, desk: &Desk, instrument: &Instrument, view: &DraftView) -> Self {
        let may = |operation| desk.may(operation, instrument);
        let outline = &view.outline;
        Self {
            href: format!("/drafts/{}", instrument.draft),
            instrument_href: format!("/instruments/{}", instrument.id),
            title: outline.title.clone(),
            attributes: page.text_in(&outline.language),
            frozen: given(instrument.frozen.as_ref()),
            items: items(page, outline),
            removed: view
                .removed
                .iter()
                .map(|clause| removed(page, outline, clause, &view.undecided))
                .collect(),
            may: Permitted {
                edit: may(Operation::EditDraft),
                freeze: may(Operation::FreezeDraft),
                thaw: may(Operation::ThawDraft),
                table: may(Operation::TableRevision),
                import: may(Operation::ImportText),
                decide: may(Operation::DecideRemoval),
            },
        }
    }
}

/// Shows the clauses of an outline in order.
pub(crate) fn items(page: &Page, outline: &Outline) -> Vec<Item> {
    let mut depths: HashMap<ClauseId, usize> = HashMap::new();
    let numbered_clauses = outline.clauses.iter().zip(outline.numbers());
    let item = |(clause, number): (&OutlineClause, String)| {
        let above = clause.parent.and_then(|parent| depths.get(&parent));
        let depth = above.map_or(0, |depth| depth + 1);
        depths.insert(clause.id, depth);
        Item {
            id: clause.id.to_string(),
            name: numbered(page, clause.wording.kind, &number),
            number,
            depth: depth.min(4),
            text: text(page, outline, clause),
        }
    };
    numbered_clauses.map(item).collect()
}

fn text(page: &Page, outline: &Outline, clause: &OutlineClause) -> Text {
    let language = clause.language.as_ref().unwrap_or(&outline.language);
    Text {
        commentary: clause.commentary.clone(),
        ..Text::worded(page, &clause.wording, language)
    }
}

fn removed(
    page: &Page,
    outline: &Outline,
    clause: &OutlineClause,
    undecided: &[ClauseId],
) -> Removed {
    Removed {
        id: clause.id.to_string(),
        gist: wording_gist(&clause.wording),
        text: text(page, outline, clause),
        is_undecided: undecided.contains(&clause.id),
    }
}
