//! Files as people write them, and the outlines they become.

use std::fmt::Write as _;

use domain::id::ClauseId;
use domain::text::{ClauseKind, Outline, Run};
use proptest::prelude::*;

use crate::exchange::import::{Construct, Format, Import, ImportError, Unmapped, import};

fn read(text: &str, format: Format) -> Result<Import, ImportError> {
    let mut next = 0;
    import(text.as_bytes(), format, |_| {
        next += 1;
        ClauseId::from_uuid(uuid::Uuid::from_u128(next))
    })
}

/// Draws a text's marks as in Markdown.
fn draw(run: &Run) -> String {
    let mut text = run.text.clone();
    if run.em {
        text = format!("_{text}_");
    }
    if run.strong {
        text = format!("*{text}*");
    }
    match &run.link {
        Some(address) => format!("[{text}]({address})"),
        None => text,
    }
}

/// Draws an outline, one clause a line, indented by its depth.
fn picture(outline: &Outline) -> String {
    let mut picture = format!("= {}", outline.title).trim_end().to_owned() + "\n";
    for (clause, number) in outline.clauses.iter().zip(outline.numbers()) {
        let mut depth = 0;
        let mut above = clause.parent;
        while let Some(parent) = above {
            depth += 1;
            above = outline
                .clauses
                .iter()
                .find(|c| c.id == parent)
                .unwrap()
                .parent;
        }
        let text: String = clause.wording.text.runs().iter().map(draw).collect();
        let heading = match clause.wording.heading.as_str() {
            "" => String::new(),
            heading => format!("<{heading}> "),
        };
        let kind = match clause.wording.kind {
            ClauseKind::Clause => String::new(),
            kind => format!("{}: ", kind.as_str()),
        };
        let line = format!("{}{number} {kind}{heading}{text}", "  ".repeat(depth));
        writeln!(picture, "{}", line.trim_end().replace('\n', "⏎")).unwrap();
    }
    picture
}

#[track_caller]
fn check(text: &str, format: Format, expected: &str) {
    let imported = read(text, format).unwrap();
    let lines: Vec<_> = expected.trim().lines().map(str::trim_end).collect();
    assert_eq!(picture(&imported.outline).trim(), lines.join("\n"));
}

