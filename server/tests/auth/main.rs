//! Signing in, staying signed in and being signed out, on a real store.

#![expect(clippy::unwrap_used, reason = "a step that fails, fails its test")]

mod access;
mod invitation;
mod keys;
mod maintenance;
mod refresh;
mod session;
mod sign_in;
mod support;
