//! Columns of a change, expanded only as far as there are operations.
//!
//! A run length of a few bytes can stand for billions of rows; no row is made
//! before the rows have been counted.

use crate::reader::{Malformed, Reader};

/// Counts the rows of a run-length column without expanding it.
pub(super) fn count_rows(column: &[u8], limit: usize) -> Result<usize, TooMany> {
    let mut reader = Reader::new(column);
    let mut rows = 0_usize;
    while !reader.is_empty() {
        let count = match reader.signed()? {
            0 => reader.unsigned()?,
            run if run > 0 => {
                reader.unsigned()?;
                run.unsigned_abs()
            }
            literal => {
                let literal = literal.unsigned_abs();
                if literal > reader.len() as u64 {
                    return Err(TooMany::Malformed);
                }
                for _ in 0..literal {
                    reader.unsigned()?;
                }
                literal
            }
        };
        rows = usize::try_from(count)
            .ok()
            .and_then(|count| rows.checked_add(count))
            .filter(|rows| *rows <= limit)
            .ok_or(TooMany::Rows)?;
    }
    Ok(rows)
}

/// Why rows cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TooMany {
    Rows,
    Malformed,
}

impl From<Malformed> for TooMany {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// Expands a run-length column to exactly `rows` rows; those it lacks are null.
pub(super) fn run_lengths<'a, T: Clone>(
    column: &'a [u8],
    rows: usize,
    read: impl Fn(&mut Reader<'a>) -> Result<T, Malformed>,
) -> Result<Vec<Option<T>>, Malformed> {
    let mut reader = Reader::new(column);
    let mut values = Vec::with_capacity(rows);
    while !reader.is_empty() {
        let room = rows - values.len();
        match reader.signed()? {
            0 => {
                let count = within(reader.unsigned()?, room)?;
                values.resize(values.len() + count, None);
            }
            run if run > 0 => {
                let count = within(run.unsigned_abs(), room)?;
                let value = read(&mut reader)?;
                values.resize(values.len() + count, Some(value));
            }
            literal => {
                for _ in 0..within(literal.unsigned_abs(), room)? {
                    values.push(Some(read(&mut reader)?));
                }
            }
        }
    }
    values.resize(rows, None);
    Ok(values)
}

/// Expands a column of unsigned numbers.
pub(super) fn numbers(column: &[u8], rows: usize) -> Result<Vec<Option<u64>>, Malformed> {
    run_lengths(column, rows, Reader::unsigned)
}

/// Expands a column of texts.
pub(super) fn texts(column: &[u8], rows: usize) -> Result<Vec<Option<&str>>, Malformed> {
    run_lengths(column, rows, |reader| {
        let bytes = reader.bytes(usize::MAX)?;
        std::str::from_utf8(bytes).map_err(|_| Malformed)
    })
}

/// Expands a column of differences to the counters they add up to.
pub(super) fn deltas(column: &[u8], rows: usize) -> Result<Vec<Option<u64>>, Malformed> {
    let mut sum = 0_i64;
    run_lengths(column, rows, Reader::signed)?
        .into_iter()
        .map(|delta| {
            let Some(delta) = delta else { return Ok(None) };
            sum = sum.checked_add(delta).ok_or(Malformed)?;
            u64::try_from(sum).map(Some).map_err(|_| Malformed)
        })
        .collect()
}

/// Expands a column of alternating runs of false and true.
pub(super) fn booleans(column: &[u8], rows: usize) -> Result<Vec<bool>, Malformed> {
    let mut reader = Reader::new(column);
    let mut values = Vec::with_capacity(rows);
    let mut value = false;
    while !reader.is_empty() {
        let count = within(reader.unsigned()?, rows - values.len())?;
        values.resize(values.len() + count, value);
        value = !value;
    }
    values.resize(rows, false);
    Ok(values)
}

fn within(count: u64, room: usize) -> Result<usize, Malformed> {
    usize::try_from(count)
        .ok()
        .filter(|count| *count <= room)
        .ok_or(Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_literals_and_nulls_are_expanded() {
        // Two sevens, one null, and the literals 1, 2.
        let column = [2, 7, 0, 1, 0x7e, 1, 2];
        let expected = [Some(7), Some(7), None, Some(1), Some(2)];
        assert_eq!(numbers(&column, 5), Ok(expected.to_vec()));
        assert_eq!(numbers(&column, 6).map(|v| v.len()), Ok(6));
        assert_eq!(numbers(&column, 4), Err(Malformed));
        assert_eq!(count_rows(&column, 5), Ok(5));
        assert_eq!(count_rows(&column, 4), Err(TooMany::Rows));
        let summed = [Some(7), Some(14), None, Some(15), Some(17)];
        assert_eq!(deltas(&column, 5), Ok(summed.to_vec()));
        assert_eq!(booleans(&[1, 2], 4), Ok(vec![false, true, true, false]));
    }

    #[test]
    fn a_run_of_billions_reserves_nothing() {
        let run = [0xff, 0xff, 0xff, 0xff, 0x07, 7];
        assert_eq!(count_rows(&run, 10_000), Err(TooMany::Rows));
        assert_eq!(numbers(&run, 10), Err(Malformed));
        let nulls = [0, 0xff, 0xff, 0xff, 0xff, 0x0f];
        assert_eq!(count_rows(&nulls, 10_000), Err(TooMany::Rows));
        let literal = [0x80, 0x80, 0x80, 0x80, 0x78, 1];
        assert_eq!(count_rows(&literal, 10_000), Err(TooMany::Malformed));
    }
}
