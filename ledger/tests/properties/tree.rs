//! Every proof of every tree up to some size verifies, and no change of it does.

use std::collections::HashMap;

use ledger::hash::{EMPTY_ROOT, Hash, leaf_hash, node_hash};
use ledger::tile::{TileId, encode_tile, node_in_tile, place_of, tiles_of};
use ledger::tree::{
    Frontier, NodeId, ProofNodes, TreeError, consistency_nodes, frontier_nodes, inclusion_nodes,
    verify_consistency, verify_inclusion,
};
use proptest::prelude::*;

const SIZES: u64 = 300;

/// A log with all its nodes, and its root at every size.
struct Log {
    nodes: HashMap<NodeId, Hash>,
    roots: Vec<Hash>,
}

impl Log {
    fn of(entries: &[Vec<u8>]) -> Self {
        let mut frontier = Frontier::new();
        let mut log = Self {
            nodes: HashMap::new(),
            roots: vec![frontier.root()],
        };
        for entry in entries {
            log.nodes.extend(frontier.append(leaf_hash(entry)));
            log.roots.push(frontier.root());
        }
        log
    }

    fn counting(size: u64) -> Self {
        let entries: Vec<Vec<u8>> = (0..size).map(|it| it.to_be_bytes().to_vec()).collect();
        Self::of(&entries)
    }

    fn size(&self) -> u64 {
        self.roots.len() as u64 - 1
    }

    fn root(&self, size: u64) -> &Hash {
        &self.roots[usize::try_from(size).expect("a small tree")]
    }

    fn leaf(&self, index: u64) -> &Hash {
        &self.nodes[&NodeId { level: 0, index }]
    }

    fn hashes(&self, ids: &[NodeId]) -> Vec<Hash> {
        ids.iter().map(|id| self.nodes[id]).collect()
    }

    fn proof(&self, nodes: &ProofNodes) -> Vec<Hash> {
        let hashes = self.hashes(nodes.ids());
        nodes.proof(&hashes).expect("one hash for each node")
    }

    fn inclusion(&self, index: u64, size: u64) -> Vec<Hash> {
        self.proof(&inclusion_nodes(index, size).expect("an entry of the tree"))
    }

    fn consistency(&self, old: u64, new: u64) -> Vec<Hash> {
        self.proof(&consistency_nodes(old, new).expect("a tree that grew"))
    }

    fn tile(&self, tile: TileId) -> Vec<Hash> {
        let indices = (0..tile.width.count() as u64).map(|it| tile.first_node() + it);
        let level = tile.level * 8;
        let ids: Vec<NodeId> = indices.map(|index| NodeId { level, index }).collect();
        self.hashes(&ids)
    }
}

/// Computes a root as RFC 6962 defines it, by its recursion.
fn defined_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => EMPTY_ROOT,
        [leaf] => *leaf,
        leaves => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&defined_root(left), &defined_root(right))
        }
    }
}

fn changed(proof: &[Hash]) -> impl Iterator<Item = Vec<Hash>> {
    let bits = 0..proof.len() * 256;
    bits.map(|bit| {
        let mut changed = proof.to_vec();
        let mut bytes = *changed[bit / 256].as_bytes();
        bytes[bit % 256 / 8] ^= 1 << (bit % 8);
        changed[bit / 256] = Hash::new(bytes);
        changed
    })
}

fn longer_and_shorter(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let mut others = vec![
        [proof, &[EMPTY_ROOT]].concat(),
        [&[EMPTY_ROOT], proof].concat(),
    ];
    if let Some((last, rest)) = proof.split_last() {
        others.push(rest.to_vec());
        others.push(proof[1..].to_vec());
        others.push([rest, &[*last, *last]].concat());
    }
    others
}

#[test]
fn the_root_is_the_one_that_is_defined() {
    let log = Log::counting(SIZES);
    let leaves: Vec<Hash> = (0..SIZES).map(|it| *log.leaf(it)).collect();
    for size in 0..=leaves.len() {
        assert_eq!(log.roots[size], defined_root(&leaves[..size]), "{size}");
    }
}

#[test]
fn a_tree_is_taken_up_again_from_its_right_edge() {
    let log = Log::counting(SIZES);
    for size in 0..SIZES {
        let nodes = log.hashes(&frontier_nodes(size));
        let mut frontier = Frontier::from_nodes(size, nodes).unwrap();
        assert_eq!(frontier.root(), *log.root(size));
        frontier.append(*log.leaf(size));
        assert_eq!(
            (frontier.size(), frontier.root()),
            (size + 1, *log.root(size + 1))
        );
    }
    assert_eq!(
        Frontier::from_nodes(3, vec![EMPTY_ROOT]),
        Err(TreeError::WrongNumberOfNodes {
            expected: 2,
            found: 1
        })
    );
    assert_eq!(
        Frontier::from_nodes(1 << 63, vec![EMPTY_ROOT]),
        Err(TreeError::TooLarge(1 << 63))
    );
}

