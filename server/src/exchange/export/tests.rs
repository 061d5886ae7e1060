//! Exported texts, and what they are when they are imported again.

use domain::id::ClauseId;
use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText, Run};
use domain::time::Timestamp;
use proptest::prelude::*;

use super::{Document, Format, RevisionFacts};
use crate::exchange::import::{self, import};
use crate::i18n::Locale;

fn id(n: u128) -> ClauseId {
    ClauseId::from_uuid(uuid::Uuid::from_u128(n))
}

fn run(text: &str) -> Run {
    Run {
        text: text.to_owned(),
        ..Run::default()
    }
}

/// Exports and imports, keeping the identifiers of the file.
fn round_trip(outline: &Outline) -> (String, import::Import) {
    let markdown = Document::new(outline, None)
        .unwrap()
        .write(Format::Markdown);
    let imported = import(markdown.as_bytes(), import::Format::Markdown, |carried| {
        carried.unwrap_or_else(|| id(u128::MAX))
    });
    let imported = imported.unwrap_or_else(|error| panic!("{error}\n{markdown}"));
    (markdown, imported)
}

fn one_clause(clause: OutlineClause) -> Outline {
    Outline {
        title: String::new(),
        language: LanguageTag::english(),
        clauses: vec![clause],
    }
}

#[track_caller]
fn survives(runs: &[Run]) {
    let text = RichText::from(runs.to_vec());
    let outline = one_clause(OutlineClause::new(id(1), ClauseKind::Clause, text));
    let (markdown, imported) = round_trip(&outline);
    assert_eq!(imported.outline, outline, "{markdown}");
    assert_eq!(imported.unmapped, [], "{markdown}");
}

#[test]
fn texts_that_look_like_markdown_survive() {
    for text in [
        "1. not a list",
        "1) nor this",
        "2024.",
        "- nor this",
        "+",
        "=== x",
        "# no heading",
        "a #",
        "> no quote",
        "    no code",
        "a  \nb",
        "a\n- b",
        "a\n===",
        "a\n\n\nb",
        "\n",
        " ",
        "\ta\t",
        "a\\\nb",
        "a\\",
        "&amp; &#33; & R&D",
        "<b>no</b> <!-- c -->",
        "![no](image)",
        "[no](link)",
        "[a]: https://b.example",
        "[^1]",
        "[^1]: note",
        "`code`",
        "~~no~~",
        "| a |\n|---|",
        "a | b\n--- | ---",
        "https://a.example <https://a.example>",
        "snake_case *star* **x**",
        "---",
        "***",
        "+++",
        "```\ncode\n```",
        "(a) b",
        "Article 3. X",
        "1 Number",
        "1.1 Number",
        "a\rb",
        "\u{a0}a\u{a0}",
        "\u{3000}",
        "a\u{2028}b",
        "\u{feff}a",
        "[ ] todo",
        ": a",
        "$x$",
        "a\n1. b",
        "a\n+ b",
        "a\n> b",
        "a\n# b",
        "a\n    b",
        "!",
        "a!",
        "{#id}",
        "a\u{85}b",
    ] {
        survives(&[run(text)]);
    }
}

#[test]
fn marks_beside_anything_survive() {
    let strong = |text| Run {
        strong: true,
        ..run(text)
    };
    let em = |text| Run {
        em: true,
        ..run(text)
    };
    let both = |text| Run {
        strong: true,
        em: true,
        ..run(text)
    };
    let link = |text, address: &str| Run {
        link: Some(address.to_owned()),
        ..run(text)
    };
    survives(&[run("a "), strong("b"), run(" c")]);
    survives(&[run("a"), strong("b"), run("c")]);
    survives(&[strong("a"), em("b"), strong("c")]);
    survives(&[strong("a "), both("b"), em(" c")]);
    survives(&[run("a"), strong("(b)"), run("c")]);
    survives(&[strong(" a "), run("b")]);
    survives(&[strong("\n")]);
    survives(&[run("a\n"), em("- b"), run("\nc")]);
    survives(&[strong("*"), run("*"), em("_")]);
    survives(&[run("!"), link("a", "https://a.example/(b)_c*d`e")]);
    survives(&[
        link("a", "https://a.example/"),
        link("b", "mailto:a@b.example?x=1&copy=2"),
    ]);
    survives(&[link("^1", "https://a.example/\\*"), run(": x")]);
    survives(&[run("1"), link(". a", "https://a.example")]);
    survives(&[Run {
        link: Some("https://a.example".into()),
        ..both("]")
    }]);
    survives(&[strong("كلمة"), run("،"), em("语"), run("言")]);
}

