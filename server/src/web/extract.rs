//! Bodies read into checked types, with the place of what is wrong.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use super::problem::Problem;

/// A JSON body read into `T`; what is wrong is answered with its JSON pointer.
#[derive(Debug)]
pub struct ValidJson<T>(pub T);

/// A form body read into `T`, for forms whose fields people do not type.
#[derive(Debug)]
pub struct ValidForm<T>(pub T);

/// The query of an address read into `T`; what is wrong is answered with its name.
#[derive(Debug)]
pub struct ValidQuery<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for ValidQuery<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
        serde_path_to_error::deserialize(reader)
            .map(Self)
            .map_err(|error| {
                Problem::invalid_field(pointer(error.path()), error.inner().to_string())
            })
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for ValidJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let body = body(request, state).await?;
        let mut json = serde_json::Deserializer::from_slice(&body);
        let value =
            serde_path_to_error::deserialize(&mut json).map_err(|error| json_problem(&error))?;
        json.end().map_err(|error| malformed(&error))?;
        Ok(Self(value))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for ValidForm<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let fields = form_fields(request, state).await?;
        let body = serde_urlencoded::to_string(&fields).map_err(|error| malformed(&error))?;
        let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(body.as_bytes()));
        serde_path_to_error::deserialize(reader)
            .map(Self)
            .map_err(|error| {
                Problem::invalid_field(pointer(error.path()), error.inner().to_string())
            })
    }
}

/// Reads the fields of a posted form, in order.
pub(super) async fn form_fields<S: Send + Sync>(
    request: Request,
    state: &S,
) -> Result<Vec<(String, String)>, Problem> {
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| {
            value
                .as_bytes()
                .starts_with(b"application/x-www-form-urlencoded")
        });
    if !is_form {
        return Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let body = body(request, state).await?;
    Ok(form_urlencoded::parse(&body).into_owned().collect())
}

async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| Problem::of_status(rejection.status()))
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let kind = content_type
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim();
    kind.eq_ignore_ascii_case("application/json")
        || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn json_problem(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    if error.inner().is_data() {
        Problem::invalid_field(pointer(error.path()), error.inner().to_string())
    } else {
        malformed(error.inner())
    }
}

fn malformed(error: &dyn std::fmt::Display) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "malformed", error.to_string())
}

/// Writes a path as a JSON pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    path.iter().fold(String::new(), |mut pointer, segment| {
        let part = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { variant } => variant.clone(),
            Segment::Unknown => return pointer,
        };
        pointer.push('/');
        pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
        pointer
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        items: Vec<Inner>,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Inner {
        #[serde(rename = "a/b")]
        count: u8,
    }

    async fn refused(content_type: &str, body: &str) -> (u16, Option<String>) {
        let request = Request::builder()
            .header(header::CONTENT_TYPE, content_type)
            .body(Body::from(body.to_owned()))
            .unwrap();
        let problem = ValidJson::<Outer>::from_request(request, &())
            .await
            .unwrap_err();
        (
            problem.status().as_u16(),
            problem.pointer().map(str::to_owned),
        )
    }

    #[tokio::test]
    async fn the_place_of_a_wrong_value_is_a_json_pointer() {
        let body = r#"{"items": [{"a/b": 1}, {"a/b": 300}]}"#;
        assert_eq!(
            refused("application/json", body).await,
            (422, Some("/items/1/a~1b".into()))
        );
    }

    #[tokio::test]
    async fn malformed_bodies_and_other_types_are_told_apart() {
        assert_eq!(
            refused("application/json", "{\"items\": [").await,
            (400, None)
        );
        assert_eq!(
            refused("application/json", "{\"items\": []} x").await,
            (400, None)
        );
        assert_eq!(refused("text/plain", "{\"items\": []}").await, (415, None));
    }

    #[tokio::test]
    async fn good_bodies_are_read() {
        let request = Request::builder()
            .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
            .body(Body::from(r#"{"items": [{"a/b": 7}]}"#))
            .unwrap();
        let ValidJson(outer) = ValidJson::<Outer>::from_request(request, &())
            .await
            .unwrap();
        assert_eq!(outer.items[0].count, 7);
    }
}
