//! Printed numbers and bullets at the beginning of a line: `1.`, `2.3`,
//! `(a)`, `iv)`, `Article 3.`, `•`.
//!
//! A line that looks numbered may not be; `numbering` decides.

/// A possible reading of the beginning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) style: Style,
    /// The numbers before the last one: 2 and 3 in `2.3.1`.
    pub(super) prefix: Vec<u32>,
    /// The (last) number; 0 for a bullet.
    pub(super) value: u32,
    /// How many characters of the line it takes, white space around it included.
    pub(super) chars: usize,
    /// Whether punctuation or the end of the line sets it apart from what follows.
    pub(super) closed: bool,
}

/// How a marker is written; markers of one sequence are written alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Style {
    Number(Wrap),
    Lower(Wrap),
    Upper(Wrap),
    LowerRoman(Wrap),
    UpperRoman(Wrap),
    Word(Word),
    /// A bullet and its indentation in columns.
    Bullet(char, usize),
}

/// The punctuation around a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Wrap {
    /// `1.`; for numbers of several parts also `1.1`.
    Dot,
    /// `1)`
    Close,
    /// `(1)`
    Both,
    /// `1`, in headings only.
    Bare,
}

/// A word that introduces a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Word {
    Part,
    Chapter,
    Section,
    Annex,
    Article,
    Rule,
    Principle,
    Recommendation,
    Paragraph,
}

impl Word {
    /// Reports whether the word names a division that holds clauses, rather than a clause.
    pub(super) fn is_division(self) -> bool {
        match self {
            Self::Part | Self::Chapter | Self::Section | Self::Annex => true,
            Self::Article
            | Self::Rule
            | Self::Principle
            | Self::Recommendation
            | Self::Paragraph => false,
        }
    }

    fn from_lower_case(word: &str) -> Option<Self> {
        Some(match word {
            "part" | "partie" | "parte" | "teil" | "часть" | "الجزء" => Self::Part,
            "chapter" | "chapitre" | "capítulo" | "capitolo" | "kapitel" | "глава" | "الفصل" => {
                Self::Chapter
            }
            "section" | "sección" | "seção" | "sezione" | "abschnitt" | "раздел" | "القسم" => {
                Self::Section
            }
            "annex" | "annexe" | "anexo" | "allegato" | "anhang" | "приложение" | "المرفق" => {
                Self::Annex
            }
            "article" | "art." | "artículo" | "artigo" | "articolo" | "artikel" | "статья"
            | "المادة" => Self::Article,
            "rule" | "règle" | "regla" | "regra" | "regel" | "правило" | "القاعدة" => {
                Self::Rule
            }
            "principle" | "principe" | "principio" | "princípio" | "grundsatz" | "принцип"
            | "المبدأ" => Self::Principle,
            "recommendation"
            | "recommandation"
            | "recomendación"
            | "recomendação"
            | "raccomandazione"
            | "empfehlung"
            | "рекомендация"
            | "التوصية" => Self::Recommendation,
            "clause" | "paragraph" | "paragraphe" | "párrafo" | "cláusula" | "parágrafo"
            | "paragrafo" | "absatz" | "пункт" | "الفقرة" | "§" => Self::Paragraph,
            _ => return None,
        })
    }
}

/// Bullets as word processors and typists write them.
const BULLETS: &str = "-*+•‣◦▪●○■–—·";

/// Returns the possible readings of the beginning of a line, none for most lines.
pub(super) fn readings(line: &str) -> Vec<Marker> {
    let rest = line.trim_start();
    let mut scan = Scan {
        rest,
        chars: line.chars().count() - rest.chars().count(),
    };
    let indent = line
        .chars()
        .take_while(|c| c.is_whitespace())
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum();
    match scan.rest.chars().next() {
        Some(c) if BULLETS.contains(c) => bullet(scan, c, indent).into_iter().collect(),
        Some('(') => {
            scan.skip(1);
            label(scan, true)
        }
        Some(c) if c.is_alphanumeric() => {
            let mut found = label(scan, false);
            found.extend(word(scan));
            found
        }
        Some('§') => word(scan).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// A position in a line.
#[derive(Clone, Copy)]
struct Scan<'a> {
    rest: &'a str,
    chars: usize,
}

impl<'a> Scan<'a> {
    fn skip(&mut self, count: usize) {
        let at = self
            .rest
            .char_indices()
            .nth(count)
            .map_or(self.rest.len(), |(at, _)| at);
        self.rest = &self.rest[at..];
        self.chars += count;
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool, most: usize) -> &'a str {
        let before = self.rest;
        let count = before.chars().take(most).take_while(|c| wanted(*c)).count();
        self.skip(count);
        &before[..before.len() - self.rest.len()]
    }

    fn take_char(&mut self, wanted: &str) -> Option<char> {
        let c = self.rest.chars().next().filter(|c| wanted.contains(*c))?;
        self.skip(1);
        Some(c)
    }

    /// Passes white space; reports whether there was any, or the line ends.
    fn take_gap(&mut self) -> bool {
        let blank = self.rest.chars().take_while(|c| c.is_whitespace()).count();
        self.skip(blank);
        blank > 0 || self.rest.is_empty()
    }
}

