//! Where clauses stand, while a package of changes is checked or compared one by one.
//!
//! A clause whose own place is removed is shown where that one stood, as in a working draft.

use std::collections::BTreeSet;

use crate::id::ClauseId;

/// A place: the clause to be nested in, and the sibling to follow.
pub(super) type Place = (Option<ClauseId>, Option<ClauseId>);

/// Clauses in document order, each with the one it is nested in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places(Vec<(ClauseId, Option<ClauseId>)>);

impl FromIterator<(ClauseId, Option<ClauseId>)> for Places {
    fn from_iter<T: IntoIterator<Item = (ClauseId, Option<ClauseId>)>>(clauses: T) -> Self {
        Self(clauses.into_iter().collect())
    }
}

impl Places {
    /// Reports whether a clause is there.
    pub(super) fn has(&self, clause: ClauseId) -> bool {
        self.index(clause).is_some()
    }

    /// Returns the clauses in document order, each with the one it is nested in.
    pub(super) fn all(&self) -> &[(ClauseId, Option<ClauseId>)] {
        &self.0
    }

    /// Returns the clause that a clause is nested in.
    pub(super) fn parent(&self, clause: ClauseId) -> Option<ClauseId> {
        self.0[self.index(clause)?].1
    }

    /// Returns where a clause stands.
    pub(super) fn place(&self, clause: ClauseId) -> Option<Place> {
        let index = self.index(clause)?;
        let parent = self.0[index].1;
        let before = self.0[..index].iter().rev();
        let sibling = before.clone().find(|it| it.1 == parent);
        Some((parent, sibling.map(|it| it.0)))
    }

    /// Reports whether `inner` is `outer`, or nested in it at any depth.
    pub(super) fn contains(&self, outer: ClauseId, inner: ClauseId) -> bool {
        let above = std::iter::successors(Some(inner), |it| self.parent(*it));
        above.take(self.0.len() + 1).any(|it| it == outer)
    }

    /// Puts a clause, with what is nested in it, at a place that does not lie within it.
    pub(super) fn put(&mut self, clause: ClauseId, (parent, after): Place) {
        let mut moving = match self.index(clause) {
            Some(start) => self.0.drain(start..self.end(start)).collect(),
            None => vec![(clause, parent)],
        };
        moving[0].1 = parent;
        let index = match (after.or(parent), after) {
            (Some(sibling), Some(_)) => self.index(sibling).map(|at| self.end(at)),
            (Some(above), None) => self.index(above).map(|at| at + 1),
            (None, _) => Some(0),
        };
        let index = index.unwrap_or(self.0.len());
        self.0.splice(index..index, moving);
    }

    /// Takes a clause away; what was nested in it stays where it is.
    pub(super) fn remove(&mut self, clause: ClauseId) {
        let Some(index) = self.index(clause) else {
            return;
        };
        let (_, parent) = self.0.remove(index);
        for it in &mut self.0 {
            if it.1 == Some(clause) {
                it.1 = parent;
            }
        }
    }

    fn index(&self, clause: ClauseId) -> Option<usize> {
        self.0.iter().position(|it| it.0 == clause)
    }

    /// Returns where what is nested in the clause at an index ends.
    fn end(&self, index: usize) -> usize {
        let mut inside = BTreeSet::from([self.0[index].0]);
        let rest = &self.0[index + 1..];
        let nested = rest.iter().take_while(|(id, parent)| {
            let is_inside = parent.is_some_and(|parent| inside.contains(&parent));
            inside.insert(*id);
            is_inside
        });
        index + 1 + nested.count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> ClauseId {
        ClauseId::from_uuid(uuid::Uuid::from_u128(n))
    }

    fn places(list: &[(u128, u128)]) -> Places {
        (list.iter())
            .map(|(n, parent)| (id(*n), (*parent != 0).then(|| id(*parent))))
            .collect()
    }

    #[test]
    fn a_clause_moves_with_what_is_nested_in_it() {
        let mut moved = places(&[(1, 0), (2, 1), (3, 2), (4, 0)]);
        moved.put(id(2), (None, Some(id(4))));
        assert_eq!(moved, places(&[(1, 0), (4, 0), (2, 0), (3, 2)]));
        moved.put(id(4), (Some(id(2)), None));
        assert_eq!(moved, places(&[(1, 0), (2, 0), (4, 2), (3, 2)]));
        assert_eq!(moved.place(id(3)), Some((Some(id(2)), Some(id(4)))));
        assert!(moved.contains(id(2), id(3)) && !moved.contains(id(1), id(3)));
    }

    #[test]
    fn what_a_removed_clause_held_stays_where_it_is() {
        let mut left = places(&[(1, 0), (2, 1), (3, 2), (4, 1)]);
        left.remove(id(2));
        assert_eq!(left, places(&[(1, 0), (3, 1), (4, 1)]));
    }
}
