//! The rounds: edits, a revision, positions, amendments and how they end.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::api::{OpenInstrument, TableRevision};
use domain::consensus::Rules;
use domain::id::{AmendmentId, ClauseId, DelegateId, InstrumentId, OrganisationId};
use domain::instrument::Instrument;
use domain::role::NetworkRole;
use domain::words::ShortName;

use super::DemoError;
use super::keyring::Keyring;
use super::network::Parties;
use super::script::{Holds, Round, Script};
use super::text::{ClauseKey, Source};
use crate::clock::Clock;
use crate::live::{self, Hub};
use crate::workflow::Office;

/// The time from the beginning of one round to the next, in seconds.
const ROUND_SECONDS: i64 = 18 * 86_400;
const DAY_SECONDS: i64 = 86_400;
/// When people begin and cease to work, in seconds of the day (UTC).
const WORKING_DAY: std::ops::Range<i64> = 8 * 3_600..18 * 3_600;

/// The instrument being negotiated, and who negotiates.
pub(super) struct Stage<'a> {
    pub(super) hub: &'a Hub,
    pub(super) clock: &'a Clock,
    pub(super) script: &'a Script,
    pub(super) parties: &'a Parties,
    pub(super) keys: Option<&'a Keyring>,
    pub(super) instrument: InstrumentId,
    pub(super) clauses: BTreeMap<ClauseKey, ClauseId>,
}

impl<'a> Stage<'a> {
    /// Opens the instrument and brings the text into its working draft.
    pub(super) async fn open(
        hub: &'a Hub,
        clock: &'a Clock,
        script: &'a Script,
        (parties, keys): (&'a Parties, Option<&'a Keyring>),
        source: Source,
    ) -> Result<Self, DemoError> {
        let office = hub.office();
        let (outline, names) = source.read(|| office.fresh_uuid())?;
        let command = OpenInstrument {
            group: parties.group,
            title: outline.title.parse()?,
            language: outline.language.clone(),
            rules: Rules::default(),
        };
        clock.advance_seconds(3_600);
        let secretary = first_of(script, parties, |person| {
            person.role == NetworkRole::Secretariat
        })?;
        let (instrument, _) = live::open_instrument(hub, secretary, &command).await?;
        clock.advance_seconds(DAY_SECONDS);
        let pen_holder = script.group.pen_holders.first();
        let by = parties.person(pen_holder.map_or("", String::as_str))?;
        live::import_text(hub, by, instrument, source.file.parse()?, outline, 0).await?;
        Ok(Self {
            hub,
            clock,
            script,
            parties,
            keys,
            instrument,
            clauses: names.into_iter().collect(),
        })
    }

    /// Plays one round.
    pub(super) async fn play(&mut self, round: &Round) -> Result<(), DemoError> {
        let ends = self.office().now().plus_seconds(ROUND_SECONDS);
        for edit in &round.edits {
            self.wait(4 * 3_600);
            self.edit(edit).await?;
        }
        self.wait(DAY_SECONDS);
        self.table(round).await?;
        self.wait(DAY_SECONDS);
        self.take_positions(round).await?;
        let proposed = self.propose_all(round).await?;
        self.end_all(proposed).await?;
        let left = ends.as_micros() - self.office().now().as_micros();
        self.wait((left / 1_000_000).max(0));
        Ok(())
    }

    /// Has the organisations that hold two keys go on with their second one.
    pub(super) async fn renew_keys(&self) -> Result<(), DemoError> {
        let Some(keys) = self.keys else {
            return Ok(());
        };
        let renewing = self.script.organisations.iter();
        for organisation in renewing.filter(|it| it.key == Some(Holds::Two)) {
            self.wait(3_600);
            let by = self.of(&organisation.short, NetworkRole::Head)?;
            keys.renew(self.office(), (by, &organisation.short)).await?;
        }
        Ok(())
    }

    /// Lets time pass, and then the night if it has fallen.
    pub(super) fn wait(&self, seconds: i64) {
        self.clock.advance_seconds(seconds);
        let of_day = (self.office().now().as_micros() / 1_000_000).rem_euclid(DAY_SECONDS);
        if !WORKING_DAY.contains(&of_day) {
            let morning = (WORKING_DAY.start - of_day).rem_euclid(DAY_SECONDS);
            self.clock.advance_seconds(morning);
        }
    }

    pub(super) async fn table(&self, round: &Round) -> Result<(), DemoError> {
        let chair = self.chair()?;
        let view = live::preview(self.hub, chair, self.instrument).await?;
        let command = TableRevision {
            heads: view.heads.clone(),
            carries: open_amendments(&*self.instrument()?),
            note: Some(round.note.clone()),
        };
        live::table_revision(self.hub, chair, self.instrument, command).await?;
        Ok(())
    }

    pub(super) fn office(&self) -> &Office {
        self.hub.office()
    }

    /// Returns the instrument as the record has it now.
    pub(super) fn instrument(&self) -> Result<Arc<Instrument>, DemoError> {
        let register = self.office().register();
        Ok(Arc::clone(register.instrument(self.instrument)?))
    }

    pub(super) fn chair(&self) -> Result<DelegateId, DemoError> {
        self.parties.person(&self.script.group.chair)
    }

    pub(super) fn clause(&self, key: ClauseKey) -> Result<ClauseId, DemoError> {
        let unknown = || DemoError::Unknown(format!("clause {key:?}"));
        self.clauses.get(&key).copied().ok_or_else(unknown)
    }

    pub(super) fn organisation(&self, short: &ShortName) -> Result<OrganisationId, DemoError> {
        self.parties.organisation(short)
    }

    /// Returns who acts for an organisation in a role.
    pub(super) fn of(&self, short: &ShortName, role: NetworkRole) -> Result<DelegateId, DemoError> {
        first_of(self.script, self.parties, |person| {
            person.role == role && person.organisation.as_ref() == Some(short)
        })
    }
}

fn first_of(
    script: &Script,
    parties: &Parties,
    is_wanted: impl Fn(&super::script::Person) -> bool,
) -> Result<DelegateId, DemoError> {
    let found = script.people.iter().find(|person| is_wanted(person));
    parties.person(found.map_or("", |person| &person.key))
}

/// Returns the amendments that stay open for the next round.
fn open_amendments(instrument: &Instrument) -> Vec<AmendmentId> {
    let all = instrument.amendments().into_iter();
    all.filter(|it| it.is_open()).map(|it| it.id).collect()
}
