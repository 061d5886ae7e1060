//! Instants as a reader sees them: in their zone, which is named where it matters.

use std::ops::Range;

use domain::time::Timestamp;
use icu::calendar::{Date, Iso};
use icu::datetime::fieldsets::zone::SpecificLong;
use icu::datetime::fieldsets::{Combo, YMD, YMDE, YMDET, YMDT};
use icu::datetime::options::TimePrecision;
use icu::datetime::{DateTimeFormatter, DateTimeFormatterPreferences};
use icu::locale::Locale as IcuLocale;
use icu::time::zone::models::AtTime;
use icu::time::zone::{IanaParser, UtcOffset};
use icu::time::{DateTime, Time, TimeZoneInfo, ZonedDateTime};

use super::{Locale, Markup};

/// The time zone of a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    zone: jiff::tz::TimeZone,
    is_known: bool,
}

/// How an instant is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeStyle {
    /// The day: 3 March 2026.
    Day,
    /// Day and minute: 3 Mar 2026, 18:00.
    Moment,
    /// Everything, with the zone in words: Tuesday, 3 March 2026 at 18:00 Central European Standard Time.
    Deadline,
}

impl Zone {
    /// Returns Coordinated Universal Time, the zone of a reader who named none.
    pub fn utc() -> Self {
        Self {
            zone: jiff::tz::TimeZone::UTC,
            is_known: false,
        }
    }

    /// Finds a zone by its IANA name.
    pub fn named(name: &str) -> Option<Self> {
        let plausible = name.len() <= 64
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b));
        let zone = plausible
            .then(|| jiff::tz::TimeZone::get(name).ok())
            .flatten()?;
        Some(Self {
            zone,
            is_known: true,
        })
    }

    /// Returns the IANA name.
    pub fn name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// Reports whether the reader named the zone, or their browser did.
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// Returns when a day, written as `2026-03-01`, begins and ends in this zone.
    pub fn day(&self, day: &str) -> Option<Range<Timestamp>> {
        let begins: jiff::civil::Date = day.parse().ok().filter(|_| day.len() == 10)?;
        let at = |day: jiff::civil::Date| {
            day.to_zoned(self.zone.clone())
                .ok()?
                .timestamp()
                .to_string()
                .parse()
                .ok()
        };
        Some(at(begins)?..at(begins.tomorrow().ok()?)?)
    }

    /// Returns the day that an instant belongs to in this zone.
    pub fn date(&self, at: Timestamp) -> jiff::civil::Date {
        at.as_jiff().to_zoned(self.zone.clone()).date()
    }

    /// Returns the instant of a time of day, written as `2026-03-01T18:00`, in this zone.
    pub fn instant(&self, local: &str) -> Option<Timestamp> {
        let local: jiff::civil::DateTime = local.parse().ok()?;
        let zoned = local.to_zoned(self.zone.clone()).ok()?;
        zoned.timestamp().to_string().parse().ok()
    }

    fn at(&self, instant: Timestamp) -> ZonedDateTime<Iso, TimeZoneInfo<AtTime>> {
        let zoned = instant.as_jiff().to_zoned(self.zone.clone());
        let date = iso(zoned.date());
        let time =
            Time::try_new(hour(&zoned), minute(&zoned), 0, 0).expect("jiff's clock has 24 hours");
        let offset = UtcOffset::try_from_seconds(zoned.offset().seconds()).ok();
        let zone = IanaParser::new().parse(self.name()).with_offset(offset);
        ZonedDateTime {
            date,
            time,
            zone: zone.at_date_time(DateTime { date, time }),
        }
    }
}

fn iso(date: jiff::civil::Date) -> Date<Iso> {
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    Date::try_new_iso(date.year().into(), month, day)
        .expect("both calendars are the proleptic Gregorian one")
}

fn hour(zoned: &jiff::Zoned) -> u8 {
    zoned.hour().unsigned_abs()
}

fn minute(zoned: &jiff::Zoned) -> u8 {
    zoned.minute().unsigned_abs()
}

/// The date patterns of one language.
pub(super) struct TimeFormats {
    day: DateTimeFormatter<YMD>,
    moment: DateTimeFormatter<YMDT>,
    deadline: DateTimeFormatter<Combo<YMDET, SpecificLong>>,
}

