//! Roles: what a person is in the network and in a working group.

use serde::{Deserialize, Serialize};

macro_rules! named_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the value's stable name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Finds a value by its stable name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == name)
            }
        }
    };
}

pub(crate) use named_enum;

named_enum! {
    /// What a person is in the network.
    NetworkRole {
        /// Administers the network and keeps its record.
        Secretariat => "secretariat",
        /// Leads an organisation's delegation.
        Head => "head",
        /// Acts for an organisation.
        Delegate => "delegate",
        /// Reads without taking part.
        Observer => "observer",
        /// Reads everything, the record above all.
        Auditor => "auditor",
    }
}

impl NetworkRole {
    /// Reports whether a person in this role acts for an organisation.
    pub const fn acts_for_organisation(self) -> bool {
        matches!(self, Self::Head | Self::Delegate)
    }
}

named_enum! {
    /// What a person is in a working group.
    GroupRole {
        /// Conducts the negotiation and declares its results.
        Chair => "chair",
        /// Keeps the working draft in order.
        PenHolder => "pen_holder",
        /// Takes part in drafting.
        Member => "member",
        /// Reads the working draft.
        Observer => "observer",
    }
}
