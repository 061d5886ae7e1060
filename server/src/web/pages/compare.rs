//! Comparing: revisions, the wordings of a clause, and amendments; inline or side by side.

mod amendments;
mod revisions;
mod versions;

use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use crate::state::AppState;

/// Returns the routes of comparisons.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/instruments/{instrument}/compare", get(revisions::compare))
        .route(
            "/instruments/{instrument}/clauses/{clause}/compare",
            get(versions::compare),
        )
        .route(
            "/instruments/{instrument}/amendments/compare",
            get(amendments::compare),
        )
}

/// How a comparison is laid out; the address says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum Layout {
    /// One text with what was deleted and inserted.
    #[default]
    #[serde(rename = "inline")]
    Inline,
    /// What stood beside what stands.
    #[serde(rename = "side")]
    SideBySide,
}

impl Layout {
    /// Returns the layout as addresses name it.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::SideBySide => "side",
        }
    }
}

/// The two layouts of a page, each with its address.
#[derive(Debug)]
pub(crate) struct Switch {
    /// The one shown.
    layout: Layout,
    /// The name of each layout in messages, and the address that shows it.
    pub(crate) choices: [(&'static str, String); 2],
}

impl Switch {
    /// Makes the switch of a page whose address, without the layout, is `href` with these fields.
    pub(crate) fn new(layout: Layout, href: &str, fields: &[(&str, &str)]) -> Self {
        let address = |layout: Layout| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query
                .extend_pairs(fields)
                .append_pair("view", layout.as_str());
            (layout.as_str(), format!("{href}?{}", query.finish()))
        };
        Self {
            layout,
            choices: [Layout::Inline, Layout::SideBySide].map(address),
        }
    }

    /// Reports whether a layout is the one shown.
    pub(crate) fn is(&self, layout: &str) -> bool {
        self.layout.as_str() == layout
    }
}

#[cfg(test)]
mod tests;
