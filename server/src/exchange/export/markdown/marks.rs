//! Marks as Markdown.
//!
//! Asterisks only where they can be read in one way: around text that begins
//! and ends with a letter or digit, with white space, plain punctuation or
//! nothing outside. Anywhere else the marks are HTML tags, which the import
//! reads as the same marks.

use domain::text::{RichText, Run};

use super::escape::{self, Edges, Place};

/// Writes the text of a clause.
pub(super) fn text(text: &RichText) -> String {
    let mut out = String::new();
    write(&mut out, text.runs(), Mark::Link, Following::End);
    out
}

/// The marks, outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Link,
    Strong,
    Em,
    None,
}

impl Mark {
    const fn inner(self) -> Self {
        match self {
            Self::Link => Self::Strong,
            Self::Strong => Self::Em,
            Self::Em | Self::None => Self::None,
        }
    }

    fn is_on(self, run: &Run) -> bool {
        match self {
            Self::Link => link_of(run).is_some(),
            Self::Strong => run.strong,
            Self::Em => run.em,
            Self::None => false,
        }
    }

    /// Reports whether two runs stand under the same mark of this sort.
    fn joins(self, one: &Run, other: &Run) -> bool {
        match self {
            Self::Link => link_of(one) == link_of(other),
            Self::Strong => one.strong == other.strong,
            Self::Em => one.em == other.em,
            Self::None => false,
        }
    }
}

/// Returns the address a run links to, unless no text may link there.
fn link_of(run: &Run) -> Option<&str> {
    run.link
        .as_deref()
        .filter(|address| Run::permits_link(address))
}

/// Writes runs that stand under the same marks down to, but without, `mark`.
fn write(out: &mut String, runs: &[Run], mark: Mark, following: Following) {
    if mark == Mark::None {
        let plain: String = runs.iter().map(|run| run.text.as_str()).collect();
        let edges = Edges {
            follows: !out.is_empty() && !out.ends_with('\n'),
            is_followed: following != Following::End,
        };
        return escape::append(out, &plain, Place::Paragraph, edges);
    }
    let groups: Vec<_> = runs.chunk_by(|one, other| mark.joins(one, other)).collect();
    for (index, group) in groups.iter().enumerate() {
        let next = groups.get(index + 1).and_then(|group| group.first());
        let following = next.map_or(following, Following::of);
        if mark.is_on(&group[0]) {
            write_marked(out, group, mark, following);
        } else {
            write(out, group, mark.inner(), following);
        }
    }
}

/// What will stand right after a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Following {
    /// Nothing.
    End,
    /// Text that begins with this character and may be escaped.
    Text(char),
    /// A mark that begins or ends there.
    Mark,
}

impl Following {
    fn of(next: &Run) -> Self {
        if next.strong || next.em || link_of(next).is_some() {
            return Self::Mark;
        }
        next.text.chars().next().map_or(Self::Mark, Self::Text)
    }
}

fn write_marked(out: &mut String, group: &[Run], mark: Mark, following: Following) {
    if mark == Mark::Link {
        out.push('[');
        write(out, group, mark.inner(), Following::Text(']'));
        out.push_str("](");
        out.push_str(&destination(link_of(&group[0]).unwrap_or_default()));
        out.push(')');
        return;
    }
    let before = out.chars().next_back();
    let mut inner = String::from("x");
    write(&mut inner, group, mark.inner(), Following::Mark);
    let inner = &inner[1..];
    let (open, close) = match mark {
        _ if !can_flank(before, inner, following) && mark == Mark::Strong => {
            ("<strong>", "</strong>")
        }
        _ if !can_flank(before, inner, following) => ("<em>", "</em>"),
        Mark::Strong => ("**", "**"),
        _ => ("*", "*"),
    };
    out.push_str(open);
    out.push_str(inner);
    out.push_str(close);
}

/// Reports whether asterisks around a text can only be read as its mark.
fn can_flank(before: Option<char>, inner: &str, following: Following) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let after_is_apart = match following {
        Following::End => true,
        Following::Text(c) => is_apart(c),
        Following::Mark => false,
    };
    is_word(inner.chars().next())
        && is_word(inner.chars().next_back())
        && before.is_none_or(is_apart)
        && after_is_apart
}

/// Reports whether a character outside makes it plain that a word begins or ends.
fn is_apart(c: char) -> bool {
    matches!(
        c,
        ' ' | '\n'
            | '['
            | ']'
            | '.'
            | ','
            | ';'
            | ':'
            | '('
            | ')'
            | '"'
            | '\''
            | '?'
            | '/'
            | '-'
            | '>'
    )
}

/// Writes the address of a link, in angle brackets where parentheses could be misread.
fn destination(address: &str) -> String {
    let mut escaped = String::with_capacity(address.len());
    for c in address.chars() {
        if matches!(c, '\\' | '&' | '`') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    if address.contains(['(', ')', '\\', '&', '`']) {
        return format!("<{escaped}>");
    }
    escaped
}
