//! An editor that only follows patches always shows what the replica holds, and
//! replicas agree in whatever order they hear of changes.

use std::collections::BTreeMap;

use domain::id::ClauseId;
use domain::text::RichText;
use proptest::prelude::*;
use replica::{Change, Draft, DraftPatch, Field, Mark, MarkName, Marks, TextEdit};

use crate::common::edits::{Edit, an_edit, make};
use crate::common::{a_draft, actor};

/// A text on screen: UTF-16 units, each with its marks.
type Units = Vec<(u16, Marks)>;

/// What an editor shows.
#[derive(Debug, Default, PartialEq)]
struct Screen {
    title: Units,
    clauses: BTreeMap<ClauseId, [Units; 3]>,
}

fn units(text: &RichText) -> Units {
    let runs = text.runs().iter();
    runs.flat_map(|run| run.text.encode_utf16().map(|unit| (unit, Marks::of(run))))
        .collect()
}

fn shown(draft: &Draft, clause: ClauseId) -> [Units; 3] {
    Field::ALL.map(|field| match field {
        Field::Body => units(&draft.body(clause).unwrap()),
        Field::Heading | Field::Commentary => {
            units(&RichText::plain(draft.text(clause, field).unwrap()))
        }
    })
}

impl Screen {
    fn of(draft: &Draft) -> Self {
        let clauses = draft.clauses().into_iter();
        Self {
            title: units(&RichText::plain(draft.title())),
            clauses: clauses.map(|(id, _)| (id, shown(draft, id))).collect(),
        }
    }

    fn follow(&mut self, draft: &Draft, patches: &[DraftPatch]) {
        for patch in patches {
            match patch {
                DraftPatch::Structure { .. } => {
                    let before = std::mem::take(&mut self.clauses);
                    for (id, _) in draft.clauses() {
                        let old = before.get(&id).cloned();
                        let clause = old.unwrap_or_else(|| shown(draft, id));
                        self.clauses.insert(id, clause);
                    }
                }
                DraftPatch::Language => {}
                DraftPatch::Title { edit } => alter(&mut self.title, edit),
                DraftPatch::Text {
                    clause,
                    field,
                    edit,
                } => {
                    let texts = self.clauses.get_mut(clause).expect("a clause on screen");
                    alter(&mut texts[*field as usize], edit);
                }
            }
        }
    }
}

fn alter(text: &mut Units, edit: &TextEdit) {
    match edit {
        TextEdit::Insert {
            index,
            text: new,
            marks,
        } => {
            let new = new.encode_utf16().map(|unit| (unit, marks.clone()));
            text.splice(index..index, new);
        }
        TextEdit::Delete { index, length } => {
            text.drain(*index..index + length);
        }
        TextEdit::Mark {
            start,
            end,
            name,
            mark,
        } => {
            for (_, marks) in &mut text[*start..*end] {
                match name {
                    MarkName::Strong => marks.strong = mark.is_some(),
                    MarkName::Em => marks.em = mark.is_some(),
                    MarkName::Link => {
                        marks.link = mark.clone().and_then(|mark| match mark {
                            Mark::Link(address) => Some(address),
                            Mark::Strong | Mark::Em => None,
                        });
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn an_editor_that_follows_patches_shows_what_the_replica_holds(
        steps in prop::collection::vec((0..2_usize, an_edit(), any::<bool>()), 1..60),
    ) {
        let mut one = a_draft();
        let mut two = one.fork(actor(2));
        let mut screen = Screen::of(&two);
        for (fresh, (who, edit, hears)) in steps.iter().enumerate() {
            let own = *who == 1;
            make(if own { &mut two } else { &mut one }, edit, fresh);
            if own {
                // The editor shows its own edits by itself.
                screen = Screen::of(&two);
            }
            if *hears || fresh == steps.len() - 1 {
                let changes = one.changes_since(&two.heads());
                let patches = two.apply(changes).unwrap();
                screen.follow(&two, &patches);
                prop_assert_eq!(&screen, &Screen::of(&two), "{:#?}", patches);
            }
            if matches!(edit, Edit::Commit) && own {
                let changes = two.changes_since(&one.heads());
                one.apply(changes).unwrap();
            }
        }
    }

    #[test]
    fn replicas_agree_in_whatever_order_they_hear_of_changes(
        steps in prop::collection::vec((0..3_usize, an_edit(), any::<bool>()), 1..50),
        orders in prop::array::uniform3(any::<u64>()),
    ) {
        let mut base = a_draft();
        let mut editors: Vec<_> = (2..5).map(|n| base.fork(actor(n))).collect();
        for (fresh, (who, edit, hears)) in steps.iter().enumerate() {
            make(&mut editors[*who], edit, fresh);
            if *hears {
                let other = &mut editors[(who + 1) % 3];
                let changes = other.changes_since(&base.heads());
                editors[*who].apply(changes).unwrap();
            }
        }
        let heads = base.heads();
        let all: Vec<Change> = editors
            .iter_mut()
            .flat_map(|editor| editor.changes_since(&heads))
            .collect();
        let mut outcomes = Vec::new();
        for order in &orders {
            let mut hearer = base.fork(actor(9));
            for change in shuffled(&all, *order) {
                hearer.absorb(vec![change]).unwrap();
            }
            outcomes.push((hearer.heads(), hearer.outline(), hearer.edited_after_removal()));
        }
        // Those who wrote agree with those who only heard, and with what is kept on disk.
        for mut editor in editors {
            editor.absorb(shuffled(&all, orders[0])).unwrap();
            let mut kept = Draft::load(&editor.save()).unwrap();
            for draft in [&mut editor, &mut kept] {
                outcomes.push((draft.heads(), draft.outline(), draft.edited_after_removal()));
            }
        }
        for outcome in &outcomes[1..] {
            prop_assert_eq!(&outcomes[0], outcome);
        }
    }
}

/// Puts changes in an order of the given number's choosing.
fn shuffled(changes: &[Change], order: u64) -> Vec<Change> {
    let mut rest = changes.to_vec();
    let mut shuffled = Vec::new();
    let mut number = order;
    while !rest.is_empty() {
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(number >> 33).unwrap_or_default() % rest.len();
        shuffled.push(rest.swap_remove(at));
    }
    shuffled
}
