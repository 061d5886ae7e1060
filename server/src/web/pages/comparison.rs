//! What changed between two texts, clause by clause.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::id::ClauseId;
use domain::text::{Outline, OutlineClause, Wording};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::change::Change;
use super::columns::Columns;
use super::compare::Layout;
use super::text::numbered;
use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::redline::between_plain;

/// The differences of two texts.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// The title, where it changed.
    pub(crate) title: Option<Markup>,
    /// The clauses that changed, in the order of the later text; those taken out stand where they
    /// stood, and those that moved are named there.
    pub(crate) rows: Vec<Item>,
    /// How many clauses changed in which way.
    pub(crate) counts: Vec<(&'static str, usize)>,
    /// How many clauses are as they were.
    pub(crate) unchanged: usize,
}

/// What stands at one place of a comparison.
#[derive(Debug)]
pub(crate) enum Item {
    /// A clause that changed.
    Changed(Box<Row>),
    /// Where a clause stood that has moved.
    Left {
        /// The clause.
        id: String,
        /// What it was called.
        name: String,
        /// What it is called now.
        now: String,
    },
}

/// A clause that changed.
#[derive(Debug)]
pub(crate) struct Row {
    /// The clause.
    pub(crate) id: ClauseId,
    /// What it is called: in the later text, or in the earlier where it was taken out.
    pub(crate) name: String,
    /// What it was called, where its number changed with it.
    pub(crate) former_name: Option<String>,
    /// What happened to it: `added`, `removed`, `reworded`, `moved`, `commented`.
    pub(crate) what: Vec<&'static str>,
    /// Where it stood and where it stands, if it moved.
    pub(crate) places: Option<(String, String)>,
    /// Its redline.
    pub(crate) change: Change,
    /// The same in two columns, where that is wanted.
    pub(crate) columns: Option<Columns>,
    /// The redline of its commentary, where that changed.
    pub(crate) commentary: Option<Markup>,
}

/// A text with the places and printed numbers of its clauses.
struct Side<'a> {
    outline: &'a Outline,
    numbers: Vec<String>,
    places: HashMap<ClauseId, usize>,
}

impl<'a> Side<'a> {
    fn new(outline: &'a Outline) -> Self {
        let ids = outline.clauses.iter().map(|clause| clause.id);
        Self {
            outline,
            numbers: outline.numbers(),
            places: ids.zip(0..).collect(),
        }
    }

    fn find(&self, id: ClauseId) -> Option<(&'a OutlineClause, &str)> {
        let place = *self.places.get(&id)?;
        Some((self.outline.clauses.get(place)?, self.numbers.get(place)?))
    }

    fn name(&self, page: &Page, clause: &OutlineClause) -> String {
        let number = self.find(clause.id).map_or("", |(_, number)| number);
        numbered(page, clause.wording.kind, number)
    }

    /// Says where a clause stands.
    fn place(&self, page: &Page, clause: &OutlineClause) -> String {
        let at = self.places.get(&clause.id).copied().unwrap_or_default();
        let before = self.outline.clauses.iter().take(at);
        let sibling = before.rev().find(|it| it.parent == clause.parent);
        let parent = clause.parent.and_then(|id| self.find(id));
        let place = match (sibling, parent) {
            (Some(sibling), _) => page
                .t("stands-after")
                .arg("clause", self.name(page, sibling)),
            (None, Some((parent, _))) => page
                .t("stands-first-in")
                .arg("clause", self.name(page, parent)),
            (None, None) => page.t("stands-start"),
        };
        place.to_string()
    }

    fn language(&self, clause: &'a OutlineClause) -> &'a domain::text::LanguageTag {
        clause.language.as_ref().unwrap_or(&self.outline.language)
    }
}

impl Comparison {
    /// Compares two texts.
    pub(crate) fn new(page: &Page, before: &Outline, after: &Outline) -> Self {
        Self::laid_out(page, before, after, Layout::Inline)
    }