fn bullet(mut scan: Scan<'_>, c: char, indent: usize) -> Option<Marker> {
    scan.skip(1);
    scan.take_gap().then_some(Marker {
        style: Style::Bullet(c, indent),
        prefix: Vec::new(),
        value: 0,
        chars: scan.chars,
        closed: true,
    })
}

/// Reads `a)`, `iv.`, `2.3` and, with the parenthesis already passed, `(a)`.
fn label(mut scan: Scan<'_>, in_parentheses: bool) -> Vec<Marker> {
    let parts = numbers(&mut scan);
    let letters = if parts.is_empty() {
        scan.take(char::is_alphabetic, 8)
    } else {
        ""
    };
    let wrap = match (in_parentheses, scan.take_char(".)")) {
        (true, Some(')')) => Wrap::Both,
        (false, Some('.')) => Wrap::Dot,
        (false, Some(_)) => Wrap::Close,
        (false, None) if parts.len() > 1 => Wrap::Dot,
        (false, None) if parts.len() == 1 => Wrap::Bare,
        _ => return Vec::new(),
    };
    if !scan.take_gap() {
        return Vec::new();
    }
    let marker = |(style, prefix, value)| Marker {
        style,
        prefix,
        value,
        chars: scan.chars,
        closed: wrap != Wrap::Bare,
    };
    match parts.split_last() {
        Some((last, prefix)) => vec![marker((Style::Number(wrap), prefix.to_vec(), *last))],
        None => ordinals(letters, wrap)
            .into_iter()
            .map(|(style, value)| marker((style, Vec::new(), value)))
            .collect(),
    }
}

/// Reads `Article 3.`, `Part IV`, `§ 2`.
fn word(mut scan: Scan<'_>) -> Option<Marker> {
    let name = match scan.take(|c| c == '§', 1) {
        "" => scan.take(|c| c.is_alphabetic() || c == '.', 16),
        sign => sign,
    };
    let word = Word::from_lower_case(&name.to_lowercase())?;
    if !scan.take_gap() && name != "§" {
        return None;
    }
    let (prefix, value) = ordinal_after_word(&mut scan)?;
    let end = scan;
    let gap = scan.take_gap();
    let closed = scan.take_char(".:)–—-|").is_some() || scan.rest.is_empty();
    if !closed {
        scan = end;
    }
    let set_apart = scan.take_gap();
    (gap || set_apart).then_some(Marker {
        style: Style::Word(word),
        prefix,
        value,
        chars: scan.chars,
        closed,
    })
}

fn ordinal_after_word(scan: &mut Scan<'_>) -> Option<(Vec<u32>, u32)> {
    let mut parts = numbers(scan);
    if let Some(last) = parts.pop() {
        return Some((parts, last));
    }
    let letters = scan.take(|c| c.is_ascii_uppercase(), 8);
    let value = roman(&letters.to_lowercase()).or_else(|| letter(&letters.to_lowercase()))?;
    Some((Vec::new(), value))
}

/// Reads numbers with dots between them, at most eight of at most four digits.
fn numbers(scan: &mut Scan<'_>) -> Vec<u32> {
    let mut parts = Vec::new();
    let mut ahead = *scan;
    while parts.len() < 8 {
        let digits = ahead.take(|c| digit(c).is_some(), 5);
        if digits.is_empty() || digits.chars().count() > 4 {
            break;
        }
        parts.push(digits.chars().filter_map(digit).fold(0, |n, d| n * 10 + d));
        *scan = ahead;
        if ahead.take_char(".").is_none() {
            break;
        }
    }
    parts
}

/// Returns the value of a digit, western, Arabic-Indic or Persian.
fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '٠'..='٩' => Some(u32::from(c) - u32::from('٠')),
        '۰'..='۹' => Some(u32::from(c) - u32::from('۰')),
        _ => None,
    }
}

