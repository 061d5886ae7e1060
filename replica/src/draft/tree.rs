//! The order and nesting of clauses, made sound whatever concurrent edits left.
//!
//! # Invariants
//!
//! * Every clause appears exactly once, after the clause it is shown in.
//! * The result depends on the document alone, never on the order of arrival.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::id::ClauseId;

/// Where a clause says it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) id: ClauseId,
    pub(crate) parent: Option<ClauseId>,
    pub(crate) place: String,
    pub(crate) removed: bool,
}

/// A clause that is shown, and the living clause it is shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) id: ClauseId,
    pub(crate) parent: Option<ClauseId>,
}

type Children<'a> = BTreeMap<Option<ClauseId>, Vec<&'a Node>>;

/// Returns the living clauses in document order.
///
/// A clause in a removed one is shown where that one stood; a clause in an
/// unknown one stands at the top level; of clauses nested in each other by
/// concurrent moves, the one with the least identifier moves to the top level.
pub(crate) fn in_order(nodes: &[Node]) -> Vec<Shown> {
    let mut shown = Vec::with_capacity(nodes.len());
    let children = children_of(nodes);
    // A stack, not recursion: nesting is as deep as an editor likes.
    let mut stack: Vec<(&Node, Option<ClauseId>)> = Vec::new();
    push_children(&mut stack, &children, None, None);
    while let Some((node, living)) = stack.pop() {
        let inner = if node.removed {
            living
        } else {
            shown.push(Shown {
                id: node.id,
                parent: living,
            });
            Some(node.id)
        };
        push_children(&mut stack, &children, Some(node.id), inner);
    }
    shown
}

fn push_children<'a>(
    stack: &mut Vec<(&'a Node, Option<ClauseId>)>,
    children: &Children<'a>,
    of: Option<ClauseId>,
    living: Option<ClauseId>,
) {
    let nested = children.get(&of).into_iter().flatten().rev();
    stack.extend(nested.map(|node| (*node, living)));
}

/// Groups clauses by their sound parent, each group in order of place.
fn children_of(nodes: &[Node]) -> Children<'_> {
    let parents = sound_parents(nodes);
    let mut children = Children::new();
    for node in nodes {
        let parent = parents.get(&node.id).copied();
        children.entry(parent).or_default().push(node);
    }
    for siblings in children.values_mut() {
        siblings.sort_by(|a, b| (&a.place, a.id).cmp(&(&b.place, b.id)));
    }
    children
}

/// Returns each clause's parent where it has one, without unknown parents and cycles.
fn sound_parents(nodes: &[Node]) -> HashMap<ClauseId, ClauseId> {
    let known: HashSet<_> = nodes.iter().map(|node| node.id).collect();
    let mut parents: HashMap<_, _> = nodes
        .iter()
        .filter_map(|node| Some((node.id, node.parent.filter(|p| known.contains(p))?)))
        .collect();
    let mut sound = HashSet::new();
    for node in nodes {
        if let Some(least) = least_of_cycle(node.id, &parents, &sound) {
            parents.remove(&least);
        }
        let mut at = Some(node.id);
        while let Some(id) = at.filter(|id| sound.insert(*id)) {
            at = parents.get(&id).copied();
        }
    }
    parents
}

/// Finds the least clause of the cycle that the parents of a clause lead into.
fn least_of_cycle(
    start: ClauseId,
    parents: &HashMap<ClauseId, ClauseId>,
    sound: &HashSet<ClauseId>,
) -> Option<ClauseId> {
    let mut path = Vec::new();
    let mut seen = HashSet::new();
    let mut at = start;
    while seen.insert(at) {
        if sound.contains(&at) {
            return None;
        }
        path.push(at);
        at = *parents.get(&at)?;
    }
    path.into_iter().skip_while(|id| *id != at).min()
}

/// Reports whether `inner` is `outer` or nested in it at any depth.
pub(crate) fn contains(nodes: &[Node], outer: ClauseId, inner: ClauseId) -> bool {
    let parents = sound_parents(nodes);
    let mut at = Some(inner);
    while let Some(id) = at {
        if id == outer {
            return true;
        }
        at = parents.get(&id).copied();
    }
    false
}

