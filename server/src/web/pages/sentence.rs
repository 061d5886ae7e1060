//! The sentence that says why a clause has its level, in the reader's language.

use domain::consensus::{
    Among, EndedBy, Ending, Evaluation, Level, Part, StandingObjection, Wanted, explain,
};
use domain::id::OrganisationId;
use domain::network::Network;

use crate::i18n::TimeStyle;
use crate::web::page::Page;

/// Says the sentence of an evaluation.
pub(crate) fn sentence(
    page: &Page,
    network: &Network,
    evaluation: &Evaluation<OrganisationId>,
) -> String {
    let speaker = Speaker { page, network };
    let parts = explain(evaluation).parts;
    let said = parts.iter().map(|part| speaker.part(part));
    let joined = said.reduce(|before, after| {
        page.t("sentence-join")
            .choose("before", &before)
            .choose("after", &after)
            .to_string()
    });
    page.t("sentence-end")
        .choose("sentence", &joined.unwrap_or_default())
        .to_string()
}

/// Says what would give consensus; nothing where there is consensus, or none can be reached.
pub(crate) fn missing(
    page: &Page,
    network: &Network,
    evaluation: &Evaluation<OrganisationId>,
) -> Option<String> {
    let speaker = Speaker { page, network };
    let missing = &evaluation.missing;
    (missing.steps > 0).then(|| {
        let mut steps = speaker.positions(
            missing.endorsements,
            missing.acceptances,
            &missing.favourable,
        );
        steps.extend(speaker.ends(&missing.objections));
        page.t("sentence-would-give")
            .arg("steps", page.list(&steps))
            .to_string()
    })
}

/// Says whom a position is wanted from.
pub(crate) fn who(page: &Page, wanted: &Wanted<OrganisationId>) -> String {
    let among = match wanted.among {
        Among::Silent => "silent",
        Among::Abstaining => "abstaining",
        Among::Concerned => "concerned",
        Among::Anyone => "anyone",
    };
    match &wanted.constituency {
        None => page.t(&format!("among-{among}")).to_string(),
        Some(constituency) => page
            .t(&format!("among-in-{among}"))
            .arg("constituency", constituency)
            .to_string(),
    }
}

struct Speaker<'a> {
    page: &'a Page,
    network: &'a Network,
}

