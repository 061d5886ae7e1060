//! What a draft does with edits, made alone and at the same time.

use crate::common::{a_draft, actor, an_outline, clause, merge};
use domain::deliberation::Passage;
use domain::text::{ClauseKind, RichText, Run, Wording};
use replica::{Draft, DraftError, DraftPatch, Field, Mark, MarkName, Marks, TextEdit};

/// Two replicas of one draft.
fn two() -> (Draft, Draft) {
    let mut a = a_draft();
    let b = a.fork(actor(2));
    (a, b)
}

fn order(draft: &Draft) -> Vec<(u128, Option<u128>)> {
    let number = |id: domain::id::ClauseId| id.as_uuid().as_u128();
    let clauses = draft.clauses().into_iter();
    clauses
        .map(|(id, parent)| (number(id), parent.map(number)))
        .collect()
}

#[test]
fn an_outline_becomes_a_draft_and_comes_back_the_same() {
    let mut outline = an_outline();
    outline.clauses[1].wording.text = RichText::from(vec![
        Run {
            text: "Zähl ".into(),
            ..Run::default()
        },
        Run {
            text: "🗳️ alle".into(),
            strong: true,
            em: true,
            link: None,
        },
        Run {
            text: " Stimmen".into(),
            link: Some("https://example.org/a".into()),
            ..Run::default()
        },
    ]);
    outline.clauses[2].language = Some("ar".parse().unwrap());
    outline.clauses[2].commentary = "Why: see the report.".into();
    let mut draft = Draft::from_outline(&outline, actor(1)).unwrap();
    assert_eq!(draft.outline(), outline);
    let loaded = Draft::load(&draft.save()).unwrap();
    assert_eq!(loaded.outline(), outline);
}

#[test]
fn an_appended_text_stands_after_what_was_there_in_its_own_order_and_nesting() {
    let mut draft = a_draft();
    draft.remove_clause(clause(4)).unwrap();
    let mut more = an_outline();
    let shifted = |id: domain::id::ClauseId| clause(id.as_uuid().as_u128() + 10);
    for added in &mut more.clauses {
        added.id = shifted(added.id);
        added.parent = added.parent.map(shifted);
    }
    let mut nested = more.clauses[3].clone();
    (nested.id, nested.parent) = (clause(15), Some(clause(1)));
    more.clauses.push(nested);
    draft.append_outline(&more).unwrap();
    let first = [(1, None), (2, Some(1)), (3, Some(1)), (15, Some(1))];
    let second = [(11, None), (12, Some(11)), (13, Some(11)), (14, Some(11))];
    assert_eq!(order(&draft), [first, second].concat());
    assert_eq!(draft.outline().clauses[5], more.clauses[1]);
    assert!(matches!(
        draft.append_outline(&more),
        Err(DraftError::ClauseExists(_))
    ));
}

#[test]
fn a_document_of_another_schema_is_not_a_draft() {
    let mut other = Draft::empty(actor(1));
    assert!(!other.is_ready());
    assert!(matches!(
        Draft::load(&other.save()),
        Err(DraftError::NotADraft)
    ));
}

#[test]
fn positions_count_utf16_units_and_never_split_a_character() {
    let mut draft = a_draft();
    draft.splice(clause(1), Field::Body, 0, 0, "a🗳b").unwrap();
    for (index, delete) in [(2, 0), (1, 1), (5, 0), (0, 9)] {
        let refused = draft.splice(clause(1), Field::Body, index, delete, "x");
        assert!(
            matches!(refused, Err(DraftError::NotAPosition(_))),
            "{index} {delete}"
        );
    }
    draft.splice(clause(1), Field::Body, 1, 2, "é").unwrap();
    assert_eq!(draft.text(clause(1), Field::Body).unwrap(), "aéb");
}

#[test]
fn a_long_text_goes_in_and_out_in_changes_that_the_gate_lets_through() {
    let mut draft = a_draft();
    let heads = draft.heads();
    let long = "🗳 wahl".repeat(3_000);
    draft.splice(clause(2), Field::Body, 8, 0, &long).unwrap();
    let text = draft.text(clause(2), Field::Body).unwrap();
    assert_eq!(
        text,
        format!("Results {long}are published by polling place.")
    );
    let units = long.encode_utf16().count();
    draft
        .splice(clause(2), Field::Body, 8, units, "🗳 ")
        .unwrap();
    let text = draft.text(clause(2), Field::Body).unwrap();
    assert_eq!(text, "Results 🗳 are published by polling place.");
    let changes = draft.changes_since(&heads);
    assert!(changes.iter().all(|change| change.len() <= 4_000));
}

