//! What holds of any amendments to one wording.

use domain::amendments::{
    CollisionClass, Comparison, Proposal, ProposedChange, conflicts, rebase, rolling_text, settled,
};
use domain::redline::{apply, hunks};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

type Amendments = Vec<Proposal<String, String>>;

const BASE: &str = "Changes need a majority. Members are told at once.";

fn proposal(id: &str, change: ProposedChange) -> Proposal<String, String> {
    Proposal {
        id: id.to_owned(),
        sponsors: vec![format!("ORG-{id}")],
        change,
        amends: None,
    }
}

fn modify(id: &str, text: &str) -> Proposal<String, String> {
    proposal(id, ProposedChange::Modify(text.to_owned()))
}

fn amending(id: &str, amends: &str, text: &str) -> Proposal<String, String> {
    Proposal {
        amends: Some(amends.to_owned()),
        ..modify(id, text)
    }
}

fn compare(proposals: Amendments) -> Comparison<String, String> {
    Comparison::new(BASE, proposals, &[])
}

fn classes(comparison: &Comparison<String, String>) -> Vec<(&str, &str, CollisionClass)> {
    (comparison.collisions().iter())
        .map(|it| (it.one.as_str(), it.other.as_str(), it.class))
        .collect()
}

#[test]
fn what_goes_together_and_changes_one_sentence_is_shown_combined() {
    let comparison = compare(vec![
        modify(
            "A",
            "Changes need a two-thirds majority. Members are told at once.",
        ),
        modify(
            "B",
            "Changes need a majority of the members. Members are told at once.",
        ),
        modify(
            "C",
            "Changes need a majority. Members are told in writing at once.",
        ),
    ]);
    assert_eq!(classes(&comparison), []);
    let near = comparison.near();
    assert_eq!(near.len(), 1, "{near:?}");
    assert_eq!((near[0].one.as_str(), near[0].other.as_str()), ("A", "B"));
    assert_eq!(
        near[0].sentences,
        ["Changes need a two-thirds majority of the members."]
    );
}

#[test]
fn the_same_change_in_a_sentence_is_not_near() {
    let text = "Changes need a two-thirds majority. Members are told at once.";
    assert_eq!(
        compare(vec![modify("A", text), modify("B", text)]).near(),
        []
    );
}

#[test]
fn what_amends_an_amendment_of_an_amendment_depends_on_both() {
    let comparison = compare(vec![
        modify(
            "A",
            "Changes need a simple majority. Members are told at once.",
        ),
        amending(
            "B",
            "A",
            "Changes need a simple majority. All members are told at once.",
        ),
        amending(
            "C",
            "B",
            "Changes need a simple majority. All members are told in writing.",
        ),
    ]);
    let dependent = CollisionClass::Dependent;
    assert_eq!(
        classes(&comparison),
        [
            ("A", "B", dependent),
            ("A", "C", dependent),
            ("B", "C", dependent)
        ]
    );
    let outcome = comparison.adopt(&["C".to_owned()]).unwrap();
    assert_eq!(outcome.credited, ["ORG-A", "ORG-B", "ORG-C"]);
    assert_eq!(comparison.adopt(&["A".to_owned(), "C".to_owned()]), None);
}

#[test]
fn an_amendment_to_a_whole_alternative_is_one_itself() {
    let alternative = ProposedChange::Alternative("No change without consent.".to_owned());
    let comparison = compare(vec![
        proposal("A", alternative.clone()),
        amending("B", "A", "No change without written consent."),
        modify("C", "Changes need a majority. Members are told in writing."),
        proposal("D", alternative),
    ]);
    assert_eq!(
        classes(&comparison),
        [
            ("A", "B", CollisionClass::Dependent),
            ("A", "C", CollisionClass::Alternative),
            ("B", "C", CollisionClass::Alternative),
            ("B", "D", CollisionClass::Alternative),
            ("C", "D", CollisionClass::Alternative),
        ]
    );
}

#[test]
fn a_person_can_declare_a_collision() {
    let proposals = vec![
        modify(
            "A",
            "Changes need a simple majority. Members are told at once.",
        ),
        modify("B", "Changes need a majority. Members are told in writing."),
    ];
    let declared = [("B".to_owned(), "A".to_owned())];
    let comparison = Comparison::new(BASE, proposals, &declared);
    assert_eq!(classes(&comparison), [("A", "B", CollisionClass::Declared)]);
    assert_eq!(comparison.compatible().unwrap(), [["A"], ["B"]]);
}

