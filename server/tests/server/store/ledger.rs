//! The tree over the entries, checkpoints and cosignatures, on both databases.

use ledger::hash::{Hash, leaf_hash};
use ledger::tree::{Frontier, NodeId, frontier_nodes, verify_consistency, verify_inclusion};
use server::store::{Checkpoint, Cosignature, LedgerOrigin, Store, StoreError, Tx};

use crate::databases::{Kind, OwnDatabase};
use crate::store::support::{
    NOON, an_entry, append, assert_refused, refuses_all, run, store_contract,
};

store_contract!(
    every_entry_has_its_leaf_and_the_nodes_it_completes,
    proofs_lead_to_the_root,
    an_undone_entry_leaves_no_leaf,
    nodes_refuse_change_removal_and_gaps,
    a_ledger_has_one_name_and_one_key,
    checkpoints_grow_and_stay,
    cosignatures_stand_on_checkpoints,
);

/// Returns the nodes of every level, as a tree of the entries' own bytes has them.
fn nodes_of(size: i64) -> (Vec<(NodeId, Hash)>, Frontier) {
    let mut frontier = Frontier::new();
    let leaves = (0..size).map(|seq| leaf_hash(&an_entry(seq).entry.bytes));
    let mut nodes: Vec<_> = leaves.flat_map(|leaf| frontier.append(leaf)).collect();
    nodes.sort_by_key(|(id, _)| *id);
    (nodes, frontier)
}

