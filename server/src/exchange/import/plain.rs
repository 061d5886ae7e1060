//! Plain text as blocks: paragraphs are set apart by blank lines, headings are
//! short lines that stand alone and end without a full stop.

use domain::text::Run;

use super::Construct;
use super::block::{Blocks, Fault, Role};
use super::marker::{self, Marker, Style, Word, Wrap};

/// The greatest length of a line that is taken for a heading.
const HEADING_CHARS: usize = 80;
const HEADING_WORDS: usize = 12;

/// Lines without a blank one between them.
struct Paragraph<'a> {
    lines: Vec<&'a str>,
    at: usize,
}

impl Paragraph<'_> {
    /// Returns the one line that the paragraph is as a heading: a line, perhaps
    /// underlined, a number over its title, or lines in capitals.
    fn heading(&self) -> Option<String> {
        match self.lines.as_slice() {
            [line] => Some((*line).to_owned()),
            [line, underline] if is_rule(underline) => Some((*line).to_owned()),
            [number, title] if is_lone_word(number) => Some(format!("{number} {}", title.trim())),
            lines if lines.len() <= 3 && lines.iter().all(|line| is_upper_case(line)) => {
                let lines: Vec<_> = lines.iter().map(|line| line.trim()).collect();
                Some(lines.join(" "))
            }
            _ => None,
        }
    }
}

/// Reports whether a line is nothing but such as `Article 3`.
fn is_lone_word(line: &str) -> bool {
    let length = line.chars().count();
    marker::readings(line)
        .iter()
        .any(|marker| matches!(marker.style, Style::Word(_)) && marker.chars == length)
}

/// Reads a plain text into blocks.
pub(super) fn read(text: &str) -> Result<Blocks, Fault> {
    let paragraphs = paragraphs(text);
    let mut blocks = Blocks::default();
    let mut listed: Option<Marker> = None;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if is_rule(paragraph.lines[0]) && paragraph.lines.len() == 1 {
            blocks.list_unmapped(paragraph.at, Construct::Rule, paragraph.lines[0])?;
            continue;
        }
        let next = paragraphs.get(index + 1);
        let level = heading_level(paragraph, next, listed.as_ref());
        let first = marker::readings(paragraph.lines[0]).into_iter().next();
        listed = first.clone().filter(|_| level.is_none());
        // Nothing comes before a title, and a title has no number.
        let role = match level {
            Some(_) if index == 0 && first.is_none() => Role::Heading(0),
            Some(level) => Role::Heading(level),
            None => Role::Paragraph,
        };
        append(&mut blocks, role, paragraph)?;
    }
    Ok(blocks)
}

fn paragraphs(text: &str) -> Vec<Paragraph<'_>> {
    let mut found: Vec<Paragraph<'_>> = Vec::new();
    let mut is_open = false;
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let is_blank = line.trim().is_empty();
        // The line feed of a CR LF pair comes as a line of its own.
        let is_pair = line == "\n" && text[..at].ends_with('\r');
        match found.last_mut() {
            Some(last) if is_open && !is_blank => last.lines.push(line.trim_end()),
            _ if !is_blank => found.push(Paragraph {
                lines: vec![line.trim_end()],
                at: at + (line.len() - line.trim_start().len()),
            }),
            _ => {}
        }
        is_open = !is_blank || (is_open && is_pair);
        at += line.len();
    }
    found
}

fn append(blocks: &mut Blocks, role: Role, paragraph: &Paragraph<'_>) -> Result<(), Fault> {
    let heading = match role {
        Role::Heading(_) => paragraph.heading(),
        _ => None,
    };
    let block = blocks.open(role, None, paragraph.at)?;
    if let Some(heading) = heading {
        return blocks.append(block, plain(&heading), paragraph.at);
    }
    for (index, line) in paragraph.lines.iter().enumerate() {
        if index > 0 {
            blocks.append_soft_break(block, Run::default())?;
        }
        blocks.append(block, plain(line), paragraph.at)?;
    }
    Ok(())
}

fn plain(text: &str) -> Run {
    Run {
        text: text.to_owned(),
        ..Run::default()
    }
}

