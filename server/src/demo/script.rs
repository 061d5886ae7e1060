//! The script: who is in the network and what they do, round by round.

use domain::consensus::{Mandate, PositionKind};
use domain::role::NetworkRole;
use domain::text::ClauseKind;
use domain::words::{Constituency, Name, ShortName, Statement};
use serde::Deserialize;

use super::text::ClauseKey;

const SCRIPT: &str = include_str!("../../demo/script.toml");

/// The whole script.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    pub(super) network: Name,
    pub(super) group: Group,
    #[serde(rename = "organisation")]
    pub(super) organisations: Vec<Organisation>,
    #[serde(rename = "person")]
    pub(super) people: Vec<Person>,
    #[serde(rename = "round")]
    pub(super) rounds: Vec<Round>,
}

/// The working group.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub(super) name: Name,
    pub(super) chair: String,
    pub(super) pen_holders: Vec<String>,
    pub(super) members: Vec<String>,
    pub(super) observers: Vec<String>,
}

/// A member organisation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Organisation {
    pub(super) short: ShortName,
    pub(super) name: Name,
    pub(super) constituency: Constituency,
    /// The keys that it signs with; it has none where absent.
    pub(super) key: Option<Holds>,
}

/// What keys an organisation holds in the course of the demonstration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Holds {
    /// The one that it is admitted with.
    One,
    /// Another one after the first round.
    Two,
}

/// A person, known to the script by a key.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) key: String,
    pub(super) name: Name,
    pub(super) role: NetworkRole,
    pub(super) organisation: Option<ShortName>,
}

/// A reading of the text: edits, then a revision, then positions and amendments.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Round {
    /// What the chair says of the revision.
    pub(super) note: Statement,
    #[serde(default, rename = "edit")]
    pub(super) edits: Vec<Edit>,
    #[serde(default)]
    stands: Vec<Stands>,
    #[serde(default)]
    position: Vec<Position>,
    #[serde(default, rename = "amendment")]
    pub(super) amendments: Vec<Amendment>,
}

/// An edit of the working draft: of a clause, or a new one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edit {
    pub(super) by: String,
    pub(super) clause: Option<ClauseKey>,
    pub(super) insert: Option<Place>,
    pub(super) text: Option<String>,
    pub(super) commentary: Option<String>,
}

/// A new clause and where it goes; first in its parent unless it follows a sibling.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) key: ClauseKey,
    pub(super) parent: ClauseKey,
    pub(super) after: Option<ClauseKey>,
    pub(super) kind: ClauseKind,
}

/// Positions without texts of several organisations on several clauses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stands {
    clauses: Vec<ClauseKey>,
    #[serde(default)]
    endorse: Vec<ShortName>,
    #[serde(default)]
    endorse_ad_referendum: Vec<ShortName>,
    #[serde(default)]
    accept: Vec<ShortName>,
    #[serde(default)]
    accept_ad_referendum: Vec<ShortName>,
    #[serde(default)]
    abstain: Vec<ShortName>,
}

/// A position of one organisation on one clause.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Position {
    pub(super) by: ShortName,
    /// Who takes it; the head of delegation where absent.
    pub(super) person: Option<String>,
    pub(super) clause: ClauseKey,
    pub(super) kind: PositionKind,
    #[serde(default)]
    pub(super) mandate: Mandate,
    pub(super) reason: Option<Statement>,
    pub(super) remedy: Option<Statement>,
    pub(super) reservation: Option<Statement>,
}

/// An amendment and how it ends; open where nothing says so.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Amendment {
    pub(super) key: String,
    pub(super) by: ShortName,
    modify: Option<ClauseKey>,
    insert: Option<Place>,
    delete: Option<ClauseKey>,
    alternative: Option<ClauseKey>,
    /// The clause about which the drafters are told something, which is the text.
    hint: Option<ClauseKey>,
    #[serde(rename = "move")]
    moved: Option<Moved>,
    /// The key of the amendment it amends, where it modifies that one's wording.
    pub(super) amends: Option<String>,
    pub(super) heading: Option<String>,
    pub(super) text: Option<String>,
    pub(super) rationale: Statement,
    #[serde(default)]
    pub(super) cosponsors: Vec<ShortName>,
    #[serde(default)]
    pub(super) confirmed: Vec<ShortName>,
    #[serde(default)]
    pub(super) declined: Vec<ShortName>,
    incorporated: Option<Statement>,
    rejected: Option<Statement>,
    withdrawn: Option<Statement>,
}

/// Another place for a clause.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Moved {
    pub(super) clause: ClauseKey,
    pub(super) parent: ClauseKey,
    pub(super) after: Option<ClauseKey>,
}