async fn fill(store: &Store, size: i64) {
    let mut tx = store.begin().await.unwrap();
    for seq in 0..size {
        tx.append(&an_entry(seq)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn stored_nodes(tx: &mut Tx) -> Vec<(NodeId, Hash)> {
    let mut nodes = Vec::new();
    for level in 0..12 {
        let first = NodeId { level, index: 0 };
        let hashes = tx.nodes(first, 10_000).await.unwrap();
        let ids = (0..).map(|index| NodeId { level, index });
        nodes.extend(ids.zip(hashes));
    }
    nodes
}

async fn every_entry_has_its_leaf_and_the_nodes_it_completes(store: Store) {
    const SIZE: i64 = 70;
    for seq in 0..SIZE {
        append(&store, &an_entry(seq)).await;
        let mut tx = store.snapshot().await.unwrap();
        let (nodes, frontier) = nodes_of(seq + 1);
        assert_eq!(stored_nodes(&mut tx).await, nodes, "after entry {seq}");
        assert_eq!(tx.tree_size().await.unwrap(), frontier.size());
        let root = tx.tree_root(frontier.size()).await.unwrap();
        assert_eq!(root, frontier.root());
    }
    let mut tx = store.snapshot().await.unwrap();
    let beyond = tx.tree_root(SIZE.unsigned_abs() + 1).await;
    assert!(
        matches!(beyond, Err(StoreError::Inconsistent { .. })),
        "{beyond:?}"
    );
}

async fn proofs_lead_to_the_root(store: Store) {
    const SIZE: u64 = 21;
    fill(&store, 21).await;
    let mut tx = store.snapshot().await.unwrap();
    for size in 1..=SIZE {
        let root = tx.tree_root(size).await.unwrap();
        for index in 0..size {
            let leaf = tx.node(NodeId { level: 0, index }).await.unwrap();
            let proof = tx.inclusion_proof(index, size).await.unwrap();
            verify_inclusion(&leaf, index, size, &proof, &root).unwrap();
        }
        let old_root = tx.tree_root(size / 2).await.unwrap();
        let proof = tx.consistency_proof(size / 2, size).await.unwrap();
        verify_consistency(size / 2, size, &proof, &old_root, &root).unwrap();
    }
    for absent in [
        tx.inclusion_proof(SIZE, SIZE).await,
        tx.inclusion_proof(0, SIZE + 20).await,
        tx.consistency_proof(SIZE, 1).await,
    ] {
        assert!(
            matches!(absent, Err(StoreError::Inconsistent { .. })),
            "{absent:?}"
        );
    }
}

async fn an_undone_entry_leaves_no_leaf(store: Store) {
    let mut tx = store.begin().await.unwrap();
    tx.append(&an_entry(0)).await.unwrap();
    drop(tx);
    let mut tx = store.snapshot().await.unwrap();
    assert_eq!(tx.tree_size().await.unwrap(), 0);
    assert_eq!(tx.nodes(frontier_nodes(1)[0], 1).await.unwrap(), []);
}

async fn nodes_refuse_change_removal_and_gaps(store: Store) {
    fill(&store, 3).await;
    refuses_all(
        &store,
        &[
            "UPDATE tree_nodes SET hash = hash",
            "DELETE FROM tree_nodes",
            "INSERT INTO tree_nodes SELECT 0, 3, hash FROM tree_nodes WHERE level = 1",
            "INSERT INTO tree_nodes SELECT 0, 5, hash FROM tree_nodes WHERE level = 1",
            "INSERT INTO tree_nodes SELECT 1, 1, hash FROM tree_nodes WHERE level = 1",
            "INSERT INTO tree_nodes SELECT 1, 0, hash FROM tree_nodes WHERE level = 1",
        ],
    )
    .await;
}

async fn a_ledger_has_one_name_and_one_key(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.ledger_origin().await.unwrap(), None);
    for origin in ["first.example/ledger", "second.example/ledger"] {
        tx.name_ledger(origin).await.unwrap();
    }
    tx.set_ledger_key(&[7; 32]).await.unwrap();
    let known = LedgerOrigin {
        origin: "second.example/ledger".into(),
        key: Some([7; 32]),
    };
    assert_eq!(tx.ledger_origin().await.unwrap(), Some(known));
    tx.commit().await.unwrap();
    for refused in [true, false] {
        let mut tx = store.begin().await.unwrap();
        let result = if refused {
            tx.name_ledger("third.example/ledger").await
        } else {
            tx.set_ledger_key(&[8; 32]).await
        };
        assert_refused(&result);
    }
    refuses_all(&store, &["DELETE FROM ledger_origin"]).await;
}

async fn a_checkpoint(tx: &mut Tx, size: u64) -> Checkpoint {
    Checkpoint {
        size,
        root: tx.tree_root(size).await.unwrap(),
        note: format!("note {size}\n"),
        at: NOON,
    }
}

async fn checkpoints_grow_and_stay(store: Store) {
    fill(&store, 5).await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.last_checkpoint().await.unwrap(), None);
    for size in [2, 5] {
        let checkpoint = a_checkpoint(&mut tx, size).await;
        tx.insert_checkpoint(&checkpoint).await.unwrap();
        assert_eq!(
            tx.last_checkpoint().await.unwrap(),
            Some(checkpoint.clone())
        );
        assert_eq!(tx.checkpoint(size).await.unwrap(), Some(checkpoint));
    }
    let sizes = |found: Vec<Checkpoint>| found.iter().map(|it| it.size).collect::<Vec<_>>();
    assert_eq!(sizes(tx.checkpoints(0, 9).await.unwrap()), [2, 5]);
    assert_eq!(sizes(tx.checkpoints(2, 9).await.unwrap()), [5]);
    assert_eq!(sizes(tx.checkpoints(0, 1).await.unwrap()), [2]);
    assert_eq!(tx.checkpoint(3).await.unwrap(), None);
    tx.commit().await.unwrap();
    for size in [3, 5, 6] {
        let mut tx = store.begin().await.unwrap();
        let other = Checkpoint {
            size,
            ..a_checkpoint(&mut tx, 1).await
        };
        assert_refused(&tx.insert_checkpoint(&other).await);
    }
    refuses_all(
        &store,
        &["DELETE FROM checkpoints", "UPDATE checkpoints SET at = 1"],
    )
    .await;
}

async fn cosignatures_stand_on_checkpoints(store: Store) {
    fill(&store, 5).await;
    let mut tx = store.begin().await.unwrap();
    let cosignature = |size, witness: &str, line: &str| Cosignature {
        size,
        witness: witness.to_owned(),
        line: line.to_owned(),
        at: NOON,
    };
    for size in [2, 5] {
        let checkpoint = a_checkpoint(&mut tx, size).await;
        tx.insert_checkpoint(&checkpoint).await.unwrap();
    }
    for (size, witness, line) in [(2, "a", "1"), (5, "a", "2"), (2, "b", "3"), (2, "a", "4")] {
        tx.insert_cosignature(&cosignature(size, witness, line))
            .await
            .unwrap();
    }
    let found = tx.cosignatures(2).await.unwrap();
    assert_eq!(found, [cosignature(2, "a", "1"), cosignature(2, "b", "3")]);
    for (witness, size) in [("a", 5), ("b", 2), ("c", 0)] {
        assert_eq!(tx.last_cosigned(witness).await.unwrap(), size, "{witness}");
    }
    for (at_least, limit, sizes) in [(1, 9, vec![5, 2]), (1, 1, vec![5]), (2, 9, vec![2])] {
        let found = tx.cosigned_sizes(at_least, limit).await.unwrap();
        assert_eq!(found, sizes, "{at_least} of {limit}");
    }
    tx.commit().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    assert_refused(&tx.insert_cosignature(&cosignature(3, "a", "5")).await);
    drop(tx);
    refuses_all(
        &store,
        &["DELETE FROM cosignatures", "UPDATE cosignatures SET at = 1"],
    )
    .await;
}

/// Takes the ledger away, as it is in a database that was made before there was one.
async fn without_a_ledger(kind: Kind, own: &OwnDatabase) {
    let store = own.open().await;
    fill(&store, 1_203).await;
    let mut tx = store.begin().await.unwrap();
    let statements: &[&'static str] = match kind {
        Kind::Sqlite => &["DROP TRIGGER tree_nodes_remain", "DELETE FROM tree_nodes"],
        Kind::Postgres => &[
            "DROP TRIGGER tree_nodes_stay ON tree_nodes",
            "DELETE FROM tree_nodes",
        ],
    };
    for statement in statements {
        run(&mut tx, statement).await.unwrap();
    }
    tx.commit().await.unwrap();
    store.close().await;
}

async fn an_older_database_gets_its_tree_when_it_is_opened(kind: Kind) {
    let own = OwnDatabase::new(kind);
    without_a_ledger(kind, &own).await;
    let store = own.open().await;
    let mut tx = store.snapshot().await.unwrap();
    let (nodes, _) = nodes_of(1_203);
    assert!(stored_nodes(&mut tx).await == nodes, "the nodes differ");
    drop(tx);
    append(&store, &an_entry(1_203)).await;
    store.close().await;
}

#[tokio::test]
async fn an_older_database_gets_its_tree_when_it_is_opened_on_sqlite() {
    an_older_database_gets_its_tree_when_it_is_opened(Kind::Sqlite).await;
}

#[tokio::test]
async fn an_older_database_gets_its_tree_when_it_is_opened_on_postgres() {
    an_older_database_gets_its_tree_when_it_is_opened(Kind::Postgres).await;
}
