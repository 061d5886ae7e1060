//! What a monitor can find, and the exit status of each kind.

use serde::{Deserialize, Serialize};

/// How much of what others say is shown, in characters.
const LONGEST: usize = 400;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident = $status:literal, $name:literal;)+) => {
        /// What is wrong, the gravest kind first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum Kind { $($(#[doc = $doc])+ $kind),+ }

        impl Kind {
            /// Every kind, in the order of their exit statuses.
            #[cfg(test)]
            pub(crate) const ALL: [Self; [$(Self::$kind),+].len()] = [$(Self::$kind),+];

            /// Returns the status that a program ends with when this is the gravest that was found.
            pub(crate) const fn exit_status(self) -> u8 {
                match self { $(Self::$kind => $status),+ }
            }

            /// Returns the kind's stable name.
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $name),+ }
            }
        }
    };
}

kinds! {
    /// The log is not a continuation of what it was.
    Fork = 10, "fork";
    /// The log's key did not sign what the server shows.
    Signature = 11, "signature";
    /// Entries are not those that were sealed, or none that there can be.
    Entries = 12, "entries";
    /// A witness has signed another log.
    SplitView = 13, "split_view";
    /// The organisation's key is, or is about to be, another one.
    ChangedKey = 14, "changed_key";
    /// An act in the organisation's name, or about its people, of which it has no paper.
    Foreign = 15, "foreign";
    /// What the organisation signed or was given a receipt for is not in the log.
    Missing = 16, "missing";
    /// Too few witnesses have signed.
    Quorum = 17, "quorum";
    /// What is recorded is not sealed, or what is sealed is not shown.
    Stale = 18, "stale";
    /// The server does not answer as it should.
    Unreachable = 19, "unreachable";
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Finding {
    /// What kind of thing it is.
    pub(crate) kind: Kind,
    /// Its stable name, by which it is accepted.
    pub(crate) name: String,
    /// The entry it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) entry: Option<u64>,
    /// What is wrong, in words.
    pub(crate) what: String,
    /// The files in the state's folder that prove it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) evidence: Vec<String>,
}

impl Finding {
    /// Says that something is wrong.
    pub(crate) fn new(kind: Kind, name: impl AsRef<str>, what: impl AsRef<str>) -> Self {
        Self {
            kind,
            name: clean(name.as_ref()),
            entry: None,
            what: clean(what.as_ref()),
            evidence: Vec::new(),
        }
    }

    /// Says that something is wrong with an entry.
    pub(crate) fn at(kind: Kind, entry: u64, what: impl AsRef<str>) -> Self {
        Self {
            entry: Some(entry),
            ..Self::new(kind, Self::name_of_entry(entry), what)
        }
    }

    /// Names what is found about an entry.
    pub(crate) fn name_of_entry(entry: u64) -> String {
        format!("entry-{entry}")
    }

    /// Names the files that prove it.
    #[must_use]
    pub(crate) fn proven_by(self, evidence: Vec<String>) -> Self {
        Self { evidence, ..self }
    }

    /// Reports whether it stays true whatever the server shows later.
    pub(crate) const fn is_lasting(&self) -> bool {
        match self.kind {
            Kind::Fork | Kind::Signature | Kind::SplitView => true,
            Kind::Entries => self.entry.is_some(),
            _ => false,
        }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (kind, name) = (self.kind.as_str().to_uppercase(), &self.name);
        write!(f, "{kind} {name}: {}", self.what)?;
        match self.evidence.as_slice() {
            [] => Ok(()),
            files => write!(f, " (evidence: {})", files.join(", ")),
        }
    }
}

/// Makes a text that others may have written safe for a terminal: one line, of bounded length.
pub(crate) fn clean(text: &str) -> String {
    let shown = text.chars().take(LONGEST);
    shown
        .map(|it| if is_plain(it) { it } else { '\u{fffd}' })
        .collect()
}

/// Reports whether a character neither controls a terminal nor turns the direction of a line.
fn is_plain(it: char) -> bool {
    !it.is_control()
        && !matches!(it, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_own_status_and_the_gravest_is_the_smallest() {
        let statuses = Kind::ALL.map(Kind::exit_status);
        assert!(statuses.is_sorted_by(|a, b| a < b));
        assert!(Kind::ALL.is_sorted());
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }

    #[test]
    fn what_others_say_is_one_short_line() {
        let finding = Finding::new(Kind::Stale, "stale", "\x1b[2J\r\u{202e}evil");
        assert_eq!(
            finding.to_string(),
            "STALE stale: \u{fffd}[2J\u{fffd}\u{fffd}evil"
        );
        assert_eq!(clean(&"x".repeat(5_000)).chars().count(), LONGEST);
    }
}
