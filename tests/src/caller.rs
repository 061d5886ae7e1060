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
        // A program that was started again knows nothing of connections to the one before.
        let client = reqwest::Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(0);
        let client = client.build().unwrap();
        Self {
            client,
            base: format!("{address}/api/v1"),
            token: None,
        }
    }

    /// Signs in with an address and a password.
    pub async fn sign_in(address: &str, person: &str, password: &str) -> Self {
        let stranger = Self::stranger(address);
        let credentials = serde_json::json!({"address": person, "password": password});
        let tokens = stranger.post("/tokens", &credentials).await.expect(201);
        stranger.with_token(tokens["access_token"].as_str().unwrap())
    }

    /// Returns the address of the WebSocket of live drafts, with what lets this caller in.
    pub fn socket(&self) -> String {
        let origin = self
            .base
            .trim_end_matches("/api/v1")
            .replacen("http", "ws", 1);
        format!(
            "{origin}/live?ticket={}",
            self.token.as_deref().unwrap_or_default()
        )
    }

    /// Makes the same caller with a token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// Reads something.
    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await.expect("an answer")
    }

    /// Reads a text that must be there.
    pub async fn get_text(&self, path: &str) -> String {
        let mut request = self.client.get(format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{path}");
        response.text().await.unwrap()
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
