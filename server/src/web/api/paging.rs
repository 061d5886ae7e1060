//! Long lists, a page at a time, with `Link` headers that lead on (RFC 8288).

use std::fmt::Display;
use std::str::FromStr;

use axum::Json;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use crate::web::problem::Problem;

/// The number of items of a page that asks for no other.
const USUAL: u32 = 50;
/// The greatest number of items of a page.
const MOST: u32 = 200;

/// Which page of a list is wanted, as the query says it.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PageQuery {
    /// Only what follows this cursor, from a `Link` header.
    pub(super) after: Option<String>,
    /// Only the last of what precedes this cursor.
    pub(super) before: Option<String>,
    /// How many items at most: 1 to 200, 50 unless said.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    pub(super) limit: Option<Limit>,
}

/// The number of items of a page, 1 to 200.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "u32")]
pub(super) struct Limit(u32);

impl TryFrom<u32> for Limit {
    type Error = String;

    fn try_from(limit: u32) -> Result<Self, String> {
        if (1..=MOST).contains(&limit) {
            Ok(Self(limit))
        } else {
            Err(format!("a page has 1 to {MOST} items"))
        }
    }
}

/// A part of a list: after a cursor, before one, or from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span<K> {
    /// What follows, from the start where there is no cursor.
    After(Option<K>),
    /// The last of what precedes.
    Before(K),
}

impl PageQuery {
    /// Returns how many items a page has at most.
    pub(super) fn limit(&self) -> u32 {
        self.limit.map_or(USUAL, |limit| limit.0)
    }

    /// Reads the cursor.
    ///
    /// # Errors
    ///
    /// * an invalid field if a cursor is none of this list, or there are two.
    pub(super) fn span<K: FromStr>(&self) -> Result<Span<K>, Problem> {
        let read = |name: &str, cursor: &str| {
            cursor
                .parse()
                .map_err(|_| Problem::invalid_field(name, "this is no cursor of this list"))
        };
        match (&self.after, &self.before) {
            (Some(_), Some(_)) => Err(Problem::invalid_field(
                "/before",
                "a page is after a cursor or before one, not both",
            )),
            (Some(after), None) => read("/after", after).map(|key| Span::After(Some(key))),
            (None, Some(before)) => read("/before", before).map(Span::Before),
            (None, None) => Ok(Span::After(None)),
        }
    }
}

/// Where a list was asked for, to lead on from there.
#[derive(Debug, Clone)]
pub(super) struct Here(Uri);

impl<S: Send + Sync> FromRequestParts<S> for Here {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match OriginalUri::from_request_parts(parts, state).await {
            Ok(OriginalUri(uri)) => Ok(Self(uri)),
            Err(error) => match error {},
        }
    }
}

impl Here {
    /// Returns the address of another page of the list.
    fn with(&self, cursor: (&str, &str)) -> String {
        let query = self.0.query().unwrap_or_default();
        let kept = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| name != "after" && name != "before");
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .append_pair(cursor.0, cursor.1)
            .finish();
        format!("{}?{query}", self.0.path())
    }
}

/// One page of a list, in the list's order.
#[derive(Debug)]
pub(super) struct Paged<T> {
    items: Vec<T>,
    links: Vec<String>,
}

impl<T> Paged<T> {
    /// Makes a page of items; `next` and `prev` are the cursors that lead on.
    pub(super) fn new(
        here: &Here,
        items: Vec<T>,
        next: Option<String>,
        prev: Option<String>,
    ) -> Self {
        let link = |name, cursor: Option<String>, rel| {
            cursor.map(|cursor| format!("<{}>; rel=\"{rel}\"", here.with((name, &cursor))))
        };
        let links = link("after", next, "next")
            .into_iter()
            .chain(link("before", prev, "prev"));
        Self {
            items,
            links: links.collect(),
        }
    }

    /// Cuts a page out of a whole list, which is sorted by `key`.
    ///
    /// # Errors
    ///
    /// * an invalid field if the cursor is none of this list.
    pub(super) fn cut<A, K: Ord + FromStr + Display>(
        (query, here): (&PageQuery, &Here),
        all: &[A],
        key: impl Fn(&A) -> K,
        show: impl FnMut(&A) -> T,
    ) -> Result<Self, Problem> {
        let most = query.limit() as usize;
        let range = match query.span::<K>()? {
            Span::After(cursor) => {
                let passed = |it: &A| cursor.as_ref().is_some_and(|cursor| key(it) <= *cursor);
                let start = all.partition_point(passed);
                start..all.len().min(start + most)
            }
            Span::Before(cursor) => {
                let end = all.partition_point(|it| key(it) < cursor);
                end.saturating_sub(most)..end
            }
        };
        let page = &all[range.clone()];
        let at = |it: Option<&A>, more: bool| it.filter(|_| more).map(|it| key(it).to_string());
        let next = at(page.last(), range.end < all.len());
        let prev = at(page.first(), range.start > 0);
        Ok(Self::new(here, page.iter().map(show).collect(), next, prev))
    }
}

impl<T: Serialize> IntoResponse for Paged<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.items).into_response();
        // Everything in a link is percent-encoded, so that it is always a header.
        if let Ok(links) = HeaderValue::from_str(&self.links.join(", "))
            && !links.is_empty()
        {
            response.headers_mut().insert(header::LINK, links);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(query: &str) -> (Vec<u32>, Vec<String>) {
        let wanted = serde_urlencoded::from_str(query).unwrap();
        let here = Here(format!("/api/v1/things?{query}").parse().unwrap());
        let all: Vec<u32> = (1..=5).collect();
        let page = Paged::cut((&wanted, &here), &all, |it| *it, |it| *it).unwrap();
        (page.items, page.links)
    }

    #[test]
    fn pages_follow_one_another_in_both_directions() {
        let (items, links) = cut("limit=2");
        assert_eq!(items, [1, 2]);
        assert_eq!(links, ["</api/v1/things?limit=2&after=2>; rel=\"next\""]);
        let (items, links) = cut("limit=2&after=2");
        assert_eq!(items, [3, 4]);
        assert_eq!(
            links,
            [
                "</api/v1/things?limit=2&after=4>; rel=\"next\"",
                "</api/v1/things?limit=2&before=3>; rel=\"prev\"",
            ]
        );
        assert_eq!(cut("limit=2&before=3").0, [1, 2]);
        assert_eq!(cut("limit=2&after=4").0, [5]);
        assert_eq!(cut("after=5"), (Vec::new(), Vec::new()));
    }

    #[test]
    fn a_page_has_at_most_two_hundred_items() {
        for limit in ["0", "201"] {
            let query = format!("limit={limit}");
            assert!(serde_urlencoded::from_str::<PageQuery>(&query).is_err());
        }
    }

    #[test]
    fn what_is_no_cursor_is_refused_by_name() {
        let query: PageQuery = serde_urlencoded::from_str("after=x").unwrap();
        assert_eq!(query.span::<u64>().unwrap_err().pointer(), Some("/after"));
        let query: PageQuery = serde_urlencoded::from_str("after=1&before=2").unwrap();
        assert_eq!(query.span::<u64>().unwrap_err().pointer(), Some("/before"));
    }
}
