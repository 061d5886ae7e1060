//! The open amendments to one clause, laid beside each other and beside the present wording.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::Instrument;
use super::amendment::Amendment;
use super::change::AmendmentChange;
use crate::amendments::{
    Carried, Collision, CollisionClass, Comparison, Conflict, Near, Proposal, ProposedChange,
    RollingPart, TooManySets, WordingConflict, carry, compatible_sets, joined,
};
use crate::id::{AmendmentId, ClauseId, OrganisationId};
use crate::redline::with_marks;
use crate::text::{ClauseKind, RichText, Wording};

/// How an amendment stands to a wording of its clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It was written against this wording, or changes none.
    AsWritten,
    /// The wording has changed since; carried along, the amendment results in this.
    Carried(Wording),
    /// The wording has all of it already.
    Subsumed,
    /// The wording has changed where the amendment changes it.
    Conflict(WordingConflict),
    /// The clause is not there any more.
    Gone,
    /// Its words were erased.
    Erased,
}

impl Standing {
    /// Returns the standing's stable name.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::AsWritten => "as_written",
            Self::Carried(_) => "carried",
            Self::Subsumed => "subsumed",
            Self::Conflict(_) => "conflict",
            Self::Gone => "gone",
            Self::Erased => "erased",
        }
    }

    /// Reports whether the amendment can be adopted into the wording as it stands.
    pub const fn is_adoptable(&self) -> bool {
        matches!(self, Self::AsWritten | Self::Carried(_))
    }
}

/// The open amendments to one clause, compared on one wording of it.
#[derive(Debug, Clone)]
pub struct ClauseComparison {
    /// The clause.
    pub clause: ClauseId,
    /// How each open amendment stands to the wording, in the order they were tabled.
    pub standings: Vec<(AmendmentId, Standing)>,
    base: Option<Wording>,
    /// The wordings that the adoptable ones result in, where they propose one.
    results: BTreeMap<AmendmentId, Wording>,
    heading: Comparison<AmendmentId, OrganisationId>,
    text: Comparison<AmendmentId, OrganisationId>,
    collisions: Vec<Collision<AmendmentId>>,
    /// The largest sets, once somebody has asked for them.
    compatible: OnceLock<Result<Vec<Vec<AmendmentId>>, TooManySets>>,
    /// The compatible pairs in one sentence, once somebody has asked for them.
    near: OnceLock<Vec<Near<AmendmentId>>>,
}

impl ClauseComparison {
    /// Returns the pairs that cannot both be adopted as they stand, sorted.
    pub fn collisions(&self) -> &[Collision<AmendmentId>] {
        &self.collisions
    }

    /// Returns the largest sets of amendments that can be adopted together, largest first.
    ///
    /// # Errors
    ///
    /// * [`TooManySets`] if there are more of them than anybody could read.
    pub fn compatible(&self) -> Result<Vec<Vec<AmendmentId>>, TooManySets> {
        let found = self.compatible.get_or_init(|| {
            let mut ids: Vec<_> = self.adoptable().collect();
            ids.sort_unstable();
            compatible_sets(&ids, &self.collisions)
        });
        found.clone()
    }

    /// Returns the compatible pairs that change the same sentence, sorted.
    pub fn near(&self) -> &[Near<AmendmentId>] {
        self.near.get_or_init(|| self.find_near())
    }

    fn find_near(&self) -> Vec<Near<AmendmentId>> {
        let collide = |near: &Near<AmendmentId>| {
            let pair = |it: &Collision<AmendmentId>| (it.one, it.other) == (near.one, near.other);
            self.collisions.iter().any(pair)
        };
        let mut all = self.heading.near();
        all.extend(self.text.near());
        all.retain(|near| !collide(near));
        all.sort();
        all
    }

    /// Returns the words on the table that both amendments change, each in its own way: those of
    /// the heading, then those of the text.
    pub fn overlap(&self, one: AmendmentId, other: AmendmentId) -> Vec<String> {
        let Some(base) = &self.base else {
            return Vec::new();
        };
        let text = base.text.to_plain();
        let heading = (self.heading.overlap(&one, &other).into_iter())
            .map(|span| base.heading[span].trim().to_owned());
        let words = heading.chain(
            (self.text.overlap(&one, &other).into_iter()).map(|span| text[span].trim().to_owned()),
        );
        words.filter(|it| !it.is_empty()).collect()
    }

    /// Returns what of the text on the table several amendments change, each in its own way:
    /// ranges of bytes of the plain text, apart and in order.
    pub fn contested(&self) -> Vec<Range<usize>> {
        let pairs = self.collisions.iter();
        joined(
            pairs
                .flat_map(|it| self.text.overlap(&it.one, &it.other))
                .collect(),
        )
    }

    /// Returns the heading with those amendments in brackets that change its words.
    pub fn heading_brackets(&self) -> Vec<RollingPart<OrganisationId>> {
        self.heading.brackets()
    }