#[test]
fn a_link_that_leads_astray_is_not_written() {
    let run = Run {
        link: Some("javascript:alert(1)".into()),
        ..run("<i>x</i>")
    };
    let mut clause = OutlineClause::new(id(1), ClauseKind::Clause, RichText::from(vec![run]));
    clause.wording.heading = "\"><script>".into();
    let outline = one_clause(clause);
    let document = Document::new(&outline, None).unwrap();
    for format in [Format::Markdown, Format::Html] {
        let text = document.write(format);
        assert!(!text.contains("javascript:"), "{text}");
        assert!(!text.replace("\\<", "").contains("<script"), "{text}");
    }
}

fn sample() -> (Outline, RevisionFacts) {
    let mut preamble = OutlineClause::new(
        id(1),
        ClauseKind::Preamble,
        RichText::plain("Recalling that trust in a result rests on its being checked,"),
    );
    preamble.commentary = "Taken from the first meeting.\nTo be shortened.".into();
    let mut section = OutlineClause::new(id(2), ClauseKind::Section, RichText::default());
    section.wording.heading = "Publication".into();
    let mut french = OutlineClause::new(
        id(3),
        ClauseKind::Principle,
        RichText::from(vec![
            run("Les résultats sont publiés "),
            Run {
                strong: true,
                ..run("par bureau de vote")
            },
            run("."),
        ]),
    );
    french.parent = Some(id(2));
    french.language = Some("fr".parse().unwrap());
    let mut arabic = OutlineClause::new(
        id(4),
        ClauseKind::Clause,
        RichText::plain("تُنشر النتائج فور اعتمادها."),
    );
    arabic.parent = Some(id(3));
    arabic.language = Some("ar".parse().unwrap());
    let outline = Outline {
        title: "Sample Principles".into(),
        language: LanguageTag::english(),
        clauses: vec![preamble, section, french, arabic],
    };
    let facts = RevisionFacts {
        number: 2,
        root: outline.clauses[0].wording.hash().unwrap(),
        tabled_at: Timestamp::from_micros(1_767_225_600_000_000),
    };
    (outline, facts)
}

#[test]
fn the_markdown_reads_well() {
    let (outline, facts) = sample();
    let document = Document::new(&outline, Some(&facts)).unwrap();
    insta::assert_snapshot!(document.write(Format::Markdown));
}

#[test]
fn the_page_names_language_direction_number_and_hash() {
    let (outline, facts) = sample();
    let document = Document::new(&outline, Some(&facts)).unwrap();
    let page = document.write(Format::Html);
    insta::assert_snapshot!(&page[page.find("<body>").unwrap()..]);
}

#[test]
fn what_is_said_beside_the_text_follows_the_language_chosen() {
    let (outline, facts) = sample();
    let document = Document::new(&outline, Some(&facts)).unwrap();
    let page = document.in_language(Locale::Mirrored).write(Format::Html);
    let line = page.split("class=\"facts\"").nth(1).unwrap();
    assert!(line.starts_with(" lang=\"ar-XB\" dir=\"rtl\">"), "{line}");
    assert!(page.contains("<html lang=\"en\" dir=\"ltr\">"), "{page}");
}

#[test]
fn the_json_has_every_fact() {
    let (outline, facts) = sample();
    let document = Document::new(&outline, Some(&facts)).unwrap();
    insta::assert_snapshot!(document.write(Format::Json));
}

