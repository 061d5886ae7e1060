//! The record: the ordered log of everything official.

pub mod canonical;
