//! Positions as they were taken.

use domain::api::PositionStatement;
use domain::consensus::{Mandate, PositionKind};
use domain::id::AmendmentId;
use domain::instrument::{Entered, Instrument, Position};
use domain::network::Network;
use domain::time::Timestamp;

use super::curing::named_cures;
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
    /// How it was given, where the secretariat entered it.
    pub(crate) entered: Option<GivenOtherwise>,
    /// The fingerprint of the key it was signed with; absent where the server alone says so.
    pub(crate) signed: Option<String>,
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
    /// The organisation whose objection it joins.
    pub(crate) joins: Option<String>,
    /// The amendments that would cure an objection: address and number.
    pub(crate) cures: Vec<(String, u32)>,
}

/// How a position was given that the secretariat entered.
#[derive(Debug, Clone)]
pub(crate) struct GivenOtherwise {
    /// By what way: the stable name.
    pub(crate) channel: &'static str,
    /// What proves it.
    pub(crate) evidence: String,
    /// What the organisation said of it: `awaited`, `confirmed` or `contested`.
    pub(crate) answer: &'static str,
}

/// What is beside the kind and the texts of a position.
#[derive(Debug, Clone, Copy)]
struct Named<'a> {
    joins: Option<u64>,
    cures: &'a [AmendmentId],
}

impl Said {
    /// Shows what a position would say that is not taken yet.
    pub(crate) fn proposed(
        network: &Network,
        instrument: &Instrument,
        statement: &PositionStatement,
    ) -> Self {
        let words = [
            &statement.passage,
            &statement.reservation,
            &statement.reason,
            &statement.remedy,
        ];
        let named = Named {
            joins: statement.joins,
            cures: &statement.cures,
        };
        Self::new(
            (statement.kind, statement.mandate),
            words.map(|text| text.as_ref().map(ToString::to_string)),
            named,
            (network, instrument),
        )
    }

    fn new(
        (kind, mandate): (PositionKind, Mandate),
        [passage, reservation, reason, remedy]: [Option<String>; 4],
        named: Named<'_>,
        (network, instrument): (&Network, &Instrument),
    ) -> Self {
        let texts = [
            ("passage", passage),
            ("reservation", reservation),
            ("reason", reason),
            ("remedy", remedy),
        ];
        let joined = named.joins.and_then(|seq| instrument.objection(seq));
        Self {
            kind: kind.as_str(),
            tone: tone(kind),
            mandate: kind.is_favourable().then(|| mandate.as_str()),
            texts: texts
                .into_iter()
                .filter_map(|(name, text)| Some((name, text?)))
                .collect(),
            joins: joined.map(|it| network.short_name(it.organisation).to_owned()),
            cures: named_cures(instrument, named.cures),
        }
    }
}

impl GivenOtherwise {
    fn of(entered: &Entered) -> Self {
        Self {
            channel: entered.channel.as_str(),
            evidence: entered.evidence.or_mark().to_owned(),
            answer: match &entered.answer {
                None => "awaited",
                Some(_) if entered.is_contested() => "contested",
                Some(_) => "confirmed",
            },
        }
    }
}

impl Held {
    /// Shows a position.
    pub(crate) fn of(network: &Network, instrument: &Instrument, position: &Position) -> Self {
        let texts = [
            &position.passage,
            &position.reservation,
            &position.reason,
            &position.remedy,
        ];
        let named = Named {
            joins: position.joins,
            cures: &position.cures,
        };
        Self {
            organisation: network.short_name(position.organisation).to_owned(),
            said: Said::new(
                (position.kind, position.mandate_now()),
                texts.map(|text| given(text.as_ref())),
                named,
                (network, instrument),
            ),
            at: position.at,
            delegate: network.delegate_name(position.delegate).to_owned(),
            revision: position.revision,
            hash: position.text_hash.to_string(),
            seq: position.seq,
            entered: position.entered.as_ref().map(GivenOtherwise::of),
            signed: signing_key(network, position),
        }
    }
}

/// Returns the fingerprint of the key that a position was signed with.
fn signing_key(network: &Network, position: &Position) -> Option<String> {
    position.signed?;
    let keys = &network.organisation(position.organisation)?.keys;
    Some(keys.at(position.seq)?.fingerprint().to_string())
}
