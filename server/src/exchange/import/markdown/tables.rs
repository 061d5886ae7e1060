//! Tables: each row becomes a plain clause, its cells set apart by a bar.

use domain::text::ClauseKind;

use super::Walk;
use crate::exchange::import::block::{Fault, Role};

impl Walk<'_> {
    pub(super) fn start_row(&mut self, at: usize) -> Result<(), Fault> {
        self.cells = 0;
        self.open(Role::Kept(ClauseKind::Clause), at)
    }

    pub(super) fn start_cell(&mut self, at: usize) -> Result<(), Fault> {
        self.cells += 1;
        if self.cells == 1 {
            return Ok(());
        }
        self.write(" | ", at)
    }
}
