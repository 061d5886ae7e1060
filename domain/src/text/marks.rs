//! A text with marks as people type it into a plain field: `**strong**`, `*emphasis*`,
//! `[words](https://…)`, and a backslash before a character that is to stand for itself.
//!
//! # Invariants
//!
//! * Writing a text and reading it back gives the same text with the same marks.
//! * Every typed text can be read; what is no mark stands for itself.

use super::{RichText, Run};

/// Writes a text as it is typed.
pub fn write(text: &RichText) -> String {
    let mut out = String::new();
    let runs = text.runs();
    // Where nothing can be a link, brackets need no backslash.
    let special: &[char] =
        if runs.iter().any(|run| run.link.is_some()) || text.to_plain().contains("](") {
            &['\\', '*', '[', ']']
        } else {
            &['\\', '*']
        };
    let mut at = 0;
    while at < runs.len() {
        let link = &runs[at].link;
        let count = runs[at..]
            .iter()
            .take_while(|run| run.link == *link)
            .count();
        let words = write_runs(&runs[at..at + count], special);
        match link {
            Some(link) => {
                let address = escape(link, &[')', '\\', '(']);
                out.extend(["[", &words, "](", &address, ")"]);
            }
            None => out.push_str(&words),
        }
        at += count;
    }
    out
}

/// Writes runs that share a link, with stars where marks begin or end.
fn write_runs(runs: &[Run], special: &[char]) -> String {
    let mut out = String::new();
    let (mut strong, mut em) = (false, false);
    for run in runs {
        let stars = stars(strong != run.strong, em != run.em);
        // Stars between white space stand for themselves, and those at the start may follow some.
        let is_apart = out.chars().next_back().is_none_or(char::is_whitespace);
        out.push_str(stars);
        if !stars.is_empty() && is_apart && run.text.starts_with(char::is_whitespace) {
            out.push('\\');
        }
        out.push_str(&escape(&run.text, special));
        (strong, em) = (run.strong, run.em);
    }
    out.push_str(stars(strong, em));
    out
}

const fn stars(strong: bool, em: bool) -> &'static str {
    match (strong, em) {
        (true, true) => "***",
        (true, false) => "**",
        (false, true) => "*",
        (false, false) => "",
    }
}

/// Puts a backslash before each of `special`.
fn escape(text: &str, special: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if special.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Reads a text as it was typed.
pub fn read(typed: &str) -> RichText {
    read_tokens(tokens(typed, true))
}

fn read_tokens(tokens: Vec<Token>) -> RichText {
    let mut text = RichText::default();
    let (mut strong, mut em) = (Toggle::new(&tokens, 2), Toggle::new(&tokens, 1));
    for token in tokens {
        match token {
            Token::Text(words) => text.push(run(words, strong.is_on, em.is_on, None)),
            Token::Link(words, link) => {
                // A link within a link is no link.
                for inner in read_tokens(self::tokens(&words, false)).runs() {
                    text.push(run(
                        inner.text.clone(),
                        strong.is_on != inner.strong,
                        em.is_on != inner.em,
                        Some(link.clone()),
                    ));
                }
            }
            Token::Stars(count) => {
                let left = if count >= 2 && !strong.turn() { 2 } else { 0 };
                let left = left + usize::from(count % 2 == 1 && !em.turn());
                text.push(run("*".repeat(left), strong.is_on, em.is_on, None));
            }
        }
    }
    text
}

fn run(text: String, strong: bool, em: bool, link: Option<String>) -> Run {
    Run {
        text,
        strong,
        em,
        link,
    }
}

/// A mark that stars switch on and off; the last star of an odd number stands for itself.
struct Toggle {
    is_on: bool,
    left: usize,
}

impl Toggle {
    fn new(tokens: &[Token], weight: usize) -> Self {
        let turns = tokens.iter().filter(|token| match token {
            Token::Stars(count) => count & weight != 0,
            Token::Text(_) | Token::Link(..) => false,
        });
        Self {
            is_on: false,
            left: turns.count() & !1,
        }
    }

    /// Switches, and reports whether there was something to switch.
    fn turn(&mut self) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        self.is_on = !self.is_on;
        true
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Text(String),
    /// One to three stars that may switch marks.
    Stars(usize),
    /// The typed words of a link, and its address.
    Link(String, String),
}

fn tokens(typed: &str, with_links: bool) -> Vec<Token> {
    let chars: Vec<char> = typed.chars().collect();
    let mut tokens = Vec::new();
    let mut words = String::new();
    let mut at = 0;
    while at < chars.len() {
        match chars[at] {
            '\\' if chars.get(at + 1).is_some_and(|c| is_escapable(*c)) => {
                words.push(chars[at + 1]);
                at += 2;
            }
            '*' => {
                let count = chars[at..].iter().take_while(|c| **c == '*').count();
                if count <= 3 && !stands_alone(&chars, at, count) {
                    tokens.push(Token::Text(std::mem::take(&mut words)));
                    tokens.push(Token::Stars(count));
                } else {
                    words.extend(std::iter::repeat_n('*', count));
                }
                at += count;
            }
            '[' => {
                let found = link(&chars[at..]).filter(|_| with_links);
                if let Some((inner, address, length)) = found {
                    tokens.push(Token::Text(std::mem::take(&mut words)));
                    tokens.push(Token::Link(inner, address));
                    at += length;
                } else {
                    words.push('[');
                    at += 1;
                }
            }
            c => {
                words.push(c);
                at += 1;
            }
        }
    }
    tokens.push(Token::Text(words));
    tokens
}

fn is_escapable(c: char) -> bool {
    matches!(c, '\\' | '*' | '[' | ']' | '(' | ')') || c.is_whitespace()
}

/// Reports whether stars have white space after them, and white space or nothing before.
fn stands_alone(chars: &[char], at: usize, count: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| chars.get(before));
    let after = chars.get(at + count);
    before.is_none_or(|c| c.is_whitespace()) && after.is_some_and(|c| c.is_whitespace())
}

