//! Instants as forms ask for them: a day, from its first moment in UTC on.

use domain::time::Timestamp;

/// A day typed into a form, such as `2026-03-01`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day(pub(super) Timestamp);

impl TryFrom<String> for Day {
    type Error = ();

    fn try_from(text: String) -> Result<Self, ()> {
        format!("{text}T00:00:00Z")
            .parse()
            .map(Self)
            .map_err(|_| ())
    }
}

/// Writes the day of an instant as a form proposes it.
pub(super) fn day_of(at: Timestamp) -> String {
    at.to_string()
        .split('T')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// An identifier typed or chosen in a form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen<T>(pub(super) T);

impl<T: std::str::FromStr> TryFrom<String> for Chosen<T> {
    type Error = T::Err;

    fn try_from(text: String) -> Result<Self, T::Err> {
        text.parse().map(Self)
    }
}