/// What an amendment would change.
#[derive(Debug)]
pub(super) enum Change<'a> {
    Modify(ClauseKey),
    Insert(&'a Place),
    Delete(ClauseKey),
    Alternative(ClauseKey),
    Hint(ClauseKey),
    Move(&'a Moved),
}

/// How an amendment ends, and what is said of it.
#[derive(Debug)]
pub(super) enum Ending<'a> {
    Incorporated(&'a Statement),
    Rejected(&'a Statement),
    Withdrawn(&'a Statement),
}

impl Script {
    /// Reads the script.
    ///
    /// # Errors
    ///
    /// * the place where the file is not what it should be.
    pub(super) fn read() -> Result<Self, basic_toml::Error> {
        basic_toml::from_str(SCRIPT)
    }
}

impl Round {
    /// Returns every position of the round, organisation by organisation.
    pub(super) fn positions(&self) -> Vec<Position> {
        let stands = self.stands.iter().flat_map(Stands::positions);
        let mut all: Vec<_> = stands.chain(self.position.iter().cloned()).collect();
        all.sort_by(|one, other| one.by.cmp(&other.by));
        all
    }
}

impl Stands {
    fn positions(&self) -> Vec<Position> {
        use Mandate::{AdReferendum, Firm};
        let lists = [
            (PositionKind::Endorse, Firm, &self.endorse),
            (
                PositionKind::Endorse,
                AdReferendum,
                &self.endorse_ad_referendum,
            ),
            (PositionKind::Accept, Firm, &self.accept),
            (
                PositionKind::Accept,
                AdReferendum,
                &self.accept_ad_referendum,
            ),
            (PositionKind::Abstain, Firm, &self.abstain),
        ];
        let mut positions = Vec::new();
        for clause in &self.clauses {
            for (kind, mandate, organisations) in lists {
                positions.extend(organisations.iter().map(|by| Position {
                    by: by.clone(),
                    person: None,
                    clause: *clause,
                    kind,
                    mandate,
                    reason: None,
                    remedy: None,
                    reservation: None,
                }));
            }
        }
        positions
    }
}

impl Amendment {
    /// Returns what it would change; none if the script does not say exactly one thing.
    pub(super) fn change(&self) -> Option<Change<'_>> {
        let all = [
            self.modify.map(Change::Modify),
            self.insert.as_ref().map(Change::Insert),
            self.delete.map(Change::Delete),
            self.alternative.map(Change::Alternative),
            self.hint.map(Change::Hint),
            self.moved.as_ref().map(Change::Move),
        ];
        let mut named = all.into_iter().flatten();
        named.next().filter(|_| named.next().is_none())
    }

    /// Returns how it ends; none while it is open.
    pub(super) fn ending(&self) -> Option<Ending<'_>> {
        let incorporated = self.incorporated.as_ref().map(Ending::Incorporated);
        let rejected = || self.rejected.as_ref().map(Ending::Rejected);
        let withdrawn = || self.withdrawn.as_ref().map(Ending::Withdrawn);
        incorporated.or_else(rejected).or_else(withdrawn)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use domain::text::refused_character;
    use uuid::Uuid;

    use super::super::text::{PRINCIPLES, rich};
    use super::*;

    fn read() -> Script {
        Script::read().unwrap_or_else(|error| panic!("{error}"))
    }

    fn amendments(script: &Script) -> Vec<&Amendment> {
        script
            .rounds
            .iter()
            .flat_map(|round| &round.amendments)
            .collect()
    }

    #[test]
    fn the_network_has_its_parties() {
        let script = read();
        let mut constituencies: BTreeMap<&str, usize> = BTreeMap::new();
        for organisation in &script.organisations {
            *constituencies
                .entry(organisation.constituency.as_str())
                .or_default() += 1;
            let of = |role| {
                let mut people = script.people.iter();
                people
                    .any(|p| p.role == role && p.organisation.as_ref() == Some(&organisation.short))
            };
            assert!(
                of(NetworkRole::Head) && of(NetworkRole::Delegate),
                "{}",
                organisation.short
            );
        }
        assert_eq!(script.organisations.len(), 12);
        assert_eq!(constituencies.len(), 3);
        assert!(constituencies.values().all(|members| *members >= 3));
        let count = |role| script.people.iter().filter(|p| p.role == role).count();
        assert_eq!(count(NetworkRole::Secretariat), 2);
        assert_eq!(count(NetworkRole::Auditor), 1);
        assert_eq!(count(NetworkRole::Observer), 1);
        assert_eq!(count(NetworkRole::Head), 12);
        assert_eq!(count(NetworkRole::Delegate), 12);
    }

    #[test]
    fn everyone_named_is_there() {
        let script = read();
        let people: BTreeSet<_> = script.people.iter().map(|p| p.key.as_str()).collect();
        assert_eq!(people.len(), script.people.len());
        let group = &script.group;
        let seats = [&group.pen_holders, &group.members, &group.observers];
        let edits = script.rounds.iter().flat_map(|round| &round.edits);
        let named = seats
            .into_iter()
            .flatten()
            .chain([&group.chair])
            .chain(edits.map(|edit| &edit.by));
        for key in named {
            assert!(people.contains(key.as_str()), "{key}");
        }
        let organisations: BTreeSet<_> = script.organisations.iter().map(|o| &o.short).collect();
        for round in &script.rounds {
            for position in round.positions() {
                assert!(organisations.contains(&position.by), "{position:?}");
            }
        }
        for amendment in amendments(&script) {
            let asked = amendment.cosponsors.iter().chain([&amendment.by]);
            assert!(
                asked.into_iter().all(|by| organisations.contains(by)),
                "{}",
                amendment.key
            );
            let mut answered = amendment.confirmed.iter().chain(&amendment.declined);
            assert!(
                answered.all(|by| amendment.cosponsors.contains(by)),
                "{}",
                amendment.key
            );
        }
    }

    #[test]
    fn every_clause_named_is_in_the_text_by_then() {
        let script = read();
        let (_, names) = PRINCIPLES.read(Uuid::nil).unwrap();
        let mut known: BTreeSet<_> = names.iter().map(|(key, _)| *key).collect();
        for round in &script.rounds {
            for edit in &round.edits {
                assert!(edit.clause.is_some() != edit.insert.is_some(), "{edit:?}");
                assert!(
                    edit.clause.is_none_or(|key| known.contains(&key)),
                    "{edit:?}"
                );
                known.extend(edit.insert.as_ref().map(|place| place.key));
            }
            for position in round.positions() {
                assert!(known.contains(&position.clause), "{position:?}");
            }
            let mut added = Vec::new();
            for amendment in &round.amendments {
                match amendment.change().expect(&amendment.key) {
                    Change::Modify(key)
                    | Change::Delete(key)
                    | Change::Alternative(key)
                    | Change::Hint(key) => {
                        assert!(known.contains(&key), "{}", amendment.key);
                    }
                    Change::Move(moved) => {
                        let places = [Some(moved.clause), Some(moved.parent), moved.after];
                        let mut places = places.into_iter().flatten();
                        assert!(places.all(|key| known.contains(&key)), "{}", amendment.key);
                    }
                    Change::Insert(place) => {
                        let mut beside = [Some(place.parent), place.after].into_iter().flatten();
                        assert!(beside.all(|key| known.contains(&key)), "{}", amendment.key);
                        assert!(!known.contains(&place.key), "{}", amendment.key);
                        if let Some(Ending::Incorporated(_)) = amendment.ending() {
                            added.push(place.key);
                        }
                    }
                }
            }
            known.extend(added);
        }
    }

    #[test]
    fn there_are_enough_amendments_and_they_end_in_every_way() {
        let script = read();
        let all = amendments(&script);
        assert_eq!(script.rounds.len(), 3);
        assert!(all.len() >= 20);
        let count = |wanted: fn(&Change<'_>) -> bool| {
            all.iter()
                .filter(|a| a.change().is_some_and(|change| wanted(&change)))
                .count()
        };
        assert!(count(|change| matches!(change, Change::Modify(_))) >= 5);
        assert!(count(|change| matches!(change, Change::Insert(_))) >= 3);
        assert!(count(|change| matches!(change, Change::Delete(_))) >= 2);
        let ended = |wanted: fn(Option<Ending<'_>>) -> bool| {
            all.iter().filter(|a| wanted(a.ending())).count()
        };
        assert!(ended(|ending| matches!(ending, Some(Ending::Incorporated(_)))) >= 5);
        assert!(ended(|ending| matches!(ending, Some(Ending::Rejected(_)))) >= 3);
        assert!(ended(|ending| matches!(ending, Some(Ending::Withdrawn(_)))) >= 2);
        assert!(ended(|ending| ending.is_none()) >= 3);
    }

    #[test]
    fn positions_of_every_kind_carry_their_texts() {
        let script = read();
        let positions: Vec<_> = script.rounds.iter().flat_map(Round::positions).collect();
        for kind in PositionKind::ALL {
            assert!(positions.iter().any(|p| p.kind == kind), "{kind}");
        }
        assert!(positions.iter().any(|p| p.mandate == Mandate::AdReferendum));
        for position in &positions {
            let needs_reason = matches!(
                position.kind,
                PositionKind::Concern | PositionKind::Object | PositionKind::Recuse
            );
            assert!(!needs_reason || position.reason.is_some(), "{position:?}");
            let objects = position.kind == PositionKind::Object;
            assert_eq!(objects, position.remedy.is_some(), "{position:?}");
            let reserves = position.kind == PositionKind::EndorseWithReservation;
            assert_eq!(reserves, position.reservation.is_some(), "{position:?}");
        }
        let clauses: BTreeSet<_> = positions.iter().map(|p| p.clause).collect();
        assert!(clauses.len() >= 30);
    }

    #[test]
    fn every_text_can_stand_in_a_clause() {
        let script = read();
        let edits = script.rounds.iter().flat_map(|round| &round.edits);
        let edited = edits.flat_map(|edit| [&edit.text, &edit.commentary]);
        let amended = amendments(&script)
            .into_iter()
            .map(|amendment| &amendment.text);
        for text in edited.chain(amended).flatten() {
            assert_eq!(refused_character(text), None);
            assert!(!rich(text).unwrap().is_empty(), "{text}");
        }
    }
}