#[test]
fn every_entry_is_proved_to_every_tree_that_has_it() {
    let log = Log::counting(SIZES);
    for size in 0..=SIZES {
        for index in 0..size {
            let proof = log.inclusion(index, size);
            let verified = verify_inclusion(log.leaf(index), index, size, &proof, log.root(size));
            assert_eq!(verified, Ok(()), "{index} of {size}");
        }
        assert!(inclusion_nodes(size, size).is_err());
    }
}

#[test]
fn every_tree_is_proved_to_begin_every_larger_one() {
    let log = Log::counting(SIZES);
    for new in 0..=SIZES {
        for old in 0..=new {
            let proof = log.consistency(old, new);
            let verified = verify_consistency(old, new, &proof, log.root(old), log.root(new));
            assert_eq!(verified, Ok(()), "{old} to {new}");
        }
        assert!(consistency_nodes(new + 1, new).is_err());
    }
}

#[test]
fn no_proof_of_inclusion_survives_the_change_of_a_bit_or_a_hash_more_or_less() {
    let log = Log::counting(SIZES);
    for size in (1..=SIZES).step_by(13) {
        for index in (0..size).step_by(11) {
            let proof = log.inclusion(index, size);
            for other in changed(&proof).chain(longer_and_shorter(&proof)) {
                let verified =
                    verify_inclusion(log.leaf(index), index, size, &other, log.root(size));
                assert!(verified.is_err(), "{index} of {size}");
            }
        }
    }
}

#[test]
fn no_proof_of_consistency_survives_the_change_of_a_bit_or_a_hash_more_or_less() {
    let log = Log::counting(SIZES);
    for new in (1..=SIZES).step_by(13) {
        for old in (1..=new).step_by(11) {
            let proof = log.consistency(old, new);
            for other in changed(&proof).chain(longer_and_shorter(&proof)) {
                let verified = verify_consistency(old, new, &other, log.root(old), log.root(new));
                assert!(verified.is_err(), "{old} to {new}");
            }
        }
    }
}

#[test]
fn a_proof_holds_for_its_place_and_its_tree_alone() {
    let log = Log::counting(70);
    for size in 1..=70 {
        for index in 0..size {
            let proof = log.inclusion(index, size);
            for other in (0..=size).filter(|it| *it != index) {
                let verified =
                    verify_inclusion(log.leaf(index), other, size, &proof, log.root(size));
                assert!(verified.is_err(), "{index} as {other} of {size}");
            }
        }
    }
}

#[test]
fn the_empty_tree_begins_every_tree_and_no_other_root_does() {
    let log = Log::counting(5);
    let root = log.root(5);
    assert_eq!(verify_consistency(0, 5, &[], &EMPTY_ROOT, root), Ok(()));
    assert!(verify_consistency(0, 5, &[], root, root).is_err());
    assert!(verify_consistency(0, 5, &[*root], &EMPTY_ROOT, root).is_err());
    assert!(verify_consistency(5, 5, &[], root, &EMPTY_ROOT).is_err());
}

#[test]
fn every_node_of_a_tree_is_found_in_its_tiles() {
    let log = Log::counting(70_000);
    for (id, hash) in &log.nodes {
        let place = place_of(*id, log.size()).unwrap();
        assert_eq!(
            node_in_tile(&place, &log.tile(place.tile)),
            Some(*hash),
            "{id:?}"
        );
    }
    let next = NodeId {
        level: 0,
        index: log.size(),
    };
    assert_eq!(place_of(next, log.size()), None);
    for tile in tiles_of(log.size()) {
        assert_eq!(encode_tile(&log.tile(tile)).len(), 32 * tile.width.count());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_logs_prove_their_entries_and_their_growth(
        entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..200),
        seed in any::<(u64, u64)>(),
    ) {
        let log = Log::of(&entries);
        let (size, index) = (1 + seed.0 % log.size(), seed.1);
        let index = index % size;
        let proof = log.inclusion(index, size);
        let leaf = leaf_hash(&entries[usize::try_from(index).unwrap()]);
        prop_assert_eq!(verify_inclusion(&leaf, index, size, &proof, log.root(size)), Ok(()));
        let proof = log.consistency(size, log.size());
        let verified = verify_consistency(size, log.size(), &proof, log.root(size), log.root(log.size()));
        prop_assert_eq!(verified, Ok(()));
    }

    #[test]
    fn hostile_sizes_and_proofs_are_refused_without_a_panic(
        numbers in any::<(u64, u64)>(),
        length in 0..130_usize,
    ) {
        let proof = vec![EMPTY_ROOT; length];
        let _ = verify_inclusion(&EMPTY_ROOT, numbers.0, numbers.1, &proof, &EMPTY_ROOT);
        let verified = verify_consistency(numbers.0, numbers.1, &proof, &EMPTY_ROOT, &EMPTY_ROOT);
        prop_assert!(verified.is_err() || numbers.0 == numbers.1);
        if let Ok(nodes) = inclusion_nodes(numbers.0, numbers.1) {
            prop_assert!(nodes.ids().len() <= 128);
        }
        if let Ok(nodes) = consistency_nodes(numbers.0, numbers.1) {
            prop_assert!(nodes.ids().len() <= 128);
        }
    }
}
