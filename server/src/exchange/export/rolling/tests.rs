use super::*;

fn text(by: &str) -> RollingText {
    let words = |text: &str| Piece::Words(text.into());
    let alternative = |text: Option<&str>| Alternative {
        text: text.map(str::to_owned),
        by: by.to_owned(),
    };
    RollingText {
        title: "Open <Results>".into(),
        language: LanguageTag::english(),
        revision: 3,
        at: Timestamp::from_micros(1_772_355_600_000_000),
        counts: (1, 2),
        clauses: vec![RollingLine {
            number: "1".into(),
            depth: 0,
            language: LanguageTag::english(),
            heading: Vec::new(),
            text: vec![
                words("Results "),
                Piece::Brackets {
                    base: Some("should".into()),
                    alternatives: vec![alternative(Some("sh*ll")), alternative(None)],
                },
                words(" be published."),
            ],
            notes: vec![Note {
                what: "Amendment 4: move Principle 1".into(),
                text: None,
            }],
        }],
    }
}

#[test]
fn brackets_and_who_proposed_them_are_written_as_markdown() {
    let written = text("EMB-1").to_markdown(Locale::English);
    let clause = "1 Results **\\[**should**\\]****\\[**sh\\*ll — EMB-1**\\]****\\[***delete* — EMB-1**\\]** be published.";
    assert!(written.contains(clause), "{written}");
    assert!(
        written.contains("> Amendment 4: move Principle 1"),
        "{written}"
    );
    assert!(written.contains("1 of 2 clauses in brackets"), "{written}");
}

#[test]
fn in_html_the_brackets_are_drawn_and_not_written() {
    let written = text("EMB-1").to_html(Locale::English);
    assert!(
        written.contains("<h1>Open &lt;Results&gt;</h1>"),
        "{written}"
    );
    let base = "<span class=\"bracket\">should</span>";
    assert!(written.contains(base), "{written}");
    assert!(written.contains("<bdi>EMB-1</bdi>"), "{written}");
}

#[test]
fn without_attributions_nobody_is_named() {
    for written in [
        text("").to_markdown(Locale::English),
        text("").to_html(Locale::English),
    ] {
        assert!(!written.contains(" — "), "{written}");
    }
}
