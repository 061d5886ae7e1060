//! Who may read a thread, and write in it.

use serde::{Deserialize, Serialize};

use super::Subject;
use crate::id::{DelegateId, OrganisationId};
use crate::instrument::Instrument;
use crate::network::{Delegate, Network};
use crate::permission::Operation;
use crate::role::named_enum;

named_enum! {
    /// The circle that a thread is opened for.
    AudienceKind {
        /// The delegates of the own organisation.
        Organisation => "organisation",
        /// The working group around the instrument.
        Group => "group",
        /// All delegates of the network.
        Delegates => "delegates",
    }
}

/// The circle that may read a thread, chosen when it is opened and never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The delegates of one organisation and nobody else.
    Organisation(OrganisationId),
    /// Those who may read the working draft.
    Group,
    /// Everybody in the network.
    Delegates,
}

/// How far a person reaches into something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Not at all: it is not theirs to know.
    Nothing,
    /// They read it.
    Read,
    /// They read it and take part.
    Write,
}

impl Audience {
    /// Returns what kind of circle it is.
    pub const fn kind(self) -> AudienceKind {
        match self {
            Self::Organisation(_) => AudienceKind::Organisation,
            Self::Group => AudienceKind::Group,
            Self::Delegates => AudienceKind::Delegates,
        }
    }

    /// Makes the circle of this kind around a person; none without the organisation it needs.
    fn around(kind: AudienceKind, person: &Delegate) -> Option<Self> {
        match kind {
            AudienceKind::Organisation => person.organisation.map(Self::Organisation),
            AudienceKind::Group => Some(Self::Group),
            AudienceKind::Delegates => Some(Self::Delegates),
        }
    }

    /// Returns the circles for which a person can open a thread on a subject.
    pub fn offered(
        subject: &Subject,
        instrument: &Instrument,
        network: &Network,
        by: DelegateId,
    ) -> Vec<Self> {
        let Some(person) = network.delegate(by) else {
            return Vec::new();
        };
        let writes = |it: &Self| it.reach(subject, instrument, network, by) == Reach::Write;
        (AudienceKind::ALL.iter())
            .filter(|kind| fits(subject, **kind))
            .filter_map(|kind| Self::around(*kind, person))
            .filter(writes)
            .collect()
    }

    /// Says how far a person reaches into a thread on a subject that has this audience.
    pub fn reach(
        self,
        subject: &Subject,
        instrument: &Instrument,
        network: &Network,
        by: DelegateId,
    ) -> Reach {
        let permits = |operation| instrument.permits(operation, network, by);
        // What is said of the working draft quotes it.
        if matches!(subject, Subject::Draft { .. }) && !permits(Operation::ReadDraft) {
            return Reach::Nothing;
        }
        let (read, write) = match self {
            Self::Organisation(own) => {
                let person = network.delegate(by);
                let is_own = person.is_some_and(|it| it.organisation == Some(own));
                let may = is_own && permits(Operation::ConferInside);
                (may, may)
            }
            Self::Group => (
                permits(Operation::ReadGroupThreads),
                permits(Operation::WriteGroupThreads),
            ),
            Self::Delegates => (
                permits(Operation::ReadOpenThreads),
                permits(Operation::WriteOpenThreads),
            ),
        };
        match (read, write) {
            (_, true) => Reach::Write,
            (true, false) => Reach::Read,
            (false, false) => Reach::Nothing,
        }
    }

    /// Returns the people who may read a thread on a subject that has this audience.
    pub fn readers<'a>(
        self,
        subject: &'a Subject,
        instrument: &'a Instrument,
        network: &'a Network,
    ) -> impl Iterator<Item = &'a Delegate> {
        network
            .delegates()
            .filter(move |it| self.reach(subject, instrument, network, it.id) > Reach::Nothing)
    }
}

/// Reports whether a subject may be discussed in a circle: the working draft is not for everybody,
/// and a prepared position stays inside.
fn fits(subject: &Subject, audience: AudienceKind) -> bool {
    match subject {
        Subject::Clause { .. } | Subject::Amendment { .. } => true,
        Subject::Draft { .. } => audience != AudienceKind::Delegates,
        Subject::Preparation(_) => audience == AudienceKind::Organisation,
    }
}