#[test]
fn headings_paragraphs_and_lists_nest() {
    check(
        "# Principles\n\nAll of *us* agree.\n\n## Scope\n\nThese cover:\n\n1. counting,\n   and\n2. tabulation:\n   - by hand\n   - by **machine**\n\n     with care\n\n## Terms\n\nText with a [link](https://a.example).\n",
        Format::Markdown,
        "= Principles
1 All of _us_ agree.
2 section: <Scope>
  2.1 These cover:
    2.1.1 counting, and
    2.1.2 tabulation:
      2.1.2.1 by hand
      2.1.2.2 by *machine*⏎with care
3 section: <Terms>
  3.1 Text with a [link](https://a.example).",
    );
}

#[test]
fn numbers_typed_in_markdown_paragraphs_are_taken_off() {
    check(
        "## 1 Scope\n\n**1.1** First.\n\n1.2 Second:\n\n(a) one\n(b) two:\n\n(i) deep\n\n(ii) deeper\n\n(c) three\n\n1.3 Third with 3.5 per cent.\n\n## 2 Terms\n\n3.14 is not a number of ours.\n",
        Format::Markdown,
        "=
1 section: <Scope>
  1.1 First.
  1.2 Second:
    1.2.1 one
    1.2.2 two:
      1.2.2.1 deep
      1.2.2.2 deeper
    1.2.3 three
  1.3 Third with 3.5 per cent.
2 section: <Terms>
  2.1 3.14 is not a number of ours.",
    );
}

#[test]
fn articles_and_principles_take_their_text() {
    check(
        "# Charter\n\n## Preamble\n\nRecalling the past,\n\n## Article 1\n\nResults are public.\n\n## Article 2 – Access\n\nAnyone may look.\n\nAt any time.\n\n## Principle 1: Openness\n\nBe open.\n\n## Principle 2: Care\n\nTake care.\n\n## Definitions\n\n- *Result*: a count.\n",
        Format::Markdown,
        "= Charter
 preamble: <Preamble>
   preamble: Recalling the past,
1 Results are public.
2 <Access> Anyone may look.
  2.1 At any time.
3 principle: <Openness> Be open.
4 principle: <Care> Take care.
5 section: <Definitions>
  5.1 definition: _Result_: a count.",
    );
}

#[test]
fn plain_text_is_read_by_its_numbers_and_blank_lines() {
    check(
        "Principles for Counting\n\nPART I\n\nGENERAL\n\n1. Results are\n   counted once.\n2. They are published:\n\n   (a) at the station;\n   (b) by the body:\n       - on paper\n       - on line\n   (c) at once.\n\n3. They are final.\n\nRemedies\n\n4. Anyone may complain.\n\nPART II\n\nFINAL\n\nThe end.\n",
        Format::Plain,
        "= Principles for Counting
1 section: <GENERAL>
  1.1 Results are counted once.
  1.2 They are published:
    1.2.1 at the station;
    1.2.2 by the body:
      1.2.2.1 on paper
      1.2.2.2 on line
    1.2.3 at once.
  1.3 They are final.
  1.4 section: <Remedies>
    1.4.1 Anyone may complain.
2 section: <FINAL>
  2.1 The end.",
    );
}

#[test]
fn numbered_headings_of_plain_text_nest_by_their_number() {
    check(
        "1. Scope\n\nThis is the scope.\n\n1.1 Persons\n\nAll persons.\n\n2. Terms\n\nSome terms.\n",
        Format::Plain,
        "=
1 section: <Scope>
  1.1 This is the scope.
  1.2 section: <Persons>
    1.2.1 All persons.
2 section: <Terms>
  2.1 Some terms.",
    );
}

#[test]
fn recitals_end_where_the_articles_begin() {
    check(
        "DECLARATION\nON COUNTING\n\nPREAMBLE\n\nThe organisations,\n\nArticle 1\nPurpose\n\nWe count.\n\nArticle 2\nConditions\n\n1. In public.\n2. At once.\n",
        Format::Plain,
        "= DECLARATION ON COUNTING
 preamble: <PREAMBLE>
   preamble: The organisations,
1 <Purpose> We count.
2 <Conditions>
  2.1 In public.
  2.2 At once.",
    );
}

#[test]
fn a_lone_year_is_no_list() {
    check(
        "1986. A good year.\n",
        Format::Markdown,
        "=\n1 1986. A good year.",
    );
}

#[test]
fn what_no_clause_can_carry_is_listed_and_its_text_kept() {
    let imported = read(
        "---\ntitle: X\n---\n\nA `code` and ~~old~~ ![map](m.png) <u>x</u> [js](javascript:a).[^n]\n\n| a | b |\n|---|---|\n| c | d |\n\n---\n\n> quoted\n\n    block\n\n[^n]: Note.\n\n<div>raw</div>\n\n<!-- note -->\n\n[unused]: https://a.example\n\n[t](https://a.example \"title\")\n\n## A *b*\n",
        Format::Markdown,
    )
    .unwrap();
    assert_eq!(
        picture(&imported.outline),
        "=\n1 A code and old map x js.[n]\n2 a | b\n3 c | d\n4 quoted\n5 block\n commentary: [n] Note.\n6 raw\n7 [t](https://a.example)\n8 section: <A b>\n"
    );
    let listed: Vec<_> = imported
        .unmapped
        .iter()
        .map(|u| (u.line, u.column, u.what.code()))
        .collect();
    assert_eq!(
        listed,
        [
            (1, 1, "front-matter"),
            (5, 3, "code"),
            (5, 14, "strikethrough"),
            (5, 22, "image"),
            (5, 36, "html"),
            (5, 40, "html"),
            (5, 45, "link"),
            (5, 64, "footnote-reference"),
            (7, 1, "table"),
            (11, 1, "rule"),
            (13, 1, "block-quote"),
            (15, 5, "code-block"),
            (17, 1, "footnote"),
            (19, 1, "html"),
            (21, 1, "comment"),
            (23, 1, "link-definition"),
            (25, 1, "link-title"),
            (27, 7, "heading-mark"),
        ]
    );
    assert_eq!(
        imported.unmapped[8].excerpt,
        "| a | b | |---|---| | c | d |"
    );
}

#[test]
fn html_that_stands_for_marks_becomes_marks() {
    check(
        "a<strong>b</strong><em>c</em><br>d <b>e\n\nf",
        Format::Markdown,
        "=\n1 a*b*_c_⏎d *e*\n2 f",
    );
}

#[test]
fn a_file_that_looks_exported_but_is_not_lists_our_comments() {
    let imported = read(
        "Text.\n\n<!-- clausewise: clause kind=principle depth=0 -->\n",
        Format::Markdown,
    );
    let unmapped = imported.unwrap().unmapped;
    assert!(matches!(
        unmapped.as_slice(),
        [Unmapped {
            line: 3,
            what: Construct::Comment,
            ..
        }]
    ));
}

#[test]
fn a_character_refused_as_such_is_refused_as_an_entity() {
    let error = read("Text.\n\nMore &#8238;text.", Format::Markdown).unwrap_err();
    assert!(
        matches!(
            error,
            ImportError::RefusedCharacter {
                code: 0x202E,
                line: 3,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn bounds_are_held_and_named() {
    let long = format!("Short.\n\n{}", "long ".repeat(4_001));
    for format in [Format::Markdown, Format::Plain] {
        let error = read(&long, format).unwrap_err();
        assert_eq!(error, ImportError::ClauseTooLong { line: 3, column: 1 });
        let error = read(&"A clause.\n\n".repeat(5_001), format).unwrap_err();
        assert_eq!(
            error,
            ImportError::TooManyClauses {
                line: 10_001,
                column: 1
            }
        );
        assert_eq!(read(" \n\n", format), Err(ImportError::Empty));
    }
    let error = read(&format!("# {}", "long ".repeat(900)), Format::Markdown).unwrap_err();
    assert_eq!(error, ImportError::HeadingTooLong { line: 1, column: 1 });
    let error = read(&"<u>".repeat(10_001), Format::Markdown).unwrap_err();
    assert_eq!(
        error,
        ImportError::TooMuchUnmapped {
            line: 1,
            column: 30_001
        }
    );
}

#[test]
fn long_repetitions_neither_panic_nor_hang() {
    for piece in [
        "[",
        "]",
        "*",
        "_",
        "`",
        "<",
        "&",
        "!",
        "|",
        "#",
        "~",
        "\\",
        "^",
        ">",
        "> ",
        "- ",
        "1. ",
        " ",
        "\t",
        "\n",
        "\r",
        "[a](",
        "![",
        "*a _b ",
        "<a b=\"",
        "<!--",
        "<?",
        "<![CDATA[",
        "`` ` ",
        "[a]: b\n",
        "[^a]",
        "[^a]: b\n",
        "|a\n|-\n",
        "a\n=\n",
        "(a) b\n",
        "1.1 a\n",
        "-\n",
        "* * ",
        "a\n\n",
        "- a\n\n",
        "**a",
        "***",
        "&#0;",
        "<b>",
        "~~a",
        "a_b*",
        "[[a]]",
        "```\n",
        "---\n",
        "é",
    ] {
        let text = piece.repeat(50_000 / piece.len());
        for format in [Format::Markdown, Format::Plain] {
            let _outcome = read(&text, format);
        }
    }
}

/// Lines such as files are made of, in any order and indentation.
fn line() -> impl Strategy<Value = String> {
    let start = prop_oneof![
        Just("# "),
        Just("## "),
        Just("- "),
        Just("* "),
        Just("1. "),
        Just("2. "),
        Just("> "),
        Just("(a) "),
        Just("(b) "),
        Just("(i) "),
        Just("1.1 "),
        Just("1.2 "),
        Just("Article 1. "),
        Just("PART I "),
        Just("| a | "),
        Just("```"),
        Just("<div>"),
        Just("[^a]: "),
        Just("---"),
        Just("===="),
        Just("<!-- clausewise: document v=1 lang=en -->"),
        Just("<!-- clausewise: clause kind=clause depth=3 -->"),
        Just("<!-- clausewise: commentary -->"),
        Just(""),
        Just("\n"),
    ];
    (0..9usize, start, "\\PC{0,12}|[a-z *_`\\[\\]()<>]{0,12}")
        .prop_map(|(indent, start, rest)| format!("{}{start}{rest}\n", " ".repeat(indent)))
}

proptest! {
    #[test]
    fn any_file_is_read_in_document_order_or_refused(
        lines in proptest::collection::vec(line(), 0..30)
    ) {
        let text = lines.concat();
        for format in [Format::Markdown, Format::Plain] {
            let Ok(imported) = read(&text, format) else { continue };
            let mut open = Vec::new();
            for clause in &imported.outline.clauses {
                while open.last().copied() != clause.parent && open.pop().is_some() {}
                prop_assert_eq!(open.last().copied(), clause.parent);
                open.push(clause.id);
            }
        }
    }

    #[test]
    fn every_word_of_a_plain_text_is_kept(words in "([a-z]{3,9}[ \n]){1,60}") {
        let Ok(imported) = read(&words, Format::Plain) else { return Ok(()) };
        let kept: Vec<_> = imported
            .outline
            .clauses
            .iter()
            .flat_map(|clause| [clause.wording.heading.clone(), clause.wording.text.to_plain()])
            .collect();
        let whole = format!("{} {}", imported.outline.title, kept.join(" "));
        prop_assert!(whole.split_whitespace().eq(words.split_whitespace()));
    }
}
