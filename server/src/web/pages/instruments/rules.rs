//! The rules of consensus in words.

use domain::consensus::{ConstituencyRule, Fraction, Rules};

use crate::web::form::Form;
use crate::web::page::Page;

/// A part of a whole, written such as `2/3`.
struct Share(Fraction);

impl TryFrom<String> for Share {
    type Error = ();

    fn try_from(text: String) -> Result<Self, ()> {
        let (above, below) = text.split_once('/').ok_or(())?;
        let number = |text: &str| text.trim().parse().map_err(|_| ());
        let fraction = Fraction::new(number(above)?, number(below)?);
        fraction.map(Self).map_err(|_| ())
    }
}

/// Reads a part of a whole, written such as `2/3`.
pub(crate) fn share(form: &mut Form, field: &'static str) -> Option<Fraction> {
    form.required(field, "error-share")
        .map(|Share(share)| share)
}

/// Says each rule in a sentence.
pub(crate) fn rules_in_words(page: &Page, rules: &Rules) -> Vec<String> {
    let share = |key: &str, fraction: Fraction| {
        page.t(key)
            .choose("share", &share_in_words(page, fraction))
            .to_string()
    };
    vec![
        share("rules-quorum", rules.quorum),
        share("rules-favour", rules.favour),
        share("rules-oppose", rules.oppose),
        share("rules-floor", rules.floor),
        constituency_in_words(page, rules.constituency),
        page.t(&format!("rules-objections-{}", rules.objections.as_str()))
            .to_string(),
    ]
}

fn constituency_in_words(page: &Page, rule: Option<ConstituencyRule>) -> String {
    let Some(rule) = rule else {
        return page.t("rules-no-constituency").to_string();
    };
    page.t("rules-constituency")
        .arg("count", rule.min_organisations)
        .choose("share", &share_in_words(page, rule.majority))
        .to_string()
}

/// Says a fraction in a word where there is one, such as “two thirds”.
pub(crate) fn share_in_words(page: &Page, fraction: Fraction) -> String {
    let name = format!("f{}-{}", fraction.numerator(), fraction.denominator());
    page.t("rules-share")
        .choose("name", &name)
        .choose("fraction", &fraction.to_string())
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::pages::fixture::english;

    #[test]
    fn fractions_are_said_as_people_say_them() {
        let say = |n, d| share_in_words(&english(), Fraction::new(n, d).unwrap());
        assert_eq!(say(2, 3), "two thirds");
        assert_eq!(say(7, 10), "7/10");
    }

    #[test]
    fn each_rule_is_one_sentence() {
        let said = rules_in_words(&english(), &Rules::default());
        assert_eq!(said.len(), 6);
        assert_eq!(
            said[1],
            "Favour: at least two thirds of those taking a side are in favour."
        );
    }
}
