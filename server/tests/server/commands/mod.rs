//! The commands of the program, as a secretariat calls them.

mod amendments;
mod consensus;
mod custody;
mod exchange;