#[test]
fn a_person_may_add_to_an_exported_file() {
    let (outline, _) = sample();
    let markdown = Document::new(&outline, None)
        .unwrap()
        .write(Format::Markdown);
    let edited = markdown + "\nAn added paragraph\nof two lines.\n\n> quoted\n";
    let mut fresh = 100;
    let imported = import(edited.as_bytes(), import::Format::Markdown, |carried| {
        fresh += 1;
        carried.unwrap_or_else(|| id(fresh))
    })
    .unwrap();
    assert_eq!(imported.outline.clauses[..4], outline.clauses);
    let added = &imported.outline.clauses[4];
    assert_eq!(
        added.wording.text.to_plain(),
        "An added paragraph of two lines."
    );
    assert_eq!(added.parent, Some(id(3)));
    assert_eq!(imported.unmapped.len(), 1);
}

/// Text of many scripts, full of what Markdown could mistake.
fn hostile_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z0-9 ]{1,6}",
        "[*_\\[\\]<>&`#!~|^\\\\:=+.()\"'{}$-]{1,4}",
        "[ \n\t]{1,3}",
        "[0-9]{1,3}[.)] ?",
        "\\PC{1,4}",
        Just("\u{a0}".to_owned()),
        Just("كلمة".to_owned()),
        Just("https://a.example".to_owned()),
        Just("<!-- clausewise: commentary -->".to_owned()),
    ];
    proptest::collection::vec(piece, 1..6).prop_map(|pieces| {
        let text = pieces.concat();
        let is_permitted =
            |c: &char| domain::text::refused_character(c.encode_utf8(&mut [0; 4])).is_none();
        text.chars().filter(is_permitted).collect()
    })
}

fn hostile_run() -> impl Strategy<Value = Run> {
    let link = proptest::option::weighted(0.2, "https://[a-z/()\\\\&;*_`\\[\\]!#]{1,8}");
    (hostile_text(), any::<bool>(), any::<bool>(), link).prop_map(|(text, strong, em, link)| Run {
        text,
        strong,
        em,
        link,
    })
}

prop_compose! {
    fn hostile_clause()(
        kind in 0..ClauseKind::ALL.len(),
        heading in proptest::option::weighted(0.4, hostile_text()),
        runs in proptest::collection::vec(hostile_run(), 0..5),
        commentary in proptest::option::weighted(0.2, hostile_text()),
        language in proptest::option::weighted(0.2, prop_oneof![Just("ar"), Just("fr")]),
        up in 0..4usize,
    ) -> (usize, OutlineClause) {
        let text = RichText::from(runs);
        let mut clause = OutlineClause::new(id(0), ClauseKind::ALL[kind], text);
        clause.wording.heading = heading.unwrap_or_default();
        clause.commentary = commentary.unwrap_or_default();
        clause.language = language.map(|tag| tag.parse().unwrap());
        (up, clause)
    }
}

/// Nests each clause in the one before it or in one of its ancestors.
fn hostile_outline() -> impl Strategy<Value = Outline> {
    let clauses = proptest::collection::vec(hostile_clause(), 0..6);
    (hostile_text(), clauses).prop_map(|(title, clauses)| {
        let mut chain = Vec::new();
        let clauses = clauses.into_iter().zip(1..).map(|((up, mut clause), n)| {
            clause.id = id(n);
            chain.truncate(chain.len().saturating_sub(up));
            clause.parent = chain.last().copied();
            chain.push(clause.id);
            clause
        });
        Outline {
            title,
            language: "pt-BR".parse().unwrap(),
            clauses: clauses.collect(),
        }
    })
}

proptest! {
    #[test]
    fn an_exported_text_imports_as_the_same_text(outline in hostile_outline()) {
        let (markdown, imported) = round_trip(&outline);
        prop_assert_eq!(&imported.outline, &outline, "{}", markdown);
        prop_assert_eq!(imported.unmapped, []);
        for (before, after) in outline.clauses.iter().zip(&imported.outline.clauses) {
            prop_assert_eq!(before.wording.hash(), after.wording.hash());
        }
    }
}