    /// Compares two texts, inline or side by side.
    pub(crate) fn laid_out(page: &Page, before: &Outline, after: &Outline, layout: Layout) -> Self {
        let (old, new) = (Side::new(before), Side::new(after));
        let moved = moved(&old, &new);
        let rows: Vec<Item> = merged(&old, &new, &moved)
            .into_iter()
            .filter_map(|(id, stands)| match stands {
                Stands::There => {
                    let row = row(page, (&old, &new), id, (moved.contains(&id), layout));
                    Some(Item::Changed(Box::new(row?)))
                }
                Stands::Elsewhere => left(page, (&old, &new), id),
            })
            .collect();
        let changed =
            |row: &Item| matches!(row, Item::Changed(row) if !row.what.contains(&"removed"));
        let changed = rows.iter().filter(|row| changed(row)).count();
        let title =
            (before.title != after.title).then(|| between_plain(page, &before.title, &after.title));
        Self {
            title,
            counts: counts(&rows),
            unchanged: after.clauses.len() - changed,
            rows,
        }
    }

    /// Reports whether there is no difference.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.title.is_none()
    }
}

fn counts(rows: &[Item]) -> Vec<(&'static str, usize)> {
    ["added", "removed", "reworded", "moved", "commented"]
        .into_iter()
        .map(|what| {
            let is_so = |row: &&Item| matches!(row, Item::Changed(row) if row.what.contains(&what));
            (what, rows.iter().filter(is_so).count())
        })
        .filter(|(_, count)| *count > 0)
        .collect()
}

/// Whether a clause stands at a place, or stood there and has moved.
enum Stands {
    There,
    Elsewhere,
}

/// Lists the clauses of the later text, with those taken out or moved away after the clause they followed.
fn merged(old: &Side<'_>, new: &Side<'_>, moved: &HashSet<ClauseId>) -> Vec<(ClauseId, Stands)> {
    let mut gone: BTreeMap<Option<ClauseId>, Vec<(ClauseId, Stands)>> = BTreeMap::new();
    let mut last = None;
    for OutlineClause { id, .. } in &old.outline.clauses {
        let after = gone.entry(last).or_default();
        if moved.contains(id) {
            after.push((*id, Stands::Elsewhere));
        } else if new.places.contains_key(id) {
            last = Some(*id);
        } else {
            after.push((*id, Stands::There));
        }
    }
    let mut all = gone.remove(&None).unwrap_or_default();
    for clause in &new.outline.clauses {
        all.push((clause.id, Stands::There));
        all.extend(gone.remove(&Some(clause.id)).unwrap_or_default());
    }
    all
}

/// Names a clause where it stood before it moved.
fn left(page: &Page, (old, new): (&Side<'_>, &Side<'_>), id: ClauseId) -> Option<Item> {
    let ((before, _), (after, _)) = (old.find(id)?, new.find(id)?);
    Some(Item::Left {
        id: id.to_string(),
        name: old.name(page, before),
        now: new.name(page, after),
    })
}

/// Returns the clauses that have another parent, or another place among the same siblings.
fn moved(old: &Side<'_>, new: &Side<'_>) -> HashSet<ClauseId> {
    let mut moved = HashSet::new();
    let mut siblings: BTreeMap<Option<ClauseId>, (Vec<ClauseId>, Vec<ClauseId>)> = BTreeMap::new();
    for clause in &old.outline.clauses {
        match new.find(clause.id) {
            Some((now, _)) if now.parent == clause.parent => {
                siblings.entry(clause.parent).or_default().0.push(clause.id);
            }
            Some(_) => {
                moved.insert(clause.id);
            }
            None => {}
        }
    }
    for clause in &new.outline.clauses {
        if old.find(clause.id).is_some() && !moved.contains(&clause.id) {
            siblings.entry(clause.parent).or_default().1.push(clause.id);
        }
    }
    for (before, after) in siblings.values() {
        for change in capture_diff_slices(Algorithm::Myers, before, after) {
            if change.tag() != DiffTag::Equal {
                moved.extend(&after[change.new_range()]);
            }
        }
    }
    moved
}

fn row(
    page: &Page,
    (old, new): (&Side<'_>, &Side<'_>),
    id: ClauseId,
    (is_moved, layout): (bool, Layout),
) -> Option<Row> {
    match (old.find(id), new.find(id)) {
        (None, None) => None,
        (None, Some((clause, _))) => Some(Row {
            commentary: commentary(page, "", &clause.commentary),
            ..worded(page, new, clause, (None, Some(&clause.wording)), layout)
        }),
        (Some((clause, _)), None) => Some(worded(
            page,
            old,
            clause,
            (Some(&clause.wording), None),
            layout,
        )),
        (Some((before, was)), Some((after, is))) => {
            let commentary = commentary(page, &before.commentary, &after.commentary);
            let what: Vec<_> = [
                ("reworded", before.wording != after.wording),
                ("moved", is_moved),
                ("commented", commentary.is_some()),
            ]
            .into_iter()
            .filter_map(|(what, is_so)| is_so.then_some(what))
            .collect();
            let wordings = (Some(&before.wording), Some(&after.wording));
            (!what.is_empty()).then(|| Row {
                former_name: (was != is).then(|| old.name(page, before)),
                places: is_moved.then(|| (old.place(page, before), new.place(page, after))),
                commentary,
                what,
                ..worded(page, new, after, wordings, layout)
            })
        }
    }
}

