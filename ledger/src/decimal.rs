//! Numbers as the formats write them: ASCII decimals with one spelling each.

/// Reads a decimal without sign and without leading zeroes.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|it| it.is_ascii_digit());
    let is_padded = text.len() > 1 && text.starts_with('0');
    if !is_plain || is_padded {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_number_has_one_spelling() {
        assert_eq!(parse("0"), Some(0));
        assert_eq!(parse("18446744073709551615"), Some(u64::MAX));
        for other in [
            "",
            "00",
            "01",
            "+1",
            "-1",
            " 1",
            "1 ",
            "1_0",
            "١",
            "18446744073709551616",
        ] {
            assert_eq!(parse(other), None, "{other:?}");
        }
    }
}
