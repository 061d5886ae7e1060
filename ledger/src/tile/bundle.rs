//! Bundles of entries: each with its length before it, in two bytes.

/// Is the length of the longest entry, in bytes.
pub const MAX_ENTRY_BYTES: usize = u16::MAX as usize;

/// Why entries do not make a bundle, or bytes not entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// The entry's length does not fit in two bytes.
    #[error("an entry of {0} bytes is too long for a bundle")]
    EntryTooLong(usize),
    /// The bytes end within an entry.
    #[error("the bundle ends within an entry")]
    CutShort,
}

/// Writes entries one after the other, each after its length.
///
/// # Errors
///
/// * [`BundleError::EntryTooLong`] if one is longer than [`MAX_ENTRY_BYTES`].
pub fn encode_bundle<'a>(
    entries: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Vec<u8>, BundleError> {
    let mut bytes = Vec::new();
    for entry in entries {
        let length =
            u16::try_from(entry.len()).map_err(|_| BundleError::EntryTooLong(entry.len()))?;
        bytes.extend(length.to_be_bytes());
        bytes.extend(entry);
    }
    Ok(bytes)
}

/// Reads the entries of a bundle one by one, without copying; ends after an error.
#[derive(Debug, Clone)]
pub struct Entries<'a> {
    rest: &'a [u8],
}

impl<'a> Entries<'a> {
    /// Starts to read a bundle.
    pub const fn of(bundle: &'a [u8]) -> Self {
        Self { rest: bundle }
    }

    fn cut(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.rest.split_first_chunk::<2>()?;
        let (entry, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
        self.rest = rest;
        Some(entry)
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<&'a [u8], BundleError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let entry = self.cut();
        if entry.is_none() {
            self.rest = &[];
        }
        Some(entry.ok_or(BundleError::CutShort))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_as_they_went_in() {
        let longest = vec![7; MAX_ENTRY_BYTES];
        let entries: [&[u8]; 4] = [b"one", b"", &longest, b"\0\x01"];
        let bundle = encode_bundle(entries).unwrap();
        assert_eq!(&bundle[..7], b"\0\x03one\0\0");
        let read: Result<Vec<&[u8]>, BundleError> = Entries::of(&bundle).collect();
        assert_eq!(read.unwrap(), entries);
    }

    #[test]
    fn a_bundle_ends_with_an_entry() {
        for cut in [&b"\0"[..], b"\0\x01", b"\0\x01ab\0\x02c"] {
            let last = Entries::of(cut).last();
            assert_eq!(last, Some(Err(BundleError::CutShort)), "{cut:?}");
        }
        assert_eq!(Entries::of(b"\0\x02c").count(), 1);
        assert_eq!(Entries::of(b"").count(), 0);
    }

    #[test]
    fn an_entry_fits_its_length() {
        let entry = vec![0; MAX_ENTRY_BYTES + 1];
        assert_eq!(
            encode_bundle([entry.as_slice()]),
            Err(BundleError::EntryTooLong(entry.len()))
        );
    }
}
