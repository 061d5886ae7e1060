//! Clauses of a file exported by us, which its comments announce.

use domain::text::{ClauseKind, RichText};

use super::Nesting;
use crate::exchange::annotation::ClauseNote;
use crate::exchange::import::block::{Fault, Role};
use crate::exchange::import::structure::Draft;
use crate::exchange::import::structure::pieces::{Piece, without_first};

/// The announced clauses that are open, and what the last one still takes.
#[derive(Default)]
pub(super) struct Announced {
    /// The last announced clause and those it is nested in, outermost first.
    chain: Vec<usize>,
    takes: Takes,
    /// The printed number before the heading or text, until it is taken off.
    number: Option<String>,
}

/// What may follow of an announced clause.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Takes {
    #[default]
    Nothing,
    HeadingOrText,
    Text,
    Commentary,
}

impl Announced {
    /// Returns the clause around the last announced one; what a person added after it goes there.
    pub(super) fn around(&self) -> Option<usize> {
        self.chain.iter().rev().nth(1).copied()
    }
}

impl Nesting {
    /// Places a piece that is, or belongs to, an announced clause; hands any other one back.
    pub(super) fn place_announced(&mut self, piece: Piece) -> Result<Option<Piece>, Fault> {
        let takes = std::mem::take(&mut self.announced.takes);
        let announced = self.announced.chain.last().copied();
        match (&piece.role, takes, announced) {
            (Role::Announced(note), ..) => self.announce(note, piece.at)?,
            (Role::Heading(_), Takes::HeadingOrText, Some(clause)) => {
                self.announced.takes = Takes::Text;
                let heading = without_number(&mut self.announced.number, &piece);
                self.drafts[clause].wording.heading = heading.to_plain();
                self.drafts[clause].check()?;
            }
            (Role::Paragraph, Takes::HeadingOrText | Takes::Text, Some(clause))
                if piece.inside.is_none() =>
            {
                self.announced.takes = Takes::Commentary;
                let text = without_number(&mut self.announced.number, &piece);
                self.drafts[clause].wording.text = text;
                self.drafts[clause].check()?;
            }
            (
                Role::Commentary,
                Takes::HeadingOrText | Takes::Text | Takes::Commentary,
                Some(clause),
            ) => {
                self.drafts[clause].commentary = piece.text.to_plain();
                self.drafts[clause].check()?;
            }
            (Role::Commentary, ..) => return Ok(Some(kept_commentary(piece))),
            _ => return Ok(Some(piece)),
        }
        Ok(None)
    }

    fn announce(&mut self, note: &ClauseNote, at: usize) -> Result<(), Fault> {
        self.sections.clear();
        self.levels.clear();
        let depth = note.depth.min(self.announced.chain.len());
        self.announced.chain.truncate(depth);
        let parent = self.announced.chain.last().copied();
        let mut draft = Draft::new(note.kind, RichText::default(), parent, at);
        draft.language.clone_from(&note.language);
        draft.id = note.id;
        let clause = self.push(draft)?;
        self.announced.chain.push(clause);
        self.announced.takes = Takes::HeadingOrText;
        self.announced.number.clone_from(&note.number);
        Ok(())
    }
}

/// Returns a heading or text without the number that was announced for it.
fn without_number(number: &mut Option<String>, piece: &Piece) -> RichText {
    let plain = piece.text.to_plain();
    let rest = number.take().and_then(|number| {
        let rest = plain.strip_prefix(&number)?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| number.chars().count() + 1)
    });
    rest.map_or_else(
        || piece.text.clone(),
        |chars| without_first(&piece.text, chars),
    )
}

/// Makes a commentary without a clause before it a clause of its own.
fn kept_commentary(piece: Piece) -> Piece {
    Piece {
        role: Role::Kept(ClauseKind::Commentary),
        ..piece
    }
}
