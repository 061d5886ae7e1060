//! The blocks of a tar file, of which a bundle uses exactly one form.
//!
//! Name and size say everything else in a header, so that a reader makes the header itself and
//! compares: no byte of it is free.

/// The number of bytes of a block.
pub const BLOCK: usize = 512;
/// The greatest number of bytes of a name.
pub const MAX_NAME: usize = 99;
/// The greatest size of a part, in bytes.
pub const MAX_PART: usize = 32 * 1024 * 1024;

/// A block that is no header of a bundle's part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidHeader {
    /// The name is empty, too long or not made of what names are made of.
    #[error("the name is none that a bundle has")]
    Name,
    /// The size is no octal number or too great.
    #[error("the size is none that a part can have")]
    Size,
    /// Another byte than name and size ask for.
    #[error("byte {0} of the header is not what name and size ask for")]
    Byte(usize),
}

/// Makes the header of a part; none if no part can have this name or size.
pub fn header(name: &str, size: usize) -> Option<[u8; BLOCK]> {
    if !is_name(name) || size > MAX_PART {
        return None;
    }
    let mut block = [0; BLOCK];
    let mut put = |at: usize, bytes: &[u8]| block[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, name.as_bytes());
    put(100, b"0000444\0");
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    put(124, format!("{size:011o}\0").as_bytes());
    put(136, b"00000000000\0");
    // The checksum counts its own place as spaces.
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    Some(block)
}

/// Reads the name and the size from a header, every other byte of which must follow from them.
///
/// # Errors
///
/// * [`InvalidHeader`] says what is wrong with it.
pub fn read_header(block: &[u8; BLOCK]) -> Result<(&str, usize), InvalidHeader> {
    let end = block.iter().position(|byte| *byte == 0);
    let name = end.and_then(|end| std::str::from_utf8(&block[..end]).ok());
    let name = name
        .filter(|name| is_name(name))
        .ok_or(InvalidHeader::Name)?;
    let digits = std::str::from_utf8(&block[124..135]).map_err(|_| InvalidHeader::Size)?;
    let size = usize::from_str_radix(digits, 8).map_err(|_| InvalidHeader::Size)?;
    let expected = header(name, size).ok_or(InvalidHeader::Size)?;
    let differs = block.iter().zip(&expected).position(|(a, b)| a != b);
    differs.map_or(Ok((name, size)), |at| Err(InvalidHeader::Byte(at)))
}

/// Returns how many zero bytes follow a part to fill its last block.
pub const fn padding(size: usize) -> usize {
    (BLOCK - size % BLOCK) % BLOCK
}

fn is_name(name: &str) -> bool {
    let permitted =
        |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'/' | b'.' | b'-');
    !name.is_empty() && name.len() <= MAX_NAME && name.bytes().all(permitted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_as_it_was_made() {
        for (name, size) in [
            ("bundle.json", 0),
            ("tile/0/x001/234", 8192),
            ("a-b", MAX_PART),
        ] {
            let block = header(name, size).unwrap();
            assert_eq!(read_header(&block), Ok((name, size)));
        }
    }

    #[test]
    fn no_bit_of_a_header_is_free() {
        let block = header("tile/entries/x001/234.p/5", 70_001).unwrap();
        for at in 0..BLOCK * 8 {
            let mut other = block;
            other[at / 8] ^= 1 << (at % 8);
            let read = read_header(&other);
            assert_ne!(read, Ok(("tile/entries/x001/234.p/5", 70_001)), "bit {at}");
            assert!(read.is_err(), "bit {at}");
        }
    }

    #[test]
    fn no_header_is_made_for_what_no_part_can_be() {
        assert!(header("", 1).is_none());
        assert!(header("Name", 1).is_none());
        assert!(header(&"n".repeat(MAX_NAME + 1), 1).is_none());
        assert!(header("n", MAX_PART + 1).is_none());
    }
}
