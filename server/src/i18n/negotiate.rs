//! Which language of the interface a reader gets.

use super::Locale;

/// Chooses among `offered`: the reader's saved preference, else the best match of
/// `Accept-Language` by weight, else English.
pub fn negotiate(
    preferred: Option<&str>,
    accept_language: Option<&str>,
    offered: &[Locale],
) -> Locale {
    let saved = preferred.and_then(|tag| offered.iter().find(|locale| locale.tag() == tag));
    saved
        .copied()
        .or_else(|| best(accept_language.unwrap_or_default(), offered))
        .unwrap_or(Locale::English)
}

fn best(accept_language: &str, offered: &[Locale]) -> Option<Locale> {
    let mut wanted: Vec<(&str, f32)> = accept_language
        .split(',')
        .take(32)
        .filter_map(range)
        .collect();
    wanted.sort_by(|a, b| b.1.total_cmp(&a.1));
    wanted.iter().find_map(|(tag, _)| matching(tag, offered))
}

/// Reads one range of RFC 9110, section 12.5.4: a tag and its weight above zero.
fn range(text: &str) -> Option<(&str, f32)> {
    let (tag, parameters) = text.split_once(';').unwrap_or((text, "q=1"));
    let weight: f32 = parameters.trim().strip_prefix("q=")?.trim().parse().ok()?;
    (weight > 0.0 && weight <= 1.0).then_some((tag.trim(), weight))
}

/// Finds the language for a range: the same tag, else the same language.
fn matching(tag: &str, offered: &[Locale]) -> Option<Locale> {
    let exact = offered
        .iter()
        .find(|locale| locale.tag().eq_ignore_ascii_case(tag));
    let primary = tag.split('-').next().unwrap_or_default();
    // A reader of Arabic is not served by a pseudo-locale.
    exact
        .or_else(|| {
            offered
                .iter()
                .find(|locale| locale.tag().eq_ignore_ascii_case(primary))
        })
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preference_comes_before_the_browser_and_weight_before_order() {
        let all = Locale::WITH_PSEUDO;
        for (preferred, accept, expected) in [
            (None, None, Locale::English),
            (Some("ar-XB"), Some("en"), Locale::Mirrored),
            (Some("xx"), Some("en-XA"), Locale::Accented),
            (None, Some("en-XA;q=0.2, ar-XB;q=0.9"), Locale::Mirrored),
            (None, Some("ar, en-GB;q=0.8"), Locale::English),
            (None, Some("ar-XB;q=0"), Locale::English),
            (None, Some(";;;q=,=,*"), Locale::English),
        ] {
            assert_eq!(
                negotiate(preferred, accept, all),
                expected,
                "{preferred:?} {accept:?}"
            );
        }
    }

    #[test]
    fn pseudo_locales_are_not_offered_to_readers() {
        assert_eq!(
            negotiate(Some("ar-XB"), Some("en-XA"), Locale::OFFERED),
            Locale::English
        );
    }
}
