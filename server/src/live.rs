//! Live drafts: the rooms in which people write, and what is done to a draft
//! by the server itself.
//!
//! Each draft that somebody looks at has one room, a task of its own that owns
//! the document. Everything that happens to the draft goes through the room, one
//! thing after another.
//!
//! # Invariants
//!
//! * A change is committed before anyone but its author hears of it, the author's
//!   acknowledgement included.
//! * What an act does to a draft and the act's entry are one transaction.
//! * Who wrote what is taken from the session, never from what a change says.

mod adopting;
mod anchor;
mod authorship;
mod batch;
mod bucket;
mod codrafting;
mod connection;
mod connections;
mod discussing;
mod edit;
mod error;
mod footing;
mod fork;
mod hub;
mod limits;
mod load;
mod operations;
mod outbox;
mod pace;
mod peer;
mod podium;
mod presence;
mod room;
mod view;

pub use adopting::{
    adopt, adopt_modified, adopt_part, plan_undoing, plan_undoing_part, undo_adoption, undo_part,
};
pub use authorship::{Appearance, Authorship, appearance, authorship};
pub use codrafting::{
    DraftedView, carry_draft_amendment, change_draft_sponsor, discard_draft_amendment,
    draft_amendment, draft_amendments, open_draft_amendment, plan_carrying, preview_amendment,
    table_draft_amendment,
};
pub use connection::socket;
pub use discussing::{open_check, open_thread, whereabouts};
pub use edit::ClauseEdit;
pub use error::LiveError;
pub use hub::Hub;
pub use limits::{Limits, Rate};
pub use operations::{
    Edited, decide_removal, edit, edit_draft, import_text, open_instrument, preview, table_revision,
};
pub use pace::Pace;
pub use podium::{Podium, show_in_room};
pub use view::DraftView;

/// What the server calls itself among peers.
const SERVER_NAME: &str = "clausewise";
