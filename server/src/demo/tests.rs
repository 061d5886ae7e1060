//! The demonstration played on a database of its own.

use std::collections::BTreeSet;

use domain::consensus::{Level, PositionKind};
use domain::instrument::{CallKind, DispositionKind, Instrument, Signature};
use domain::time::Timestamp;
use ledger::jws::StatementKey;

use super::*;
use crate::random::Random;
use crate::signatures::public_of;
use crate::store::{Database, Store};

/// Noon on the first day of 2026.
const NOON: Timestamp = Timestamp::from_micros(1_767_268_800_000_000);

#[tokio::test]
async fn the_network_negotiates_three_revisions_within_its_span() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::in_folder(folder.path());
    let store = Store::open(&database).await.unwrap();
    let clock = Clock::fixed(NOON);
    let office = Office::open(store, clock.clone(), Random::seeded(1))
        .await
        .unwrap();
    let password = Secret::new("not a stretched password".into());
    let keys = Keyring::new([9; 32]);
    fill(&office, &clock, &password, Some(&keys)).await.unwrap();
    assert!(clock.now() <= NOON.plus_seconds(SPAN_SECONDS));

    let register = office.register();
    let network = register.network();
    assert_eq!(network.organisations().count(), 12);
    assert!(
        network
            .delegates()
            .all(domain::network::Delegate::is_accredited)
    );
    assert_eq!(network.delegates().count(), players().unwrap().len());

    let mut instruments = register.instruments();
    let instrument = instruments.next().unwrap();
    is_adopted_and_signed(instruments.next().unwrap());
    let sizes: Vec<_> = instrument
        .revisions()
        .iter()
        .map(|r| r.clauses.len())
        .collect();
    assert_eq!(sizes, [63, 66, 66]);
    let ends: Vec<_> = instrument
        .amendments()
        .iter()
        .map(|a| a.disposition.as_ref().map(|it| it.kind.clone()))
        .collect();
    assert!(ends.len() >= 20);
    for ended in [
        Some(DispositionKind::Adopted),
        Some(DispositionKind::Rejected),
        Some(DispositionKind::Withdrawn),
        None,
    ] {
        assert!(ends.contains(&ended));
    }

    let table = instrument.current().unwrap();
    let held: Vec<_> = table
        .clauses
        .iter()
        .flat_map(|clause| {
            let positions = network
                .organisations()
                .filter_map(|o| instrument.position_of(o.id, clause.id));
            positions.map(|position| (position, position.is_about_another(Some(clause.hash))))
        })
        .collect();
    let kinds: BTreeSet<_> = held.iter().map(|(position, _)| position.kind).collect();
    assert_eq!(kinds, PositionKind::ALL.into());
    assert!(held.iter().any(|(_, is_stale)| *is_stale));

    let is_signed = |by: &str| {
        let by = network
            .organisations()
            .find(|it| it.short_name.or_mark() == by);
        let mine = held
            .iter()
            .filter(|(it, _)| Some(it.organisation) == by.map(|it| it.id));
        mine.map(|(it, _)| it.signed.is_some())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(is_signed("DVC"), [false].into());
    assert_eq!(is_signed("VEA"), [true].into());
    has_keys(network, &keys);

    let levels: BTreeSet<_> = table
        .clauses
        .iter()
        .filter_map(|clause| instrument.evaluation(clause.id, network, clock.now()))
        .flat_map(|evaluation| [evaluation.level, evaluation.firm_level])
        .collect();
    assert_eq!(levels, Level::ALL.into(), "{levels:?}");
}

/// Checks that all organisations but one hold the keys that are told, one of them its second.
fn has_keys(network: &domain::network::Network, keys: &Keyring) {
    let told = keys.held().unwrap();
    for organisation in network.organisations() {
        let own = told
            .iter()
            .find(|it| it.organisation == organisation.short_name.or_mark());
        let own = own.map(|it| StatementKey::from_seed(&it.seed));
        let own = own.map(|it| public_of(&it));
        assert_eq!(
            organisation.keys.active(),
            own,
            "{}",
            organisation.short_name.or_mark()
        );
    }
    let held = network.organisations().map(|it| it.keys.held().len());
    let mut held: Vec<_> = held.collect();
    held.sort_unstable();
    assert_eq!((held[0], held[1], held[10], held[11]), (0, 1, 1, 2));
}

/// Checks that the short text went all the way.
fn is_adopted_and_signed(instrument: &Instrument) {
    assert!(instrument.is_adopted());
    let adopted = &instrument.adopted()[0];
    assert_eq!(adopted.signatures.len(), 10);
    let signed = adopted.signatures.values();
    let count = |said: fn(&Signature) -> usize| signed.clone().map(said).sum::<usize>();
    assert_eq!(count(|it| it.reservations.len()), 1);
    assert_eq!(count(|it| it.dissociations.len()), 1);
    let silent = instrument.calls().into_iter();
    let silent = silent.filter(|it| it.kind == CallKind::Silence);
    assert_eq!(silent.map(|it| it.silenced.len()).sum::<usize>(), 2);
}
