### The working draft.

draft-frozen = Frozen
draft-about = What the working group writes. Formal positions and amendments concern the revision on the table, not this draft.
draft-is-frozen = The draft is frozen: nobody can edit it.
draft-empty = The draft is empty. Add a clause, or import a text.
draft-edit = Edit
draft-edit-clause = Edit { $clause }
draft-add = Add a clause
draft-add-after = Add after
draft-add-first = Add a clause at the beginning
draft-plain-about = This form works without script. What others write at the same time is kept.
draft-remove = Remove this clause
draft-remove-about = It can be restored from the draft.
draft-removed = Removed clauses
draft-removed-about = They keep their text and can be restored until a revision without them has been tabled, and after.
draft-undecided = Removed and edited at the same time
draft-decide-about = Somebody edited this clause while somebody else removed it. Does it stay?
draft-decide-keep = It stays
draft-decide-remove = It stays removed
draft-awaits-chair = The chair decides whether it stays.
draft-restore = Restore
draft-freeze = Freeze the draft
draft-freeze-about = Nobody can edit a frozen draft, whoever is writing in it now. The reason is entered in the record.
draft-thaw = Open the draft again
draft-thaw-about = The working group can edit again. The reason is entered in the record.
done-frozen = The draft is frozen.
done-thawed = The draft is open again.
done-draft-saved = Your edit has been saved.
done-draft-removed = The clause has been removed.
done-draft-restored = The clause is back in the draft.
done-draft-decided = Your decision has been recorded.
field-commentary = Commentary
    .hint = An explanation that accompanies the clause. It is not part of the wording.
field-freezing = Reason

tabling-title = Table revision { $number }
tabling-about = A revision is the draft as it is now, unchangeable. Positions and amendments then concern it.
tabling-confirm = Table revision { $number }?
tabling-confirm-about = Positions on wordings that change no longer count until they are taken again.
tabling-undecided = A clause was removed and edited at the same time. Decide first whether it stays.
tabling-decide = Decide
tabling-changes = Since revision { $number }
tabling-first = This is the first revision; all its clauses are new.
tabling-open = { $count ->
    [one] { $count } amendment has no disposition yet
   *[other] { $count } amendments have no disposition yet
}
tabling-open-about = Adopt, reject or let each lapse before you table. Tick those that stay open for the next round: they keep their text, and their sponsors are asked about it where the clause has changed.
tabling-carried = Carried over
tabling-check = Check before tabling
tabling-do = Table revision { $number }
done-tabled = The revision is on the table.
field-note = Note of the chair
    .hint = What the revision is about. Everyone reads it beside the text.
