//! Identifiers: one type a kind, so that they cannot be confused.
//!
//! New identifiers are version 7 UUIDs; the caller supplies them, since nothing
//! here reads a clock or a random source.

/// Defines an identifier type around a UUID, transparent in JSON and in paths.
macro_rules! id_type {
    ($(#[$meta:meta] $name:ident),+ $(,)?) => {$(
        #[$meta]
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// Wraps a UUID.
            pub const fn from_uuid(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }

            /// Returns the UUID.
            pub const fn as_uuid(self) -> uuid::Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

id_type! {
    /// Names a member organisation of the network.
    OrganisationId,
    /// Names a person acting in the network; a pseudonym in the record.
    DelegateId,
    /// Names a working group.
    GroupId,
    /// Names a text through its whole life.
    InstrumentId,
    /// Names a live draft, and the Automerge document that carries it.
    DraftId,
    /// Names a clause across all drafts and revisions of its instrument.
    ClauseId,
    /// Names an amendment through all its revisions.
    AmendmentId,
    /// Names amendments that stand or fall together.
    PackageId,
    /// Names a consensus call or a silence procedure.
    CallId,
    /// Names an invitation to become a delegate.
    InvitationId,
    /// Names a thread of a discussion.
    ThreadId,
    /// Names a message of a thread.
    MessageId,
    /// Names a position that is prepared inside an organisation.
    PreparationId,
    /// Names a filter of the audit that somebody saved.
    AuditFilterId,
    /// Names a temperature check.
    CheckId,
}
