//! Positions: an organisation's stand on an exact wording.

use super::{Acting, Entered, Instrument, MandateEnd, Objection};
use crate::api::PositionStatement;
use crate::consensus::{Mandate, ObjectionState, PositionKind, PositionText};
use crate::id::{AmendmentId, ClauseId, DelegateId, OrganisationId};
use crate::permission::Operation;
use crate::record::{Act, Contents, Fact, PositionTaken, RevisionNumber, Words};
use crate::refusal::Refusal;
use crate::signing::{Digest, Nonce, Salt, Salts};
use crate::text::WordingHash;
use crate::time::Timestamp;
use crate::words::Statement;

/// A position that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The entry that says so.
    pub seq: u64,
    /// When it was taken.
    pub at: Timestamp,
    /// The organisation whose position it is.
    pub organisation: OrganisationId,
    /// The person who took it.
    pub delegate: DelegateId,
    /// The revision in which the wording was read.
    pub revision: RevisionNumber,
    /// The wording it is about.
    pub text_hash: WordingHash,
    /// The kind of position.
    pub kind: PositionKind,
    /// Whether it binds already.
    pub mandate: Mandate,
    /// Why.
    pub reason: Option<Words>,
    /// What would cure an objection.
    pub remedy: Option<Words>,
    /// What is not joined.
    pub reservation: Option<Words>,
    /// The words that an objection is about.
    pub passage: Option<Words>,
    /// The objection that it joins.
    pub joins: Option<u64>,
    /// The amendments that an objection named, when it was raised, as its cure.
    pub cures: Vec<AmendmentId>,
    /// What the organisation's own authority said of a position held ad referendum.
    pub mandate_end: Option<MandateEnd>,
    /// How it was given, where the secretariat entered it.
    pub entered: Option<Entered>,
    /// What is kept of the statement that the organisation signed; absent where the server alone
    /// says so.
    pub signed: Option<SignedMark>,
}

/// What later statements are held against of one that was signed; all of it is in its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedMark {
    /// The hash of its bytes.
    pub statement: Digest,
    /// The random bits that no other statement has.
    pub nonce: Nonce,
}

impl Position {
    /// Reports whether another wording can leave it behind: an objection or a recusal is about
    /// every wording.
    pub const fn can_go_stale(&self) -> bool {
        !matches!(self.kind, PositionKind::Object | PositionKind::Recuse)
    }

    /// Reports whether the position is about another wording, which it then does not count for.
    pub fn is_about_another(&self, tabled: Option<WordingHash>) -> bool {
        self.can_go_stale() && tabled != Some(self.text_hash)
    }
}

impl Instrument {
    /// Takes an organisation's position on the wording of a clause; an objection may break silence.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a delegate asks, with a revision tabled;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::SubmissionReserved`] if its head of delegation alone submits positions;
    /// * [`Refusal::SignatureRequired`] if it has a key: see [`Self::take_signed_position`];
    /// * [`Refusal::UnknownClause`] or [`Refusal::WordingNotOnTable`] if the wording is not on the table;
    /// * [`Refusal::TextMissing`], [`Refusal::TextNotCarried`] or [`Refusal::MandateNotPossible`] as they say;
    /// * [`Refusal::UnknownObjection`], [`Refusal::UnknownAmendment`] or [`Refusal::TooManyCures`] for what an objection names;
    /// * [`Refusal::PositionUnchanged`] if nothing of it is new.
    pub fn take_position(
        &self,
        clause: ClauseId,
        statement: &PositionStatement,
        acting: &Acting<'_>,
    ) -> Result<Vec<Act>, Refusal> {
        let organisation = self.check_taker(acting)?;
        if acting.network.active_key(organisation).is_some() {
            return Err(Refusal::SignatureRequired);
        }
        check_unsigned(statement)?;
        self.check_statement(clause, statement)?;
        let mut contents = Contents::default();
        let position = self.worded((organisation, clause), statement, (&mut contents, None))?;
        Ok(self.taken(position, contents, acting))
    }

