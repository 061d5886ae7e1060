//! The messages and formatters of each language, made once and shared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::memoizer::MemoizerKind;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::DecimalFormatterOptions;
use icu::list::ListFormatter;
use icu::list::options::ListFormatterOptions;
use icu::locale::{Locale as IcuLocale, locale};
use intl_memoizer::Memoizable;
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use super::time::TimeFormats;
use super::{Locale, pseudo};

/// The Fluent files, a folder a language.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/locales"]
struct Files;

/// All messages and formatters of one language.
pub(super) struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    keys: BTreeMap<String, Shape>,
    numbers: DecimalFormatter,
    lists: ListFormatter,
    pub(super) times: TimeFormats,
}

/// What a message has beside its words.
struct Shape {
    attributes: BTreeSet<String>,
    /// The arguments that its value names.
    arguments: BTreeSet<String>,
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue").finish_non_exhaustive()
    }
}

/// The conventions of English as the network writes it: British.
const CONVENTIONS: IcuLocale = locale!("en-GB");

static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load("en", None));
static ACCENTED: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::load("en", Some(pseudo::accented)));
static MIRRORED: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::load("en", Some(pseudo::mirrored)));

impl Catalogue {
    pub(super) fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::English => &ENGLISH,
            Locale::Accented => &ACCENTED,
            Locale::Mirrored => &MIRRORED,
        }
    }

    fn load(folder: &str, transform: Option<pseudo::Transform>) -> Self {
        let language: LanguageIdentifier = "en-GB".parse().expect("en-GB is a language identifier");
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Arguments are isolated one by one, where they need it: see `Message::arg`.
        bundle.set_use_isolating(false);
        bundle.set_transform(transform);
        bundle.set_formatter(Some(write_number));
        let mut keys = BTreeMap::new();
        for resource in resources(folder) {
            collect_keys(&resource, &mut keys);
            bundle
                .add_resource(resource)
                .expect("a test holds that no two messages share a key");
        }
        Self {
            bundle,
            keys,
            numbers: decimals(),
            lists: ListFormatter::try_new_and(CONVENTIONS.into(), ListFormatterOptions::default())
                .expect("list patterns of English are compiled in"),
            times: TimeFormats::new(&CONVENTIONS),
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        match key.split_once('.') {
            None => self.keys.contains_key(key),
            Some((key, attribute)) => self
                .keys
                .get(key)
                .is_some_and(|of| of.attributes.contains(attribute)),
        }
    }

    pub(super) fn number(&self, value: i64) -> String {
        self.numbers.format_to_string(&Decimal::from(value))
    }

    pub(super) fn list<I: AsRef<str>>(&self, items: &[I]) -> String {
        self.lists.format_to_string(items.iter().map(AsRef::as_ref))
    }

    /// Writes a message; what is missing shows as its key or argument name, and is logged.
    pub(super) fn write(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let (id, attribute) = key
            .split_once('.')
            .map_or((key, None), |(id, a)| (id, Some(a)));
        let message = self.bundle.get_message(id);
        let pattern = message.and_then(|message| match attribute {
            None => message.value(),
            Some(name) => message
                .get_attribute(name)
                .map(|attribute| attribute.value()),
        });
        let Some(pattern) = pattern else {
            tracing::error!(message.key = key, "the interface has no message {key}");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(args), &mut errors)
            .into_owned();
        if let Some(error) = errors.first() {
            tracing::error!(message.key = key, %error, "message {key} cannot be written in full: {error}");
        }
        text
    }

    pub(super) fn messages_for_script(
        &'static self,
        prefix: &str,
    ) -> BTreeMap<&'static str, String> {
        self.keys
            .iter()
            .filter(|(key, _)| key.starts_with(prefix))
            .map(|(key, shape)| (key.as_str(), self.write(key, &shape.named_arguments())))
            .collect()
    }
}

impl Shape {
    fn of(message: &ast::Message<&str>) -> Self {
        let attributes = message.attributes.iter();
        let elements = message.value.iter().flat_map(|value| &value.elements);
        Self {
            attributes: attributes.map(|it| it.id.name.to_owned()).collect(),
            arguments: elements.filter_map(variable).map(str::to_owned).collect(),
        }
    }

    /// Returns, for each argument, `{name}`.
    fn named_arguments(&self) -> FluentArgs<'_> {
        let mut args = FluentArgs::new();
        for name in &self.arguments {
            args.set(name.as_str(), format!("{{{name}}}"));
        }
        args
    }
}

fn variable<'a>(element: &ast::PatternElement<&'a str>) -> Option<&'a str> {
    match element {
        ast::PatternElement::Placeable {
            expression: ast::Expression::Inline(ast::InlineExpression::VariableReference { id }),
        } => Some(id.name),
        ast::PatternElement::Placeable { .. } | ast::PatternElement::TextElement { .. } => None,
    }
}

/// Reads the Fluent files of one folder, in the order of their names.
fn resources(folder: &str) -> Vec<FluentResource> {
    let mut paths: Vec<_> = Files::iter()
        .filter(|path| path.starts_with(&format!("{folder}/")))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let file = Files::get(path).expect("the path was just listed");
            let text = String::from_utf8(file.data.into_owned()).expect("a test reads every file");
            FluentResource::try_new(text).expect("a test holds that every file parses")
        })
        .collect()
}

fn collect_keys(resource: &FluentResource, keys: &mut BTreeMap<String, Shape>) {
    for entry in resource.entries() {
        if let ast::Entry::Message(message) = entry {
            keys.insert(message.id.name.to_owned(), Shape::of(message));
        }
    }
}

fn decimals() -> DecimalFormatter {
    DecimalFormatter::try_new(CONVENTIONS.into(), DecimalFormatterOptions::default())
        .expect("number patterns of English are compiled in")
}

/// Lets Fluent's cache keep an ICU formatter.
struct Numbers(DecimalFormatter);

impl Memoizable for Numbers {
    type Args = ();
    type Error = std::convert::Infallible;

    fn construct(_: LanguageIdentifier, (): ()) -> Result<Self, Self::Error> {
        Ok(Self(decimals()))
    }
}

/// Writes a number inside a message as ICU does outside of it.
fn write_number<M: MemoizerKind>(value: &FluentValue<'_>, formatters: &M) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    if !number.options.use_grouping {
        return None;
    }
    let decimal: Decimal = number.as_string().parse().ok()?;
    formatters
        .with_try_get_threadsafe::<Numbers, _, _>((), |numbers| {
            numbers.0.format_to_string(&decimal)
        })
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_parses_and_no_two_messages_share_a_key() {
        let mut seen = BTreeMap::new();
        for path in Files::iter() {
            let file = Files::get(&path).unwrap();
            let text = String::from_utf8(file.data.into_owned()).unwrap();
            let resource = FluentResource::try_new(text)
                .unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
            for entry in resource.entries() {
                if let ast::Entry::Message(message) = entry {
                    let before = seen.insert(message.id.name.to_owned(), path.clone());
                    assert!(
                        before.is_none(),
                        "{} is in {before:?} and {path}",
                        message.id.name
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_missing_shows_as_its_key() {
        assert_eq!(
            ENGLISH.write("no-such-message", &FluentArgs::new()),
            "no-such-message"
        );
    }

    #[test]
    fn keys_and_attributes_are_known() {
        assert!(ENGLISH.has("skip-to-content"));
        assert!(!ENGLISH.has("skip-to-content.nothing"));
    }
}
