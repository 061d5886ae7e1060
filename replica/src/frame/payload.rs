//! What applications send each other in ephemeral messages, as far as the server looks at it.

use domain::text::refused_character;
use minicbor::Decoder;
use minicbor::data::Type;

/// The depth to which the items of a message may be nested.
const MAX_DEPTH: u8 = 8;

/// Reports whether bytes are one well-formed item of CBOR whose texts say what
/// they look like: no control character, nothing that turns the direction.
///
/// Lengths that are left open are not taken.
pub fn is_plain(data: &[u8]) -> bool {
    let mut input = Decoder::new(data);
    plain_item(&mut input, 0).is_some() && input.position() == data.len()
}

/// Passes over one item; each step consumes input, so its size bounds the work.
fn plain_item(input: &mut Decoder<'_>, depth: u8) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    let inner = match input.datatype().ok()? {
        Type::String => {
            let text = input.str().ok()?;
            return refused_character(text).is_none().then_some(());
        }
        Type::Array => input.array().ok()??,
        Type::Map => input.map().ok()??.checked_mul(2)?,
        Type::Tag => {
            input.tag().ok()?;
            1
        }
        Type::ArrayIndef
        | Type::MapIndef
        | Type::BytesIndef
        | Type::StringIndef
        | Type::Break
        | Type::Unknown(_) => return None,
        _ => return input.skip().ok(),
    };
    for _ in 0..inner {
        plain_item(input, depth + 1)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use minicbor::Encoder;

    use super::*;

    fn a_map(key: &str, value: &str) -> Vec<u8> {
        let mut out = Encoder::new(Vec::new());
        out.map(1).unwrap().str(key).unwrap().str(value).unwrap();
        out.into_writer()
    }

    #[test]
    fn an_application_may_say_what_it_likes_in_plain_words() {
        assert!(is_plain(&a_map("name", "Amina Diallo")));
        assert!(is_plain(&a_map("\u{645}\u{646}", "\u{645}\u{646}\n")));
        assert!(is_plain(&[0xf7]), "undefined");
        assert!(
            is_plain(&[0xa1, 0x61, b'a', 0xc1, 0xf9, 0x3c, 0x00]),
            "a tagged number"
        );
    }

    #[test]
    fn what_would_read_otherwise_than_it_is_written_is_not_plain() {
        assert!(!is_plain(&a_map("name", "a\u{202e}b")));
        assert!(!is_plain(&a_map("na\u{2066}me", "a")));
        assert!(!is_plain(&a_map("name", "a\u{7}b")));
    }

    #[test]
    fn what_is_not_one_item_of_cbor_is_not_plain() {
        let huge = [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        let open = [0x7f, 0x61, b'a', 0xff];
        for bytes in [
            &[][..],
            &[0xa1, 0x61],
            &[1, 2],
            &[0xff],
            &[0x81; 900],
            &huge,
            &open,
        ] {
            assert!(!is_plain(bytes), "{bytes:?}");
        }
    }
}