    /// Returns the organisation whose position a person can take now.
    pub(super) fn check_taker(&self, acting: &Acting<'_>) -> Result<OrganisationId, Refusal> {
        self.authorise(Operation::TakePosition, acting)?;
        let organisation = acting.voting_organisation()?;
        if acting.network.may_submit(acting.by) {
            Ok(organisation)
        } else {
            Err(Refusal::SubmissionReserved)
        }
    }

    /// Takes a position, with the silence that it breaks.
    pub(super) fn taken(
        &self,
        position: PositionTaken,
        contents: Contents,
        acting: &Acting<'_>,
    ) -> Vec<Act> {
        let (clause, objects) = (position.clause, position.kind.is_objection());
        let act = self.act(acting, Fact::PositionTaken(position), contents);
        let organisation = act.organisation.filter(|_| objects);
        let breach = organisation.map(|id| self.breach_by_objection((clause, id), acting));
        std::iter::once(act)
            .chain(breach.into_iter().flatten())
            .collect()
    }

    /// Checks that a position is about the wording on the table.
    fn check_wording(
        &self,
        clause: ClauseId,
        statement: &PositionStatement,
    ) -> Result<(), Refusal> {
        let tabled = self
            .tabled_hash(clause)
            .ok_or(Refusal::UnknownClause(clause))?;
        if tabled != statement.text_hash {
            return Err(Refusal::WordingNotOnTable(statement.text_hash));
        }
        let revision = self.current().map_or(0, |revision| revision.number);
        if revision != statement.revision {
            return Err(Refusal::RevisionNotOnTable(statement.revision));
        }
        Ok(())
    }

    /// Returns the objections to a clause that an organisation can join: those of others that are
    /// open, and that do not join another one themselves.
    pub fn joinable(
        &self,
        clause: ClauseId,
        organisation: Option<OrganisationId>,
    ) -> impl Iterator<Item = &Objection> {
        let raised = self.objections(clause);
        raised.filter(move |it| {
            it.state.is_open() && it.joins.is_none() && Some(it.organisation) != organisation
        })
    }

    /// Returns the objection that one joins: an open one to the same clause.
    fn joined_by(
        &self,
        clause: ClauseId,
        statement: &PositionStatement,
    ) -> Result<Option<&Objection>, Refusal> {
        let found = statement.joins.map(|seq| {
            self.objection(seq)
                .filter(|it| it.clause == clause && it.state.is_open())
                .ok_or(Refusal::UnknownObjection(seq))
        });
        found.transpose()
    }

    /// Checks that a position is on the wording on the table and carries what its kind does.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownClause`], [`Refusal::WordingNotOnTable`] or [`Refusal::RevisionNotOnTable`] if the wording is not on the table;
    /// * [`Refusal::TextMissing`], [`Refusal::TextNotCarried`] or [`Refusal::MandateNotPossible`] as they say;
    /// * [`Refusal::UnknownObjection`], [`Refusal::UnknownAmendment`] or [`Refusal::TooManyCures`] for what an objection names.
    pub fn check_statement(
        &self,
        clause: ClauseId,
        statement: &PositionStatement,
    ) -> Result<(), Refusal> {
        self.check_wording(clause, statement)?;
        check_texts(statement)?;
        self.joined_by(clause, statement)?;
        self.check_cures(&statement.cures)?;
        Ok(())
    }

    /// Reports whether a position is held still: an objection that has ended is held no more.
    fn stands(&self, held: &Position) -> bool {
        let can_stand =
            |it: &Objection| it.state.is_counted() || it.state == ObjectionState::Inadmissible;
        self.objection(held.seq).is_none_or(can_stand)
    }

