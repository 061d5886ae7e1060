//! Live drafts on a real database: what the server does to them, who may take
//! part, and what is kept.

#![expect(clippy::unwrap_used, reason = "a step that fails, fails its test")]

mod editor;
mod operations;
mod peers;
mod rights;
mod support;
