//! What the words beside an entry are: names, reasons, wordings.

use serde_json::Value;

use super::{ContentRef, Fact};
use crate::id::DelegateId;

/// The members of a fact's body that refer to words beside its entry, wherever they stand in it.
const NAMES: [&str; 16] = [
    "address",
    "answer",
    "delegate_name",
    "evidence",
    "filter",
    "instruction",
    "name",
    "note",
    "passage",
    "rationale",
    "reason",
    "remedy",
    "reservation",
    "short_name",
    "source",
    "statement",
];
/// Members that refer to words in some places and are something else in others.
const AMONG: [(&str, &str); 2] = [("reservations", "text"), ("by", "organisation")];
/// Members that are wordings or titles: what is agreed to.
const WORDINGS: [&str; 3] = ["content", "title", "wording"];

impl Fact {
    /// Returns what each content beside the entry is, in the order of their places.
    pub fn named_contents(&self) -> Vec<(&'static str, ContentRef)> {
        let mut found = Vec::new();
        collect(&self.to_value()["body"], "", &mut found);
        found.sort_by_key(|(_, place)| *place);
        found
    }

    /// Returns the words beside the entry that are a text to be agreed to, and not about it.
    pub fn wordings(&self) -> Vec<ContentRef> {
        let named = self.named_contents().into_iter();
        named
            .filter(|(name, _)| WORDINGS.contains(name))
            .map(|(_, place)| place)
            .collect()
    }

    /// Returns the words beside the entry that are a person's name or address; none if it is about
    /// somebody else.
    pub fn personal(&self, person: DelegateId) -> Vec<ContentRef> {
        match self {
            Self::NetworkFounded {
                delegate,
                delegate_name,
                address,
                ..
            } if *delegate == person => vec![*delegate_name, *address],
            Self::DelegateInvited {
                delegate,
                name,
                address,
                ..
            } if *delegate == person => vec![*name, *address],
            _ => Vec::new(),
        }
    }

    /// Returns whose name and address stand beside the entry.
    pub const fn names(&self) -> Option<DelegateId> {
        match self {
            Self::NetworkFounded { delegate, .. } | Self::DelegateInvited { delegate, .. } => {
                Some(*delegate)
            }
            _ => None,
        }
    }
}

fn collect(value: &Value, within: &str, found: &mut Vec<(&'static str, ContentRef)>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let place = value.as_u64().and_then(|place| u16::try_from(place).ok());
                match place.and_then(|place| Some((named(name, within)?, place))) {
                    Some((name, place)) => found.push((name, ContentRef::at(place))),
                    None => collect(value, name, found),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                collect(item, within, found);
            }
        }
        _ => {}
    }
}

fn named(name: &str, within: &str) -> Option<&'static str> {
    let among = AMONG.iter().find(|it| **it == (within, name));
    let everywhere = NAMES.iter().chain(&WORDINGS).find(|it| **it == name);
    among.map(|it| it.1).or(everywhere.copied())
}
