//! How much one person may ask of the live drafts.

/// How much one person, and all of them together, may ask of the live drafts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Open connections, all together.
    pub connections: usize,
    /// Open connections of one delegate.
    pub connections_of_one: usize,
    /// Drafts on one connection.
    pub drafts: usize,
    /// Messages that a connection may send, each second.
    pub messages: Rate,
    /// Bytes that a connection may send, each second.
    pub bytes: Rate,
    /// Carets and the like that a connection may send, each second; more are passed over.
    pub ephemerals: Rate,
    /// Bytes that wait to be sent on a connection before nothing is added to them.
    pub outbox_bytes: usize,
}

/// How often something may happen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// How often each second, in the long run.
    pub per_second: f64,
    /// How often at once.
    pub burst: f64,
}

impl Default for Limits {
    fn default() -> Self {
        let rate = |per_second, burst| Rate { per_second, burst };
        Self {
            connections: 4_000,
            connections_of_one: 32,
            drafts: 16,
            messages: rate(200.0, 1_000.0),
            bytes: rate(512_000.0, 4_000_000.0),
            ephemerals: rate(20.0, 40.0),
            outbox_bytes: 256 * 1024,
        }
    }
}
