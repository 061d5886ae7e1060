//! Signing in, staying signed in and being signed out, on a real store.

mod access;
mod invitation;
mod keys;
mod maintenance;
mod refresh;
mod session;
mod sign_in;
pub(crate) mod support;
