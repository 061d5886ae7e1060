//! Why the gate refuses a change.

/// Why a change is refused. Safe to show to whoever sent it: the text says
/// what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GateRefusal {
    /// The bytes are no change chunk.
    #[error("these bytes are not an automerge change")]
    NotAChange,
    /// The bytes do not have the checksum they name.
    #[error("the change is damaged: its checksum is wrong")]
    WrongChecksum,
    /// A whole document was sent.
    #[error("send changes one by one, not a whole document")]
    DocumentChunk,
    /// A bundle was sent.
    #[error("send changes one by one, not a bundle")]
    BundleChunk,
    /// The change is too large, as sent or inflated.
    #[error("the change is too large; commit smaller changes more often")]
    ChangeTooLarge,
    /// The change has too many operations.
    #[error("the change has more than {0} operations; commit smaller changes more often")]
    TooManyOperations(usize),
    /// The columns of the change do not describe operations.
    #[error("the operations of the change are malformed")]
    MalformedOperations,
    /// The change is not encoded as automerge encodes it.
    #[error(
        "the change is not encoded as automerge encodes it; use a current version of automerge"
    )]
    NotCanonical,
    /// The change carries bytes that mean nothing here.
    #[error("the change carries extra bytes; do not set an author on the document")]
    ExtraBytes,
    /// The message of the change is too long.
    #[error("the message of the change is too long")]
    MessageTooLong,
    /// The actor belongs to somebody else.
    #[error("this actor belongs to another account; use an actor of your own")]
    ForeignActor,
    /// The change does not follow its actor's last one.
    #[error("the actor's change {found} came where {expected} was next; load the draft anew")]
    WrongSequence {
        /// The number that would be next.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// The change begins on nothing, or its actor's last change is not before it.
    #[error("the change is not made on a state of this draft; load the draft anew")]
    DetachedChange,
    /// The change is made on others that nobody has, and that its sender kept back.
    #[error("the change is made on changes that this draft does not have; load the draft anew")]
    MissingDependencies,
    /// The operations are numbered otherwise than from the state they were made on.
    #[error("the operations of the change are numbered wrongly; load the draft anew")]
    WrongStart,
    /// The change names an actor that has made no change.
    #[error("the change names an actor that this draft does not know")]
    UnknownActor,
    /// An operation is in an object that was not known where the change was made.
    #[error("the change edits an object that this draft does not have")]
    UnknownObject,
    /// An operation is at a character that was not known where the change was made.
    #[error("the change edits a character that this draft does not have")]
    UnknownElement,
    /// An operation sets a key that is none of the draft's.
    #[error("the draft has no key {0:?}; set only the known keys of a clause")]
    UnknownKey(String),
    /// A key is set to something it cannot be.
    #[error("{0:?} cannot have this value; write it as automerge's immutable string or boolean")]
    WrongValue(&'static str),
    /// A text is replaced as a whole.
    #[error("a text is edited by splicing it, never replaced as a whole")]
    TextReplaced,
    /// A clause is deleted from the map.
    #[error("a clause is never deleted; set its \"removed\" to true")]
    ClauseDeleted,
    /// A clause is made that is already there.
    #[error("the draft already has or had this clause; name new clauses by new UUIDs")]
    ClauseExists,
    /// A new clause lacks a key.
    #[error("a new clause needs all its keys in the change that makes it; {0:?} is missing")]
    IncompleteClause(&'static str),
    /// An operation does not replace what stood there where the change was made.
    #[error(
        "the change does not follow from the state it says it was made on; load the draft anew"
    )]
    WrongPredecessors,
    /// An operation is of a kind that no editor makes.
    #[error("the change holds an operation that drafts do not have: {0}")]
    ForeignOperation(&'static str),
    /// A character is inserted that no text may contain.
    #[error("the text may not contain the character U+{0:04X}")]
    RefusedCharacter(u32),
    /// A mark is none of ours, or has a value that it cannot have.
    #[error(
        "bodies carry the marks \"strong\", \"em\" and \"link\" (to a web or mail address) only"
    )]
    RefusedMark,
    /// The beginning and the end of a mark do not belong together.
    #[error("a mark must end in the same text and after it begins")]
    BrokenMark,
    /// A text has become too long.
    #[error("the text has become too long; divide it into several clauses")]
    TextTooLong,
    /// The draft has too many clauses.
    #[error("the draft has too many clauses")]
    TooManyClauses,
    /// The draft has too long a history.
    #[error("the draft is full; the secretariat has to begin a new one from its text")]
    DraftFull,
    /// Too many changes wait for others that they are made on.
    #[error("too many changes came before those they are made on; send them in order")]
    TooManyWaiting,
    /// Another change of the same batch could not be applied.
    #[error("a change that this one builds on was refused")]
    BuiltOnRefused,
    /// The draft takes no changes from this reader.
    #[error("the draft is read-only for you")]
    ReadOnly,
    /// Automerge itself fails on the change.
    #[error("automerge cannot apply the change")]
    CannotApply,
    /// The gate has to be loaded again before it can judge anything.
    #[error("the draft is being loaded again; try once more")]
    GateStale,
}

impl GateRefusal {
    /// Returns the refusal's stable name.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAChange => "not-a-change",
            Self::WrongChecksum => "wrong-checksum",
            Self::DocumentChunk => "document-chunk",
            Self::BundleChunk => "bundle-chunk",
            Self::ChangeTooLarge => "change-too-large",
            Self::TooManyOperations(_) => "too-many-operations",
            Self::MalformedOperations => "malformed-operations",
            Self::NotCanonical => "not-canonical",
            Self::ExtraBytes => "extra-bytes",
            Self::MessageTooLong => "message-too-long",
            Self::ForeignActor => "foreign-actor",
            Self::WrongSequence { .. } => "wrong-sequence",
            Self::DetachedChange => "detached-change",
            Self::MissingDependencies => "missing-dependencies",
            Self::WrongStart => "wrong-start",
            Self::UnknownActor => "unknown-actor",
            Self::UnknownObject => "unknown-object",
            Self::UnknownElement => "unknown-element",
            Self::UnknownKey(_) => "unknown-key",
            Self::WrongValue(_) => "wrong-value",
            Self::TextReplaced => "text-replaced",
            Self::ClauseDeleted => "clause-deleted",
            Self::ClauseExists => "clause-exists",
            Self::IncompleteClause(_) => "incomplete-clause",
            Self::WrongPredecessors => "wrong-predecessors",
            Self::ForeignOperation(_) => "foreign-operation",
            Self::RefusedCharacter(_) => "refused-character",
            Self::RefusedMark => "refused-mark",
            Self::BrokenMark => "broken-mark",
            Self::TextTooLong => "text-too-long",
            Self::TooManyClauses => "too-many-clauses",
            Self::DraftFull => "draft-full",
            Self::TooManyWaiting => "too-many-waiting",
            Self::BuiltOnRefused => "built-on-refused",
            Self::ReadOnly => "read-only",
            Self::CannotApply => "cannot-apply",
            Self::GateStale => "gate-stale",
        }
    }

    /// Returns what is wrong and what to do about it, in words.
    pub fn hint(&self) -> String {
        self.to_string()
    }
}