#[test]
fn characters_and_addresses_that_no_text_may_have_are_refused() {
    let mut draft = a_draft();
    let before = draft.heads();
    let bidi = draft.splice(clause(2), Field::Body, 0, 0, "a\u{202E}b");
    assert!(matches!(bidi, Err(DraftError::RefusedCharacter(_))));
    let script = draft.mark(clause(2), 0, 3, &Mark::Link("javascript:alert(1)".into()));
    assert!(matches!(script, Err(DraftError::RefusedLink(_))));
    assert_eq!(draft.heads(), before, "a refused edit leaves no change");
}

#[test]
fn text_typed_into_marks_carries_exactly_the_marks_it_was_typed_with() {
    let mut draft = a_draft();
    draft.splice(clause(1), Field::Body, 0, 0, "abcd").unwrap();
    draft.mark(clause(1), 1, 3, &Mark::Strong).unwrap();
    let plain = RichText::plain("X");
    draft.splice_marked(clause(1), 2, 0, &plain).unwrap();
    let link = Marks {
        strong: true,
        link: Some("https://a.example".into()),
        ..Marks::default()
    };
    draft
        .splice_marked(clause(1), 4, 0, &RichText::from(vec![link.on("Y")]))
        .unwrap();
    let strong = Marks {
        strong: true,
        ..Marks::default()
    };
    let none = Marks::default();
    let expected = vec![
        none.on("a"),
        strong.on("b"),
        none.on("X"),
        strong.on("c"),
        link.on("Y"),
        none.on("d"),
    ];
    assert_eq!(draft.body(clause(1)).unwrap(), RichText::from(expected));
    draft.unmark(clause(1), 0, 6, MarkName::Strong).unwrap();
    assert!(
        draft
            .body(clause(1))
            .unwrap()
            .runs()
            .iter()
            .all(|run| !run.strong)
    );
}

#[test]
fn a_body_gets_exactly_the_words_and_marks_it_is_given() {
    let run = |text: &str, strong, link: Option<&str>| Run {
        text: text.into(),
        strong,
        em: false,
        link: link.map(str::to_owned),
    };
    let texts = [
        vec![run("Results are published.", false, None)],
        vec![
            run("Results ", true, None),
            run("are published", false, Some("https://example.org/")),
            run(" at once.", false, None),
        ],
        vec![run("Réśults 🗳", true, None), run(" are", false, None)],
        vec![],
    ];
    for before in &texts {
        for after in &texts {
            let mut draft = a_draft();
            let after = RichText::from(after.clone());
            draft
                .rewrite_body(clause(2), &before.clone().into())
                .unwrap();
            draft.rewrite_body(clause(2), &after).unwrap();
            assert_eq!(draft.body(clause(2)).unwrap(), after, "{before:?}");
        }
    }
}

#[test]
fn another_wording_leaves_words_typed_at_the_same_time_where_they_belong() {
    let (mut a, mut b) = two();
    b.splice(clause(2), Field::Body, 7, 0, " of every area")
        .unwrap();
    let wording = Wording {
        kind: ClauseKind::Definition,
        heading: "Heading two".into(),
        text: RichText::plain("Results are announced by polling place."),
    };
    a.reword(clause(2), &wording).unwrap();
    a.retitle("Principles for open results").unwrap();
    assert_eq!(a.clause(clause(2)).unwrap().wording, wording);
    merge(&mut a, &mut b);
    assert_eq!(
        b.text(clause(2), Field::Body).unwrap(),
        "Results of every area are announced by polling place."
    );
    assert_eq!(b.title(), "Principles for open results");
}

