//! Someone who calls the API.

use reqwest::{Method, StatusCode};
use serde_json::Value;

/// A caller of the API with or without a token.
#[derive(Debug, Clone)]
pub struct Caller {
    client: reqwest::Client,
    base: String,
    token: Option<String>,
}

/// What the API answered.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
    /// The body; null where it is not JSON.
    pub body: Value,
}

/// The program went away before it answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoAnswer;

impl Caller {
    /// Makes a caller whom nobody knows.
    pub fn stranger(address: &str) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            client,
            base: format!("{address}/api/v1"),
            token: None,
        }
    }

    /// Makes the same caller with a token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// Makes the same caller of a program that serves elsewhere now.
    #[must_use]
    pub fn at(&self, address: &str) -> Self {
        Self {
            token: self.token.clone(),
            ..Self::stranger(address)
        }
    }

    /// Reads something.
    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await.expect("an answer")
    }

    /// Posts something.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.try_post(path, body).await.expect("an answer")
    }

    /// Posts something to a program that may go away.
    ///
    /// # Errors
    ///
    /// * [`NoAnswer`] if it does.
    pub async fn try_post(&self, path: &str, body: &Value) -> Result<Answer, NoAnswer> {
        self.call(Method::POST, path, Some(body)).await
    }

    /// Calls any method.
    ///
    /// # Errors
    ///
    /// * [`NoAnswer`] if the program goes away.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, NoAnswer> {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.map_err(|_| NoAnswer)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.map_err(|_| NoAnswer)?;
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Ok(Answer {
            status,
            headers,
            body,
        })
    }
}

impl Answer {
    /// Expects a status and returns the body.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(
            self.status.as_u16(),
            status,
            "the answer was {:#}",
            self.body
        );
        self.body
    }

    /// Expects a refusal with a status and a problem of some name.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) {
        let body = self.expect(status);
        assert_eq!(body["type"], format!("/problems/{code}"), "{body:#}");
    }
}
