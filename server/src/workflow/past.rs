//! What the record said before, and how each instrument got where it is.
//!
//! # Invariants
//!
//! * The past is read from the record as it is kept now: words that were erased are erased in it.

use std::sync::Arc;

use domain::chronicle::Chronicle;
use domain::id::InstrumentId;
use domain::instrument::Course;
use domain::register::Register;
use domain::time::Timestamp;
use tokio::sync::Mutex;

use super::WorkflowError;
use super::reading::replay;
use crate::store::Store;

/// How many earlier states are kept at most.
const KEPT: usize = 16;
/// For how long an earlier state is kept: words erased since it was read are gone after that, too.
const KEPT_SECONDS: i64 = 300;

/// Earlier states that somebody looked at lately, and the courses of all instruments.
///
/// Both are read by one request at a time: those that wait find most of their work done.
#[derive(Debug, Default)]
pub(super) struct Past {
    kept: Mutex<Kept>,
    chronicle: Mutex<Chronicle>,
}

/// Earlier states, the one used last at the end.
#[derive(Debug, Default)]
struct Kept(Vec<State>);

#[derive(Debug)]
struct State {
    register: Register,
    /// When the oldest of its words were read.
    read_at: Timestamp,
}

impl Past {
    /// Returns what the record said at an entry that it has.
    pub(super) async fn register_at(
        &self,
        store: &Store,
        seq: u64,
        now: Timestamp,
    ) -> Result<Register, WorkflowError> {
        let mut kept = self.kept.lock().await;
        let end = seq.saturating_add(1);
        let State { register, read_at } = kept.nearest(end, now);
        let register = replay(register, &mut store.snapshot().await?, end).await?;
        kept.keep(State {
            register: register.clone(),
            read_at,
        });
        Ok(register)
    }

    /// Forgets all of it: words were erased since it was read.
    pub(super) async fn forget(&self) {
        *self.kept.lock().await = Kept::default();
        *self.chronicle.lock().await = Chronicle::default();
    }

    /// Returns how the agreement on an instrument's clauses went until now, with all entries before `end`.
    pub(super) async fn course(
        &self,
        store: &Store,
        (id, end): (InstrumentId, u64),
        now: Timestamp,
    ) -> Result<Option<Arc<Course>>, WorkflowError> {
        let mut kept = self.chronicle.lock().await;
        if kept.next_seq() < end {
            // What fails, or is given up halfway, starts anew with the next request.
            let chronicle = std::mem::take(&mut *kept);
            *kept = replay(chronicle, &mut store.snapshot().await?, end).await?;
        }
        Ok(kept.course(id, now))
    }
}

impl Kept {
    /// Returns the latest state kept that has no entry from `end` on, or the beginning.
    fn nearest(&mut self, end: u64, now: Timestamp) -> State {
        let oldest = now.plus_seconds(-KEPT_SECONDS);
        self.0.retain(|it| (oldest..=now).contains(&it.read_at));
        let states = self.0.iter().enumerate();
        let nearest = states
            .filter(|(_, it)| it.register.next_seq() <= end)
            .max_by_key(|(_, it)| it.register.next_seq())
            .map(|(place, _)| place);
        let Some(place) = nearest else {
            return State {
                register: Register::default(),
                read_at: now,
            };
        };
        let state = self.0.remove(place);
        let found = State {
            register: state.register.clone(),
            read_at: state.read_at,
        };
        self.0.push(state);
        found
    }

    fn keep(&mut self, state: State) {
        let next = state.register.next_seq();
        self.0.retain(|it| it.register.next_seq() != next);
        if self.0.len() >= KEPT {
            self.0.remove(0);
        }
        self.0.push(state);
    }
}

#[cfg(test)]
mod tests {
    use domain::consensus::PositionKind;

    use super::*;
    use crate::web::pages::fixture::World;

    #[tokio::test]
    async fn the_past_is_the_fold_cut_short() {
        let world = World::tabled().await;
        let first = world.takes(0, 2, PositionKind::Endorse).await;
        let then = world.office.register();
        world.takes(1, 2, PositionKind::Object).await;
        for seq in [first + 1, first, 3, first] {
            let past = world.office.register_at(seq).await.unwrap().unwrap();
            assert_eq!(past.next_seq(), seq + 1);
        }
        let past = world.office.register_at(first).await.unwrap().unwrap();
        assert_eq!(past, then);
        let none = world.office.register_at(first + 2).await.unwrap();
        assert_eq!(none, None);
    }

    #[tokio::test]
    async fn words_erased_since_leave_the_past_too() {
        let world = World::tabled().await;
        let seq = world.takes(1, 2, PositionKind::Object).await;
        let reason = async || {
            let past = world.office.register_at(seq).await.unwrap().unwrap();
            let text = past.instrument(world.instrument).unwrap();
            let held = text.positions(world.clause(2)).last().unwrap();
            held.reason.as_ref().unwrap().as_str().map(str::to_owned)
        };
        assert!(reason().await.is_some());
        let mut tx = world.office.store().begin().await.unwrap();
        let place = i64::try_from(seq).unwrap();
        assert!(tx.erase_content(place, 0).await.unwrap());
        tx.commit().await.unwrap();
        for _ in 0..6 {
            world.later();
        }
        assert_eq!(reason().await, None);
    }

    #[tokio::test]
    async fn a_bounded_number_of_states_is_kept() {
        let world = World::tabled().await;
        let last = world.office.register().next_seq();
        for seq in 0..last.min(2 * KEPT as u64) {
            world.office.register_at(seq).await.unwrap().unwrap();
        }
        let past = Past::default();
        for seq in 0..last {
            let at = past.register_at(world.office.store(), seq, world.now());
            assert_eq!(at.await.unwrap().next_seq(), seq + 1);
            assert!(past.kept.lock().await.0.len() <= KEPT);
        }
        assert!(last > KEPT as u64);
    }

    #[tokio::test]
    async fn a_course_goes_on_with_the_record() {
        let world = World::tabled().await;
        let turns = async || {
            let course = world
                .office
                .course(world.instrument)
                .await
                .unwrap()
                .unwrap();
            course.turns(world.clause(2)).len()
        };
        assert_eq!(turns().await, 1);
        for member in 0..3 {
            world.takes(member, 2, PositionKind::Endorse).await;
        }
        assert_eq!(turns().await, 2);
    }
}
