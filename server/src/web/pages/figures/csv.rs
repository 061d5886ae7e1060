//! Data of a figure as comma-separated values.

use super::figure::Table;
use crate::web::csv::row;

/// Writes a table.
pub(super) fn write(table: &Table) -> String {
    let head = row(table.head.iter().cloned());
    let rows = table
        .rows
        .iter()
        .map(|cells| row(cells.iter().map(super::figure::Cell::plain)));
    std::iter::once(head).chain(rows).collect()
}
