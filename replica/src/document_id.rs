//! The name of a draft on the wire: base 58 with a checksum over its 16 bytes,
//! as automerge-repo writes document identifiers.

use domain::id::DraftId;

/// Returns the document identifier of a draft.
pub fn encode(id: DraftId) -> String {
    bs58::encode(id.as_uuid().as_bytes())
        .with_check()
        .into_string()
}

/// Finds the draft that a document identifier names; none where it is not the
/// checksummed base 58 of 16 bytes.
pub fn decode(text: &str) -> Option<DraftId> {
    // 20 bytes in base 58 need at most 28 digits; base 58 decoding is quadratic.
    if text.len() > 28 {
        return None;
    }
    let bytes = bs58::decode(text).with_check(None).into_vec().ok()?;
    let bytes: [u8; 16] = bytes.try_into().ok()?;
    Some(DraftId::from_uuid(uuid::Uuid::from_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_survive_the_way_there_and_back() {
        for n in [0, 1, u128::MAX, 0x0193_0000_0000_7000_8000_0000_0000_0001] {
            let id = DraftId::from_uuid(uuid::Uuid::from_u128(n));
            assert_eq!(decode(&encode(id)), Some(id), "{n}");
        }
    }

    #[test]
    fn a_wrong_checksum_a_wrong_length_or_a_foreign_letter_names_nothing() {
        let good = encode(DraftId::from_uuid(uuid::Uuid::from_u128(7)));
        let mut swapped = good.clone();
        swapped.replace_range(5..6, if &good[5..6] == "z" { "y" } else { "z" });
        let short = bs58::encode([1, 2, 3]).with_check().into_string();
        for text in [
            swapped,
            short,
            format!("0{good}"),
            String::new(),
            "z".repeat(500),
        ] {
            assert_eq!(decode(&text), None, "{text}");
        }
    }
}
