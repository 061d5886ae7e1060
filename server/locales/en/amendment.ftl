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
amendment-propose-move = Propose to move
amendment-propose-alternative = Propose an alternative
amendment-propose-hint = Hint to the drafters
amendment-asked = { $sponsor } asks your organisation to co-sponsor this amendment.
amendment-ended-by = By { $who }, { $at }
amendment-through = Through the adoption of:
amendment-moves = From: { $from }. To: { $to }.
amendment-alternative = The alternative
amendment-text-number = (text { $number } of { $all })
amendment-text-one = Text { $number }
amendment-texts = All its texts
amendment-amends = Amends
amendment-amended-by = Amended by
amendment-package = In one package with
amendment-offer-asked = The chair offers to adopt this amendment with another wording. It is adopted only if you consent.
amendment-offer-accepted = The sponsor has consented to another wording.
amendment-procedure-asked = The secretariat proposes what to do with this amendment.
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
amendment-table-package = Table these { $count } changes as one package
amendment-further = Add a further change
amendment-further-about = Changes of one package stand or fall together. A new clause needs no clause chosen here; its place is asked for next.
amendment-further-do = Write the further change
amendment-drop = Take out of the package
amendment-form-modify = Propose another wording for { $clause }
amendment-form-insert = Propose a new clause
amendment-form-delete = Propose to delete { $clause }
amendment-form-move = Propose to move { $clause }
amendment-form-alternative = Propose an alternative to { $clause }
amendment-form-editorial_hint = Write a hint on { $clause } to the drafters
amendment-form-amending = Amend the amendment to { $clause }
amendment-form-revising = Write another text of the amendment to { $clause }
amendment-form-about-move = The clause keeps its wording and gets another place. What is nested in it goes with it.
amendment-form-about-alternative = The whole clause is replaced. Both texts are shown side by side.
amendment-form-about-editorial_hint = Say in words what the drafters should do. Nothing is drawn, and it collides with nothing.
amendment-form-about-amending = Your change starts from the wording that the amendment proposes. The chair adopts one or the other.
amendment-form-about-revising = The text before stays readable. Whoever co-sponsored it is asked again.
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

amendment-news-ended = It has ended
amendment-news-offer = The chair offers another wording
amendment-news-procedure = The secretariat proposes a procedure
amendment-news-carried = The clause on the table has changed elsewhere
amendment-news-subsumed = The clause on the table has all of it
amendment-news-conflict = The clause on the table has changed in the same words
amendment-news-gone = The clause is no longer on the table
amendment-news-erased = Its words were erased
amendment-news-beside = Another amendment to the clause was adopted
amendment-news-consented = The sponsor consents to the other wording
amendment-news-declined = The sponsor declines the other wording
amendment-news-advised = The secretariat has proposed a procedure
amendment-news-agreed = The sponsor accepts the proposed procedure
amendment-news-contested = The sponsor contests the proposed procedure
stands-on-table = The clause on the table has changed
stands-on-draft = Other amendments to the clause have been adopted
stands-adopted = They are in the working draft, and not on the table yet:
stands-carried = Carried along, the amendment changes this now:
stands-consent = Look at the carried text and consent
stands-settle = Settle what is in conflict
settle-title = What you changed has changed since
settle-about = Choose for each passage which words the new text is to have. You can still edit it below before it is tabled.
settle-heading = A passage of the heading
settle-text = A passage of the text
settle-kind = The kind of the clause
settle-base = As it was
settle-now = As it stands now
settle-own = As your amendment has it
settle-proposed = As the amendment has it
settle-nothing = nothing
settle-do = Put these together
beside-title = Other amendments it meets
class-dependent = one amends the other; only one of them can be adopted.
class-delete_edit = one deletes the clause, the other changes it.
class-alternative = one replaces the clause as a whole.
class-move_move = they move the clause to different places.
class-overlap = they change the same words.
class-same_point = they insert different words at the same point.
class-declared = somebody declared that they cannot both be adopted.
class-near = both can be adopted, but they change one sentence, which then reads:
class-short-dependent = one amends the other
class-short-delete_edit = deletes what is changed
class-short-alternative = replaces it as a whole
class-short-move_move = other place
class-short-overlap = same words
class-short-same_point = same point
class-short-declared = declared
collisions-title = Collisions
collisions-open = Collisions
collisions-about = Which open amendments cannot both be adopted as they stand, clause by clause.
collisions-free = { $count ->
    [0] Every open amendment collides with another.
    [one] { $count } open amendment collides with none.
   *[other] { $count } open amendments collide with none.
}
collisions-none = No two open amendments collide.
collisions-competing = Read the versions side by side
collisions-fits = fits
collisions-across = Between different clauses
collisions-classes = What the classes mean
competing-title = Versions of { $clause }
competing-open = Competing versions
competing-about = Every open amendment to this clause, against the text on the table.
competing-marked = Words that several amendments change, each in its own way, are marked.
competing-none = No amendment to this clause is open.
competing-free = It meets no other amendment.
competing-words = Both change:
competing-too-many = There are too many sets to list. Decide some of the amendments first.
collide-none = No other amendment is open.
collide-declared = Why it was declared
negotiate-title-offer = Offer another wording for amendment { $number }
negotiate-title-procedure = Propose what to do with amendment { $number }
negotiate-title-collide = Amendment { $number } collides with another
negotiate-title-lift = Lift the collision of amendment { $number }
negotiate-about-offer = The sponsor is asked to consent. Without consent the amendment stays as it is.
negotiate-about-procedure = The sponsor sees the proposal and accepts or contests it. A new proposal replaces the one before.
negotiate-about-collide = Where the rules see no collision but there is one, such as a definition and its use, say so here.
negotiate-about-lift = The two amendments can then be adopted together again.
negotiate-do-offer = Offer this wording
negotiate-do-procedure = Propose this
negotiate-do-collide = Declare the collision
negotiate-do-lift = Lift the collision
advice-wording = The other wording
advice-adopt = Adopt
    .about = As it stands.
