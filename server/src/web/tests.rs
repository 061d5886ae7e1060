//! The frame of all pages, asked through the router.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use axum::routing::post;
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::form::Form;
use super::reader::Interface;
use super::*;
use crate::i18n::Locale;

const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

fn router() -> Router {
    let routes = common_routes()
        .route("/panics", get(async || -> () { panic!("hunter2") }))
        .route("/needs-sign-in", get(async || Problem::sign_in_required()))
        .route("/takes-a-form", post(async |_: Form| ()));
    let interface = Interface {
        locales: Locale::WITH_PSEUDO,
        is_secure: true,
        ..Interface::default()
    };
    framed(routes, interface)
}

async fn ask(request: axum::http::request::Builder) -> Response<Body> {
    router()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
}

async fn page(path: &str, accept: &str) -> (StatusCode, String) {
    let response = ask(Request::get(path).header(header::ACCEPT, accept)).await;
    let status = response.status();
    (status, text(response).await)
}

async fn text(response: Response<Body>) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn an_absent_page_is_explained_in_words() {
    let (status, html) = page("/nowhere", HTML).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(html.contains("<h1>There is nothing here</h1>"), "{html}");
    assert!(html.contains("href=\"/sign-in\""), "{html}");
}

#[tokio::test]
async fn programs_get_problems_as_json() {
    let response = ask(Request::get("/nowhere").header(header::ACCEPT, "application/json")).await;
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "application/problem+json"
    );
    assert!(
        text(response)
            .await
            .contains(r#""type":"/problems/not-found""#)
    );
}

#[tokio::test]
async fn the_type_of_a_problem_is_explained_without_its_particulars() {
    for (code, expected) in [
        ("file-not-utf8", "The answer names the line and column"),
        (
            "token-reused",
            "Everything issued from the same sign-in has ended",
        ),
        ("too-many-requests", "The answer says how long to wait."),
        ("unknown-clause", "This clause is not in the text"),
    ] {
        let (status, html) = page(&format!("/problems/{code}"), HTML).await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains(expected), "{html}");
        assert!(!html.contains("{$"), "{html}");
    }
    for code in ["try-again", "title-404", "nothing-of-ours"] {
        let (status, _) = page(&format!("/problems/{code}"), HTML).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{code}");
    }
}

#[tokio::test]
async fn the_api_never_answers_with_a_page() {
    let (_, body) = page("/api/v1/nowhere", HTML).await;
    assert!(body.starts_with('{'), "{body}");
}

#[tokio::test]
async fn errors_of_libraries_become_problems_and_keep_their_headers() {
    let response = ask(Request::delete("/preferences").header(header::ACCEPT, HTML)).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(
        response.headers()[header::ALLOW]
            .to_str()
            .unwrap()
            .contains("POST")
    );
    assert!(
        text(response)
            .await
            .contains("This address works differently")
    );
}

#[tokio::test]
async fn a_panic_is_answered_and_says_nothing() {
    let (status, html) = page("/panics", HTML).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!html.contains("hunter2"), "{html}");
}

#[tokio::test]
async fn who_is_not_signed_in_is_sent_to_sign_in_and_back() {
    let response = ask(Request::get("/needs-sign-in?a=b").header(header::ACCEPT, HTML)).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        response.headers()[header::LOCATION],
        "/sign-in?return_to=%2Fneeds-sign-in%3Fa%3Db"
    );
}

#[tokio::test]
async fn every_answer_tells_browsers_what_to_refuse() {
    for path in ["/nowhere", "/preferences", "/assets/base.css"] {
        let response = ask(Request::get(path).header(header::ACCEPT, HTML)).await;
        let headers = response.headers();
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }
}

#[tokio::test]
async fn pages_hold_no_inline_script_or_style() {
    for path in ["/nowhere", "/preferences"] {
        let (_, html) = page(path, HTML).await;
        assert!(
            !html.contains("<style") && !html.contains(" style="),
            "{html}"
        );
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" type=\"module\" src="), "{script}");
        }
        let handlers = html.split(" on").skip(1).filter(|rest| {
            let after = rest.trim_start_matches(|c: char| c.is_ascii_lowercase());
            after.starts_with("=\"")
        });
        assert_eq!(
            handlers.count(),
            0,
            "an attribute such as onclick in {html}"
        );
    }
}

#[tokio::test]
async fn the_interface_is_mirrored_for_languages_from_right_to_left() {
    let response = ask(Request::get("/preferences")
        .header(header::ACCEPT, HTML)
        .header(header::COOKIE, "language=ar-XB"))
    .await;
    let html = text(response).await;
    assert!(html.contains("<html lang=\"ar-XB\" dir=\"rtl\""), "{html}");
    assert!(html.contains("\u{202e}Language\u{202c}"), "{html}");
}

#[tokio::test]
async fn no_text_of_a_page_escapes_the_catalogue() {
    for path in ["/preferences", "/nowhere", "/problems/stale"] {
        let response = ask(Request::get(path)
            .header(header::ACCEPT, HTML)
            .header(header::COOKIE, "language=en-XA"))
        .await;
        let html = text(response).await;
        let plain = plain_words(&html);
        assert!(plain.is_empty(), "{path} shows {plain:?}");
    }
}

/// Returns the text pieces of a page that have a word of four plain letters with a
/// vowel: the accented pseudo-locale leaves none.
fn plain_words(html: &str) -> Vec<String> {
    let body = html.split("<body").nth(1).unwrap_or_default();
    let mut pieces = Vec::new();
    let mut rest = body;
    while let Some(start) = rest.find('>') {
        let end = rest[start..]
            .find('<')
            .map_or(rest.len(), |end| start + end);
        let piece = rest[start + 1..end].trim();
        let element = &rest[..start];
        let is_ours = !element.contains("option value")
            && !element.contains("<code")
            && !element.contains("bdi");
        let is_plain = piece
            .split(|c: char| !c.is_alphabetic())
            .any(|word| word.len() >= 4 && word.is_ascii() && word.contains(['a', 'e', 'o', 'u']));
        if is_ours && is_plain {
            pieces.push(piece.to_owned());
        }
        rest = &rest[end..];
        if end == rest.len() {
            break;
        }
    }
    pieces
}

