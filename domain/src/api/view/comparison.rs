//! Views of amendments side by side, and of where words come from.

use serde::Serialize;

use super::StandingView;
use crate::amendments::{Collision, CollisionClass, Near, RollingPart};
use crate::id::{AmendmentId, ClauseId, DelegateId, OrganisationId};
use crate::instrument::{
    BlamedRun, BracketCount, ClauseBlame, ClauseComparison, Instrument, Line, LineFate, LinePart,
    RollingClause, Weighing,
};
use crate::record::RevisionNumber;
use crate::text::Wording;

view! {
    /// Two amendments that cannot both be adopted as they stand.
    CollisionView {
        /// One amendment, the one with the smaller identifier.
        one: AmendmentId,
        /// The other one.
        other: AmendmentId,
        /// Why.
        class: CollisionClass,
        /// The reason given where a person declared it.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }

    /// Two compatible amendments that change the same sentence.
    NearView {
        /// One amendment, the one with the smaller identifier.
        one: AmendmentId,
        /// The other one.
        other: AmendmentId,
        /// What they make of the sentences together.
        sentences: Vec<String>,
    }

    /// The open amendments to one clause, compared on its wording on the table.
    ComparisonView {
        /// The clause.
        clause: ClauseId,
        /// How each stands to the wording, in the order they were tabled.
        amendments: Vec<ComparedView>,
        /// The pairs that cannot both be adopted, sorted.
        collisions: Vec<CollisionView>,
        /// The pairs that change one sentence, sorted.
        near: Vec<NearView>,
        /// The largest sets that can be adopted together, largest first; absent where there are
        /// more than anybody could read.
        #[serde(skip_serializing_if = "Option::is_none")]
        compatible: Option<Vec<Vec<AmendmentId>>>,
    }

    /// How one amendment stands to the wording of its clause.
    ComparedView {
        /// The amendment.
        amendment: AmendmentId,
        /// How it stands.
        #[serde(flatten)]
        standing: StandingView,
    }

    /// What choosing amendments together would mean.
    WeighingView {
        /// Whether they can be adopted together now.
        possible: bool,
        /// Why not, where they cannot: the code of a problem.
        #[serde(skip_serializing_if = "Option::is_none")]
        refusal: Option<&'static str>,
        /// What becomes of each clause they change.
        clauses: Vec<OutcomeView>,
        /// The other open amendments of which nothing is left then.
        subsumed: Vec<AmendmentId>,
        /// The pairs among them that cannot both be adopted.
        collisions: Vec<CollisionView>,
        /// The pairs among them that change one sentence.
        near: Vec<NearView>,
        /// The open amendments that could not be adopted any more, each beside one that excludes it.
        excluded: Vec<CollisionView>,
    }

    /// What becomes of a clause of the working draft.
    OutcomeView {
        /// The clause.
        clause: ClauseId,
        /// What happens to it: `reword`, `insert`, `remove`, `move` or `restore`.
        edit: &'static str,
        /// The wording it has then.
        #[serde(skip_serializing_if = "Option::is_none")]
        wording: Option<Wording>,
        /// The clause it is nested in then.
        #[serde(skip_serializing_if = "Option::is_none")]
        parent: Option<ClauseId>,
        /// The sibling it follows then.
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<ClauseId>,
    }

    /// A clause with all open amendments to it in brackets.
    RollingView {
        /// The clause.
        clause: ClauseId,
        /// Whether it is not on the table, and amendments would insert it.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        proposed: bool,
        /// The open amendments to it, in the order they were tabled.
        amendments: Vec<AmendmentId>,
        /// Its heading in pieces.
        heading: Vec<RollingPieceView>,
        /// Its text in pieces.
        parts: Vec<RollingPieceView>,
        /// The amendments that no bracket shows: they delete, move or replace the clause, instruct
        /// the drafters, or no longer fit the wording.
        others: Vec<AmendmentId>,
    }

    /// How much of the text was in brackets while a revision was on the table.
    BracketCountView {
        /// The revision.
        revision: RevisionNumber,
        /// How many clauses it has.
        clauses: usize,
        /// The greatest number of clauses that had open amendments at one time.
        most: usize,
        /// How many had when the next revision was tabled; how many have now, for the one on the table.
        left: usize,
    }

    /// A piece of a rolling text: words as they stand, or brackets.
    RollingPieceView {
        /// The words on the table; absent where there is only something to insert.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// What would stand in their place; empty where nothing would.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        alternatives: Vec<AlternativeView>,
    }

    /// What would stand in the place of some words.
    AlternativeView {
        /// The words; absent where those on the table would go.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// The organisations that propose them.
        sponsors: Vec<OrganisationId>,
    }

    /// Where the words of a clause come from.
    BlameView {
        /// The words of the heading.
        heading: Vec<BlamedRunView>,
        /// The words of the text.
        text: Vec<BlamedRunView>,
    }

    /// A run of words that come from one place.
    BlamedRunView {
        /// The words.
        text: String,
        /// The revision in which they first stood.
        revision: RevisionNumber,
        /// The amendments that brought them; empty where the drafters wrote them.
        amendments: Vec<AmendmentId>,
        /// Who wrote them; empty where amendments brought them, and where nobody knows.
        drafters: Vec<DelegateId>,
    }

    /// What has become of a numbered line of a tabled revision.
    LineFateView {
        /// The clause it belongs to.
        clause: ClauseId,
        /// `stands`, `replaced` (what followed its words stands in `line`) or `gone`.
        fate: &'static str,
        /// The first revision without its words.
        #[serde(skip_serializing_if = "Option::is_none")]
        since: Option<RevisionNumber>,
        /// The line of the revision on the table that has its words, or what followed them.
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<LineView>,
    }

    /// A numbered line of a tabled revision.
    LineView {
        /// Its number in the revision, from 1.
        number: u32,
        /// The clause it belongs to.
        clause: ClauseId,
        /// What it is part of: `heading` or `text`.
        part: &'static str,
        /// Its words.
        words: String,
    }
}

impl CollisionView {
    /// Shows a collision, with the reason where a person declared it.
    pub fn new(instrument: &Instrument, collision: &Collision<AmendmentId>) -> Self {
        let declared = instrument.declared_collision(collision.one, collision.other);
        Self {
            one: collision.one,
            other: collision.other,
            class: collision.class,
            reason: declared.and_then(|it| super::words(&it.reason)),
        }
    }

    /// Shows collisions in their order.
    pub fn all(instrument: &Instrument, collisions: &[Collision<AmendmentId>]) -> Vec<Self> {
        let shown = collisions.iter().map(|it| Self::new(instrument, it));
        shown.collect()
    }
}

impl From<&Near<AmendmentId>> for NearView {
    fn from(near: &Near<AmendmentId>) -> Self {
        Self {
            one: near.one,
            other: near.other,
            sentences: near.sentences.clone(),
        }
    }
}

impl ComparisonView {
    /// Shows a comparison.
    pub fn new(instrument: &Instrument, comparison: &ClauseComparison) -> Self {
        let amendments = comparison
            .standings
            .iter()
            .map(|(id, standing)| ComparedView {
                amendment: *id,
                standing: standing.into(),
            });
        Self {
            clause: comparison.clause,
            amendments: amendments.collect(),
            collisions: CollisionView::all(instrument, comparison.collisions()),
            near: comparison.near().iter().map(Into::into).collect(),
            compatible: comparison.compatible().ok(),
        }
    }
}

impl WeighingView {
    /// Shows what a choice would mean.
    pub fn new(instrument: &Instrument, weighing: &Weighing) -> Self {
        let adoption = weighing.adoption.as_ref().ok();
        let edits = adoption.map(|it| it.edits.as_slice()).unwrap_or_default();
        Self {
            possible: adoption.is_some(),
            refusal: weighing
                .adoption
                .as_ref()
                .err()
                .map(crate::refusal::Refusal::code),
            clauses: edits.iter().map(Into::into).collect(),
            subsumed: adoption.map(|it| it.subsumed.clone()).unwrap_or_default(),
            collisions: CollisionView::all(instrument, &weighing.collisions),
            near: weighing.near.iter().map(Into::into).collect(),
            excluded: CollisionView::all(instrument, &weighing.excluded),
        }
    }
}

impl From<&crate::instrument::DraftEdit> for OutcomeView {
    fn from(edit: &crate::instrument::DraftEdit) -> Self {
        use crate::instrument::DraftEdit::{Insert, Move, Remove, Restore, Reword};
        let (name, wording, (parent, after)) = match edit {
            Reword { wording, .. } => ("reword", Some(wording.clone()), (None, None)),
            Insert {
                parent,
                after,
                wording,
                ..
            } => ("insert", Some(wording.clone()), (*parent, *after)),
            Remove { .. } => ("remove", None, (None, None)),
            Move { parent, after, .. } => ("move", None, (*parent, *after)),
            Restore { .. } => ("restore", None, (None, None)),
        };
        Self {
            clause: edit.clause(),
            edit: name,
            wording,
            parent,
            after,
        }
    }
}

impl From<RollingClause> for RollingView {
    fn from(clause: RollingClause) -> Self {
        let pieces = |parts: Vec<RollingPart<OrganisationId>>| {
            parts.into_iter().map(RollingPieceView::from).collect()
        };
        Self {
            clause: clause.id,
            proposed: clause.is_proposed,
            amendments: clause.amendments,
            heading: pieces(clause.heading),
            parts: pieces(clause.text),
            others: clause.others,
        }
    }
}

impl From<BracketCount> for BracketCountView {
    fn from(count: BracketCount) -> Self {
        Self {
            revision: count.revision,
            clauses: count.clauses,
            most: count.most,
            left: count.left,
        }
    }
}

impl From<RollingPart<OrganisationId>> for RollingPieceView {
    fn from(part: RollingPart<OrganisationId>) -> Self {
        match part {
            RollingPart::Text(text) => Self {
                text: Some(text),
                alternatives: Vec::new(),
            },
            RollingPart::Brackets { base, alternatives } => Self {
                text: base,
                alternatives: alternatives
                    .into_iter()
                    .map(|it| AlternativeView {
                        text: it.text,
                        sponsors: it.sponsors,
                    })
                    .collect(),
            },
        }
    }
}

impl From<&ClauseBlame> for BlameView {
    fn from(blame: &ClauseBlame) -> Self {
        let runs = |runs: &[BlamedRun]| runs.iter().map(Into::into).collect();
        Self {
            heading: runs(&blame.heading),
            text: runs(&blame.text),
        }
    }
}

impl From<&BlamedRun> for BlamedRunView {
    fn from(run: &BlamedRun) -> Self {
        Self {
            text: run.text.clone(),
            revision: run.origin.revision,
            amendments: run.origin.amendments.clone(),
            drafters: run.drafters.clone(),
        }
    }
}

impl LineFateView {
    /// Shows what has become of a line of a clause.
    pub fn new(clause: ClauseId, fate: &LineFate) -> Self {
        let (fate, since, line) = match fate {
            LineFate::Stands(line) => ("stands", None, Some(line)),
            LineFate::Replaced { since, by } => ("replaced", Some(*since), Some(by)),
            LineFate::Gone { since } => ("gone", Some(*since), None),
        };
        Self {
            clause,
            fate,
            since,
            line: line.map(LineView::from),
        }
    }
}

impl From<&Line> for LineView {
    fn from(line: &Line) -> Self {
        Self {
            number: line.number,
            clause: line.clause,
            part: match line.part {
                LinePart::Heading => "heading",
                LinePart::Text => "text",
            },
            words: line.words.clone(),
        }
    }
}