advice-adopt_modified = Adopt with another wording
    .about = With the wording given below.
advice-reject = Reject
    .about = For the reason given.
advice-overtaken_by = Overtaken
    .about = Another amendment, named below, covers it.
advice-discuss = Discuss
    .about = In the meeting.
procedure-title = Proposed procedure
procedure-version = Version { $number }
procedure-answer-yes = Accepted by the sponsor
procedure-answer-no = Contested by the sponsor
offers-title = Other wordings offered
offer-number = Offer { $number }
offer-past = for an earlier text
offer-answer-yes = The sponsor consents
offer-answer-no = The sponsor declines
answer-awaited = The sponsor has not answered yet.
parts-title = Adopted parts
part-undone = Undone
part-title = Adopt part of amendment { $number }
part-about = Choose the changes to take in. The rest of the amendment stays open.
part-changes = Its changes
part-heading = The heading
part-weigh = See what these do
part-do = Adopt this part

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
act-part = Adopt in part
act-offer = Offer another wording
act-lapse = Let lapse
act-undo = Undo the adoption
act-undo-part = Undo the adoption of this part
act-reopen = Open again
act-revise = Write another text
act-amend = Amend this amendment
act-procedure = Propose procedure
act-collide = Declare a collision
act-lift = Lift
act-accept-offer = Consent
act-decline-offer = Decline
act-accept-procedure = Accept
act-contest-procedure = Contest
act-adopt-modified = Adopt with that wording
act-title-lapse = Let amendment { $number } lapse?
act-title-undo = Undo the adoption of amendment { $number }?
act-title-undo-part = Undo the adoption of part of amendment { $number }?
act-title-reopen = Open amendment { $number } again?
act-title-adopt-modified = Adopt amendment { $number } with the wording consented to?
act-title-accept-offer = Consent to the other wording of amendment { $number }?
act-title-decline-offer = Decline the other wording of amendment { $number }?
act-title-accept-procedure = Accept the procedure proposed for amendment { $number }?
act-title-contest-procedure = Contest the procedure proposed for amendment { $number }?
act-about-lapse = The amendment ends without a decision on its substance.
act-about-undo = The words leave the working draft again, and every amendment adopted in the same act is open again. Undoing is on record, like the adoption.
act-about-undo-part = The words of this part leave the working draft again. Undoing is on record, like the adoption.
act-about-reopen = The amendment can be adopted, amended and withdrawn again, with all of its package. Opening it again is on record, like the decision.
act-about-adopt-modified = The wording goes into the working draft and ends the amendment.
act-about-accept-offer = The chair can then adopt the amendment with this wording.
act-about-decline-offer = Your amendment stays open with its own wording.
act-about-accept-procedure = The chair sees that you agree.
act-about-contest-procedure = The chair and the secretariat see why you do not agree.
act-do-lapse = Let it lapse
act-do-undo = Undo the adoption
act-do-undo-part = Undo the adoption of this part
act-do-reopen = Open it again
act-do-adopt-modified = Adopt with this wording
act-do-accept-offer = Consent to this wording
act-do-decline-offer = Decline this wording
act-do-accept-procedure = Accept this procedure
act-do-contest-procedure = Contest this procedure
act-whole-package = The others of its package end with it:
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
act-recorded-undoable = This is entered in the record with your name. It can be undone until the next revision is tabled, which is then on record too.
done-amendment-tabled = The amendment has been tabled.
done-amendment-cosponsored = Your organisation co-sponsors this amendment.
done-amendment-declined = Your organisation has declined to co-sponsor.
done-amendment-withdrawn = The amendment has been withdrawn.
done-amendment-incorporated = The amendment has been taken into the working draft.
done-amendment-rejected = The amendment has been rejected.
done-amendment-revised = The amendment has another text now.
done-amendment-lapsed = The amendment has lapsed.
done-amendment-undone = The adoption has been undone; the amendment is open again.
done-amendment-part-undone = The adoption of the part has been undone.
done-amendment-reopened = The amendment is open again.
done-amendment-part = Part of the amendment has been taken into the working draft.
done-amendment-offered = The sponsor has been asked to consent.
done-amendment-advised = The procedure has been proposed.
done-amendment-agreed = Your agreement is on record.
done-amendment-contested = Your answer is on record.
done-collision-declared = The collision has been declared.
done-collision-lifted = The collision has been lifted.
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
field-lapse = Why it lapses
field-undoing = Why it is undone
field-answer = What you say to it
field-instruction = What the drafters should do
field-remark = Note
field-advice = Procedure
field-other = The other amendment
field-collision = Why
field-next_kind = What it does
field-next_clause = To which clause
place-first = At the beginning
place-after = After { $clause }: { $gist }
place-inside = First inside { $clause }: { $gist }
error-statement = At most 10,000 characters, without invisible control characters.
error-wording-unchanged = This is the wording the clause already has. Change something first.
error-link = A link must begin with https://, http:// or mailto:.
error-too-long = A clause has at most { $most } characters.
form-back = Back and edit
amendment-no-change-yet = Nothing has changed yet.
