//! What the live editor is told by its page.

use std::collections::BTreeMap;

use domain::instrument::Instrument;
use domain::permission::Operation;
use replica::document_id;

use crate::web::assets;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;

/// What the live editor is told by its page.
#[derive(Debug)]
pub(super) struct Editor {
    pub(super) draft: String,
    /// The name of the draft on the wire.
    pub(super) document: String,
    pub(super) delegate: String,
    pub(super) can_write: bool,
    pub(super) is_chair: bool,
    pub(super) language: String,
    /// The editor's words as JSON.
    pub(super) strings: String,
    /// Whether this server has the editor.
    pub(super) is_built: bool,
}

impl Editor {
    pub(super) fn new(page: &Page, desk: &Desk, instrument: &Instrument) -> Self {
        Self {
            draft: instrument.draft.to_string(),
            document: document_id::encode(instrument.draft),
            delegate: desk.by.to_string(),
            can_write: desk.may(Operation::EditDraft, instrument),
            is_chair: desk.may(Operation::DecideRemoval, instrument),
            language: instrument.language.to_string(),
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