/// Returns what a label of letters can stand for; `i` is a letter and a Roman number.
fn ordinals(letters: &str, wrap: Wrap) -> Vec<(Style, u32)> {
    let lower = letters.to_lowercase();
    let (by_letter, by_roman) = if lower == letters {
        (Style::Lower(wrap), Style::LowerRoman(wrap))
    } else if letters.to_uppercase() == letters {
        (Style::Upper(wrap), Style::UpperRoman(wrap))
    } else {
        return Vec::new();
    };
    let letter = letter(&lower).map(|value| (by_letter, value));
    let roman = roman(&lower).map(|value| (by_roman, value));
    letter.into_iter().chain(roman).collect()
}

fn letter(lower: &str) -> Option<u32> {
    match lower.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(u32::from(letter - b'a') + 1),
        _ => None,
    }
}

const ROMAN: [(&str, u32); 9] = [
    ("c", 100),
    ("xc", 90),
    ("l", 50),
    ("xl", 40),
    ("x", 10),
    ("ix", 9),
    ("v", 5),
    ("iv", 4),
    ("i", 1),
];

/// Returns the value of a Roman number below 200 in its usual form.
fn roman(lower: &str) -> Option<u32> {
    let mut rest = lower;
    let mut value = 0;
    for (digits, worth) in ROMAN {
        while let Some(after) = rest.strip_prefix(digits) {
            rest = after;
            value += worth;
        }
    }
    (rest.is_empty() && value > 0 && in_roman(value) == lower).then_some(value)
}

fn in_roman(mut value: u32) -> String {
    let mut text = String::new();
    for (digits, worth) in ROMAN {
        while value >= worth {
            text.push_str(digits);
            value -= worth;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[(Style, &[u32], u32)], rest: &str) {
        let found = readings(line);
        let read: Vec<_> = found
            .iter()
            .map(|m| (m.style, m.prefix.as_slice(), m.value))
            .collect();
        assert_eq!(read, expected, "{line}");
        for marker in found {
            assert_eq!(
                line.chars().skip(marker.chars).collect::<String>(),
                rest,
                "{line}"
            );
        }
    }

    #[test]
    fn reads_the_usual_markers() {
        use Style::{Bullet, Lower, LowerRoman, Number, Upper, UpperRoman};
        check("1. Text", &[(Number(Wrap::Dot), &[], 1)], "Text");
        check("12) Text", &[(Number(Wrap::Close), &[], 12)], "Text");
        check("(3) Text", &[(Number(Wrap::Both), &[], 3)], "Text");
        check("2.3 Text", &[(Number(Wrap::Dot), &[2], 3)], "Text");
        check("2.3.1. Text", &[(Number(Wrap::Dot), &[2, 3], 1)], "Text");
        check("٢.٣ نص", &[(Number(Wrap::Dot), &[2], 3)], "نص");
        check("(b) Text", &[(Lower(Wrap::Both), &[], 2)], "Text");
        check("B. Text", &[(Upper(Wrap::Dot), &[], 2)], "Text");
        check("ii) Text", &[(LowerRoman(Wrap::Close), &[], 2)], "Text");
        check("XIV. Text", &[(UpperRoman(Wrap::Dot), &[], 14)], "Text");
        check("  • Text", &[(Bullet('•', 2), &[], 0)], "Text");
        check(
            "(i) Text",
            &[
                (Lower(Wrap::Both), &[], 9),
                (LowerRoman(Wrap::Both), &[], 1),
            ],
            "Text",
        );
    }

    #[test]
    fn reads_words_with_a_number() {
        use Style::Word as W;
        check("Article 3. Scope", &[(W(Word::Article), &[], 3)], "Scope");
        check("Article 3 – Scope", &[(W(Word::Article), &[], 3)], "Scope");
        check(
            "PRINCIPLE 4: Openness",
            &[(W(Word::Principle), &[], 4)],
            "Openness",
        );
        check("Part IV", &[(W(Word::Part), &[], 4)], "");
        check("Annex B: Forms", &[(W(Word::Annex), &[], 2)], "Forms");
        check("المادة 5: نطاق", &[(W(Word::Article), &[], 5)], "نطاق");
        check("§ 2 Scope", &[(W(Word::Paragraph), &[], 2)], "Scope");
        assert!(!readings("Article 25 of the Covenant")[0].closed);
    }

    #[test]
    fn ordinary_beginnings_are_no_markers() {
        for line in [
            "",
            "Text",
            "e.g. this",
            "(see above)",
            "20,000 stations",
            "-5 degrees",
            "Ad hoc.",
            "12345. too long",
            "(1.5 per cent)",
            "Partial 3.",
            "iiii. no number",
        ] {
            assert_eq!(readings(line), [], "{line}");
        }
    }
}
