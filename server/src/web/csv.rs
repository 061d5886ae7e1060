//! Comma-separated values (RFC 4180) that no spreadsheet takes for formulas.

/// What a cell begins with that a spreadsheet would compute, also in full width.
const COMPUTED: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Writes a row with its line end.
pub(crate) fn row(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| written(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

fn written(cell: &str) -> String {
    // Some spreadsheets take leading blanks off before they look.
    let is_computed = cell.starts_with(COMPUTED) || cell.trim_start().starts_with(COMPUTED);
    let guard = if is_computed { "'" } else { "" };
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
            ("＝1+1", "'＝1+1"),
            ("＠SUM(A1)", "'＠SUM(A1)"),
            ("  =1", "'  =1"),
            ("\n=1", "\"'\n=1\""),
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
