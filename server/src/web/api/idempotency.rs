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
use domain::id::DelegateId;
use sha2::{Digest, Sha256};

use super::MAX_BODY_BYTES;
use crate::state::AppState;
use crate::store::{KeptAnswer, Reservation};
use crate::web::problem::Problem;
use crate::web::session::Authenticated;
use crate::workflow;

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
    match workflow::reserve_key(&app.office, by, &key, &hash).await? {
        Reservation::Reserved => first(app, (by, key), request, next).await,
        Reservation::Answered(answer) => replayed(answer),
        Reservation::Unanswered => Err(Problem::key_in_use()),
        Reservation::Different => Err(Problem::key_reused()),
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
    let mut hash = Sha256::new();
    for part in [
        target.as_bytes(),
        header(header::CONTENT_TYPE),
        header(header::IF_MATCH),
        &body[..],
    ] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let request = Request::from_parts(parts, Body::from(body));
    Ok((request, hash.finalize().into()))
}

/// Answers a request for the first time, to the end even if the client leaves.
async fn first(
    app: AppState,
    (by, key): (DelegateId, String),
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let office = app.office.clone();
    let name = key.clone();
    let answering =
        tokio::spawn(async move { keep(&app, (by, &name), next.run(request).await).await });
    match answering.await {
        Ok(answer) => answer,
        Err(panicked) => {
            workflow::release_key(&office, by, &key).await?;
            Err(Problem::internal(&panicked))
        }
    }
}

async fn keep(
    app: &AppState,
    (by, key): (DelegateId, &str),
    response: Response,
) -> Result<Response, Problem> {
    let status = response.status();
    let is_passing = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    if is_passing || response.extensions().get::<NotKept>().is_some() {
        workflow::release_key(&app.office, by, key).await?;
        return Ok(response);
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
    workflow::keep_answer(&app.office, by, key, &answer).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
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
