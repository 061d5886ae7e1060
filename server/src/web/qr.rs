//! Codes for a phone's camera, drawn by the server.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

use crate::i18n::Markup;

/// The margin that readers need, in modules.
const QUIET: usize = 4;

/// Draws a code of a text; `label` says in words what it is. None if the text is too long for one.
///
/// It is dark on light in every colour scheme, as readers expect.
pub(crate) fn qr(text: &str, label: &str) -> Option<Markup> {
    let code = QrCode::new(text).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (place % width + QUIET, place / width + QUIET);
            // Writing to a text cannot fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    let (label, size) = (Markup::text(label), width + 2 * QUIET);
    Some(Markup::trusted(format!(
        r##"<svg class="qr" role="img" aria-label="{label}" viewBox="0 0 {size} {size}" width="{size}" height="{size}" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/><path fill="#000" d="{path}"/></svg>"##
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_as_large_as_its_text_asks_for() {
        let small = qr("https://clausewise.example", "Address").unwrap();
        assert!(
            small
                .as_str()
                .contains(r#"aria-label="Address" viewBox="0 0 33 33""#)
        );
        // The upper left corner of every code: a square of seven modules in a row.
        for x in 4..11 {
            assert!(small.as_str().contains(&format!("M{x} 4h1v1h-1z")), "{x}");
        }
        assert!(!small.as_str().contains("M11 4h1v1h-1z"));
        assert!(qr(&"x".repeat(3_000), "Too long").is_none());
    }

    #[test]
    fn the_label_is_escaped() {
        let drawn = qr("text", r#""><script>"#).unwrap();
        assert!(!drawn.as_str().contains("<script>"));
    }
}