#[test]
fn two_people_typing_in_one_clause_lose_no_letter() {
    let (mut a, mut b) = two();
    a.splice(clause(2), Field::Body, 0, 0, "Preliminary and final ")
        .unwrap();
    b.splice(clause(2), Field::Body, 0, 7, "Outcomes").unwrap();
    merge(&mut a, &mut b);
    assert_eq!(a.outline(), b.outline());
    let text = a.text(clause(2), Field::Body).unwrap();
    for part in [
        "Preliminary and final ",
        "Outcomes",
        " are published by polling place.",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn clauses_are_added_moved_and_nested() {
    let mut draft = a_draft();
    draft
        .add_clause(
            clause(5),
            Some(clause(2)),
            Some(clause(1)),
            ClauseKind::Clause,
        )
        .unwrap();
    draft
        .add_clause(clause(6), None, None, ClauseKind::Preamble)
        .unwrap();
    assert_eq!(
        order(&draft),
        [
            (6, None),
            (1, None),
            (2, Some(1)),
            (5, Some(1)),
            (3, Some(1)),
            (4, Some(1))
        ]
    );
    draft.move_clause(clause(2), Some(clause(4)), None).unwrap();
    draft.move_clause(clause(4), None, Some(clause(6))).unwrap();
    assert_eq!(
        order(&draft),
        [
            (6, None),
            (4, None),
            (2, Some(4)),
            (1, None),
            (5, Some(1)),
            (3, Some(1))
        ]
    );
    let inside = draft.move_clause(clause(4), Some(clause(2)), None);
    assert!(matches!(inside, Err(DraftError::NestedInItself(_))));
    let again = draft.add_clause(clause(5), None, None, ClauseKind::Clause);
    assert!(matches!(again, Err(DraftError::ClauseExists(_))));
}

#[test]
fn clauses_moved_into_each_other_at_once_all_stay() {
    let (mut a, mut b) = two();
    a.move_clause(clause(2), Some(clause(3)), None).unwrap();
    b.move_clause(clause(3), Some(clause(2)), None).unwrap();
    merge(&mut a, &mut b);
    assert_eq!(order(&a), order(&b));
    let mut nesting = order(&a);
    nesting.sort_unstable();
    assert_eq!(nesting, [(1, None), (2, None), (3, Some(2)), (4, Some(1))]);
}

#[test]
fn two_clauses_added_at_one_spot_at_once_leave_room_between_them() {
    let (mut a, mut b) = two();
    a.add_clause(
        clause(50),
        Some(clause(2)),
        Some(clause(1)),
        ClauseKind::Clause,
    )
    .unwrap();
    b.add_clause(
        clause(60),
        Some(clause(2)),
        Some(clause(1)),
        ClauseKind::Clause,
    )
    .unwrap();
    merge(&mut a, &mut b);
    let first = a.clauses()[2].0;
    let second = a.clauses()[3].0;
    a.add_clause(clause(70), Some(first), Some(clause(1)), ClauseKind::Clause)
        .unwrap();
    let now: Vec<_> = a.clauses().into_iter().map(|(id, _)| id).collect();
    assert_eq!(now[2..5], [first, clause(70), second]);
}

#[test]
fn a_removed_clause_keeps_its_text_and_its_children_stay() {
    let mut draft = a_draft();
    draft.remove_clause(clause(1)).unwrap();
    draft.commit(None);
    assert_eq!(order(&draft), [(2, None), (3, None), (4, None)]);
    let removed = draft.removed_clauses();
    assert_eq!(removed.len(), 1);
    assert_eq!(removed[0].clause.wording.heading, "Heading 1");
    assert_eq!(removed[0].removed_by, draft.heads());
    draft.restore_clause(clause(1)).unwrap();
    assert_eq!(draft.outline(), an_outline());
}

#[test]
fn a_clause_edited_while_it_was_removed_waits_for_a_decision() {
    let (mut a, mut b) = two();
    a.remove_clause(clause(2)).unwrap();
    a.remove_clause(clause(3)).unwrap();
    b.splice(clause(2), Field::Body, 0, 0, "All ").unwrap();
    assert!(a.edited_after_removal().is_empty());
    merge(&mut a, &mut b);
    for draft in [&mut a, &mut b] {
        let waiting = draft.edited_after_removal();
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].clause.id, clause(2));
        assert!(
            waiting[0]
                .clause
                .wording
                .text
                .to_plain()
                .starts_with("All Results")
        );
    }
    a.confirm_removal(clause(2)).unwrap();
    merge(&mut a, &mut b);
    assert!(b.edited_after_removal().is_empty());
    assert_eq!(b.removed_clauses().len(), 2);
}