/// Reports whether a line is drawn rather than written.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && "=-_*~#".chars().any(|sign| line.chars().all(|c| c == sign))
}

/// Returns the level of a paragraph that is a heading.
fn heading_level(
    paragraph: &Paragraph<'_>,
    next: Option<&Paragraph<'_>>,
    listed: Option<&Marker>,
) -> Option<u8> {
    let line = paragraph.heading()?;
    let next = next?;
    let readings = marker::readings(&line);
    let Some(marker) = readings.last() else {
        return is_title_like(&line).then(|| if is_upper_case(&line) { 1 } else { 6 });
    };
    let rest: String = line.chars().skip(marker.chars).collect();
    let level = numbered_level(marker, &rest)?;
    let is_listed = listed.is_some_and(|before| follows(before, marker))
        || marker::readings(next.lines[0])
            .iter()
            .any(|after| follows(marker, after));
    let is_named = matches!(marker.style, Style::Word(_));
    (is_named || !is_listed).then_some(level)
}

fn follows(before: &Marker, after: &Marker) -> bool {
    before.style == after.style && before.prefix == after.prefix && before.value + 1 == after.value
}

fn numbered_level(marker: &Marker, rest: &str) -> Option<u8> {
    let is_titled = is_title_like(rest);
    match marker.style {
        Style::Word(word) if is_titled || rest.is_empty() => Some(match word {
            Word::Part => 1,
            Word::Chapter => 2,
            Word::Section | Word::Annex => 3,
            Word::Article
            | Word::Rule
            | Word::Principle
            | Word::Recommendation
            | Word::Paragraph => 4,
        }),
        Style::UpperRoman(Wrap::Dot) if is_titled => Some(5),
        Style::Upper(Wrap::Dot) if is_titled => Some(6),
        Style::Number(Wrap::Dot | Wrap::Bare) if is_titled => {
            Some(7 + u8::try_from(marker.prefix.len()).unwrap_or(u8::MAX - 7))
        }
        _ => None,
    }
}

fn is_title_like(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() <= HEADING_CHARS
        && line.split_whitespace().count() <= HEADING_WORDS
        && line.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && !line.ends_with(['.', ';', ':', ',', '?', '!', '…', '。', '،', '؛', '؟'])
}

fn is_upper_case(line: &str) -> bool {
    line.chars().any(char::is_uppercase) && !line.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(text: &str) -> Vec<Role> {
        read(text)
            .unwrap()
            .list
            .into_iter()
            .map(|block| block.role)
            .collect()
    }

    #[test]
    fn headings_are_short_lines_that_stand_alone() {
        use Role::{Heading, Paragraph};
        assert_eq!(
            roles("Our Principles\n\nPART I\n\nGENERAL\n\nScope\n\nThese apply.\n\nSigned"),
            [
                Heading(0),
                Heading(1),
                Heading(1),
                Heading(6),
                Paragraph,
                Paragraph
            ]
        );
        assert_eq!(roles("Scope\n=====\n\nText."), [Heading(0), Paragraph]);
        assert_eq!(
            roles("OUR\nPRINCIPLES\n\nArticle 1\nScope\n\nText.\nMore."),
            [Heading(0), Heading(4), Paragraph]
        );
    }

    #[test]
    fn numbered_lines_in_a_row_are_a_list_and_alone_are_headings() {
        use Role::{Heading, Paragraph};
        assert_eq!(
            roles("1. Scope\n\nText.\n\n2. Terms\n\nText."),
            [Heading(7), Paragraph, Heading(7), Paragraph]
        );
        assert_eq!(
            roles("1. Ballots\n\n2. Seals\n\n3. Forms\n\nText."),
            [Paragraph, Paragraph, Paragraph, Paragraph]
        );
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        let texts: Vec<_> = read("a\r\nb\r\n\r\nc\rd\r\re")
            .unwrap()
            .list
            .iter()
            .map(|block| block.text.to_plain())
            .collect();
        assert_eq!(texts, ["a\u{1}b", "c\u{1}d", "e"]);
    }
}