impl TimeFormats {
    pub(super) fn new(conventions: &IcuLocale) -> Self {
        const WHY: &str = "date patterns of English are compiled in";
        let preferences = || DateTimeFormatterPreferences::from(conventions.clone());
        let moment = YMDT::medium().with_time_precision(TimePrecision::Minute);
        let deadline = YMDE::long()
            .with_time(TimePrecision::Minute)
            .with_zone(SpecificLong);
        Self {
            day: DateTimeFormatter::try_new(preferences(), YMD::long()).expect(WHY),
            moment: DateTimeFormatter::try_new(preferences(), moment).expect(WHY),
            deadline: DateTimeFormatter::try_new(preferences(), deadline).expect(WHY),
        }
    }

    fn write(&self, at: Timestamp, zone: &Zone, style: TimeStyle) -> String {
        let zoned = zone.at(at);
        match style {
            TimeStyle::Day => self.day.format(&zoned.date).to_string(),
            TimeStyle::Moment => self
                .moment
                .format(&DateTime {
                    date: zoned.date,
                    time: zoned.time,
                })
                .to_string(),
            TimeStyle::Deadline => self.deadline.format(&zoned).to_string(),
        }
    }
}

impl TimeStyle {
    /// Returns the name under which scripts know the style.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Moment => "moment",
            Self::Deadline => "deadline",
        }
    }
}

impl Locale {
    /// Writes an instant in the reader's zone.
    pub fn time(self, at: Timestamp, zone: &Zone, style: TimeStyle) -> String {
        let time = self.catalogue().times.write(at, zone, style);
        if style == TimeStyle::Moment && !zone.is_known {
            return self.t("time-in-utc").choose("time", &time).to_string();
        }
        time
    }

    /// Writes a day that is the same everywhere.
    pub fn day(self, day: jiff::civil::Date) -> String {
        self.catalogue().times.day.format(&iso(day)).to_string()
    }

    /// Writes an instant as an HTML `time` element, exact to the second for machines.
    pub fn time_element(self, at: Timestamp, zone: &Zone, style: TimeStyle) -> Markup {
        let machine = at.as_jiff().strftime("%Y-%m-%dT%H:%M:%SZ");
        let text = Markup::text(&self.time(at, zone, style));
        let full = Markup::text(&self.time(at, zone, TimeStyle::Deadline));
        let style = style.name();
        Markup::trusted(format!(
            r#"<time datetime="{machine}" data-style="{style}" title="{full}">{text}</time>"#
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(zone: &str, style: TimeStyle, expected: &str) {
        let at = "2026-03-03T17:00:00Z".parse().unwrap();
        let zone = Zone::named(zone).unwrap_or_else(Zone::utc);
        assert_eq!(Locale::English.time(at, &zone, style), expected);
    }

    #[test]
    fn times_are_in_the_readers_zone() {
        check("Europe/Paris", TimeStyle::Moment, "3 Mar 2026, 18:00");
        check("Pacific/Auckland", TimeStyle::Day, "4 March 2026");
    }

    #[test]
    fn deadlines_name_their_zone() {
        check(
            "Europe/Paris",
            TimeStyle::Deadline,
            "Tuesday, 3 March 2026 at 18:00 Central European Standard Time",
        );
        check(
            "no such zone",
            TimeStyle::Deadline,
            "Tuesday, 3 March 2026 at 17:00 Coordinated Universal Time",
        );
    }

    #[test]
    fn a_day_has_the_length_it_has_in_its_zone() {
        for (zone, day, expected) in [
            ("Etc/UTC", "2026-03-29", Some(("2026-03-29T00:00:00Z", 24))),
            (
                "Europe/Paris",
                "2026-03-29",
                Some(("2026-03-28T23:00:00Z", 23)),
            ),
            (
                "Europe/Paris",
                "2026-10-25",
                Some(("2026-10-24T22:00:00Z", 25)),
            ),
            ("Europe/Paris", "2026-02-30", None),
            ("Europe/Paris", "1969-01-01", None),
            ("Europe/Paris", "9999-12-31", None),
            ("Europe/Paris", "yesterday!", None),
        ] {
            let found = Zone::named(zone).unwrap().day(day);
            let expected = expected.map(|(begins, hours)| {
                let begins: Timestamp = begins.parse().unwrap();
                begins..begins.plus_seconds(hours * 3_600)
            });
            assert_eq!(found, expected, "{zone} {day}");
        }
    }

    #[test]
    fn an_unknown_zone_is_shown_as_utc() {
        check("", TimeStyle::Moment, "3 Mar 2026, 17:00 UTC");
    }

    #[test]
    fn hostile_zone_names_are_no_zone() {
        for name in [
            "../../etc/passwd",
            "",
            "Europe/Paris\0",
            &"A".repeat(5000),
            "Etc/<script>",
        ] {
            assert_eq!(Zone::named(name), None, "{name:?}");
        }
    }
}
