//! The complete nodes of the tree, written with the entries that complete them.

use ledger::hash::{Hash, leaf_hash, node_hash};
use ledger::tree::NodeId;

use crate::store::row::array;
use crate::store::{EntryFilter, Page, Store, StoreError, Tx, on_conn};

/// The number of entries whose nodes are made in one transaction.
const BATCH: u32 = 500;

impl Tx {
    /// Returns the number of leaves of the tree.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn tree_size(&mut self) -> Result<u64, StoreError> {
        let size: i64 = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT coalesce(max(place) + 1, 0) FROM tree_nodes WHERE level = 0")
            .fetch_one(conn).await)?;
        Ok(size.unsigned_abs())
    }

    /// Returns a complete node of the tree.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if there is none such, or it does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn node(&mut self, id: NodeId) -> Result<Hash, StoreError> {
        let found = self.nodes(id, 1).await?;
        found
            .first()
            .copied()
            .ok_or_else(|| StoreError::Inconsistent {
                table: "tree_nodes",
                id: named(id),
            })
    }

    /// Returns up to `count` complete nodes that stand beside each other, from `first` on.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn nodes(&mut self, first: NodeId, count: u32) -> Result<Vec<Hash>, StoreError> {
        let Ok(place) = i64::try_from(first.index) else {
            return Ok(Vec::new());
        };
        let rows: Vec<Vec<u8>> = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT hash FROM tree_nodes WHERE level = $1 AND place >= $2 AND place < $3
              ORDER BY place")
            .bind(i64::from(first.level)).bind(place)
            .bind(place.saturating_add(i64::from(count)))
            .fetch_all(conn).await)?;
        let hash = |row| Ok(Hash::new(array(row, "tree_nodes", &named(first))?));
        rows.into_iter().map(hash).collect()
    }

    /// Adds the leaf of an entry, and every node that it completes.
    pub(in crate::store) async fn append_leaf(
        &mut self,
        seq: i64,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let index = u64::try_from(seq).map_err(|_| StoreError::Inconsistent {
            table: "entries",
            id: seq.to_string(),
        })?;
        let mut id = NodeId { level: 0, index };
        let mut hash = leaf_hash(bytes);
        self.insert_node(id, hash).await?;
        // A right child completes its parent.
        while id.index % 2 == 1 {
            let sibling = NodeId {
                index: id.index - 1,
                ..id
            };
            hash = node_hash(&self.node(sibling).await?, &hash);
            id = NodeId {
                level: id.level + 1,
                index: id.index / 2,
            };
            self.insert_node(id, hash).await?;
        }
        Ok(())
    }

    async fn insert_node(&mut self, id: NodeId, hash: Hash) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO tree_nodes (level, place, hash) VALUES ($1, $2, $3)")
            .bind(i64::from(id.level)).bind(i64::try_from(id.index).unwrap_or(i64::MAX))
            .bind(&hash.as_bytes()[..])
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }
}

impl Store {
    /// Makes the nodes of entries that were appended before there was a tree.
    pub(in crate::store) async fn complete_tree(&self) -> Result<(), StoreError> {
        loop {
            let mut tx = self.begin().await?;
            let size = i64::try_from(tx.tree_size().await?).unwrap_or(i64::MAX);
            let page = Page::Oldest {
                after: Some(size - 1),
                limit: BATCH,
            };
            let entries = tx.entries(&EntryFilter::default(), page).await?;
            if entries.is_empty() {
                return Ok(());
            }
            for entry in &entries {
                tx.append_leaf(entry.seq, &entry.bytes).await?;
            }
            tx.commit().await?;
        }
    }
}

fn named(id: NodeId) -> String {
    format!("{}/{}", id.level, id.index)
}
