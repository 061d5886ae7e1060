//! Style sheets, scripts and icons, inside the binary.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::problem::Problem;
use super::security::IsWorker;

/// The files of `server/assets`.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets"]
struct Assets;

/// The browser client, as `cargo xtask client` built it; nothing where it was not built.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../client-wasm/dist"]
struct Client;

/// The folder in which the client's files are served, side by side.
const CLIENT: &str = "client/";

/// The worker that checks the record.
pub(crate) const WORKER: &str = "client/record-worker.js";

fn find(path: &str) -> Option<EmbeddedFile> {
    match path.strip_prefix(CLIENT) {
        Some(path) if path.starts_with('.') => None,
        Some(path) => Client::get(path),
        None => Assets::get(path),
    }
}

/// Reports whether the browser client has been built into this server.
pub fn has_client() -> bool {
    Client::get("editor.js").is_some()
}

/// Serves the service worker of the live editor, whose address decides what it may keep.
///
/// # Errors
///
/// * not found if the client was not built.
pub async fn service_worker() -> Result<Response, Problem> {
    let file = Client::get("sw.js").ok_or_else(Problem::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, file.data.into_owned()).into_response())
}

/// Returns the address of an asset, with the start of its hash, so that browsers
/// may keep it for good.
pub fn address(path: &str) -> String {
    find(path).map_or_else(
        || {
            tracing::error!(asset.path = path, "there is no asset {path}");
            format!("/assets/{path}")
        },
        |file| format!("/assets/{path}?v={}", version(&file)),
    )
}

fn version(file: &EmbeddedFile) -> String {
    hex::encode(&file.metadata.sha256_hash()[..8])
}

/// Serves one asset, or tells a browser that it has it already.
///
/// # Errors
///
/// * not found if there is no such asset.
pub async fn asset(
    Path(path): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let file = find(&path).ok_or_else(Problem::not_found)?;
    let version = version(&file);
    // A weak validator: the same tag stands for the compressed bytes too.
    let etag = format!("W/\"{version}\"");
    let is_pinned = uri.query() == Some(&format!("v={version}"));
    let cache = if is_pinned {
        "public, max-age=31536000, immutable"
    } else {
        "public, no-cache"
    };
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let validators = [
        (header::ETAG, etag.as_str()),
        (header::CACHE_CONTROL, cache),
    ];
    if known.is_some_and(|tags| tags.split(',').any(|tag| tag.trim() == etag)) {
        return Ok((StatusCode::NOT_MODIFIED, validators).into_response());
    }
    let content_type = [(header::CONTENT_TYPE, content_type(&path, &file))];
    let mut response = (validators, content_type, file.data.into_owned()).into_response();
    if path == WORKER {
        response.extensions_mut().insert(IsWorker);
    }
    Ok(response)
}

fn content_type(path: &str, file: &EmbeddedFile) -> String {
    match path.rsplit('.').next() {
        Some("wasm") => "application/wasm".into(),
        Some("js") => "text/javascript; charset=utf-8".into(),
        Some("css") => "text/css; charset=utf-8".into(),
        _ => file.metadata.mimetype().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_change_with_the_bytes() {
        let address = address("base.css");
        let (path, version) = address.split_once("?v=").unwrap();
        assert_eq!(path, "/assets/base.css");
        assert_eq!(version.len(), 16);
    }
}
