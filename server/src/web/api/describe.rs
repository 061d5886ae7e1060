//! What the description of the API says beside its handlers.

use serde_json::{Value, json};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder, tag::TagBuilder};
use utoipa::{PartialSchema, ToSchema};

use crate::auth::cookie;
use crate::web::problem::Problem;

const ABOUT: &str = "\
Drafting, tabling, amending and agreeing on a common text. Everything the pages do can be done here.

Sign in with `POST /api/v1/tokens` and send the access token as `Authorization: Bearer …`; a browser \
that is signed in sends its cookie. Errors are problems (RFC 9457) of stable types: 401 sign in first, \
403 you are not entitled, 404 there is nothing here that you may see, 409 wrong state or a race that was lost, \
412 it has changed since you read it, 422 a field at fault, named by a JSON pointer, 429 wait.

Lists come in pages: follow the `Link` headers. What is about an instrument has an `ETag`; send it back as \
`If-None-Match` to read only what has changed, or as `If-Match` to act only on what you have read. A `POST` \
with an `Idempotency-Key` acts once however often it is sent; its answer is kept for a day, secrets left out.

Changes are announced as server-sent events at `/events?topic=instrument:ID`. Live drafts speak the \
automerge-repo protocol over a WebSocket at `/live`.";

/// What the parts of the API are about, in the order they are listed.
const TAGS: [(&str, &str); 12] = [
    (
        "signing in",
        "Tokens, sessions, the set-up and invitations.",
    ),
    ("network", "Organisations, people and working groups."),
    (
        "instruments",
        "The texts being negotiated, and their rules.",
    ),
    (
        "drafts",
        "Working drafts, read, edited, imported and exported.",
    ),
    ("revisions", "Tabled, immutable states of a text."),
    (
        "positions",
        "Where organisations stand, and what that comes to.",
    ),
    ("amendments", "Proposals to change the text on the table."),
    (
        "procedure",
        "The road to consensus: objections, calls, silence, agreement, adoption.",
    ),
    (
        "adopted texts",
        "What was adopted, for everybody: no account is needed.",
    ),
    (
        "drafting",
        "Amendments in preparation, known to their sponsors alone.",
    ),
    (
        "deliberation",
        "Discussions, positions prepared inside, and temperature checks: beside the record.",
    ),
    ("record", "Everything official, in the order it happened."),
];

/// The methods that operations have here.
const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

/// Describes the API as a whole.
pub(super) fn about() -> OpenApi {
    let tag = |(name, about): &(&str, &str)| {
        TagBuilder::new()
            .name(*name)
            .description(Some(*about))
            .build()
    };
    let info = InfoBuilder::new()
        .title("Clausewise")
        .version("1")
        .description(Some(ABOUT))
        .build();
    OpenApiBuilder::new()
        .info(info)
        .tags(Some(TAGS.iter().map(tag).collect::<Vec<_>>()))
        .build()
}

/// Adds what every operation has: how to prove who asks, its errors, its conditions.
pub(super) fn completed(openapi: &OpenApi) -> Result<Value, serde_json::Error> {
    let mut document = serde_json::to_value(openapi)?;
    document["security"] = json!([{"bearer": []}, {"cookie": []}]);
    document["components"]["securitySchemes"] = json!({
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": cookie::NAME},
    });
    document["components"]["schemas"][&*Problem::name()] = serde_json::to_value(Problem::schema())?;
    for (path, item) in members(&mut document["paths"]) {
        for (method, operation) in members(item) {
            if METHODS.contains(&method.as_str()) {
                complete(operation, (path, method));
            }
        }
    }
    Ok(document)
}

fn members(value: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    value.as_object_mut().into_iter().flatten()
}

fn complete(operation: &mut Value, (path, method): (&str, &str)) {
    let reference = format!("#/components/schemas/{}", Problem::name());
    operation["responses"]["default"] = json!({
        "description": "A problem of a stable type.",
        "content": {"application/problem+json": {"schema": {"$ref": reference}}},
    });
    let is_open = operation["security"] == json!([{}]);
    let is_conditional = path.contains("{instrument}") || path.contains("{draft}");
    if method == "post" && !is_open {
        add_header(
            operation,
            "Idempotency-Key",
            "Names the request: sent again, it acts once.",
        );
    }
    if method == "post" && is_conditional {
        add_header(
            operation,
            "If-Match",
            "The ETag of what you have read of the instrument.",
        );
        let detail = "The instrument has changed since you read it.";
        operation["responses"]["412"] = json!({"description": detail});
    }
    if method == "get" && is_conditional && !is_list(operation) && !path.ends_with("{format}") {
        add_header(operation, "If-None-Match", "The ETag of what you have.");
        operation["responses"]["304"] = json!({"description": "You have it."});
    }
}

fn is_list(operation: &Value) -> bool {
    let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    schema["type"] == "array"
}

fn add_header(operation: &mut Value, name: &str, description: &str) {
    let header = json!({
        "name": name, "in": "header", "description": description,
        "required": false, "schema": {"type": "string"},
    });
    match &mut operation["parameters"] {
        Value::Array(parameters) => parameters.push(header),
        parameters => *parameters = Value::Array(vec![header]),
    }
}
