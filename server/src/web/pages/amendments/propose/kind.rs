//! The kinds of change that a proposal can make.

use domain::instrument::AmendmentChange;

/// What a proposal would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Modify,
    Insert,
    Delete,
    Move,
    Alternative,
    EditorialHint,
}

impl Kind {
    /// What can be proposed of a clause on the table.
    pub(super) const OF_A_CLAUSE: [Self; 5] = [
        Self::Modify,
        Self::Delete,
        Self::Move,
        Self::Alternative,
        Self::EditorialHint,
    ];

    /// Finds a kind by its stable name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let mut kinds = Self::OF_A_CLAUSE.into_iter().chain([Self::Insert]);
        kinds.find(|kind| kind.name() == name)
    }

    /// Returns the kind of a tabled change.
    pub(super) const fn of(change: &AmendmentChange) -> Self {
        match change {
            AmendmentChange::Modify { .. } => Self::Modify,
            AmendmentChange::Insert { .. } => Self::Insert,
            AmendmentChange::Delete { .. } => Self::Delete,
            AmendmentChange::Move { .. } => Self::Move,
            AmendmentChange::Alternative { .. } => Self::Alternative,
            AmendmentChange::EditorialHint { .. } => Self::EditorialHint,
        }
    }

    /// Returns the kind's stable name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Modify => "modify",
            Self::Insert => "insert",
            Self::Delete => "delete",
            Self::Move => "move",
            Self::Alternative => "alternative",
            Self::EditorialHint => "editorial_hint",
        }
    }

    /// Reports whether a wording is written for it.
    pub(super) const fn has_wording(self) -> bool {
        matches!(self, Self::Modify | Self::Insert | Self::Alternative)
    }

    /// Reports whether a place is chosen for it.
    pub(super) const fn has_place(self) -> bool {
        matches!(self, Self::Insert | Self::Move)
    }
}
