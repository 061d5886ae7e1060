//! The sentence in plain English.

use std::fmt::Display;

use super::{Explanation, Part, StandingObjection};
use crate::consensus::{Among, EndedBy, Ending, Level, Wanted};
use crate::time::Timestamp;

impl<O: Display> Explanation<O> {
    /// Says the sentence in plain English, with dates in UTC and without the full stop.
    pub fn to_english(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(Part::to_english).collect();
        parts.join("; ")
    }
}

impl<O: Display> Part<O> {
    fn to_english(&self) -> String {
        match self {
            Self::NobodyEligible => "nobody is eligible to take part".to_owned(),
            Self::TakenPart {
                participating,
                eligible,
                needed,
            } => {
                let verb = has(*participating);
                format!("{participating} of {eligible} {verb} taken part ({needed} needed)")
            }
            Self::Stale { organisations } => {
                let count = plural(organisations.len(), "position is", "positions are");
                format!("{count} on an earlier wording: {}", list(organisations))
            }
            Self::NobodyTakesSide => "nobody takes a side".to_owned(),
            Self::InFavour {
                favour,
                taking_side,
                needed,
            } => {
                let verb = is(*favour);
                format!(
                    "{favour} of {taking_side} taking a side {verb} in favour ({needed} needed)"
                )
            }
            Self::TooManyObject {
                oppose,
                taking_side,
                allowed,
            } => format!("{oppose} of {taking_side} taking a side object ({allowed} at most)"),
            Self::ConstituencyOpposed {
                constituency,
                taking_side,
                organisations,
            } => format!(
                "{} of {taking_side} taking a side in {constituency} object: {}",
                organisations.len(),
                list(organisations)
            ),
            Self::TooFewEndorse {
                support,
                eligible,
                needed,
            } => {
                let verb = if *support == 1 { "endorses" } else { "endorse" };
                format!("{support} of {eligible} {verb} ({needed} needed)")
            }
            Self::ObjectionsOpen { objections } => {
                let count = plural(objections.len(), "objection is", "objections are");
                format!("{count} open: {}", dated(objections))
            }
            Self::ObjectionsBlock { objections } => {
                let count = plural(objections.len(), "objection blocks", "objections block");
                format!("{count}: {}", dated(objections))
            }
            Self::Reached { level } => capital(*level).to_owned(),
            Self::Concerns { organisations } => {
                let count = plural(organisations.len(), "concern is", "concerns are");
                format!("{count} on record: {}", list(organisations))
            }
            Self::Reservations { organisations } => {
                let count = plural(organisations.len(), "reservation is", "reservations are");
                format!("{count} on record: {}", list(organisations))
            }
            Self::Dissent { organisations } => {
                let count = plural(organisations.len(), "objection stays", "objections stay");
                format!("{count} on record: {}", list(organisations))
            }
            Self::BySilence { organisations } => {
                let count = plural(organisations.len(), "accepts", "accept");
                format!("{count} by silence: {}", list(organisations))
            }
            Self::Provisional { organisations } => {
                let count = plural(organisations.len(), "position counts", "positions count");
                format!(
                    "{count} provisionally, after an editorial change: {}",
                    list(organisations)
                )
            }
            Self::AdReferendum { firm_level } => {
                let level = capital(*firm_level);
                format!("ad referendum: with firm positions alone the level is {level}")
            }
            Self::WouldGive {
                endorsements,
                acceptances,
                favourable,
                objections,
                follows,
            } => {
                let mut steps = positions(*endorsements, *acceptances, favourable);
                if *follows {
                    steps.push(end_of_these(objections));
                } else {
                    steps.extend(ends(objections));
                }
                format!("{} would give Consensus", and(&steps))
            }
        }
    }
}

fn positions<O>(endorsements: u64, acceptances: u64, wanted: &[Wanted<O>]) -> Vec<String> {
    let count = endorsements + acceptances;
    let what = match (endorsements, acceptances) {
        (0, 0) => return Vec::new(),
        (1, 0) => "1 more endorsement".to_owned(),
        (_, 0) => format!("{count} more endorsements"),
        (0, 1) => "1 more acceptance or endorsement".to_owned(),
        (0, _) => format!("{count} more acceptances or endorsements"),
        _ => format!(
            "{count} more acceptances or endorsements, {endorsements} at least of the latter,"
        ),
    };
    let from = match wanted {
        [only] if only.among == Among::Anyone => String::new(),
        [only] => format!(" from {}", who(only)),
        several => {
            let each: Vec<_> = (several.iter())
                .map(|it| format!("{} from {}", it.count, who(it)))
                .collect();
            format!(" ({})", each.join(", "))
        }
    };
    vec![what + &from]
}

