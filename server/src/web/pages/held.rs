//! Positions as they were taken.

use domain::consensus::{Mandate, PositionKind};
use domain::instrument::Position;
use domain::network::Network;
use domain::time::Timestamp;

use super::status::tone;
use super::text::given;

/// A position that was taken, with everything it says.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    /// The organisation's short name.
    pub(crate) organisation: String,
    /// What it says.
    pub(crate) said: Said,
    /// When it was taken.
    pub(crate) at: Timestamp,
    /// Who took it.
    pub(crate) delegate: String,
    /// The revision in which the wording was read.
    pub(crate) revision: u32,
    /// The wording it is about.
    pub(crate) hash: String,
    /// The entry of the record.
    pub(crate) seq: u64,
}

/// What a position says.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    /// The kind's stable name.
    pub(crate) kind: &'static str,
    /// Whether it speaks for the text: `good`, `warn`, `bad` or nothing.
    pub(crate) tone: &'static str,
    /// The mandate's stable name, where there is a choice of mandates.
    pub(crate) mandate: Option<&'static str>,
    /// The texts it carries, each with the name of what it is.
    pub(crate) texts: Vec<(&'static str, String)>,
}

impl Said {
    /// Puts together what a position says.
    pub(crate) fn new(
        kind: PositionKind,
        mandate: Mandate,
        [reservation, reason, remedy]: [Option<String>; 3],
    ) -> Self {
        let texts = [
            ("reservation", reservation),
            ("reason", reason),
            ("remedy", remedy),
        ];
        Self {
            kind: kind.as_str(),
            tone: tone(kind),
            mandate: kind.is_favourable().then(|| mandate.as_str()),
            texts: texts
                .into_iter()
                .filter_map(|(name, text)| Some((name, text?)))
                .collect(),
        }
    }
}

impl Held {
    /// Shows a position.
    pub(crate) fn of(network: &Network, position: &Position) -> Self {
        let texts = [&position.reservation, &position.reason, &position.remedy];
        Self {
            organisation: network.short_name(position.organisation).to_owned(),
            said: Said::new(
                position.kind,
                position.mandate_now(),
                texts.map(|text| given(text.as_ref())),
            ),
            at: position.at,
            delegate: network.delegate_name(position.delegate).to_owned(),
            revision: position.revision,
            hash: position.text_hash.to_string(),
            seq: position.seq,
        }
    }
}
