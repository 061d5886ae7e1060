//! Every test of the level in words: the two numbers, the rule, the organisations behind them.

use domain::consensus::{Measure, Reason, Test};
use domain::id::OrganisationId;
use domain::network::Network;

use crate::web::page::Page;
use crate::web::pages::instruments::share_in_words;

/// One test of the level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReasonRow {
    /// What is tested.
    pub(super) test: String,
    /// The numbers compared, in words.
    pub(super) numbers: String,
    /// The rule applied, in words; empty where no rule can change the test.
    pub(super) rule: String,
    /// Whether it is passed.
    pub(super) passed: bool,
    /// The organisations behind the first number.
    pub(super) organisations: String,
}

/// Says every test in the order they are made.
pub(super) fn rows(
    page: &Page,
    network: &Network,
    reasons: &[Reason<OrganisationId>],
) -> Vec<ReasonRow> {
    reasons
        .iter()
        .map(|reason| row(page, network, reason))
        .collect()
}

fn row(page: &Page, network: &Network, reason: &Reason<OrganisationId>) -> ReasonRow {
    let name = name(reason.test);
    let constituency = reason.constituency.as_deref().unwrap_or_default();
    let names: Vec<&str> = reason
        .organisations
        .iter()
        .map(|id| network.short_name(*id))
        .collect();
    ReasonRow {
        test: page
            .t(&format!("test-{name}"))
            .arg("constituency", constituency)
            .to_string(),
        numbers: page
            .t(&format!("test-numbers-{name}"))
            .arg("value", reason.value)
            .arg("of", reason.of)
            .arg("limit", reason.limit)
            .to_string(),
        rule: rule(page, reason),
        passed: reason.passed,
        organisations: page.list(&names),
    }
}

fn rule(page: &Page, reason: &Reason<OrganisationId>) -> String {
    match reason.rule {
        None => String::new(),
        Some(Measure::Share(share)) => page
            .t(&format!("test-rule-{}", name(reason.test)))
            .choose("share", &share_in_words(page, share))
            .to_string(),
        Some(Measure::Constituency(rule)) => page
            .t("test-rule-constituency")
            .arg("count", rule.min_organisations)
            .choose("share", &share_in_words(page, rule.majority))
            .to_string(),
        Some(Measure::Objections(mode)) => page
            .t(&format!("test-rule-objections-{}", mode.as_str()))
            .to_string(),
    }
}

const fn name(test: Test) -> &'static str {
    match test {
        Test::Quorum => "quorum",
        Test::TakingSide => "taking_side",
        Test::Majority => "majority",
        Test::Favour => "favour",
        Test::Oppose => "oppose",
        Test::Constituency => "constituency",
        Test::Floor => "floor",
        Test::Objections => "objections",
        Test::Dissent => "dissent",
    }
}