fn who<O>(wanted: &Wanted<O>) -> String {
    let who = match wanted.among {
        Among::Silent => "silent organisations",
        Among::Abstaining => "abstaining organisations",
        Among::Concerned => "organisations with a concern",
        Among::Anyone => "any others",
    };
    match &wanted.constituency {
        Some(constituency) => format!("{who} of {constituency}"),
        None => who.to_owned(),
    }
}

/// Says how objections end that were named just before.
fn end_of_these<O>(objections: &[Ending<O>]) -> String {
    let all = |by: &[EndedBy]| objections.iter().all(|it| it.by == by);
    let both = [EndedBy::Withdrawal, EndedBy::Decision];
    let end = match objections.len() {
        1 if all(&both) => "its withdrawal or a decision",
        1 if all(&[EndedBy::Withdrawal]) => "its withdrawal",
        1 => "a decision on it",
        _ if all(&both) => "their withdrawal or decisions on them",
        _ if all(&[EndedBy::Withdrawal]) => "their withdrawal",
        _ if all(&[EndedBy::Decision]) => "decisions on them",
        _ => return String::new(),
    };
    end.to_owned()
}

fn ends<O: Display>(objections: &[Ending<O>]) -> Vec<String> {
    let both = [EndedBy::Withdrawal, EndedBy::Decision];
    [&both[..], &[EndedBy::Withdrawal], &[EndedBy::Decision]]
        .into_iter()
        .filter_map(|by| {
            let objectors: Vec<&O> = (objections.iter())
                .filter(|it| it.by == by)
                .map(|it| &it.organisation)
                .collect();
            end_of(&objectors, by)
        })
        .collect()
}

fn end_of<O: Display>(objectors: &[&O], by: &[EndedBy]) -> Option<String> {
    let (objection, decision, them) = match objectors.len() {
        0 => return None,
        1 => ("objection", "a decision", "it"),
        _ => ("objections", "decisions", "them"),
    };
    let whose = format!("the {objection} of {}", and(objectors));
    Some(match by {
        [EndedBy::Withdrawal] => format!("the withdrawal of {whose}"),
        [EndedBy::Decision] => format!("{decision} on {whose}"),
        _ => format!("the withdrawal of {whose} or {decision} on {them}"),
    })
}

fn dated<O: Display>(objections: &[StandingObjection<O>]) -> String {
    match objections {
        [only] => match only.raised_at {
            Some(at) => format!("{}, raised {}", only.organisation, day(at)),
            None => only.organisation.to_string(),
        },
        several => {
            let named: Vec<_> = several.iter().map(in_list).collect();
            named.join(", ")
        }
    }
}

fn in_list<O: Display>(objection: &StandingObjection<O>) -> String {
    match objection.raised_at {
        Some(at) => format!("{} (raised {})", objection.organisation, day(at)),
        None => objection.organisation.to_string(),
    }
}

fn day(at: Timestamp) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let date = jiff::tz::Offset::UTC.to_datetime(at.as_jiff()).date();
    let month = usize::from(date.month().unsigned_abs()) - 1;
    format!("{} {}", date.day(), MONTHS[month])
}

fn list<O: Display>(organisations: &[O]) -> String {
    let names: Vec<String> = organisations.iter().map(O::to_string).collect();
    names.join(", ")
}

fn and<T: Display>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [only] => only.to_string(),
        [others @ .., last] => format!("{} and {last}", list(others)),
    }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

const fn has(count: u64) -> &'static str {
    if count == 1 { "has" } else { "have" }
}

const fn is(count: u64) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

const fn capital(level: Level) -> &'static str {
    match level {
        Level::NoQuorum => "No quorum",
        Level::Divergence => "Divergence",
        Level::SignificantOpposition => "Significant opposition",
        Level::InsufficientSupport => "Insufficient support",
        Level::ObjectionsOpen => "Objections open",
        Level::Consensus => "Consensus",
        Level::FullConsensus => "Full consensus",
    }
}
