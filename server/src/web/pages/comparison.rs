//! What changed between two texts, clause by clause.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::id::ClauseId;
use domain::text::{Outline, OutlineClause};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::change::Change;
use super::text::numbered;
use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::redline::between_plain;

/// The differences of two texts.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// The title, where it changed.
    pub(crate) title: Option<Markup>,
    /// The clauses that changed, in the order of the later text; those taken out stand where they stood.
    pub(crate) rows: Vec<Row>,
    /// How many clauses changed in which way.
    pub(crate) counts: Vec<(&'static str, usize)>,
    /// How many clauses are as they were.
    pub(crate) unchanged: usize,
}

/// A clause that changed.
#[derive(Debug)]
pub(crate) struct Row {
    /// The clause.
    pub(crate) id: String,
    /// What it is called: in the later text, or in the earlier where it was taken out.
    pub(crate) name: String,
    /// What it was called, where its number changed with it.
    pub(crate) former_name: Option<String>,
    /// What happened to it: `added`, `removed`, `reworded`, `moved`, `commented`.
    pub(crate) what: Vec<&'static str>,
    /// Its redline.
    pub(crate) change: Change,
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

    fn language(&self, clause: &'a OutlineClause) -> &'a domain::text::LanguageTag {
        clause.language.as_ref().unwrap_or(&self.outline.language)
    }
}

impl Comparison {
    /// Compares two texts.
    pub(crate) fn new(page: &Page, before: &Outline, after: &Outline) -> Self {
        let (old, new) = (Side::new(before), Side::new(after));
        let moved = moved(&old, &new);
        let rows: Vec<Row> = merged(&old, &new)
            .into_iter()
            .filter_map(|id| row(page, (&old, &new), id, moved.contains(&id)))
            .collect();
        let is_kept = |row: &Row| !row.what.contains(&"removed");
        let changed = rows.iter().filter(|row| is_kept(row)).count();
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

fn counts(rows: &[Row]) -> Vec<(&'static str, usize)> {
    ["added", "removed", "reworded", "moved", "commented"]
        .into_iter()
        .map(|what| {
            let count = rows.iter().filter(|row| row.what.contains(&what)).count();
            (what, count)
        })
        .filter(|(_, count)| *count > 0)
        .collect()
}

/// Lists the clauses of the later text with those taken out after the clause they followed.
fn merged(old: &Side<'_>, new: &Side<'_>) -> Vec<ClauseId> {
    let mut gone: BTreeMap<Option<ClauseId>, Vec<ClauseId>> = BTreeMap::new();
    let mut last = None;
    for clause in &old.outline.clauses {
        if new.places.contains_key(&clause.id) {
            last = Some(clause.id);
        } else {
            gone.entry(last).or_default().push(clause.id);
        }
    }
    let mut all = gone.remove(&None).unwrap_or_default();
    for clause in &new.outline.clauses {
        all.push(clause.id);
        all.extend(gone.remove(&Some(clause.id)).unwrap_or_default());
    }
    all
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
    is_moved: bool,
) -> Option<Row> {
    match (old.find(id), new.find(id)) {
        (None, None) => None,
        (None, Some((clause, _))) => Some(Row {
            change: Change::appearing(page, &clause.wording, new.language(clause)),
            commentary: commentary(page, "", &clause.commentary),
            ..blank(page, new, clause, vec!["added"])
        }),
        (Some((clause, _)), None) => Some(Row {
            change: Change::vanishing(page, &clause.wording, old.language(clause)),
            ..blank(page, old, clause, vec!["removed"])
        }),
        (Some((before, was)), Some((after, is))) => {
            let mut what = Vec::new();
            if before.wording != after.wording {
                what.push("reworded");
            }
            if is_moved {
                what.push("moved");
            }
            let commentary = commentary(page, &before.commentary, &after.commentary);
            if commentary.is_some() {
                what.push("commented");
            }
            let former_name = (was != is).then(|| old.name(page, before));
            (!what.is_empty()).then(|| Row {
                former_name,
                change: Change::between(page, &before.wording, &after.wording, new.language(after)),
                commentary,
                ..blank(page, new, after, what)
            })
        }
    }
}

fn blank(page: &Page, side: &Side<'_>, clause: &OutlineClause, what: Vec<&'static str>) -> Row {
    Row {
        id: clause.id.to_string(),
        name: side.name(page, clause),
        former_name: None,
        what,
        change: Change::vanishing(
            page,
            &domain::text::Wording::default(),
            side.language(clause),
        ),
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
        comparison
            .rows
            .into_iter()
            .map(|row| (row.name, row.what))
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
}
