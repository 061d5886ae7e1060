//! An example of a type: every required member, with a value of its kind.

use serde_json::{Map, Value, json};

use super::schema::resolved;

/// How deep an example goes; a type may contain itself.
const DEEPEST: usize = 8;

/// Writes an example of a body.
pub(super) fn example_text(document: &Value, schema: &Value) -> String {
    format!("{:#}", example(document, schema, 0))
}

fn example(document: &Value, schema: &Value, depth: usize) -> Value {
    let schema = resolved(document, schema);
    let given = ["example", "default"]
        .into_iter()
        .map(|key| &schema[key])
        .find(|it| !it.is_null());
    if let Some(value) = given {
        return value.clone();
    }
    if depth > DEEPEST {
        return Value::Null;
    }
    let first = |key: &str| schema[key].as_array().and_then(|them| them.first());
    if let Some(value) = first("enum") {
        return value.clone();
    }
    if let Some(one) = first("oneOf").or_else(|| first("anyOf")) {
        return example(document, one, depth + 1);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return merged(parts.iter().map(|part| example(document, part, depth + 1)));
    }
    match schema["type"].as_str() {
        Some("object") => object(document, schema, depth),
        Some("array") => json!([example(document, &schema["items"], depth + 1)]),
        Some("integer" | "number") => json!(schema["minimum"].as_i64().unwrap_or(0).max(1)),
        Some("boolean") => json!(false),
        Some("string") => json!(string(schema)),
        _ => Value::Null,
    }
}

fn object(document: &Value, schema: &Value, depth: usize) -> Value {
    let properties = schema["properties"].as_object().into_iter().flatten();
    let required = schema["required"].as_array();
    let is_wanted =
        |name: &str| required.is_some_and(|names| names.iter().any(|required| required == name));
    properties
        .filter(|(name, _)| is_wanted(name))
        .map(|(name, value)| (name.clone(), example(document, value, depth + 1)))
        .collect::<Map<_, _>>()
        .into()
}

fn merged(parts: impl Iterator<Item = Value>) -> Value {
    let mut whole = Map::new();
    for part in parts {
        if let Value::Object(members) = part {
            whole.extend(members);
        }
    }
    whole.into()
}

fn string(schema: &Value) -> &'static str {
    match schema["format"].as_str() {
        Some("uuid") => "00000000-0000-7000-8000-000000000000",
        Some("date-time") => "2027-01-31T12:00:00.000000Z",
        Some("password") => "",
        _ => "…",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::api::openapi;

    #[test]
    fn examples_have_what_is_required_and_nothing_else() {
        let document = openapi().unwrap();
        let schema = json!({"$ref": "#/components/schemas/TextFile"});
        let example = example(&document, &schema, 0);
        assert_eq!(example, json!({"name": "…", "text": "…"}));
    }

    #[test]
    fn a_type_that_contains_itself_has_an_end() {
        let document = json!({"components": {"schemas": {"Loop": {
            "type": "object", "required": ["next"],
            "properties": {"next": {"$ref": "#/components/schemas/Loop"}},
        }}}});
        let schema = json!({"$ref": "#/components/schemas/Loop"});
        assert!(example_text(&document, &schema).ends_with('}'));
    }
}
