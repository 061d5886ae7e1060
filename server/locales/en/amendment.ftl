### Amendments.

amendments-open-count = { $count ->
    [0] No open amendments
    [one] { $count } open amendment
   *[other] { $count } open amendments
}
amendments-all-count = of { $count } in all
amendment-short = { $kind ->
    [delete] Amendment { $number } ({ $sponsor }): delete
    [insert] Amendment { $number } ({ $sponsor }): insert
    [move] Amendment { $number } ({ $sponsor }): move
    [alternative] Amendment { $number } ({ $sponsor }): alternative
    [editorial_hint] Amendment { $number } ({ $sponsor }): hint to the drafters
   *[modify] Amendment { $number } ({ $sponsor }): modify
}
amendments-title = Amendments
amendments-shown = { $count ->
    [one] { $count } amendment of { $all }
   *[other] { $count } amendments of { $all }
}
amendments-none = No amendment has been tabled yet. Delegates propose them on the page of a clause.
amendments-none-such = No amendment fits this filter.
amendment-number = Amendment { $number }
amendment-of = { $kind ->
    [delete] delete { $clause }
    [insert] a new clause at { $clause }
    [move] move { $clause }
    [alternative] alternative to { $clause }
    [editorial_hint] hint to the drafters on { $clause }
   *[modify] modify { $clause }
}
amendment-at-start = the beginning
amendment-by = { $sponsors }, { $day }
amendment-to-clause = to the clause
amendment-propose-deletion = Propose to delete
amendment-asked = { $sponsor } asks your organisation to co-sponsor this amendment.
amendment-ended-by = By { $who }, { $at }
amendment-base-gone = The clause has another wording on the table now than the one this amendment was written for.
amendment-redline = What changes
amendment-result-hash = SHA-256 of the resulting wording:
amendment-rationale = Rationale
amendment-sponsors = Sponsors
amendment-sponsor = Sponsor
amendment-cosponsors = Co-sponsors
amendment-written-for = Written for
amendment-tabled-at = Tabled
amendment-ask-cosponsor = Ask another organisation to co-sponsor
amendment-ask = Ask
amendment-on-table = On the table
amendment-preview = Preview
amendment-preview-title = Preview of your amendment
amendment-preview-about = This is what everyone will read. Nothing has been tabled yet.
amendment-nobody-asked = Nobody is asked to co-sponsor.
amendment-asks = These are asked to co-sponsor: { $who }
amendment-table = Table this amendment
amendment-form-modify = Propose another wording for { $clause }
amendment-form-insert = Propose a new clause
amendment-form-delete = Propose to delete { $clause }
amendment-form-about-modify = The change is drawn word by word against the text on the table.
amendment-form-about-insert = The new clause gets its number once it is in the text.
amendment-form-about-delete = The clause stays on the table until the chair has taken the amendment in and tabled a revision.

disposition-open = Open
disposition-adopted = Incorporated
disposition-adopted_modified = Adopted with another wording
disposition-subsumed = Subsumed
disposition-lapsed = Lapsed
disposition-rejected = Rejected
disposition-withdrawn = Withdrawn
cosponsor-invited = asked
cosponsor-confirmed = co-sponsors
cosponsor-declined = declined
amendment-state-open = Open
amendment-state-adopted = Incorporated
amendment-state-adopted_modified = Adopted with another wording
amendment-state-subsumed = Subsumed
amendment-state-lapsed = Lapsed
amendment-state-rejected = Rejected
amendment-state-withdrawn = Withdrawn
amendment-kind-modify = Modify a clause
amendment-kind-insert = New clause
amendment-kind-delete = Delete a clause
amendment-kind-move = Move a clause
amendment-kind-alternative = Alternative to a clause
amendment-kind-editorial_hint = Hint to the drafters
filter-any = Any
filter-apply = Show

