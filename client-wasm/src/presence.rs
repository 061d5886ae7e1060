//! Carets of others, as they travel in ephemeral messages.
//!
//! The message is a CBOR map of ours. Whoever sends it is untrusted: it is
//! bounded and checked before anything of it is resolved, and who it is comes
//! from the server, which put it beside the message.

use domain::id::ClauseId;
use domain::text::refused_character;
use minicbor::{Decoder, Encoder};
use replica::{Field, is_caret};

/// The longest message that is looked at, in bytes.
const LONGEST_MESSAGE: usize = 1_024;
/// The longest name that is shown, in characters.
const LONGEST_NAME: usize = 60;

/// Where somebody says to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Presence {
    /// With a caret in a text; both ends are carets of Automerge.
    At {
        clause: ClauseId,
        field: Field,
        anchor: String,
        head: String,
    },
    /// In no text.
    Gone,
}

impl Presence {
    /// Writes the message.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::new(Vec::new());
        self.write(&mut encoder)
            .expect("writing to a vector cannot fail");
        encoder.into_writer()
    }

    fn write(
        &self,
        encoder: &mut Encoder<Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<std::convert::Infallible>> {
        let Self::At {
            clause,
            field,
            anchor,
            head,
        } = self
        else {
            encoder.map(1)?.str("gone")?.bool(true)?;
            return Ok(());
        };
        let clause = clause.to_string();
        let entries = [
            ("clause", clause.as_str()),
            ("field", field.as_str()),
            ("anchor", anchor),
            ("head", head),
        ];
        encoder.map(entries.len() as u64)?;
        for (key, value) in entries {
            encoder.str(key)?.str(value)?;
        }
        Ok(())
    }

    /// Reads a message; none where it is not one of ours.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > LONGEST_MESSAGE {
            return None;
        }
        let mut decoder = Decoder::new(bytes);
        let mut fields = Fields::default();
        for _ in 0..decoder.map().ok()?? {
            match decoder.str().ok()? {
                "clause" => fields.clause = Some(decoder.str().ok()?.parse().ok()?),
                "field" => fields.field = Some(Field::from_name(decoder.str().ok()?)?),
                "anchor" => fields.anchor = Some(caret(&mut decoder)?),
                "head" => fields.head = Some(caret(&mut decoder)?),
                "gone" => return decoder.bool().ok()?.then_some(Self::Gone),
                _ => decoder.skip().ok()?,
            }
        }
        fields.into_presence()
    }
}

#[derive(Default)]
struct Fields {
    clause: Option<ClauseId>,
    field: Option<Field>,
    anchor: Option<String>,
    head: Option<String>,
}

impl Fields {
    fn into_presence(self) -> Option<Presence> {
        Some(Presence::At {
            clause: self.clause?,
            field: self.field?,
            anchor: self.anchor?,
            head: self.head?,
        })
    }
}

fn caret(decoder: &mut Decoder<'_>) -> Option<String> {
    let text = decoder.str().ok()?;
    is_caret(text).then(|| text.to_owned())
}

/// Returns a name as it may be shown: short, on one line, reading as it is written.
pub(crate) fn shown_name(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_control() && refused_character(c.encode_utf8(&mut [0; 4])).is_none())
        .take(LONGEST_NAME)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presence() -> Presence {
        Presence::At {
            clause: ClauseId::from_uuid(uuid::Uuid::from_u128(5)),
            field: Field::Commentary,
            anchor: "3@ab".into(),
            head: "e".into(),
        }
    }

    #[test]
    fn a_caret_survives_the_way_there_and_back() {
        for sent in [presence(), Presence::Gone] {
            assert_eq!(Presence::decode(&sent.encode()), Some(sent));
        }
    }

    #[test]
    fn names_cannot_turn_the_text_around_or_fill_the_page() {
        let long = format!("a\u{202E}b\n{}", "x".repeat(500));
        assert_eq!(shown_name(&long), format!("ab{}", "x".repeat(58)));
    }

    #[test]
    fn what_is_no_caret_is_passed_over() {
        let mut hostile = presence();
        if let Presence::At { anchor, .. } = &mut hostile {
            *anchor = "é@ab".into();
        }
        assert_eq!(Presence::decode(&hostile.encode()), None);
        assert_eq!(Presence::decode(&[0xa1, 0x61]), None);
        assert_eq!(Presence::decode(&[0xbf; 40]), None);
        assert_eq!(Presence::decode(&vec![0x80; 5_000]), None);
    }
}
