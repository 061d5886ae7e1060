//! The tests of the level, each with the numbers it compared.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::standing::Standing;
use super::{ConstituencyRule, Counts, Fraction, Level, ObjectionMode, PositionKind, Rules};

/// What a test looks at, in the order the tests are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Test {
    /// Enough of the eligible have taken part.
    Quorum,
    /// Somebody takes a side.
    TakingSide,
    /// More than half of those taking a side are in favour.
    Majority,
    /// Enough of those taking a side are in favour.
    Favour,
    /// Few enough of those taking a side object.
    Oppose,
    /// A constituency is not opposed.
    Constituency,
    /// Enough of the eligible endorse.
    Floor,
    /// No objection stands in the way.
    Objections,
    /// Nobody disagrees, not even in part; this decides between the two levels of consensus.
    Dissent,
}

impl Test {
    /// Returns the level that it gives when it is the first test not passed.
    pub const fn level_if_failed(self) -> Level {
        match self {
            Self::Quorum => Level::NoQuorum,
            Self::TakingSide | Self::Floor => Level::InsufficientSupport,
            Self::Majority => Level::Divergence,
            Self::Favour | Self::Oppose | Self::Constituency => Level::SignificantOpposition,
            Self::Objections => Level::ObjectionsOpen,
            Self::Dissent => Level::Consensus,
        }
    }
}

/// On which side of its limit a value has to lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Bound {
    /// The limit or more.
    AtLeast,
    /// The limit or less.
    AtMost,
}

/// The rule that a test applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Measure {
    /// A part of the other number.
    Share(Fraction),
    /// The rule that protects constituencies.
    Constituency(ConstituencyRule),
    /// What an objection does beside counting.
    Objections(ObjectionMode),
}

/// One test: the two numbers compared, the rule, and the organisations behind the first number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reason<O> {
    /// What is tested.
    #[serde(rename = "code")]
    pub test: Test,
    /// The constituency tested, where there is one test for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constituency: Option<String>,
    /// The number tested.
    pub value: u64,
    /// The number it is measured against.
    pub of: u64,
    /// The rule applied; none where no rule can change the test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Measure>,
    /// On which side of the limit the value has to lie.
    pub bound: Bound,
    /// What the rule makes of the other number, in whole organisations.
    pub limit: u64,
    /// Whether the test is passed.
    pub passed: bool,
    /// The organisations counted in the value, sorted.
    pub organisations: Vec<O>,
}

/// Returns the least whole number that is `share` of `of` or more.
pub(super) fn least(share: Fraction, of: u64) -> u64 {
    let product = u128::from(of) * u128::from(share.numerator());
    narrow(product.div_ceil(u128::from(share.denominator())))
}

/// Returns the greatest whole number that is `share` of `of` or less.
pub(super) fn greatest(share: Fraction, of: u64) -> u64 {
    let product = u128::from(of) * u128::from(share.numerator());
    narrow(product / u128::from(share.denominator()))
}

fn narrow(part: u128) -> u64 {
    u64::try_from(part).expect("a fraction of at most one makes no number greater")
}

/// Returns how many organisations of a constituency may object before it is opposed.
pub(super) fn tolerated(rule: ConstituencyRule, taking_side: u64) -> u64 {
    let few = u64::from(rule.min_organisations).saturating_sub(1);
    few.max(greatest(rule.majority, taking_side))
}

/// Makes every test in order; the first one not passed gives the level.
pub(super) fn reasons<O: Clone>(rules: &Rules, standings: &[Standing<O>]) -> Vec<Reason<O>> {
    let bench = Bench {
        rules,
        standings,
        counts: Counts::of(standings),
    };
    let mut reasons = vec![
        bench.quorum(),
        bench.taking_side(),
        bench.majority(),
        bench.favour(),
        bench.oppose(),
    ];
    reasons.extend(bench.constituencies());
    reasons.push(bench.floor());
    reasons.extend(bench.objections());
    reasons.push(bench.dissent());
    reasons
}

/// Returns the level that the tests give.
pub(super) fn level<O>(reasons: &[Reason<O>]) -> Level {
    (reasons.iter().find(|reason| !reason.passed))
        .map_or(Level::FullConsensus, |reason| reason.test.level_if_failed())
}

struct Bench<'a, O> {
    rules: &'a Rules,
    standings: &'a [Standing<O>],
    counts: Counts,
}