#[test]
fn new_clauses_and_hints_collide_with_nothing() {
    let comparison = compare(vec![
        proposal("A", ProposedChange::Insert),
        proposal("B", ProposedChange::EditorialHint),
        proposal("C", ProposedChange::Delete),
    ]);
    assert_eq!(comparison.compatible().unwrap(), [["A", "B", "C"]]);
    assert_eq!(comparison.rolling(), None);
}

#[test]
fn a_rolling_text_can_be_drawn_without_sponsors() {
    let comparison = compare(vec![
        modify("A", "Changes need a majority. Members are told."),
        modify(
            "B",
            "Changes need a large majority. Members are told at once and in writing.",
        ),
    ]);
    let parts = comparison.rolling().unwrap();
    assert_eq!(
        rolling_text(&parts, true),
        "Changes need a [large — ORG-B] majority. Members are told \
         [at once][delete — ORG-A][at once and in writing — ORG-B]."
    );
    assert_eq!(
        rolling_text(&parts, false),
        "Changes need a [large] majority. Members are told [at once][delete][at once and in writing]."
    );
}

#[test]
fn a_text_that_nobody_amends_is_clean() {
    let parts = compare(Vec::new()).rolling().unwrap();
    assert_eq!(rolling_text(&parts, true), BASE);
}

#[test]
fn too_many_combinations_are_refused_rather_than_tried() {
    let words = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
    ];
    let base = words.join(" ");
    let proposals = (0..words.len()).flat_map(|at| {
        let text = |by: &str| {
            let mut changed = words.to_vec();
            changed[at] = by;
            changed.join(" ")
        };
        ["one", "two", "three"].map(|by| modify(&format!("{at}-{by}"), &text(by)))
    });
    let comparison = Comparison::new(&base, proposals.collect(), &[]);
    assert!(comparison.compatible().is_err());
}

const WORDS: [&str; 8] = [
    "rules",
    "shall",
    "should",
    "be",
    "published",
    ".",
    ",",
    "openly",
];

fn some_words() -> impl Strategy<Value = Vec<&'static str>> {
    vec(select(WORDS.to_vec()), 4..16)
}

/// Amends a text at up to three places.
fn amended(words: &[&'static str], changes: &[(Index, u8, &'static str)]) -> String {
    let mut words = words.to_vec();
    for (at, what, word) in changes {
        let at = at.index(words.len());
        match what {
            0 => words[at] = word,
            1 => words.insert(at, word),
            _ => {
                words.remove(at);
                words.push(word);
            }
        }
    }
    words.join(" ")
}

prop_compose! {
    fn a_case()(words in some_words())(
        changes in vec(vec((any::<Index>(), 0..3_u8, select(WORDS.to_vec())), 1..3), 1..6),
        words in Just(words),
    ) -> (String, Vec<String>) {
        let texts = changes.iter().map(|it| amended(&words, it)).collect();
        (words.join(" "), texts)
    }
}

prop_compose! {
    /// Amendments of every kind, named A, B, C and so on.
    fn some_amendments()(case in a_case(), kinds in vec(0..8_u8, 6)) -> (String, Amendments) {
        let (base, texts) = case;
        let proposals = texts.iter().zip(kinds).zip('A'..).map(|((text, kind), id)| {
            let change = match kind {
                0 => ProposedChange::Delete,
                1 => ProposedChange::Alternative(text.clone()),
                2 => ProposedChange::Move(text.clone()),
                3 => ProposedChange::Insert,
                _ => ProposedChange::Modify(text.clone()),
            };
            proposal(&id.to_string(), change)
        });
        let proposals = proposals.collect();
        (base, proposals)
    }
}