/// Finds the places on both sides of the gap after `after` among the children
/// of `parent`, removed ones included; before the first child where `after` is none.
///
/// A clause that is shown here but nested in a removed child stands for that
/// child. One that is not here at all means the end.
pub(crate) fn gap_after(
    nodes: &[Node],
    parent: Option<ClauseId>,
    after: Option<ClauseId>,
    moving: Option<ClauseId>,
) -> (Option<String>, Option<String>) {
    let parents = sound_parents(nodes);
    let mut siblings = children_of(nodes).remove(&parent).unwrap_or_default();
    siblings.retain(|node| Some(node.id) != moving);
    let Some(after) = after else {
        return (None, siblings.first().map(|node| node.place.clone()));
    };
    let mut at = Some(after);
    let position = loop {
        let Some(id) = at else { break None };
        let found = siblings.iter().position(|node| node.id == id);
        if found.is_some() {
            break found;
        }
        at = parents.get(&id).copied();
    };
    let Some(low) = position.map_or(siblings.last(), |i| siblings.get(i)) else {
        return (None, None);
    };
    let high = siblings.iter().find(|node| node.place > low.place);
    (Some(low.place.clone()), high.map(|node| node.place.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> ClauseId {
        ClauseId::from_uuid(uuid::Uuid::from_u128(n))
    }

    /// Builds clauses from `(id, parent, place, removed)`, 0 meaning no parent.
    fn nodes(list: &[(u128, u128, &str, bool)]) -> Vec<Node> {
        list.iter()
            .map(|(n, parent, place, removed)| Node {
                id: id(*n),
                parent: (*parent != 0).then(|| id(*parent)),
                place: (*place).to_owned(),
                removed: *removed,
            })
            .collect()
    }

    fn check(list: &[(u128, u128, &str, bool)], expected: &[(u128, u128)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(n, parent)| Shown {
                id: id(*n),
                parent: (*parent != 0).then(|| id(*parent)),
            })
            .collect();
        let mut reversed = list.to_vec();
        reversed.reverse();
        assert_eq!(in_order(&nodes(list)), expected);
        assert_eq!(in_order(&nodes(&reversed)), expected, "in another order");
    }

    #[test]
    fn siblings_stand_by_place_and_then_by_identifier() {
        check(
            &[(3, 0, "a", false), (1, 0, "b", false), (2, 0, "a", false)],
            &[(2, 0), (3, 0), (1, 0)],
        );
    }

    #[test]
    fn children_of_a_removed_clause_are_shown_where_it_stood() {
        check(
            &[
                (1, 0, "a", false),
                (2, 0, "b", true),
                (3, 0, "c", false),
                (4, 2, "z", false),
                (5, 4, "a", false),
                (6, 2, "a", true),
                (7, 6, "a", false),
            ],
            &[(1, 0), (7, 0), (4, 0), (5, 4), (3, 0)],
        );
    }

    #[test]
    fn a_clause_in_an_unknown_one_stands_at_the_top() {
        check(&[(1, 9, "b", false), (2, 0, "a", false)], &[(2, 0), (1, 0)]);
    }

    #[test]
    fn clauses_moved_into_each_other_are_taken_apart_at_the_least() {
        check(
            &[
                (2, 3, "a", false),
                (3, 4, "a", false),
                (4, 2, "a", false),
                (5, 3, "b", false),
                (1, 0, "b", false),
                (6, 6, "c", false),
            ],
            &[(2, 0), (4, 2), (3, 4), (5, 3), (1, 0), (6, 0)],
        );
    }

    #[test]
    fn the_gap_after_a_child_of_a_removed_sibling_is_the_one_after_that_sibling() {
        let nodes = nodes(&[
            (1, 0, "a", false),
            (2, 0, "b", true),
            (3, 0, "c", false),
            (4, 2, "x", false),
        ]);
        let gap = |after| gap_after(&nodes, None, after, None);
        assert_eq!(gap(Some(id(4))), (Some("b".into()), Some("c".into())));
        assert_eq!(gap(None), (None, Some("a".into())));
        assert_eq!(gap(Some(id(3))), (Some("c".into()), None));
        assert_eq!(gap(Some(id(99))), (Some("c".into()), None));
    }
}
