//! Someone who uses the pages without script, as forms and links allow.

use reqwest::header::{COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Response, StatusCode};

/// A visitor with the cookies that the program has given.
#[derive(Debug, Clone)]
pub struct Visitor {
    client: reqwest::Client,
    address: String,
    cookies: Vec<(String, String)>,
}

/// A page as it came, after at most one redirection.
#[derive(Debug)]
pub struct Shown {
    /// The status.
    pub status: StatusCode,
    /// Where the visitor is now, without the host.
    pub path: String,
    /// The page's HTML.
    pub html: String,
}

impl Visitor {
    /// Comes to a program for the first time.
    pub fn new(address: &str) -> Self {
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(Policy::none());
        Self {
            client: client.build().unwrap(),
            address: address.to_owned(),
            cookies: Vec::new(),
        }
    }

    /// Opens a page.
    pub async fn open(&mut self, path: &str) -> Shown {
        let request = self.client.get(format!("{}{path}", self.address));
        self.follow(path, request).await
    }

    /// Sends a form, as the page it is on would.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let request = self.client.post(format!("{}{path}", self.address));
        let request = request.header(ORIGIN, &self.address).form(fields);
        self.follow(path, request).await
    }

    /// Begins to read something that need not end.
    pub async fn listen(&self, path: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.address));
        request.header(COOKIE, self.cookie()).send().await.unwrap()
    }

    /// Returns the visitor's cookies as a header.
    pub fn cookie(&self) -> String {
        let pairs = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    async fn follow(&mut self, path: &str, request: RequestBuilder) -> Shown {
        let answer = request.header(COOKIE, self.cookie()).send().await.unwrap();
        self.keep_cookies(&answer);
        let Some(target) = answer.headers().get(LOCATION) else {
            return shown(path, answer).await;
        };
        let target = target
            .to_str()
            .unwrap()
            .trim_start_matches(&self.address)
            .to_owned();
        let request = self.client.get(format!("{}{target}", self.address));
        let answer = request.header(COOKIE, self.cookie()).send().await.unwrap();
        self.keep_cookies(&answer);
        shown(&target, answer).await
    }

    fn keep_cookies(&mut self, answer: &Response) {
        for header in answer.headers().get_all(SET_COOKIE) {
            let pair = header
                .to_str()
                .unwrap()
                .split(';')
                .next()
                .unwrap_or_default();
            let (name, value) = pair
                .split_once('=')
                .expect("a cookie has a name and a value");
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}

async fn shown(path: &str, answer: Response) -> Shown {
    Shown {
        status: answer.status(),
        path: path.to_owned(),
        html: answer.text().await.unwrap(),
    }
}

impl Shown {
    /// Expects a page that was found and says something.
    #[track_caller]
    pub fn expect(&self, words: &str) {
        assert_eq!(self.status, StatusCode::OK, "{}: {}", self.path, self.html);
        assert!(
            self.html.contains(words),
            "no {words:?} on {}: {}",
            self.path,
            self.html
        );
    }
}
