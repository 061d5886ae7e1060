//! The largest sets of amendments that can be adopted together.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Collision;

/// There are more compatible sets than anybody could read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are more than {MOST_STEPS} ways to combine these amendments")]
pub struct TooManySets;

/// How far the search goes; sets can be more numerous than amendments by far.
const MOST_STEPS: usize = 20_000;

/// Returns the largest sets of amendments, sorted by their identifiers, that can be adopted
/// together; largest first, then by their identifiers.
///
/// # Errors
///
/// * [`TooManySets`] if there are more of them than anybody could read.
pub fn compatible_sets<I: Ord + Clone>(
    ids: &[I],
    collisions: &[Collision<I>],
) -> Result<Vec<Vec<I>>, TooManySets> {
    let mut search = Search::new(ids, collisions);
    let all = (0..ids.len()).collect();
    search.extend(&mut Vec::new(), all, BTreeSet::new())?;
    let named = |set: &BTreeSet<usize>| set.iter().map(|i| ids[*i].clone()).collect();
    let mut sets: Vec<Vec<I>> = search.found.iter().map(named).collect();
    sets.sort_by(|a, b| (Reverse(a.len()), a).cmp(&(Reverse(b.len()), b)));
    Ok(sets)
}

/// Bron and Kerbosch's search for maximal cliques of the compatibility graph, with a pivot.
struct Search {
    neighbours: Vec<BTreeSet<usize>>,
    found: Vec<BTreeSet<usize>>,
    steps: usize,
}

impl Search {
    fn new<I: Ord>(ids: &[I], collisions: &[Collision<I>]) -> Self {
        let all: BTreeSet<usize> = (0..ids.len()).collect();
        let mut neighbours: Vec<BTreeSet<usize>> = (0..ids.len())
            .map(|i| all.iter().copied().filter(|j| *j != i).collect())
            .collect();
        for collision in collisions {
            let places = (
                ids.binary_search(&collision.one),
                ids.binary_search(&collision.other),
            );
            if let (Ok(one), Ok(other)) = places {
                neighbours[one].remove(&other);
                neighbours[other].remove(&one);
            }
        }
        Self {
            neighbours,
            found: Vec::new(),
            steps: 0,
        }
    }

    fn extend(
        &mut self,
        set: &mut Vec<usize>,
        mut open: BTreeSet<usize>,
        mut closed: BTreeSet<usize>,
    ) -> Result<(), TooManySets> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Err(TooManySets);
        }
        let Some(pivot) = self.pivot(&open, &closed) else {
            if !set.is_empty() {
                self.found.push(set.iter().copied().collect());
            }
            return Ok(());
        };
        let branches: Vec<usize> = open.difference(&self.neighbours[pivot]).copied().collect();
        for node in branches {
            let near = self.neighbours[node].clone();
            set.push(node);
            self.extend(
                set,
                open.intersection(&near).copied().collect(),
                closed.intersection(&near).copied().collect(),
            )?;
            set.pop();
            open.remove(&node);
            closed.insert(node);
        }
        Ok(())
    }

    /// Returns the node with the most open neighbours; none once the set is complete.
    fn pivot(&self, open: &BTreeSet<usize>, closed: &BTreeSet<usize>) -> Option<usize> {
        let reach = |node: &&usize| self.neighbours[**node].intersection(open).count();
        open.iter().chain(closed).max_by_key(reach).copied()
    }
}
