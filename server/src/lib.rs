//! The server: pages, API, live drafts and storage of Clausewise.
//!
//! # Map
//!
//! * [`auth`]: passwords, links, sessions and tokens
//! * [`backup`]: a whole network in one file, and back
//! * [`cli`]: the command line
//! * [`clock`], [`random`]: the only sources of time and chance
//! * [`demo`]: a network at work, to look at
//! * [`exchange`]: texts in and out, as Markdown, plain text, HTML and JSON
//! * [`i18n`]: the languages of the interface
//! * [`monitoring`]: a member organisation watches its name in the record
//! * [`sealing`]: signed checkpoints over the record, and witnesses
//! * [`secret`]: text that must not reach a log
//! * [`settings`], [`serving`]: a server from start to end
//! * [`signatures`]: what organisations sign, and verifying it
//! * [`state`]: what every request works with
//! * [`live`]: the live drafts, and what the server does to them
//! * [`store`]: the record, drafts and credentials on SQLite or PostgreSQL
//! * [`web`]: the pages and what they share with the API
//! * [`workflow`]: what people do, decided by the rules and recorded

pub mod auth;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod exchange;
pub mod i18n;
pub mod live;
mod monitoring;
pub mod random;
pub mod sealing;
pub mod secret;
pub mod serving;
pub mod settings;
pub mod signatures;
pub mod state;
pub mod store;
pub mod web;
pub mod workflow;