proptest! {
    #[test]
    fn sets_are_compatible_and_cannot_grow((base, texts) in a_case()) {
        let proposals: Amendments = (texts.iter().enumerate())
            .map(|(i, text)| modify(&i.to_string(), text))
            .collect();
        let ids: Vec<String> = proposals.iter().map(|it| it.id.clone()).collect();
        let comparison = Comparison::new(&base, proposals, &[]);
        let sets = comparison.compatible().unwrap();
        for set in &sets {
            prop_assert!(comparison.adopt(set).is_some());
            for id in ids.iter().filter(|id| !set.contains(id)) {
                let grown = [&set[..], std::slice::from_ref(id)].concat();
                prop_assert!(comparison.adopt(&grown).is_none(), "{:?} can grow by {}", set, id);
            }
        }
        prop_assert!(ids.iter().all(|id| sets.iter().any(|set| set.contains(id))));
        prop_assert!(sets.is_sorted_by_key(|set| std::cmp::Reverse(set.len())));
    }

    #[test]
    fn nothing_depends_on_the_order_or_on_which_is_named_first(
        (base, mut proposals) in some_amendments(),
        turn in any::<Index>(),
    ) {
        let comparison = Comparison::new(&base, proposals.clone(), &[]);
        let count = proposals.len();
        proposals.rotate_left(turn.index(count));
        let turned = Comparison::new(&base, proposals.clone(), &[]);
        prop_assert_eq!(turned.collisions(), comparison.collisions());
        prop_assert_eq!(turned.near(), comparison.near());
        prop_assert_eq!(turned.rolling(), comparison.rolling());
        prop_assert_eq!(turned.compatible(), comparison.compatible());
        for set in comparison.compatible().unwrap() {
            let backwards: Vec<String> = set.iter().rev().cloned().collect();
            prop_assert_eq!(turned.adopt(&backwards), comparison.adopt(&set));
        }
        // Named the other way round, the same pairs collide, and for the same reason.
        let mirrored = |id: &str| char::from(b'Z' - (id.as_bytes()[0] - b'A')).to_string();
        for it in &mut proposals {
            it.id = mirrored(&it.id);
        }
        let renamed = Comparison::new(&base, proposals, &[]);
        let mut expected: Vec<_> = (comparison.collisions().iter())
            .map(|it| (mirrored(&it.other), mirrored(&it.one), it.class))
            .collect();
        expected.sort();
        let found: Vec<_> = (renamed.collisions().iter())
            .map(|it| (it.one.clone(), it.other.clone(), it.class))
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn carried_onto_its_own_base_an_amendment_is_as_written((base, texts) in a_case()) {
        for text in &texts {
            let rebased = rebase(&base, text, &base);
            prop_assert_eq!(&rebased.conflicts, &[]);
            prop_assert_eq!(rebased.dropped, 0);
            prop_assert_eq!(rebased.hunks, hunks(&base, text));
        }
    }

    #[test]
    fn adopting_one_gives_its_own_wording((base, texts) in a_case()) {
        for text in &texts {
            let comparison = Comparison::new(&base, vec![modify("A", text)], &[]);
            let outcome = comparison.adopt(&["A".to_owned()]).unwrap();
            prop_assert_eq!(outcome.wording.as_ref(), Some(text));
        }
    }

    #[test]
    fn carrying_one_onto_the_other_gives_what_adopting_both_gives((base, texts) in a_case()) {
        let (one, other) = (&texts[0], &texts[texts.len() - 1]);
        let comparison = Comparison::new(&base, vec![modify("A", one), modify("B", other)], &[]);
        let both = comparison.adopt(&["B".to_owned(), "A".to_owned()]);
        let rebased = rebase(&base, other, one);
        let carried = apply(one, &rebased.hunks).unwrap();
        let contested = conflicts(&base, other, one);
        prop_assert_eq!(contested.is_empty(), rebased.conflicts.is_empty());
        prop_assert_eq!(&settled(&base, other, &base, &[]), other);
        prop_assert_eq!(&settled(&base, &base, one, &[]), one);
        if rebased.conflicts.is_empty() {
            prop_assert_eq!(&settled(&base, other, one, &[]), &carried);
            let wording = both.and_then(|it| it.wording);
            prop_assert_eq!(Some(carried), wording);
        } else if both.is_none() {
            prop_assert!(!comparison.collisions().is_empty());
        }
    }

    #[test]
    fn a_rolling_text_without_its_alternatives_is_the_base((base, texts) in a_case()) {
        use domain::amendments::RollingPart::{Brackets, Text};
        let proposals = (texts.iter().enumerate()).map(|(i, text)| modify(&i.to_string(), text));
        let parts = Comparison::new(&base, proposals.collect(), &[]).rolling().unwrap();
        let words: String = (parts.iter())
            .map(|part| match part {
                Text(text) => text.clone(),
                Brackets { base, .. } => base.clone().unwrap_or_default(),
            })
            .collect();
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(squeezed(&words), squeezed(&base));
    }
}
