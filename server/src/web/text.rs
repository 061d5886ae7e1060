//! Drawing a text with its marks.

use domain::text::{RichText, Run};

use crate::i18n::Markup;

/// Draws a text with its marks; links that must not be followed stay text.
pub fn draw(text: &RichText) -> Markup {
    Markup::trusted(text.runs().iter().map(run).collect())
}

fn run(run: &Run) -> String {
    let mut html = Markup::text(&run.text).to_string();
    if run.em {
        html = format!("<em>{html}</em>");
    }
    if run.strong {
        html = format!("<strong>{html}</strong>");
    }
    match run.link.as_deref().filter(|link| Run::permits_link(link)) {
        Some(link) => {
            let link = Markup::text(link);
            format!("<a href=\"{link}\" rel=\"noopener noreferrer nofollow\">{html}</a>")
        }
        None => html,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, link: Option<&str>) -> RichText {
        RichText::from(vec![Run {
            text: text.into(),
            strong: true,
            em: false,
            link: link.map(str::to_owned),
        }])
    }

    #[test]
    fn marks_become_elements_and_text_is_escaped() {
        assert_eq!(
            draw(&marked("a < b", Some("https://example.org/?a=\"b"))).as_str(),
            "<strong>a &lt; b</strong>"
        );
        assert_eq!(
            draw(&marked("rules", Some("https://example.org/?a=b&c"))).as_str(),
            "<a href=\"https://example.org/?a=b&amp;c\" rel=\"noopener noreferrer nofollow\"><strong>rules</strong></a>"
        );
    }

    #[test]
    fn a_link_to_a_script_is_text() {
        assert_eq!(
            draw(&marked("click", Some("javascript:alert(1)"))).as_str(),
            "<strong>click</strong>"
        );
    }
}
