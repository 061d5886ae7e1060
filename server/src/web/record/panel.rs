//! The panel in which a browser checks the record: its words, into which script puts numbers.

use verifier::Check;

use crate::i18n::{Markup, Message};
use crate::web::assets;
use crate::web::page::Page;

/// Words that script shows when they are due.
const WORDS: [&str; 28] = [
    "none",
    "verified",
    "with-words",
    "last-failed",
    "running",
    "progress-ledger",
    "progress-bundle",
    "cancelled",
    "held",
    "held-ledger",
    "count-failed",
    "failed",
    "unsealed",
    "unreachable",
    "refused",
    "broken",
    "entry",
    "mark-ok",
    "mark-bad",
    "mark-nothing",
    "mark-not-made",
    "policy-taken",
    "policy-wrong",
    "file-taken",
    "file-wrong",
    "dropped",
    "alarm-head",
    "alarm-key",
];

/// The places in them for what script knows.
const SLOTS: [&str; 9] = [
    "number", "when", "done", "all", "what", "at", "since", "held", "failed",
];

/// A text that script shows when it is due.
pub(super) struct Word {
    pub(super) name: &'static str,
    pub(super) text: Markup,
}

/// What the panel consists of.
pub(super) struct Panel {
    /// The addresses of script and worker; none where they were not built into this server.
    pub(super) scripts: Option<(String, String)>,
    pub(super) words: Vec<Word>,
    /// What is counted by each check.
    pub(super) checks: Vec<(&'static str, Markup)>,
    /// Whether the reader may take the whole record out.
    pub(super) may_take: bool,
}

impl Panel {
    /// Puts the panel of a reader together.
    pub(super) fn of(page: &Page, may_take: bool) -> Self {
        let word = |name: &'static str| Word {
            name,
            text: with_slots(page.say("verifying-", name)).html(),
        };
        let check = |check: Check| (check.as_str(), page.of("verifying-check-", check.as_str()));
        Self {
            scripts: assets::has_client().then(|| {
                let script = assets::address("client/record.js");
                (script, assets::address(assets::WORKER))
            }),
            words: WORDS.map(word).into(),
            checks: Check::ALL.map(check).into(),
            may_take,
        }
    }
}

/// Gives a message a place for each thing that script may put in.
fn with_slots(message: Message<'_>) -> Message<'_> {
    SLOTS.into_iter().fold(message, |message, name| {
        let slot = format!(r#"<bdi data-slot="{name}"></bdi>"#);
        message.arg(name, Markup::trusted(slot))
    })
}
