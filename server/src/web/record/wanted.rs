//! What part of the record a reader wants to see, as it stands in the address.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::i18n::Zone;
use crate::store::{EntryFilter, Page};
use crate::web::problem::Problem;

/// The number of entries on a page.
pub(crate) const ON_PAGE: usize = 50;

/// What a reader wants to see; an empty part lets everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    /// Who acted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) actor: String,
    /// For whom.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) organisation: String,
    /// About which text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) instrument: String,
    /// About which clause.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) clause: String,
    /// Of which kind.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub(crate) fact: String,
    /// The first day, in the reader's zone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) since: String,
    /// The last day, in the reader's zone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) until: String,
    /// Words that are to be in it; for the audit alone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) text: String,
    /// Only entries before this one, the latest of them first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<i64>,
    /// Only the entries that follow this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<i64>,
}

impl Wanted {
    /// Reads what to look for.
    ///
    /// # Errors
    ///
    /// * a field that is wrong, such as a day that is none.
    pub(crate) fn filter(&self, zone: &Zone) -> Result<EntryFilter, Problem> {
        let is_type = |name: &&String| super::sentence::types().any(|it| it == name.as_str());
        let fact = Some(&self.fact).filter(|name| !name.is_empty());
        let since = parsed("since", &self.since, |day| zone.day(day))?;
        let until = parsed("until", &self.until, |day| zone.day(day))?;
        Ok(EntryFilter {
            instrument_id: id("instrument", &self.instrument)?,
            actor_id: id("actor", &self.actor)?,
            organisation_id: id("organisation", &self.organisation)?,
            clause_id: id("clause", &self.clause)?,
            type_prefix: match fact {
                Some(name) if !is_type(&name) => return Err(wrong("type")),
                fact => fact.cloned(),
            },
            from: since.map(|day| day.start),
            until: until.map(|day| day.end),
        })
    }

    /// Returns which part to read: one entry more than a page shows, to know whether there is one.
    pub(crate) fn page(&self) -> Page {
        let limit = u32::try_from(ON_PAGE + 1).unwrap_or(u32::MAX);
        match self.after {
            Some(after) => Page::Oldest {
                after: Some(after),
                limit,
            },
            None => Page::Newest {
                before: self.before,
                limit,
            },
        }
    }

    /// Reports whether this is the page that grows.
    pub(crate) fn is_first_page(&self) -> bool {
        self.before.is_none() && self.after.is_none()
    }

    /// Reads a filter as an address has it, without the place in the list.
    pub(crate) fn parse(query: &str) -> Self {
        let wanted: Self = serde_urlencoded::from_str(query).unwrap_or_default();
        wanted.first_page()
    }

    fn first_page(&self) -> Self {
        Self {
            before: None,
            after: None,
            ..self.clone()
        }
    }

    /// Reports whether something narrows what is shown.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.first_page() != Self::default()
    }

    /// Writes the filter as an address has it, without the place in the list.
    pub(crate) fn query(&self) -> String {
        serde_urlencoded::to_string(self.first_page()).unwrap_or_default()
    }

    /// Returns the address of the entries before one, in the list at a path.
    pub(crate) fn before(&self, path: &str, seq: u64) -> String {
        self.at(path, (i64::try_from(seq).ok(), None))
    }

    /// Returns the address of the entries after one, in the list at a path.
    pub(crate) fn after(&self, path: &str, seq: u64) -> String {
        self.at(path, (None, i64::try_from(seq).ok()))
    }

    fn at(&self, path: &str, (before, after): (Option<i64>, Option<i64>)) -> String {
        let wanted = Self {
            before,
            after,
            ..self.clone()
        };
        let query = serde_urlencoded::to_string(wanted).unwrap_or_default();
        format!("{path}?{query}")
    }
}

fn id<T: FromStr>(name: &str, text: &str) -> Result<Option<T>, Problem> {
    parsed(name, text, |text| text.parse().ok())
}

fn parsed<T>(
    name: &str,
    text: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    parse(text).map(Some).ok_or_else(|| wrong(name))
}

fn wrong(name: &str) -> Problem {
    Problem::invalid_field(format!("/{name}"), format!("nothing has this {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_another_page_keeps_the_filter_and_drops_the_cursor() {
        let wanted = Wanted {
            fact: "position_taken".into(),
            before: Some(7),
            ..Wanted::default()
        };
        assert_eq!(
            wanted.after("/record", 12),
            "/record?type=position_taken&after=12"
        );
        assert_eq!(
            wanted.before("/record", 3),
            "/record?type=position_taken&before=3"
        );
    }

    #[test]
    fn a_filter_that_can_match_nothing_is_refused() {
        let wrong = |make: fn(&mut Wanted)| {
            let mut wanted = Wanted::default();
            make(&mut wanted);
            let problem = wanted.filter(&Zone::utc()).unwrap_err();
            problem.pointer().map(str::to_owned)
        };
        assert_eq!(wrong(|w| w.actor = "1".into()).unwrap(), "/actor");
        assert_eq!(wrong(|w| w.fact = "position\0".into()).unwrap(), "/type");
        assert_eq!(wrong(|w| w.until = "2026-02-30".into()).unwrap(), "/until");
    }
}
