//! Reads numbers and bytes from hostile input, never past its end.

/// The input ended early, or a number does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

/// A place in some bytes.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.rest.len()
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Malformed> {
        let (byte, rest) = self.rest.split_first().ok_or(Malformed)?;
        self.rest = rest;
        Ok(*byte)
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(Malformed)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// Reads an unsigned LEB128 number of at most 64 bits.
    pub(crate) fn unsigned(&mut self) -> Result<u64, Malformed> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                return Err(Malformed);
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Malformed)
    }

    /// Reads a signed LEB128 number of at most 64 bits.
    pub(crate) fn signed(&mut self) -> Result<i64, Malformed> {
        let mut value = 0_i64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && !matches!(byte, 0 | 0x7f) {
                return Err(Malformed);
            }
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let negative = byte & 0x40 != 0 && shift < 57;
                return Ok(if negative {
                    value | (-1 << (shift + 7))
                } else {
                    value
                });
            }
        }
        Err(Malformed)
    }

    /// Reads a count of things of at least `size` bytes each, of which there
    /// are at most `limit`; a greater count than there is room for is refused.
    pub(crate) fn count(&mut self, size: usize, limit: usize) -> Result<usize, Malformed> {
        let count = usize::try_from(self.unsigned()?).map_err(|_| Malformed)?;
        let fits = count
            .checked_mul(size)
            .is_some_and(|bytes| bytes <= self.rest.len());
        if fits && count <= limit {
            Ok(count)
        } else {
            Err(Malformed)
        }
    }

    /// Reads bytes that follow their length, of which there are at most `limit`.
    pub(crate) fn bytes(&mut self, limit: usize) -> Result<&'a [u8], Malformed> {
        let count = self.count(1, limit)?;
        self.take(count)
    }
}

/// Appends an unsigned LEB128 number.
pub(crate) fn write_unsigned(out: &mut Vec<u8>, value: usize) {
    let mut rest = value;
    while rest >= 0x80 {
        out.push(u8::try_from(rest & 0x7f).unwrap_or_default() | 0x80);
        rest >>= 7;
    }
    out.push(u8::try_from(rest).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_leb128() {
        let unsigned: [(&[u8], u64); 4] = [
            (&[0], 0),
            (&[0xe5, 0x8e, 0x26], 624_485),
            (&[0x80, 0], 0),
            (&[0xff; 9], 0),
        ];
        for (bytes, value) in unsigned {
            let expected = if bytes.len() == 9 {
                Err(Malformed)
            } else {
                Ok(value)
            };
            assert_eq!(Reader::new(bytes).unsigned(), expected);
        }
        let mut greatest = [0xff; 10];
        greatest[9] = 1;
        assert_eq!(Reader::new(&greatest).unsigned(), Ok(u64::MAX));
        greatest[9] = 2;
        assert_eq!(Reader::new(&greatest).unsigned(), Err(Malformed));
        for value in [
            0,
            1,
            -1,
            63,
            64,
            -64,
            -65,
            8_191,
            -123_456,
            i64::MAX,
            i64::MIN,
        ] {
            let mut bytes = Vec::new();
            let mut rest = value;
            loop {
                let byte = u8::try_from(rest & 0x7f).unwrap();
                rest >>= 7;
                let last = (rest == 0 && byte & 0x40 == 0) || (rest == -1 && byte & 0x40 != 0);
                bytes.push(if last { byte } else { byte | 0x80 });
                if last {
                    break;
                }
            }
            assert_eq!(Reader::new(&bytes).signed(), Ok(value), "{bytes:x?}");
        }
    }

    #[test]
    fn a_count_greater_than_the_input_is_refused_before_anything_is_reserved() {
        let huge = [0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3];
        assert_eq!(Reader::new(&huge).count(1, usize::MAX), Err(Malformed));
        assert_eq!(Reader::new(&[3, 0, 0]).count(1, 9), Err(Malformed));
        assert_eq!(Reader::new(&[2, 0, 0]).count(1, 1), Err(Malformed));
        assert_eq!(Reader::new(&[2, 0, 0]).count(1, 9), Ok(2));
    }
}