    /// Returns the text with those amendments in brackets that change its words, whatever others there are.
    pub fn text_brackets(&self) -> Vec<RollingPart<OrganisationId>> {
        self.text.brackets()
    }

    /// Returns the wording of the clause on the table that the amendments are compared on.
    pub fn base(&self) -> Option<&Wording> {
        self.base.as_ref()
    }

    /// Returns the wording that adopting these amendments gives, in whatever order; none where
    /// two of them collide, or where they leave no clause or do not reword it.
    pub fn adopted(&self, amendments: &[AmendmentId]) -> Option<Wording> {
        let base = self.base.as_ref()?;
        let heading = self.heading.adopt(amendments)?.wording?;
        let words = self.text.adopt(amendments)?.wording?;
        let mut chosen: Vec<&Wording> = Vec::new();
        let mut sorted = amendments.to_vec();
        sorted.sort_unstable();
        chosen.extend(sorted.iter().filter_map(|id| self.results.get(id)));
        let kind = (chosen.iter().map(|it| it.kind)).find(|kind| *kind != base.kind);
        let text = chosen.iter().fold(
            with_marks(&words, &base.text, &base.text, &base.text),
            |text: RichText, it| with_marks(&words, &base.text, &it.text, &text),
        );
        Some(Wording {
            kind: kind.unwrap_or(base.kind),
            heading,
            text,
        })
    }

    fn adoptable(&self) -> impl Iterator<Item = AmendmentId> {
        self.standings
            .iter()
            .filter(|(_, standing)| standing.is_adoptable())
            .map(|(id, _)| *id)
    }
}

impl Instrument {
    /// Says how an amendment stands to the wording its clause has now; none where there is no such clause.
    pub fn standing(&self, amendment: &Amendment, now: Option<&Wording>) -> Standing {
        let change = amendment.change();
        match (change, now) {
            (
                AmendmentChange::Insert { wording: None, .. }
                | AmendmentChange::Alternative { wording: None, .. }
                | AmendmentChange::Modify { wording: None, .. },
                _,
            ) => Standing::Erased,
            (AmendmentChange::Insert { .. }, _) => Standing::AsWritten,
            (AmendmentChange::Delete { .. }, None) => Standing::Subsumed,
            (
                AmendmentChange::Modify {
                    wording: Some(wording),
                    ..
                },
                now,
            ) => self.standing_of_wording(amendment, wording, now),
            (_, None) => Standing::Gone,
            (AmendmentChange::Alternative { result, .. }, Some(now))
                if now.hash().as_ref() == Ok(result) =>
            {
                Standing::Subsumed
            }
            (
                AmendmentChange::Delete { base, .. } | AmendmentChange::Alternative { base, .. },
                Some(now),
            ) if now.hash().as_ref() != Ok(base) => self.standing_of_whole(amendment, now),
            (_, Some(_)) => Standing::AsWritten,
        }
    }

    /// Says how what removes or replaces a whole clause stands to another wording of it: its
    /// sponsor has not seen that one.
    fn standing_of_whole(&self, amendment: &Amendment, now: &Wording) -> Standing {
        let Some(base) = self.base_wording(amendment) else {
            return Standing::Erased;
        };
        let proposed = amendment.change().wording().cloned().unwrap_or_default();
        let views = |part: fn(&Wording) -> String| {
            let conflict = Conflict {
                base: part(base),
                current: part(now),
                proposed: part(&proposed),
            };
            let touches = conflict.base != conflict.current;
            touches.then_some(conflict).into_iter().collect()
        };
        Standing::Conflict(WordingConflict {
            kind: false,
            heading: views(|it| it.heading.clone()),
            text: views(|it| it.text.to_plain()),
        })
    }

    fn standing_of_wording(
        &self,
        amendment: &Amendment,
        proposed: &Wording,
        now: Option<&Wording>,
    ) -> Standing {
        let root = self.root(amendment);
        if let (AmendmentChange::Insert { .. }, None) = (root.change(), now) {
            return Standing::AsWritten;
        }
        let Some(now) = now else {
            return Standing::Gone;
        };
        let base = root.change().base();
        let base = match base {
            Some(base) => self
                .clause_worded(amendment.change().clause(), base)
                .and_then(|tabled| tabled.wording()),
            None => root.change().wording(),
        };
        let Some(base) = base else {
            return Standing::Erased;
        };
        if base.hash() == now.hash() {
            return Standing::AsWritten;
        }
        match carry(base, proposed, now) {
            Carried::Along(wording) => Standing::Carried(wording),
            Carried::Subsumed => Standing::Subsumed,
            Carried::Conflict(conflict) => Standing::Conflict(conflict),
        }
    }

    /// Returns the amendment at the end of the line of amendments that one amends.
    pub fn root<'a>(&'a self, amendment: &'a Amendment) -> &'a Amendment {
        let amended = |it: &&'a Amendment| it.amends.and_then(|id| self.amendment(id));
        std::iter::successors(Some(amendment), amended)
            .take(self.amendments.len())
            .last()
            .unwrap_or(amendment)
    }