impl Speaker<'_> {
    fn part(&self, part: &Part<OrganisationId>) -> String {
        let p = self.page;
        match part {
            Part::NobodyEligible => p.t("sentence-nobody-eligible").to_string(),
            Part::TakenPart {
                participating,
                eligible,
                needed,
            } => self.ratio("sentence-taken-part", *participating, *eligible, *needed),
            Part::Stale { organisations } => self.named("sentence-stale", organisations),
            Part::NobodyTakesSide => p.t("sentence-nobody-takes-side").to_string(),
            Part::InFavour {
                favour,
                taking_side,
                needed,
            } => self.ratio("sentence-in-favour", *favour, *taking_side, *needed),
            Part::TooManyObject {
                oppose,
                taking_side,
                allowed,
            } => self.ratio("sentence-too-many-object", *oppose, *taking_side, *allowed),
            Part::ConstituencyOpposed {
                constituency,
                taking_side,
                organisations,
            } => p
                .t("sentence-constituency-opposed")
                .arg("count", organisations.len())
                .arg("of", taking_side)
                .arg("constituency", constituency)
                .arg("who", self.names(organisations))
                .to_string(),
            Part::TooFewEndorse {
                support,
                eligible,
                needed,
            } => self.ratio("sentence-too-few-endorse", *support, *eligible, *needed),
            Part::ObjectionsOpen { objections } => {
                self.dated("sentence-objections-open", objections)
            }
            Part::ObjectionsBlock { objections } => {
                self.dated("sentence-objections-block", objections)
            }
            Part::Reached { level } => self.level("sentence-reached", *level),
            Part::Concerns { organisations } => self.named("sentence-concerns", organisations),
            Part::Reservations { organisations } => {
                self.named("sentence-reservations", organisations)
            }
            Part::Dissent { organisations } => self.named("sentence-dissent", organisations),
            Part::BySilence { organisations } => self.named("sentence-by-silence", organisations),
            Part::Provisional { organisations } => {
                self.named("sentence-provisional", organisations)
            }
            Part::AdReferendum { firm_level } => self.level("sentence-ad-referendum", *firm_level),
            Part::WouldGive {
                endorsements,
                acceptances,
                favourable,
                objections,
                follows,
            } => {
                let mut steps = self.positions(*endorsements, *acceptances, favourable);
                if *follows {
                    steps.extend(self.end_of_these(objections));
                } else {
                    steps.extend(self.ends(objections));
                }
                p.t("sentence-would-give")
                    .arg("steps", p.list(&steps))
                    .to_string()
            }
        }
    }

    fn ratio(&self, key: &str, count: u64, of: u64, limit: u64) -> String {
        self.page
            .t(key)
            .arg("count", count)
            .arg("of", of)
            .arg("limit", limit)
            .to_string()
    }

    fn level(&self, key: &str, level: Level) -> String {
        let level = self.page.t(&format!("level-{level}")).to_string();
        self.page.t(key).choose("level", &level).to_string()
    }

    fn named(&self, key: &str, organisations: &[OrganisationId]) -> String {
        self.page
            .t(key)
            .arg("count", organisations.len())
            .arg("who", self.names(organisations))
            .to_string()
    }

    fn names(&self, organisations: &[OrganisationId]) -> String {
        let names: Vec<&str> = organisations
            .iter()
            .map(|id| self.network.short_name(*id))
            .collect();
        self.page.list(&names)
    }

    fn dated(&self, key: &str, objections: &[StandingObjection<OrganisationId>]) -> String {
        let who: Vec<String> = objections.iter().map(|it| self.objection(it)).collect();
        self.page
            .t(key)
            .arg("count", objections.len())
            .arg("who", self.page.list(&who))
            .to_string()
    }

    fn objection(&self, objection: &StandingObjection<OrganisationId>) -> String {
        let who = self.network.short_name(objection.organisation);
        let Some(at) = objection.raised_at else {
            return who.to_owned();
        };
        let reader = &self.page.reader;
        self.page
            .t("sentence-raised")
            .arg("who", who)
            .arg("day", reader.locale.time(at, &reader.zone, TimeStyle::Day))
            .to_string()
    }

    fn positions(
        &self,
        endorsements: u64,
        acceptances: u64,
        wanted: &[Wanted<OrganisationId>],
    ) -> Vec<String> {
        let key = match (endorsements, acceptances) {
            (0, 0) => return Vec::new(),
            (_, 0) => "step-endorsements",
            (0, _) => "step-acceptances",
            _ => "step-mixed",
        };
        let what = self
            .page
            .t(key)
            .arg("count", endorsements + acceptances)
            .arg("endorsements", endorsements)
            .to_string();
        vec![self.from(&what, wanted)]
    }

    fn from(&self, what: &str, wanted: &[Wanted<OrganisationId>]) -> String {
        let p = self.page;
        match wanted {
            [only] if only.among == Among::Anyone => what.to_owned(),
            [only] => p
                .t("step-from")
                .choose("positions", what)
                .arg("who", who(p, only))
                .to_string(),
            several => {
                let parts: Vec<String> = several.iter().map(|it| self.share(it)).collect();
                p.t("step-from-several")
                    .choose("positions", what)
                    .choose("parts", &p.list(&parts))
                    .to_string()
            }
        }
    }

    fn share(&self, wanted: &Wanted<OrganisationId>) -> String {
        self.page
            .t("step-from-part")
            .arg("count", wanted.count)
            .arg("who", who(self.page, wanted))
            .to_string()
    }

    /// Says how objections end that were named just before.
    fn end_of_these(&self, objections: &[Ending<OrganisationId>]) -> Option<String> {
        let all = |by: &[EndedBy]| objections.iter().all(|it| it.by == by);
        let key = if all(&[EndedBy::Withdrawal, EndedBy::Decision]) {
            "ending-these-both"
        } else if all(&[EndedBy::Withdrawal]) {
            "ending-these-withdrawal"
        } else if all(&[EndedBy::Decision]) {
            "ending-these-decision"
        } else {
            return self
                .ends(objections)
                .into_iter()
                .reduce(|all, more| self.page.list(&[all, more]));
        };
        let message = self.page.t(key).arg("count", objections.len());
        (!objections.is_empty()).then(|| message.to_string())
    }

    fn ends(&self, objections: &[Ending<OrganisationId>]) -> Vec<String> {
        let ways: [(&[EndedBy], &str); 3] = [
            (&[EndedBy::Withdrawal, EndedBy::Decision], "ending-of-both"),
            (&[EndedBy::Withdrawal], "ending-of-withdrawal"),
            (&[EndedBy::Decision], "ending-of-decision"),
        ];
        let ending = |(by, key): (&[EndedBy], &str)| {
            let who: Vec<OrganisationId> = objections
                .iter()
                .filter(|it| it.by == by)
                .map(|it| it.organisation)
                .collect();
            (!who.is_empty()).then(|| self.named(key, &who))
        };
        ways.into_iter().filter_map(ending).collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::consensus::PositionKind;

    use super::*;
    use crate::web::pages::fixture::{World, english};

    #[tokio::test]
    async fn an_objection_is_named_with_its_day_and_its_cure() {
        let world = World::tabled().await;
        for member in 0..5 {
            world.takes(member, 2, PositionKind::Endorse).await;
        }
        world.takes(5, 2, PositionKind::Object).await;
        assert_eq!(
            world.sentence(2),
            "6 of 6 have taken part (3 needed); 1 objection is open: OBS-3, raised 3 March 2026; \
             its withdrawal or a decision would give Consensus."
        );
    }

    #[tokio::test]
    async fn what_is_missing_says_from_whom() {
        let world = World::tabled().await;
        world.takes(0, 2, PositionKind::Endorse).await;
        let register = world.office.register();
        let instrument = register.instrument(world.instrument).unwrap();
        let evaluation = instrument
            .evaluation(world.clause(2), register.network(), world.now())
            .unwrap();
        assert_eq!(
            missing(&english(), register.network(), &evaluation).unwrap(),
            "2 more acceptances or endorsements, at least 1 of them an endorsement, from silent \
             organisations would give Consensus"
        );
    }
}