adoption-title = Adopt amendments
adoption-about = Choose amendments and see what they make of the working draft together, before anything is decided.
adoption-none = No amendment is open.
adoption-weigh = See what they make together
adoption-outcome = Together
adoption-nothing = The working draft stays as it is.
adoption-subsumed = Nothing is left then of:
adoption-excluded = Not to be adopted any more then
adoption-sets = The largest sets that fit together:
adoption-read = I have read what amendments { $one } and { $other } make of one sentence:
adoption-undo = Until the next revision is tabled, this can be undone on the page of each amendment.
adoption-do = Adopt these amendments
adoption-open = Adopt several
adoption-what-reword = reworded
adoption-what-insert = new
adoption-what-remove = removed
adoption-what-move = moved
adoption-what-restore = restored
adoption-collides = { $class ->
    [dependent] Collides with amendment { $number }: one amends the other.
    [delete_edit] Collides with amendment { $number }: one deletes the clause, the other changes it.
    [alternative] Collides with amendment { $number }: one replaces the clause as a whole.
    [move_move] Collides with amendment { $number }: they move the clause to different places.
    [same_point] Collides with amendment { $number }: they insert different words at one point.
    [declared] Collides with amendment { $number }: a person declared it.
   *[overlap] Collides with amendment { $number }: they change the same words.
}
adoption-pair = { $class ->
    [dependent] Amendments { $one } and { $other }: one amends the other.
    [delete_edit] Amendments { $one } and { $other }: one deletes the clause, the other changes it.
    [alternative] Amendments { $one } and { $other }: one replaces the clause as a whole.
    [move_move] Amendments { $one } and { $other }: they move the clause to different places.
    [same_point] Amendments { $one } and { $other }: they insert different words at one point.
    [declared] Amendments { $one } and { $other }: a person declared that they collide.
   *[overlap] Amendments { $one } and { $other }: they change the same words.
}
standing-carried = The clause has changed elsewhere since
standing-subsumed = The clause has all of it already
standing-conflict = The clause has changed in the same words since
standing-gone = The clause is not there any more
standing-erased = Its words were erased
done-amendments-adopted = The amendments have been taken into the working draft.

act-confirm = Co-sponsor
act-decline = Decline
act-withdraw = Withdraw
act-incorporate = Incorporate
act-reject = Reject
act-title-confirm = Co-sponsor amendment { $number }?
act-title-decline = Decline to co-sponsor amendment { $number }?
act-title-withdraw = Withdraw amendment { $number }?
act-title-incorporate = Incorporate amendment { $number } into the working draft?
act-title-reject = Reject amendment { $number }?
act-about-confirm = Your organisation’s name will stand beside the sponsor’s.
act-about-decline = The sponsor sees that your organisation does not co-sponsor.
act-about-withdraw = A withdrawn amendment cannot be taken up again; it stays on record.
act-about-incorporate = The change goes into the working draft and ends the amendment. The text on the table stays as it is until the next revision.
act-about-reject = The amendment ends. The reason is shown to everyone.
act-do-confirm = Co-sponsor this amendment
act-do-decline = Decline to co-sponsor
act-do-withdraw = Withdraw this amendment
act-do-incorporate = Incorporate this amendment
act-do-reject = Reject this amendment
act-effect = In the working draft
act-recorded = This is entered in the record with your name and cannot be undone.
done-amendment-tabled = The amendment has been tabled.
done-amendment-cosponsored = Your organisation co-sponsors this amendment.
done-amendment-declined = Your organisation has declined to co-sponsor.
done-amendment-withdrawn = The amendment has been withdrawn.
done-amendment-incorporated = The amendment has been taken into the working draft.
done-amendment-rejected = The amendment has been rejected.
done-cosponsor-asked = The organisation has been asked to co-sponsor.

field-state = State
field-kind = Kind
field-sponsor = Sponsor
field-clause = Clause
field-place = Place
    .hint = Where the new clause would stand.
field-clause_kind = Kind of clause
field-heading = Heading
field-text = Text
    .hint = Write **strong** for strong, *emphasis* for emphasis, [words](https://…) for a link.
field-rationale = Rationale
    .hint = Why the text should change. Everyone in the network reads it.
field-cosponsors = Ask to co-sponsor
    .hint = Each organisation you choose is asked and can confirm or decline.
field-withdrawal = Why it is withdrawn
field-incorporation = Note of the chair
field-rejection = Why it is rejected
place-first = At the beginning
place-after = After { $clause }: { $gist }
place-inside = First inside { $clause }: { $gist }
error-statement = At most 10,000 characters, without invisible control characters.
error-wording-unchanged = This is the wording the clause already has. Change something first.
error-link = A link must begin with https://, http:// or mailto:.
error-too-long = A clause has at most { $most } characters.
form-back = Back and edit
amendment-no-change-yet = Nothing has changed yet.