/// Draws a clause from one wording to another; it is added or taken out where there is one alone.
fn worded(
    page: &Page,
    side: &Side<'_>,
    clause: &OutlineClause,
    (before, after): (Option<&Wording>, Option<&Wording>),
    layout: Layout,
) -> Row {
    let language = side.language(clause);
    let what = match (before, after) {
        (None, _) => vec!["added"],
        (_, None) => vec!["removed"],
        (Some(_), Some(_)) => Vec::new(),
    };
    Row {
        id: clause.id,
        name: side.name(page, clause),
        former_name: None,
        what,
        places: None,
        change: Change::of(page, before, after, language),
        columns: (layout == Layout::SideBySide)
            .then(|| Columns::between(page, before, after, language)),
        commentary: None,
    }
}

fn commentary(page: &Page, before: &str, after: &str) -> Option<Markup> {
    (before != after).then(|| between_plain(page, before, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::pages::fixture::{english, first_texts, outline};

    fn compared(before: &Outline, after: &Outline) -> Vec<(String, Vec<&'static str>)> {
        let comparison = Comparison::new(&english(), before, after);
        let rows = comparison.rows.into_iter();
        rows.filter_map(|row| match row {
            Item::Changed(row) => Some((row.name, row.what)),
            Item::Left { .. } => None,
        })
        .collect()
    }

    #[test]
    fn equal_texts_do_not_differ() {
        let text = outline(&first_texts());
        assert!(Comparison::new(&english(), &text, &text).is_empty());
    }

    #[test]
    fn what_is_added_taken_out_and_reworded_is_named_where_it_stands() {
        let mut texts = first_texts();
        texts[1].3 = "Results shall be published within 24 hours.";
        texts.remove(2);
        texts.push((6, domain::text::ClauseKind::Clause, "", "New."));
        assert_eq!(
            compared(&outline(&first_texts()), &outline(&texts)),
            [
                ("Principle 1.1".into(), vec!["reworded"]),
                ("Principle 1.2".into(), vec!["removed"]),
                ("Clause 3".into(), vec!["added"]),
            ]
        );
    }

    #[test]
    fn only_the_clause_that_moved_is_said_to_have_moved() {
        let before = outline(&first_texts());
        let mut after = before.clone();
        after.clauses.swap(1, 2);
        let found = compared(&before, &after);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1, ["moved"]);
    }

    #[test]
    fn a_clause_that_moved_is_named_where_it_stood_and_says_where_it_stands() {
        let before = outline(&first_texts());
        let mut after = before.clone();
        let moved = after.clauses.remove(1);
        after.clauses.insert(2, moved);
        let comparison = Comparison::new(&english(), &before, &after);
        let [Item::Changed(row), Item::Left { id, name, now }] = comparison.rows.as_slice() else {
            panic!("{:?}", comparison.rows);
        };
        assert_eq!((&row.id.to_string(), row.id), (id, before.clauses[2].id));
        assert_eq!(
            (name.as_str(), now.as_str()),
            ("Principle 1.2", "Principle 1.1")
        );
        let (was, is) = row.places.clone().unwrap();
        assert_eq!(
            (was.as_str(), is.as_str()),
            ("after Principle 1.1", "first in Section 1")
        );
        assert_eq!(comparison.unchanged, before.clauses.len() - 1);
    }

    #[test]
    fn side_by_side_every_changed_clause_has_two_columns() {
        let before = outline(&first_texts());
        let mut texts = first_texts();
        texts[1].3 = "Results shall be published within 24 hours.";
        texts.remove(3);
        let layout = Layout::SideBySide;
        let comparison = Comparison::laid_out(&english(), &before, &outline(&texts), layout);
        let columns = comparison.rows.iter().map(|row| match row {
            Item::Changed(row) => row.columns.as_ref().map(|it| it.rows.len()),
            Item::Left { .. } => None,
        });
        assert_eq!(columns.collect::<Vec<_>>(), [Some(1), Some(1)]);
    }
}
