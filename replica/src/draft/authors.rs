//! Who wrote which words of a text.

use automerge::{ActorId, ChangeHash, ObjId, ReadDoc, ScalarValueRef, ValueRef};
use domain::id::ClauseId;

use super::{Draft, Field};

impl Draft {
    /// Returns a text of a clause as it was at these heads, in runs of one author each.
    ///
    /// Nothing is returned where the draft does not know the heads, or never had the clause.
    pub fn authors_at(
        &mut self,
        clause: ClauseId,
        field: Field,
        heads: &[ChangeHash],
    ) -> Vec<(String, ActorId)> {
        self.commit(None);
        if heads.is_empty() || !self.knows(heads) {
            return Vec::new();
        }
        let Ok(text) = self.text_object(clause, field) else {
            return Vec::new();
        };
        let mut runs: Vec<(String, ActorId)> = Vec::new();
        for item in self.doc.list_range_at(&text, .., heads) {
            let (ValueRef::Scalar(ScalarValueRef::Str(letters)), ObjId::Id(_, actor, _)) =
                (&item.value, item.id())
            else {
                continue;
            };
            match runs.last_mut().filter(|(_, by)| *by == actor) {
                Some((run, _)) => run.push_str(letters),
                None => runs.push((letters.to_string(), actor)),
            }
        }
        runs
    }

    /// Returns the change that brought a clause into the draft, with its author; none if the draft
    /// never had the clause.
    pub fn beginning(&mut self, clause: ClauseId) -> Option<(ChangeHash, ActorId)> {
        self.commit(None);
        let ObjId::Id(counter, actor, _) = self.clause_object(clause).ok()? else {
            return None;
        };
        let changes = self.doc.get_changes(&[]);
        let made = changes.iter().find(|change| {
            *change.actor_id() == actor
                && (change.start_op().get()..=change.max_op()).contains(&counter)
        });
        Some((made?.hash(), actor))
    }
}
