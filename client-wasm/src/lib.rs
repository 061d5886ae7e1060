//! The browser's half of Clausewise: a replica of the live draft, and
//! redlines while typing.
//!
//! It is compiled to WebAssembly and driven by the small TypeScript shell in
//! `editor/`. What a change means is decided here; the shell draws and listens.
//!
//! # Map
//!
//! * [`ClientDraft`]: what the shell sees of one open draft
//! * [`redline()`]: how a text differs from the one it proposes to change
//! * `comparing`: what a draft changes in the text it was made from
//! * `drafting`: edits, bursts, and which changes the server has confirmed
//! * `link`: one connection, frames in and frames out
//! * `presence`: carets of others
//! * `view`: the shapes handed to the shell

mod comparing;
mod drafting;
mod glue;
mod link;

mod presence;
mod redline;
mod view;

pub use glue::{ClientDraft, direction, redline};
