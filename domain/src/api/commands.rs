//! Commands, with every field parsed into a type that holds only what is permitted.

use serde::{Deserialize, Serialize};

use crate::consensus::{Mandate, PositionKind, Rules};
use crate::id::{AmendmentId, DelegateId, GroupId, OrganisationId};
use crate::record::{ErasedWords, RevisionNumber};
use crate::role::{GroupRole, NetworkRole};
use crate::signing::{KeyPurpose, PublicKey, Salts, SignedStatement};
use crate::text::{LanguageTag, WordingHash};
use crate::time::Timestamp;
use crate::words::{Constituency, EmailAddress, Name, ShortName, Statement};

command! {
    /// Sets up the network with the first person of its secretariat.
    FoundNetwork {
        /// The network's name.
        network: Name,
        /// The person's name.
        name: Name,
        /// The person's e-mail address, to sign in with.
        address: EmailAddress,
    }

    /// Admits an organisation.
    AdmitOrganisation {
        /// Its name.
        name: Name,
        /// Its short name, which no other member has.
        short_name: ShortName,
        /// Its constituency.
        constituency: Constituency,
        /// From when it votes.
        voting_from: Timestamp,
        /// Until when it votes; open where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        voting_until: Option<Timestamp>,
        /// The public key that it signs its positions with, where it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<PublicKey>,
    }

    /// Sets the end of an organisation's voting.
    EndVoting {
        /// Until when it votes.
        voting_until: Timestamp,
        /// Why.
        reason: Statement,
    }

    /// Says who may submit your organisation's positions.
    ReserveSubmission {
        /// Whether its head of delegation alone does.
        reserved: bool,
    }

    /// Invites a person.
    InviteDelegate {
        /// The organisation the person will act for; none for secretariat and auditors.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organisation: Option<OrganisationId>,
        /// The role in the network.
        role: NetworkRole,
        /// The person's name.
        name: Name,
        /// The person's e-mail address, to sign in with.
        address: EmailAddress,
        /// When the invitation ends, at most 60 days from now.
        expires_at: Timestamp,
    }

    /// Changes a person's role in the network.
    ChangeRole {
        /// The new role.
        role: NetworkRole,
    }

    /// Ends a person's part in the network.
    WithdrawRole {
        /// Why.
        reason: Statement,
    }

    /// Makes a working group.
    MakeGroup {
        /// Its name.
        name: Name,
    }

    /// Seats a person in a working group, or changes the seat.
    #[derive(Copy)]
    GroupSeat {
        /// The person.
        delegate: DelegateId,
        /// The role in the group.
        role: GroupRole,
    }

    /// Opens an instrument.
    OpenInstrument {
        /// The working group around it.
        group: GroupId,
        /// Its title.
        title: Name,
        /// Its language.
        language: LanguageTag,
        /// The rules of its consensus; the defaults where absent.
        #[serde(default)]
        rules: Rules,
    }

    /// Changes the rules of an instrument's consensus.
    ChangeRules {
        /// The new rules.
        rules: Rules,
        /// Why.
        reason: Statement,
    }

    /// Freezes the working draft, or opens it again.
    FreezeDraft {
        /// Whether the draft is to be frozen.
        frozen: bool,
        /// Why.
        reason: Statement,
    }

    /// Erases a person's data: name, address, and everything by which the person signs in.
    ErasePerson {
        /// Why.
        reason: Statement,
        /// Further words beside entries that name the person, to be erased as well.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        also: Vec<ErasedWords>,
    }

    /// Erases words beside an entry.
    EraseWords {
        /// The places of the words among the contents of the entry, from 0.
        places: Vec<u16>,
        /// Why.
        reason: Statement,
    }

    /// Decides on a clause that was removed and edited at the same time.
    #[derive(Copy)]
    DecideRemoval {
        /// Whether the clause stays.
        keep: bool,
    }

    /// Tables the working draft as the next revision.
    TableRevision {
        /// The heads of the draft as the chair previewed it.
        heads: Vec<String>,
        /// The open amendments that stay open for the next round; every other one needs a
        /// disposition first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        carries: Vec<AmendmentId>,
        /// What the chair says of the revision.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Statement>,
    }

    /// Takes a position on the wording of a clause.
    PositionStatement {
        /// The revision in which it was read.
        revision: RevisionNumber,
        /// The wording.
        text_hash: WordingHash,
        /// The kind of position.
        kind: PositionKind,
        /// Whether it binds already; firm where absent.
        #[serde(default)]
        mandate: Mandate,
        /// Why; required of a concern, an objection and a recusal.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Statement>,
        /// What would cure an objection; required of one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remedy: Option<Statement>,
        /// What is not joined; required of an endorsement with reservation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reservation: Option<Statement>,
        /// The words that an objection is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        passage: Option<Statement>,
        /// The open objection that an objection joins, by its entry.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        joins: Option<u64>,
        /// The amendments that would cure an objection.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        cures: Vec<AmendmentId>,
        /// The organisation's signature; required where it has a key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<Box<SignedPosition>>,
    }

    /// A position's signature, with what its statement cannot show.
    SignedPosition {
        /// The statement that was signed.
        jws: SignedStatement,
        /// The salts of the position's words.
        #[serde(default)]
        salts: Salts,
    }

    /// Submits a prepared position.
    #[derive(Default)]
    SubmitPrepared {
        /// The organisation's signature; required where it has a key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<Box<SignedPosition>>,
    }

    /// Declares a key of your organisation: its first one, or one in place of a lost one.
    DeclareKey {
        /// The statement that the key itself signed.
        signed: SignedStatement,
    }

    /// Confirms an organisation's first key, its fingerprint having been compared.
    #[derive(Copy)]
    ConfirmKey {
        /// The key.
        key: PublicKey,
    }

    /// Goes on with another key.
    RotateKey {
        /// The statement that the present key signed.
        signed: SignedStatement,
    }

    /// Approves the key with which another organisation goes on that lost its own.
    ApproveKey {
        /// The statement that your organisation's key signed.
        signed: SignedStatement,
    }

    /// Asks what has to be signed about a key.
    #[derive(Copy)]
    DraftKeyStatement {
        /// What is to be said.
        purpose: KeyPurpose,
        /// The organisation whose key it is about; your own where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organisation: Option<OrganisationId>,
        /// The key that it goes on with.
        key: PublicKey,
    }
}
