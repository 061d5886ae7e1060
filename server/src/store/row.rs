//! Conversions shared by the rows of several tables.

use std::fmt::Display;

use domain::time::Timestamp;

use super::StoreError;

/// Reads an instant of a row, refusing one that no clock of ours could have written.
pub(super) fn instant(
    micros: i64,
    table: &'static str,
    id: &dyn Display,
) -> Result<Timestamp, StoreError> {
    let at = Timestamp::from_micros(micros);
    if at.as_micros() == micros {
        Ok(at)
    } else {
        Err(inconsistent(table, id))
    }
}

/// Reads a fixed number of bytes of a row.
pub(super) fn array<const N: usize>(
    bytes: Vec<u8>,
    table: &'static str,
    id: &dyn Display,
) -> Result<[u8; N], StoreError> {
    bytes.try_into().map_err(|_| inconsistent(table, id))
}

/// Makes the error of a row that does not convert.
pub(super) fn inconsistent(table: &'static str, id: &dyn Display) -> StoreError {
    StoreError::Inconsistent {
        table,
        id: id.to_string(),
    }
}
