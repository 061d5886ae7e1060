//! Style sheets, scripts and icons, inside the binary.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::problem::Problem;

/// The files of `server/assets`.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets"]
struct Assets;

/// Returns the address of an asset, with the start of its hash, so that browsers
/// may keep it for good.
pub fn address(path: &str) -> String {
    Assets::get(path).map_or_else(
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
    let file = Assets::get(&path).ok_or_else(Problem::not_found)?;
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
    Ok((validators, content_type, file.data.into_owned()).into_response())
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
