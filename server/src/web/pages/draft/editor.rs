//! What the live editor is told by its page.

use std::collections::BTreeMap;

use domain::id::DraftId;
use domain::instrument::Instrument;
use domain::permission::Operation;
use domain::text::LanguageTag;
use replica::document_id;

use crate::web::assets;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;

/// What the live editor is told by its page.
#[derive(Debug)]
pub(crate) struct Editor {
    /// The draft.
    pub(crate) draft: String,
    /// The name of the draft on the wire.
    pub(crate) document: String,
    /// The person who writes.
    pub(crate) delegate: String,
    /// Whether the person may write.
    pub(crate) can_write: bool,
    /// Whether the person decides on clauses removed and edited at the same time.
    pub(crate) is_chair: bool,
    /// The language of the text.
    pub(crate) language: String,
    /// The reader's time zone; empty where only the browser knows it.
    pub(crate) zone: String,
    /// The editor's words as JSON.
    pub(crate) strings: String,
    /// Whether this server has the editor.
    pub(crate) is_built: bool,
}

impl Editor {
    pub(super) fn new(page: &Page, desk: &Desk, instrument: &Instrument) -> Self {
        let can_write = desk.may(Operation::EditDraft, instrument);
        let draft = (instrument.draft, can_write);
        Self {
            is_chair: desk.may(Operation::DecideRemoval, instrument),
            ..Self::of(page, desk, draft, &instrument.language)
        }
    }

    /// Tells the editor of a draft that no chair decides on.
    pub(crate) fn of(
        page: &Page,
        desk: &Desk,
        (draft, can_write): (DraftId, bool),
        language: &LanguageTag,
    ) -> Self {
        Self {
            draft: draft.to_string(),
            document: document_id::encode(draft),
            delegate: desk.by.to_string(),
            can_write,
            is_chair: false,
            language: language.to_string(),
            zone: page.zone_name().to_owned(),
            strings: strings(page),
            is_built: assets::has_client(),
        }
    }
}

/// Returns the editor's words by the keys it knows, `<` written so that no tag can end the block.
fn strings(page: &Page) -> String {
    const PREFIX: &str = "editor-";
    let messages = page.locale().messages_for_script(PREFIX);
    let words: BTreeMap<&str, String> = messages
        .into_iter()
        .filter_map(|(key, words)| Some((key.strip_prefix(PREFIX)?, words)))
        .collect();
    serde_json::to_string(&words)
        .unwrap_or_default()
        .replace('<', "\\u003c")
}