impl<O: Clone> Bench<'_, O> {
    fn quorum(&self) -> Reason<O> {
        let (share, eligible) = (self.rules.quorum, self.counts.eligible);
        self.reason(Test::Quorum, |_| true)
            .measured(Measure::Share(share), eligible)
            .at_least(least(share, eligible))
    }

    fn taking_side(&self) -> Reason<O> {
        self.reason(Test::TakingSide, takes_side).at_least(1)
    }

    fn majority(&self) -> Reason<O> {
        let sides = self.counts.taking_side;
        let mut reason = self.reason(Test::Majority, PositionKind::is_favourable);
        reason.of = sides;
        reason.at_least(sides / 2 + 1)
    }

    fn favour(&self) -> Reason<O> {
        let (share, sides) = (self.rules.favour, self.counts.taking_side);
        self.reason(Test::Favour, PositionKind::is_favourable)
            .measured(Measure::Share(share), sides)
            .at_least(least(share, sides))
    }

    fn oppose(&self) -> Reason<O> {
        let (share, sides) = (self.rules.oppose, self.counts.taking_side);
        self.reason(Test::Oppose, objects)
            .measured(Measure::Share(share), sides)
            .at_most(greatest(share, sides))
    }

    fn constituencies(&self) -> Vec<Reason<O>> {
        let Some(rule) = self.rules.constituency else {
            return Vec::new();
        };
        let mut sides: BTreeMap<&str, (u64, Vec<O>)> = BTreeMap::new();
        for it in self.standings {
            let (sides, objecting) = sides.entry(&it.constituency).or_default();
            *sides += u64::from(it.status.counted_as().is_some_and(takes_side));
            if it.objects() {
                objecting.push(it.organisation.clone());
            }
        }
        (sides.into_iter())
            .map(|(name, (sides, objecting))| {
                let mut reason = Reason::new(Test::Constituency, objecting)
                    .measured(Measure::Constituency(rule), sides)
                    .at_most(tolerated(rule, sides));
                reason.constituency = Some(name.to_owned());
                reason
            })
            .collect()
    }

    fn floor(&self) -> Reason<O> {
        let (share, eligible) = (self.rules.floor, self.counts.eligible);
        self.reason(Test::Floor, PositionKind::is_support)
            .measured(Measure::Share(share), eligible)
            .at_least(least(share, eligible))
    }

    fn objections(&self) -> Option<Reason<O>> {
        let mode = self.rules.objections;
        let stands = |it: &Standing<O>| match mode {
            ObjectionMode::Veto => it.objects(),
            ObjectionMode::Address | ObjectionMode::Count => it.objects_openly(),
        };
        (mode != ObjectionMode::Count).then(|| {
            self.reason_among(Test::Objections, stands)
                .measured(Measure::Objections(mode), 0)
                .at_most(0)
        })
    }

    fn dissent(&self) -> Reason<O> {
        self.reason(Test::Dissent, |kind| {
            matches!(
                kind,
                PositionKind::Concern | PositionKind::Object | PositionKind::EndorseWithReservation
            )
        })
        .at_most(0)
    }

    fn reason(&self, test: Test, counts: impl Fn(PositionKind) -> bool) -> Reason<O> {
        self.reason_among(test, |it| it.status.counted_as().is_some_and(&counts))
    }

    fn reason_among(&self, test: Test, counts: impl Fn(&Standing<O>) -> bool) -> Reason<O> {
        let behind = self.standings.iter().filter(|standing| counts(standing));
        Reason::new(test, behind.map(|it| it.organisation.clone()).collect())
    }
}

impl<O> Reason<O> {
    fn new(test: Test, organisations: Vec<O>) -> Self {
        Self {
            test,
            constituency: None,
            value: organisations.len() as u64,
            of: 0,
            rule: None,
            bound: Bound::AtLeast,
            limit: 0,
            passed: true,
            organisations,
        }
    }

    fn measured(mut self, rule: Measure, of: u64) -> Self {
        self.rule = Some(rule);
        self.of = of;
        self
    }

    fn at_least(mut self, limit: u64) -> Self {
        self.bound = Bound::AtLeast;
        self.limit = limit;
        self.passed = self.value >= limit;
        self
    }

    fn at_most(mut self, limit: u64) -> Self {
        self.bound = Bound::AtMost;
        self.limit = limit;
        self.passed = self.value <= limit;
        self
    }
}

fn takes_side(kind: PositionKind) -> bool {
    kind.is_favourable() || matches!(kind, PositionKind::Concern | PositionKind::Object)
}

fn objects(kind: PositionKind) -> bool {
    kind == PositionKind::Object
}
