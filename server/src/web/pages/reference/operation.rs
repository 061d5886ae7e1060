//! The calls, in the groups of the description.

use serde_json::Value;

use super::example::example_text;
use super::prose;
use super::schema::kind;
use crate::i18n::Markup;

/// The calls about one thing.
#[derive(Debug)]
pub(super) struct Group {
    /// Its name in addresses of this page.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) about: Markup,
    pub(super) operations: Vec<Operation>,
}

/// One call.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: Markup,
    pub(super) description: Option<Markup>,
    /// Whether anybody may ask, signed in or not.
    pub(super) is_open: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) answers: Vec<Answer>,
}

/// What an address, its query or a header carries.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    /// `path`, `query` or `header`.
    pub(super) place: String,
    pub(super) kind: Markup,
    pub(super) is_required: bool,
    pub(super) about: Markup,
}

/// What is sent.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) kind: Markup,
    pub(super) example: String,
}

/// What may come back.
#[derive(Debug)]
pub(super) struct Answer {
    /// The status; empty for every other one.
    pub(super) status: String,
    pub(super) about: Markup,
    pub(super) kind: Option<Markup>,
}

/// Returns the calls in their groups, in the order of the description.
pub(super) fn groups(document: &Value) -> Vec<Group> {
    let tags = document["tags"].as_array().into_iter().flatten();
    tags.map(|tag| {
        let name = text(&tag["name"]);
        Group {
            id: format!("about-{}", name.replace(' ', "-")),
            about: prose(&text(&tag["description"])),
            operations: operations(document, &name),
            name,
        }
    })
    .collect()
}

fn operations(document: &Value, tag: &str) -> Vec<Operation> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let all = paths.flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (path, method, operation))
    });
    all.filter(|(_, _, operation)| operation["tags"][0] == tag)
        .map(|(path, method, value)| operation(document, (path, method), value))
        .collect()
}

fn operation(document: &Value, (path, method): (&str, &str), it: &Value) -> Operation {
    let parameters = it["parameters"].as_array().into_iter().flatten();
    let responses = it["responses"].as_object().into_iter().flatten();
    Operation {
        id: text(&it["operationId"]),
        method: method.to_owned(),
        path: path.to_owned(),
        summary: prose(&text(&it["summary"])),
        description: it["description"].as_str().map(prose),
        is_open: it["security"] == serde_json::json!([{}]),
        parameters: parameters.map(parameter).collect(),
        body: body(
            document,
            &it["requestBody"]["content"]["application/json"]["schema"],
        ),
        answers: responses
            .map(|(status, response)| answer(status, response))
            .collect(),
    }
}

fn parameter(it: &Value) -> Parameter {
    Parameter {
        name: text(&it["name"]),
        place: text(&it["in"]),
        kind: kind(&it["schema"]),
        is_required: it["required"] == true,
        about: prose(&text(&it["description"])),
    }
}

fn body(document: &Value, schema: &Value) -> Option<Body> {
    schema.is_object().then(|| Body {
        kind: kind(schema),
        example: example_text(document, schema),
    })
}

fn answer(status: &str, response: &Value) -> Answer {
    let contents = response["content"].as_object().into_iter().flatten();
    let schema = contents.map(|(_, content)| &content["schema"]).next();
    Answer {
        status: if status == "default" {
            String::new()
        } else {
            status.to_owned()
        },
        about: prose(&text(&response["description"])),
        kind: schema.map(kind),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
