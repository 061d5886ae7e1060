//! Live drafts on a real database: what the server does to them, who may take
//! part, and what is kept.

mod editor;
mod operations;
mod peers;
mod rights;
mod support;
