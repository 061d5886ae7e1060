//! The order in which a bundle's parts stand.

use domain::id::DraftId;
use ledger::tile::{FULL_WIDTH, TileId, tile_at, tiles_of};

use crate::bundle::PartName;

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Manifest,
    Checkpoint,
    Checkpoints(u32),
    Tile(u64),
    Entries(u64),
    Contents(u64, u32),
    Upper(usize),
    Draft(usize, u32),
    Status,
    Sums,
    End,
}

/// What has to be done before a part is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// Nothing.
    Nothing,
    /// All checkpoints have come.
    Begin,
    /// The words beside the entries of a bundle are complete.
    Settle,
    /// All tiles have come.
    Close,
    /// The changes of a draft are complete.
    Draft(DraftId),
}

/// Follows the order of the parts.
#[derive(Debug)]
pub(crate) struct Order {
    step: Step,
    size: u64,
    uppers: Vec<TileId>,
    /// The working drafts, once the entries have told them.
    drafts: Vec<DraftId>,
    is_any_draft: bool,
}

impl Order {
    pub(crate) const fn new() -> Self {
        Self {
            step: Step::Manifest,
            size: 0,
            uppers: Vec::new(),
            drafts: Vec::new(),
            is_any_draft: false,
        }
    }

    /// Says how many entries there are.
    pub(crate) fn set_size(&mut self, size: u64) {
        self.size = size;
        self.uppers = tiles_of(size).filter(|it| it.level > 0).collect();
    }

    /// Says which working drafts there are.
    pub(crate) fn set_drafts(&mut self, mut drafts: Vec<DraftId>) {
        drafts.sort();
        self.drafts = drafts;
    }

    /// Reports whether all parts have come.
    pub(crate) fn is_complete(&self) -> bool {
        self.step == Step::End
    }

    /// Says what is complete when this part comes next; to be asked until it is nothing.
    pub(crate) fn before(&mut self, part: &PartName) -> Before {
        match self.step.clone() {
            Step::Checkpoints(parts) if parts > 0 && !is_older(part) => {
                self.step = if self.size == 0 {
                    Step::Upper(0)
                } else {
                    Step::Tile(0)
                };
                Before::Begin
            }
            Step::Contents(bundle, _) if !matches!(part, PartName::Contents { .. }) => {
                let next = bundle + 1;
                self.step = if next < self.size.div_ceil(u64::from(FULL_WIDTH)) {
                    Step::Tile(next)
                } else {
                    Step::Upper(0)
                };
                Before::Settle
            }
            Step::Upper(done) if done == self.uppers.len() => {
                self.step = Step::Draft(0, 0);
                Before::Close
            }
            Step::Draft(draft, parts) if parts > 0 && !self.is_of(part, draft) => {
                self.step = Step::Draft(draft + 1, 0);
                Before::Draft(self.drafts[draft])
            }
            Step::Draft(draft, 0) if draft == self.drafts.len() => {
                self.step = Step::Status;
                Before::Nothing
            }
            _ => Before::Nothing,
        }
    }

    fn is_of(&self, part: &PartName, draft: usize) -> bool {
        let own = self.drafts.get(draft);
        matches!(part, PartName::Changes { draft, .. } if Some(draft) == own)
    }

    /// Takes a part as the next one; returns whether it is.
    pub(crate) fn take(&mut self, part: &PartName) -> bool {
        let next = match (self.step.clone(), part) {
            (Step::Manifest, PartName::Manifest) => Some(Step::Checkpoint),
            (Step::Checkpoint, PartName::Checkpoint) => Some(Step::Checkpoints(0)),
            (Step::Checkpoints(n), PartName::Checkpoints { part }) => {
                (n == *part).then_some(Step::Checkpoints(n + 1))
            }
            (Step::Tile(n), PartName::Tile(id)) => {
                (tile_at(0, n, self.size) == Some(*id)).then_some(Step::Entries(n))
            }
            (Step::Entries(n), PartName::Entries(id)) => {
                let own = tile_at(0, n, self.size).map(|it| (it.index, it.width));
                (own == Some((id.index, id.width))).then_some(Step::Contents(n, 0))
            }
            (Step::Contents(n, k), PartName::Contents { bundle, part }) => {
                ((n, k) == (*bundle, *part)).then_some(Step::Contents(n, k + 1))
            }
            (Step::Upper(n), PartName::Tile(id)) => {
                (self.uppers.get(n) == Some(id)).then_some(Step::Upper(n + 1))
            }
            (Step::Draft(n, k), PartName::Changes { part: number, .. }) => {
                (self.is_of(part, n) && k == *number).then_some(Step::Draft(n, k + 1))
            }
            (Step::Status, PartName::Changes { .. }) if self.is_any_draft => Some(Step::Status),
            (Step::Status, PartName::Status) => Some(Step::Sums),
            (Step::Sums, PartName::Sums) => Some(Step::End),
            _ => None,
        };
        match next {
            Some(next) => {
                self.step = next;
                true
            }
            None => false,
        }
    }

    /// Lets the changes of any drafts come, as nobody knows which there are.
    pub(crate) fn allow_drafts(&mut self) {
        self.is_any_draft = true;
    }
}

const fn is_older(part: &PartName) -> bool {
    matches!(part, PartName::Checkpoints { .. })
}