#[tokio::test]
async fn preferences_are_kept_and_lead_back_on_this_server_alone() {
    let body = "language=en&theme=dark&zone=Europe%2FParis&return_to=%2F%2Fevil.example";
    let request = Request::post("/preferences")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let response = router().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION], "/");
    let cookies: Vec<_> = response
        .headers()
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|c| c.to_str().unwrap())
        .collect();
    assert!(
        cookies
            .iter()
            .any(|cookie| cookie.starts_with("theme=dark;")),
        "{cookies:?}"
    );
    assert!(
        cookies
            .iter()
            .any(|cookie| cookie.starts_with("zone=Europe/Paris;")),
        "{cookies:?}"
    );
}

#[tokio::test]
async fn a_wrong_choice_shows_the_form_again_with_its_error() {
    let request = Request::post("/preferences")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("language=en&theme=purple&zone=UTC&return_to=/"))
        .unwrap();
    let response = router().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let html = text(response).await;
    assert!(html.contains("href=\"#theme\""), "{html}");
    assert!(
        html.contains("aria-describedby=\"theme-error\" aria-invalid=\"true\""),
        "{html}"
    );
}

#[tokio::test]
async fn a_message_left_by_a_form_is_shown_once_and_only_if_it_is_ours() {
    let with = |flash: &str| {
        Request::get("/preferences")
            .header(header::ACCEPT, HTML)
            .header(header::COOKIE, format!("flash={flash}"))
    };
    let response = ask(with("done-preferences")).await;
    let cookie = response.headers()[header::SET_COOKIE]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(cookie.starts_with("flash=; Max-Age=0"), "{cookie}");
    assert!(
        text(response)
            .await
            .contains("Your preferences have been saved.")
    );
    let response = ask(with("done-nothing-of-ours")).await;
    assert!(!text(response).await.contains("done-nothing"));
}

#[tokio::test]
async fn assets_are_kept_by_browsers_until_they_change() {
    let address = assets::address("base.css");
    let response = ask(Request::get(&address)).await;
    assert_eq!(
        response.headers()[header::CACHE_CONTROL],
        "public, max-age=31536000, immutable"
    );
    let etag = response.headers()[header::ETAG].clone();
    let again = ask(Request::get(&address).header(header::IF_NONE_MATCH, etag)).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let outside = ask(Request::get("/assets/../Cargo.toml")).await;
    assert_eq!(outside.status(), StatusCode::NOT_FOUND);
    let encoded = ask(Request::get("/assets/..%2fCargo.toml")).await;
    assert_eq!(encoded.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn assets_are_compressed() {
    let response =
        ask(Request::get("/assets/base.css").header(header::ACCEPT_ENCODING, "br, gzip")).await;
    assert_eq!(response.headers()[header::CONTENT_ENCODING], "br");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_turned_down() {
    let request = Request::post("/takes-a-form")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(vec![b'a'; MAX_BODY_BYTES + 1]))
        .unwrap();
    let response = router().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

/// Returns the light and the dark value of every colour of the style sheet.
fn colours() -> Vec<(String, [[u8; 3]; 2])> {
    let sheet = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/base.css"));
    let sheet = sheet.unwrap();
    sheet
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
            let pair = value
                .trim()
                .strip_prefix("light-dark(")?
                .strip_suffix(");")?;
            let (light, dark) = pair.split_once(", ")?;
            Some((name.to_owned(), [rgb(light), rgb(dark)]))
        })
        .collect()
}

fn rgb(hex_colour: &str) -> [u8; 3] {
    hex::decode(hex_colour.trim_start_matches('#'))
        .unwrap()
        .try_into()
        .unwrap()
}

/// Computes the contrast of WCAG 2.2 between two colours.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let luminance = |colour: [u8; 3]| {
        let [r, g, b] = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn colours_of_both_themes_have_enough_contrast() {
    let colours: std::collections::HashMap<_, _> = colours().into_iter().collect();
    let grounds = ["paper", "surface", "sunken"];
    let text = ["ink", "ink-soft", "link"]
        .into_iter()
        .flat_map(|text| grounds.map(|on| (text, on, 4.5)));
    let toned = ["good", "warn", "bad", "plain"]
        .into_iter()
        .flat_map(|tone| {
            [
                (tone, format!("{tone}-wash")),
                ("ink", format!("{tone}-wash")),
            ]
            .into_iter()
            .chain(grounds.map(|on| (tone, on.to_owned())))
        });
    let shapes = ["line-strong", "focus"]
        .into_iter()
        .flat_map(|shape| grounds.map(|on| (shape, on, 3.0)));
    let others = [
        ("on-accent", "accent", 4.5),
        ("ink", "accent-wash", 4.5),
        ("link", "accent-wash", 4.5),
    ];
    let fixed = text
        .chain(shapes)
        .chain(others)
        .map(|(a, b, least)| (a, b.to_owned(), least));
    for (front, ground, least) in fixed.chain(toned.map(|(a, b)| (a, b, 4.5))) {
        for (theme, name) in ["light", "dark"].into_iter().enumerate() {
            let found = contrast(colours[front][theme], colours[&ground][theme]);
            assert!(found >= least, "{front} on {ground}, {name}: {found:.2}");
        }
    }
}
