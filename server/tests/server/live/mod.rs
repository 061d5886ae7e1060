//! Live drafts on a real database: what the server does to them, who may take
//! part, and what is kept.

mod codrafting;
pub(crate) mod door;
mod editor;
mod entrance;
mod limits;
mod operations;
mod pages;
mod peers;
mod rights;
pub(crate) mod support;