#[test]
fn a_removal_that_saw_the_edit_needs_no_decision() {
    let (mut a, mut b) = two();
    a.remove_clause(clause(2)).unwrap();
    b.splice(clause(2), Field::Heading, 0, 0, "New ").unwrap();
    b.commit(None);
    b.remove_clause(clause(2)).unwrap();
    merge(&mut a, &mut b);
    assert!(a.edited_after_removal().is_empty());
}

#[test]
fn the_past_can_be_read() {
    let mut draft = a_draft();
    let heads = draft.heads();
    draft
        .splice(clause(2), Field::Body, 0, 7, "Outcomes")
        .unwrap();
    draft.mark(clause(3), 0, 4, &Mark::Em).unwrap();
    draft.remove_clause(clause(4)).unwrap();
    draft.splice_title(0, 10, "Rules").unwrap();
    assert_eq!(draft.outline_at(&heads), an_outline());
    assert_eq!(draft.outline().title, "Rules for transparent results");
}

#[test]
fn a_caret_stays_with_its_character() {
    let (mut a, mut b) = two();
    let caret = b.cursor(clause(2), Field::Body, 8).unwrap();
    a.splice(clause(2), Field::Body, 0, 0, "🗳 ").unwrap();
    assert_eq!(
        a.resolve_cursor(clause(2), Field::Body, &caret).unwrap(),
        11
    );
    let end = b.cursor(clause(2), Field::Body, 999).unwrap();
    assert_eq!(a.resolve_cursor(clause(2), Field::Body, &end).unwrap(), 42);
    for hostile in ["é", "é@ab", "1@", "99999999999@ab", "7@abcd"] {
        assert!(
            a.resolve_cursor(clause(2), Field::Body, hostile).is_err(),
            "{hostile}"
        );
    }
    // A caret of another text, a name nobody gave, and the greatest counter of a known actor.
    let elsewhere = b.cursor(clause(3), Field::Body, 2).unwrap();
    let (_, actor) = elsewhere.split_once('@').unwrap();
    for hostile in [
        elsewhere.clone(),
        format!("1@{actor}"),
        format!("4294967295@{actor}"),
        format!("9999999999@{actor}"),
    ] {
        for draft in [&mut a, &mut b] {
            assert!(
                (draft.resolve_cursor(clause(2), Field::Body, &hostile)).is_err(),
                "{hostile}"
            );
        }
    }
}

#[test]
fn a_passage_keeps_to_its_characters() {
    let (a, mut b) = two();
    let text = a.text(clause(2), Field::Body).unwrap();
    let at = text.find("polling").unwrap();
    let passage = Passage::take(&text, &"polling".parse().unwrap(), None).unwrap();
    let ends = a.passage_ends(clause(2), at..at + 7).unwrap();
    let found = |draft: &mut Draft| draft.find_passage(clause(2), Some(&ends), &passage);
    assert_eq!(found(&mut b), Some(at..at + 7));
    // What is written on either side does not belong to it; what is written inside does.
    b.splice(clause(2), Field::Body, at + 7, 0, "s").unwrap();
    b.splice(clause(2), Field::Body, at + 4, 0, "🗳").unwrap();
    b.splice(clause(2), Field::Body, at, 0, "big ").unwrap();
    assert_eq!(found(&mut b), Some(at + 4..at + 13));
    // Its first and its last character can go.
    b.splice(clause(2), Field::Body, at + 12, 1, "").unwrap();
    b.splice(clause(2), Field::Body, at + 4, 1, "").unwrap();
    assert_eq!(found(&mut b), Some(at + 4..at + 11));
    b.splice(clause(2), Field::Body, at + 4, 7, "").unwrap();
    assert_eq!(found(&mut b), None);
    // The same word somewhere else is another one.
    b.splice(clause(2), Field::Body, 0, 0, "Each polling: ")
        .unwrap();
    assert_eq!(found(&mut b), None);
}

#[test]
fn a_passage_that_is_put_back_is_found_again() {
    let (mut a, _) = two();
    let text = a.text(clause(2), Field::Body).unwrap();
    let at = text.find("polling").unwrap();
    let passage = Passage::take(&text, &"polling".parse().unwrap(), None).unwrap();
    let ends = a.passage_ends(clause(2), at..at + 7).unwrap();
    a.splice(clause(2), Field::Body, at, 7, "").unwrap();
    a.splice(clause(2), Field::Body, at, 0, "polling").unwrap();
    let found = a.find_passage(clause(2), Some(&ends), &passage);
    assert_eq!(found, Some(at..at + 7));
    a.remove_clause(clause(2)).unwrap();
    assert_eq!(a.find_passage(clause(2), Some(&ends), &passage), None);
}