    /// Says a position that was checked as the record does, its words beside it.
    ///
    /// # Errors
    ///
    /// * [`Refusal::PositionUnchanged`] if the organisation holds exactly this one;
    /// * [`Refusal::UnknownObjection`] if it joins an objection of its own;
    /// * [`Refusal::SaltMissing`] if salts are given, but not all of them.
    pub(super) fn worded(
        &self,
        (organisation, clause): (OrganisationId, ClauseId),
        statement: &PositionStatement,
        (contents, salts): (&mut Contents, Option<&Salts>),
    ) -> Result<PositionTaken, Refusal> {
        let joined = self.joined_by(clause, statement)?;
        let root = joined.map(Objection::root);
        let cures = self.check_cures(&statement.cures)?;
        let held = self.position_of(organisation, clause);
        let is_held = held.is_some_and(|held| {
            let names_the_same = held.joins == root && held.cures == cures;
            self.stands(held) && names_the_same && says_the_same(held, statement)
        });
        if is_held {
            return Err(Refusal::PositionUnchanged);
        }
        if let Some(own) = joined.filter(|it| it.organisation == organisation) {
            return Err(Refusal::UnknownObjection(own.seq));
        }
        let mut add = |name, text: &Option<Statement>, salt: fn(&Salts) -> Option<Salt>| {
            let place = text.as_ref().map(|words| match salts {
                None => Ok(contents.add(words.as_str())),
                Some(salts) => salt(salts)
                    .map(|salt| contents.add_salted(words.as_str(), salt))
                    .ok_or(Refusal::SaltMissing(name)),
            });
            place.transpose()
        };
        Ok(PositionTaken {
            clause,
            revision: statement.revision,
            text_hash: statement.text_hash,
            kind: statement.kind,
            mandate: statement.mandate,
            reason: add("reason", &statement.reason, |it| it.reason)?,
            remedy: add("remedy", &statement.remedy, |it| it.remedy)?,
            reservation: add("reservation", &statement.reservation, |it| it.reservation)?,
            passage: add("passage", &statement.passage, |it| it.passage)?,
            joins: root,
            cures,
            signed: None,
        })
    }
}

/// Checks that a position comes without a signature, where none belongs.
///
/// # Errors
///
/// * [`Refusal::SignatureUnexpected`] if it has one.
pub(crate) fn check_unsigned(statement: &PositionStatement) -> Result<(), Refusal> {
    match statement.signed {
        None => Ok(()),
        Some(_) => Err(Refusal::SignatureUnexpected),
    }
}

fn check_texts(statement: &PositionStatement) -> Result<(), Refusal> {
    let kind = statement.kind;
    for required in kind.required_texts() {
        let (given, text) = match required {
            PositionText::Reason => (statement.reason.is_some(), "reason"),
            PositionText::Remedy => (statement.remedy.is_some(), "remedy"),
            PositionText::Reservation => (statement.reservation.is_some(), "reservation"),
        };
        if !given {
            return Err(Refusal::TextMissing { kind, text });
        }
    }
    if statement.remedy.is_some() && kind != PositionKind::Object {
        return Err(Refusal::TextNotCarried {
            kind,
            text: "remedy",
        });
    }
    let objects = kind == PositionKind::Object;
    let names = statement.passage.is_some() || statement.joins.is_some();
    if !objects && (names || !statement.cures.is_empty()) {
        return Err(Refusal::TextNotCarried {
            kind,
            text: "passage",
        });
    }
    if statement.reservation.is_some() && kind != PositionKind::EndorseWithReservation {
        return Err(Refusal::TextNotCarried {
            kind,
            text: "reservation",
        });
    }
    if statement.mandate == Mandate::AdReferendum && !kind.is_favourable() {
        return Err(Refusal::MandateNotPossible);
    }
    Ok(())
}

/// Reports whether a position that is held has the kind, the wording and the texts of another.
fn says_the_same(held: &Position, statement: &PositionStatement) -> bool {
    let same = |held: &Option<Words>, given: &Option<Statement>| {
        held.as_ref().and_then(Words::as_str) == given.as_ref().map(Statement::as_str)
    };
    held.text_hash == statement.text_hash
        && held.kind == statement.kind
        && held.mandate == statement.mandate
        && same(&held.reason, &statement.reason)
        && same(&held.remedy, &statement.remedy)
        && same(&held.reservation, &statement.reservation)
        && same(&held.passage, &statement.passage)
        && held.mandate_end.is_none()
}
