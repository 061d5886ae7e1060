//! The types of bodies and answers, as short expressions that lead to each other.

use serde_json::Value;

use super::prose;
use crate::i18n::Markup;

/// Where the description keeps its types.
const REFERENCE: &str = "#/components/schemas/";

/// A type with a name.
#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: String,
    pub(super) about: Markup,
    /// What it is, where that is neither fields nor forms.
    pub(super) kind: Option<Markup>,
    /// The members of an object.
    pub(super) fields: Vec<Field>,
    /// The forms of which it has one, each with what it is about.
    pub(super) forms: Vec<(Markup, Markup)>,
}

/// A member of an object.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: Markup,
    pub(super) is_required: bool,
    pub(super) about: Markup,
}

/// Returns every named type, sorted by name.
pub(super) fn types(document: &Value) -> Vec<Type> {
    let schemas = document["components"]["schemas"].as_object();
    let schemas = schemas.into_iter().flatten();
    schemas
        .map(|(name, schema)| Type {
            name: name.clone(),
            about: about(schema),
            kind: (schema["properties"].is_null() && schema["oneOf"].is_null())
                .then(|| kind(schema)),
            fields: fields(schema),
            forms: alternatives(schema)
                .map(|it| {
                    (
                        kind(it),
                        prose(it["description"].as_str().unwrap_or_default()),
                    )
                })
                .collect(),
        })
        .collect()
}

fn fields(schema: &Value) -> Vec<Field> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties
        .map(|(name, value)| Field {
            name: name.clone(),
            kind: kind(value),
            is_required: is_required(schema, name),
            about: about(value),
        })
        .collect()
}

/// Returns what a schema says of itself, or what the one type it wraps does.
fn about(schema: &Value) -> Markup {
    let own = schema["description"].as_str();
    let mut wrapped = alternatives(schema).filter_map(|it| it["description"].as_str());
    prose(own.or_else(|| wrapped.next()).unwrap_or_default())
}

fn is_required(schema: &Value, name: &str) -> bool {
    let required = schema["required"].as_array();
    required.is_some_and(|names| names.iter().any(|it| it == name))
}

fn alternatives(schema: &Value) -> impl Iterator<Item = &Value> {
    ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|key| schema[key].as_array())
        .flatten()
}

/// Writes a type: its name with a link, or what it is made of.
pub(super) fn kind(schema: &Value) -> Markup {
    Markup::trusted(format!("<code>{}</code>", expression(schema)))
}

fn expression(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        let name = Markup::text(name.trim_start_matches(REFERENCE));
        return format!("<a href=\"#type-{name}\">{name}</a>");
    }
    if let Some(values) = schema["enum"].as_array() {
        return joined(values.iter().map(literal), " | ");
    }
    if alternatives(schema).next().is_some() {
        return joined(alternatives(schema).map(expression), " | ");
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return joined(parts.iter().map(expression), " &amp; ");
    }
    if schema["items"].is_object() {
        return format!("[{}]", expression(&schema["items"]));
    }
    if let Some(properties) = schema["properties"].as_object() {
        let member = |(name, value): (&String, &Value)| {
            let mark = if is_required(schema, name) { "" } else { "?" };
            format!("{}{mark}: {}", Markup::text(name), expression(value))
        };
        return format!("{{ {} }}", joined(properties.iter().map(member), ", "));
    }
    if schema["additionalProperties"].is_object() {
        return format!("{{ …: {} }}", expression(&schema["additionalProperties"]));
    }
    simple(schema)
}

fn simple(schema: &Value) -> String {
    let names = match &schema["type"] {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        Value::String(name) => vec![name.as_str()],
        _ => Vec::new(),
    };
    let format = schema["format"].as_str();
    let format = format.map_or_else(String::new, |format| format!(" ({format})"));
    let name = |name: &&str| match *name {
        "null" => "null".to_owned(),
        name => Markup::text(&format!("{name}{format}")).to_string(),
    };
    joined(names.iter().map(name), " | ")
}

fn literal(value: &Value) -> String {
    Markup::text(&value.to_string()).to_string()
}

fn joined(parts: impl Iterator<Item = String>, between: &str) -> String {
    parts.collect::<Vec<_>>().join(between)
}

/// Finds the type that a schema refers to.
pub(super) fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(name) => &document["components"]["schemas"][name.trim_start_matches(REFERENCE)],
        None => schema,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_are_written_short_and_lead_to_each_other() {
        for (schema, expected) in [
            (
                json!({"type": "array", "items": {"$ref": "#/components/schemas/Run"}}),
                "[<a href=\"#type-Run\">Run</a>]",
            ),
            (
                json!({"type": ["string", "null"], "format": "uuid"}),
                "string (uuid) | null",
            ),
            (
                json!({"enum": ["a", "b"], "type": "string"}),
                "&quot;a&quot; | &quot;b&quot;",
            ),
            (
                json!({"oneOf": [{"type": "null"}, {"properties": {"x": {"type": "integer"}}, "required": ["x"]}]}),
                "null | { x: integer }",
            ),
        ] {
            assert_eq!(expression(&schema), expected);
        }
    }
}