/// Does to a text on screen what an editor would do.
fn follow(text: &mut String, edit: &TextEdit) {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    match edit {
        TextEdit::Insert { index, text, .. } => {
            units.splice(*index..*index, text.encode_utf16());
        }
        TextEdit::Delete { index, length } => {
            units.drain(*index..index + length);
        }
        TextEdit::Mark { .. } => {}
    }
    *text = String::from_utf16(&units).expect("patches never split a character");
}

#[test]
fn patches_say_what_a_remote_edit_did_to_the_text_on_screen() {
    let (mut a, mut b) = two();
    a.splice(clause(2), Field::Body, 0, 7, "🗳 Outcomes")
        .unwrap();
    a.mark(clause(2), 3, 11, &Mark::Strong).unwrap();
    a.splice_title(0, 0, "The ").unwrap();
    let changes = a.changes_since(&b.heads());
    let patches = b.apply(changes).unwrap();
    let mut on_screen = "Results are published by polling place.".to_owned();
    for patch in &patches {
        if let DraftPatch::Text { edit, .. } = patch {
            follow(&mut on_screen, edit);
        }
    }
    assert_eq!(on_screen, b.text(clause(2), Field::Body).unwrap());
    assert!(patches.contains(&DraftPatch::Title {
        edit: TextEdit::Insert {
            index: 0,
            text: "The ".into(),
            marks: Marks::default()
        }
    }));
    assert!(
        !patches
            .iter()
            .any(|p| matches!(p, DraftPatch::Structure { .. }))
    );
}

#[test]
fn a_clause_that_appears_comes_as_structure_without_text_patches() {
    let (mut a, mut b) = two();
    a.add_clause(clause(9), None, None, ClauseKind::Clause)
        .unwrap();
    a.splice(clause(9), Field::Body, 0, 0, "New.").unwrap();
    a.remove_clause(clause(4)).unwrap();
    let changes = a.changes_since(&b.heads());
    let patches = b.apply(changes).unwrap();
    assert_eq!(
        patches,
        [DraftPatch::Structure {
            clauses: vec![clause(4), clause(9)]
        }]
    );
    assert_eq!(b.text(clause(9), Field::Body).unwrap(), "New.");
}

#[test]
fn clauses_without_texts_are_those_of_the_outline_in_its_order() {
    let mut draft = a_draft();
    let outline = draft.outline();
    let first = outline.clauses[0].id;
    let last = outline.clauses[outline.clauses.len() - 1].id;
    draft.move_clause(last, None, Some(first)).unwrap();
    let bare = draft.bare_clauses();
    let shape =
        |clause: &domain::text::OutlineClause| (clause.id, clause.parent, clause.wording.kind);
    let expected: Vec<_> = draft.outline().clauses.iter().map(shape).collect();
    assert_eq!(bare.iter().map(shape).collect::<Vec<_>>(), expected);
    assert!(bare.iter().all(|clause| clause.wording.text.is_empty()));
}

#[test]
fn every_run_of_a_text_remembers_who_wrote_it_whatever_is_moved_or_written_since() {
    let (mut a, mut b) = two();
    let id = clause(2);
    let before = a.text(id, Field::Body).unwrap();
    b.splice(id, Field::Body, 0, 0, "Indeed, ").unwrap();
    merge(&mut a, &mut b);
    let heads = a.heads();
    a.move_clause(id, None, None).unwrap();
    a.splice(id, Field::Body, 0, 8, "").unwrap();
    let runs = a.authors_at(id, Field::Body, &heads);
    assert_eq!(
        runs,
        [
            ("Indeed, ".to_owned(), actor(2)),
            (before.clone(), actor(1))
        ]
    );
    let heads = a.heads();
    assert_eq!(a.authors_at(id, Field::Body, &heads), [(before, actor(1))]);
}

#[test]
fn of_heads_that_a_draft_does_not_know_nobody_is_named() {
    let mut draft = a_draft();
    assert_eq!(draft.authors_at(clause(2), Field::Body, &[]), []);
    let unknown = replica::ChangeHash([7; 32]);
    assert_eq!(draft.authors_at(clause(2), Field::Body, &[unknown]), []);
}
