//! A request sent twice under one `Idempotency-Key` acts once.
//!
//! The first answer is kept for a day, per account and key; the same request gets
//! it again, another request under the key is refused. A request without an
//! account behind it, such as one for tokens, keeps nothing.
//!
//! # Invariants
//!
//! * A request goes on to its end, and its answer is kept, though the client leaves.
//! * No secret is kept: an answer that holds one is replayed without it.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::MAX_BODY_BYTES;
use crate::state::AppState;
use crate::store::KeptAnswer;
use crate::web::once::{Once, hash_of, once};
use crate::web::problem::Problem;
use crate::web::session::Authenticated;

/// The header that names a request.
pub(super) const HEADER: &str = "idempotency-key";
/// Says that an answer was given before.
const REPLAYED: &str = "idempotency-replayed";
/// The greatest length of a key.
const MAX_KEY: usize = 255;
/// The headers of an answer that are given again.
const KEPT: [HeaderName; 3] = [header::CONTENT_TYPE, header::LOCATION, header::ETAG];

/// What is kept in place of an answer's body, put into the answer by its handler.
#[derive(Debug, Clone)]
pub(super) struct KeptInstead(pub(super) Bytes);

/// Marks an answer of which nothing is kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct NotKept;

/// Answers a request that was answered before as it was then.
pub(super) async fn act_once(
    State(app): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let authenticated = request.extensions().get::<Authenticated>().copied();
    let (Some(key), Some(authenticated)) = (key(request.headers())?, authenticated) else {
        return Ok(next.run(request).await);
    };
    if request.method() != Method::POST {
        return Ok(next.run(request).await);
    }
    let by = authenticated.delegate;
    let (request, hash) = hashed(request).await?;
    let answering = async move { kept(next.run(request).await).await };
    match once(&app, (by, &key), &hash, answering).await? {
        Once::Now(answer) => Ok(answer),
        Once::Before(answer) => replayed(answer),
    }
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(HEADER) else {
        return Ok(None);
    };
    let key = value.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > MAX_KEY {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "idempotency-key-invalid",
            "an Idempotency-Key has 1 to 255 visible characters of ASCII",
        ));
    }
    Ok(Some(key.to_owned()))
}

/// Reads the request to its end and hashes all that decides about its answer.
async fn hashed(request: Request) -> Result<(Request, [u8; 32]), Problem> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY_BYTES)
        .await
        .map_err(|_| Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE))?;
    let target = parts.uri.path_and_query().map_or("", |it| it.as_str());
    let header = |name| parts.headers.get(name).map_or(&b""[..], |it| it.as_bytes());
    let hash = hash_of(&[
        target.as_bytes(),
        header(header::CONTENT_TYPE),
        header(header::IF_MATCH),
        &body[..],
    ]);
    Ok((Request::from_parts(parts, Body::from(body)), hash))
}

/// Returns an answer with what is kept of it, if anything is.
async fn kept(response: Response) -> Result<(Response, Option<KeptAnswer>), Problem> {
    let status = response.status();
    let is_passing = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    if is_passing || response.extensions().get::<NotKept>().is_some() {
        return Ok((response, None));
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX)
        .await
        .map_err(|error| Problem::internal(&error))?;
    let kept = match parts.extensions.get::<KeptInstead>() {
        Some(KeptInstead(instead)) => instead.to_vec(),
        None => body.to_vec(),
    };
    let answer = KeptAnswer {
        status: status.as_u16(),
        headers: written(&parts.headers),
        body: kept,
    };
    Ok((Response::from_parts(parts, Body::from(body)), Some(answer)))
}

fn written(headers: &HeaderMap) -> String {
    let lines = KEPT.iter().filter_map(|name| {
        let value = headers.get(name)?.to_str().ok()?;
        Some(format!("{name}: {value}\n"))
    });
    lines.collect()
}

fn replayed(answer: KeptAnswer) -> Result<Response, Problem> {
    let status = StatusCode::from_u16(answer.status).map_err(|error| Problem::internal(&error))?;
    let mut response = (status, answer.body).into_response();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    for line in answer.headers.lines() {
        let Some((name, value)) = line.split_once(": ") else {
            continue;
        };
        let name = KEPT.iter().find(|kept| kept.as_str() == name);
        if let (Some(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}