/// Reads a link at the start: its words as typed, its address, and how many characters it takes.
fn link(chars: &[char]) -> Option<(String, String, usize)> {
    let words_end = unescaped(chars, 1, ']')?;
    if chars.get(words_end + 1) != Some(&'(') {
        return None;
    }
    let address_end = unescaped(chars, words_end + 2, ')')?;
    let words: String = chars[1..words_end].iter().collect();
    let address = unescape(&chars[words_end + 2..address_end]);
    let is_link = Run::permits_link(&address) && !words.is_empty();
    is_link.then_some((words, address, address_end + 1))
}

/// Finds the first `wanted` from `start` on that has no backslash before it.
fn unescaped(chars: &[char], start: usize, wanted: char) -> Option<usize> {
    let mut at = start;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            c if c == wanted => return Some(at),
            _ => at += 1,
        }
    }
    None
}

fn unescape(chars: &[char]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at] == '\\' && chars.get(at + 1).is_some_and(|c| is_escapable(*c)) {
            at += 1;
        }
        out.push(chars[at]);
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(typed: &str, expected: &[(&str, bool, bool, Option<&str>)]) {
        let runs = expected.iter().map(|(text, strong, em, link)| {
            run((*text).to_owned(), *strong, *em, link.map(str::to_owned))
        });
        assert_eq!(
            read(typed),
            RichText::from(runs.collect::<Vec<_>>()),
            "{typed}"
        );
    }

    #[test]
    fn marks_are_read() {
        check(
            "Results **shall** be *promptly* published.",
            &[
                ("Results ", false, false, None),
                ("shall", true, false, None),
                (" be ", false, false, None),
                ("promptly", false, true, None),
                (" published.", false, false, None),
            ],
        );
        check(
            "see [the *law*](https://example.org/a(1\\))",
            &[
                ("see ", false, false, None),
                ("the ", false, false, Some("https://example.org/a(1)")),
                ("law", false, true, Some("https://example.org/a(1)")),
            ],
        );
    }

    #[test]
    fn what_is_no_mark_stands_for_itself() {
        for plain in [
            "2 * 3 * 4",
            "a footnote*",
            "[square] brackets (round)",
            "[click](javascript:alert(1))",
            "****",
            "C:\\path",
        ] {
            check(plain, &[(plain, false, false, None)]);
        }
        check("a \\*b\\* c", &[("a *b* c", false, false, None)]);
    }

    #[test]
    fn a_backslash_is_written_only_where_stars_would_stand_alone() {
        let text = RichText::from(vec![
            run("Recalling".to_owned(), false, true, None),
            run(" that ".to_owned(), false, false, None),
            run(" all".to_owned(), true, false, None),
        ]);
        assert_eq!(write(&text), "*Recalling* that **\\ all**");
    }

    fn any_run() -> impl Strategy<Value = Run> {
        let text = "[a-c *\\[\\]\\\\()\n]{1,6}";
        let link = proptest::option::weighted(0.3, Just("https://example.org/(x)\\y".to_owned()));
        (text, any::<bool>(), any::<bool>(), link).prop_map(|(text, strong, em, link)| Run {
            text,
            strong,
            em,
            link,
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(runs in proptest::collection::vec(any_run(), 0..6)) {
            let text = RichText::from(runs);
            prop_assert_eq!(read(&write(&text)), text);
        }

        #[test]
        fn any_text_can_be_read(typed in "\\PC{0,40}|[*\\[\\]()\\\\ a]{0,40}") {
            let _ = read(&typed);
        }
    }
}
