//! What browsers are told to refuse.

use axum::extract::Request;
use axum::http::{Extensions, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::reader::Interface;

/// Marks the answer of a page that loads the editor: WebAssembly may be compiled
/// there, and nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct LoadsEditor;

/// Marks the answer of the page whose worker checks the record.
#[derive(Debug, Clone, Copy)]
pub struct StartsWorker;

/// Marks the answer that is that worker, which compiles WebAssembly under a policy of its own.
#[derive(Debug, Clone, Copy)]
pub struct IsWorker;

/// No inline script or style, nothing from elsewhere, no frames, text into the page
/// only through the policies of `live.js` and `desk.js`.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types clausewise clausewise-desk";

/// As [`POLICY`]; the editor reads the clipboard and starts its service worker through
/// policies of its own.
const EDITOR_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types clausewise clausewise-desk clausewise-paste clausewise-worker";

/// As [`POLICY`]; the worker is started through a policy of its own.
const STARTING_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types clausewise clausewise-desk clausewise-record";

/// A worker shows nothing: it has its scripts, WebAssembly, and what it fetches from here.
const WORKER_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types 'none'";

/// Returns the policy of an answer by its marks.
fn policy_of(marks: &Extensions) -> &'static str {
    if marks.get::<LoadsEditor>().is_some() {
        EDITOR_POLICY
    } else if marks.get::<StartsWorker>().is_some() {
        STARTING_POLICY
    } else if marks.get::<IsWorker>().is_some() {
        WORKER_POLICY
    } else {
        POLICY
    }
}

/// Adds the security headers to every answer.
pub async fn protect(interface: Interface, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let policy = policy_of(response.extensions());
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // `same-origin` keeps links of invitations from leaking, and forms their Origin.
        (header::REFERRER_POLICY, "same-origin"),
    ];
    let headers = response.headers_mut();
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if interface.is_secure {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=63072000; includeSubDomains"),
        );
    }
    response
}
