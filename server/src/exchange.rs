//! Texts in and out: Markdown and plain text become an outline, an outline
//! becomes Markdown, HTML or JSON.
//!
//! # Invariants
//!
//! * Everything here is a function of its arguments; fresh identifiers come from the caller.
//! * Importing an exported Markdown file gives the same outline, and with it the same wording hashes.
//! * Nothing of an imported file is silently dropped: what no clause can carry is listed with its place.

mod annotation;
pub mod export;
pub mod import;
