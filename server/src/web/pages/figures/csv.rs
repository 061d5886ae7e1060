//! Data as comma-separated values (RFC 4180) that no spreadsheet takes for formulas.

use super::figure::Table;

/// What a cell begins with that a spreadsheet would compute.
const COMPUTED: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Writes a table.
pub(super) fn write(table: &Table) -> String {
    let head = row(table.head.iter().cloned());
    let rows = table
        .rows
        .iter()
        .map(|cells| row(cells.iter().map(super::figure::Cell::plain)));
    std::iter::once(head).chain(rows).collect()
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| written(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

fn written(cell: &str) -> String {
    let guard = if cell.starts_with(COMPUTED) { "'" } else { "" };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    } else {
        format!("{guard}{cell}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("+41", "'+41"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            ("=\"a\",b", "\"'=\"\"a\"\",b\""),
        ] {
            assert_eq!(written(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn what_would_end_a_cell_is_quoted() {
        for (cell, expected) in [
            ("EMB-1", "EMB-1"),
            ("a, b", "\"a, b\""),
            ("say \"yes\"", "\"say \"\"yes\"\"\""),
            ("one\ntwo", "\"one\ntwo\""),
        ] {
            assert_eq!(written(cell), expected, "{cell:?}");
        }
    }
}