    /// Compares the open amendments to a clause on its wording on the table.
    ///
    /// What was compared before is kept until an entry changes it.
    pub fn compare_clause(&self, clause: ClauseId) -> Arc<ClauseComparison> {
        self.compared.of(clause, || self.comparison_of(clause))
    }

    fn comparison_of(&self, clause: ClauseId) -> ClauseComparison {
        let tabled = self.current().and_then(|table| table.clause(clause));
        let base = tabled.and_then(|tabled| tabled.wording());
        let open: Vec<&Amendment> = (self.amendments().into_iter())
            .filter(|it| it.is_open() && it.change().clause() == clause)
            .collect();
        let standings: Vec<_> = (open.iter())
            .map(|it| (it.id, self.standing(it, base)))
            .collect();
        let compared: Vec<(&Amendment, &Standing)> = (open.iter().copied())
            .zip(standings.iter().map(|(_, standing)| standing))
            .filter(|(_, standing)| standing.is_adoptable())
            .collect();
        let declared: Vec<_> = self.declared.keys().copied().collect();
        let plain = base.map(|it| it.text.to_plain()).unwrap_or_default();
        let heading = base.map(|it| it.heading.as_str()).unwrap_or_default();
        let headings = (compared.iter())
            .map(|(it, standing)| proposal(it, standing, |it| it.heading.clone(), false))
            .collect();
        let texts = (compared.iter())
            .map(|(it, standing)| proposal(it, standing, |it| it.text.to_plain(), true))
            .collect();
        let heading = Comparison::new(heading, headings, &declared);
        let text = Comparison::new(&plain, texts, &declared);
        let results: BTreeMap<_, _> = (compared.iter())
            .filter_map(|(it, standing)| Some((it.id, resulting(it, standing)?.clone())))
            .collect();
        let kinds = base.map_or_else(Vec::new, |base| kinds_collide(&results, base.kind));
        ClauseComparison {
            clause,
            base: base.cloned(),
            collisions: merged([heading.collisions(), text.collisions(), &kinds]),
            compatible: OnceLock::new(),
            near: OnceLock::new(),
            standings,
            results,
            heading,
            text,
        }
    }
}

/// Returns the wording an amendment results in, carried along where it was.
fn resulting<'a>(amendment: &'a Amendment, standing: &'a Standing) -> Option<&'a Wording> {
    match standing {
        Standing::Carried(wording) => Some(wording),
        _ => amendment.change().wording(),
    }
}

fn proposal(
    amendment: &Amendment,
    standing: &Standing,
    part: impl Fn(&Wording) -> String,
    is_text: bool,
) -> Proposal<AmendmentId, OrganisationId> {
    let words = || {
        resulting(amendment, standing)
            .map(&part)
            .unwrap_or_default()
    };
    let change = match amendment.change() {
        AmendmentChange::Modify { .. } => ProposedChange::Modify(words()),
        AmendmentChange::Alternative { .. } => ProposedChange::Alternative(words()),
        AmendmentChange::Insert { .. } => ProposedChange::Insert,
        AmendmentChange::Delete { .. } => ProposedChange::Delete,
        AmendmentChange::Move { parent, after, .. } if is_text => {
            let name = |id: &Option<ClauseId>| id.map(|id| id.to_string()).unwrap_or_default();
            ProposedChange::Move(format!("{}/{}", name(parent), name(after)))
        }
        AmendmentChange::Move { .. } | AmendmentChange::EditorialHint { .. } => {
            ProposedChange::EditorialHint
        }
    };
    Proposal {
        id: amendment.id,
        sponsors: amendment.sponsors(),
        change,
        amends: amendment.amends,
    }
}

/// Returns the pairs that make different kinds of clause of it.
fn kinds_collide(
    results: &BTreeMap<AmendmentId, Wording>,
    base: ClauseKind,
) -> Vec<Collision<AmendmentId>> {
    let changing: Vec<_> = (results.iter())
        .filter(|(_, wording)| wording.kind != base)
        .collect();
    let mut collisions = Vec::new();
    for (i, (one, here)) in changing.iter().enumerate() {
        let others = changing[i + 1..].iter();
        collisions.extend(
            others
                .filter(|(_, there)| there.kind != here.kind)
                .map(|(other, _)| Collision {
                    one: **one,
                    other: **other,
                    class: CollisionClass::Overlap,
                }),
        );
    }
    collisions
}

/// Joins collisions found in parts of a clause; a pair has the first class that applies.
fn merged(lists: [&[Collision<AmendmentId>]; 3]) -> Vec<Collision<AmendmentId>> {
    let mut classes: BTreeMap<(AmendmentId, AmendmentId), CollisionClass> = BTreeMap::new();
    for it in lists.into_iter().flatten() {
        let class = classes.entry((it.one, it.other)).or_insert(it.class);
        *class = it.class.min(*class);
    }
    (classes.into_iter())
        .map(|((one, other), class)| Collision { one, other, class })
        .collect()
}
