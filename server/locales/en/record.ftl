### The record: its entries in words, and each as it is kept.

record-title = The record
record-intro = Everything official, in the order in which it happened. Entries are never changed or removed.
record-bundle-about = The whole record with everything that verifies it, offline and without trusting this server, is one file; that you take it out is recorded.
record-bundle-take = Take out the bundle
record-none = Nothing has been recorded yet.
record-none-such = No entry is like that.
record-any = Any
record-show = Show
record-show-all = Show everything
record-system = The server
record-some-clause = a clause not yet on the table

record-column-entry = Entry
record-column-at = When
record-column-for = For
record-column-what = What

record-filter-actor = Who acted
record-filter-organisation = For
record-filter-instrument = Instrument
record-filter-clause = Clause
record-filter-type = Kind of entry
record-filter-since = From the day
record-filter-until = To the day

record-entry-title = Entry { $number }
record-entry-at = Recorded
record-neighbours = Neighbouring entries
record-kept = As it is kept
record-kept-about = The entry is these bytes and nothing else. Whoever has them can compute the same hashes.
record-size = Size
record-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
record-download = download the bytes
record-sha256 = SHA-256 of the bytes
record-leaf-hash = Hash as a leaf of the ledger
record-exact = The exact bytes
record-pretty = The same, set out to be read
record-contents = Contents
record-contents-none = This entry has no words beside it.
record-contents-about = Names, reasons and wordings stand beside an entry. The entry itself holds only their commitments: the SHA-256 of a random salt followed by the words.
record-content = Content { $number }
record-erased = These words were erased with their salt. The commitment stays, so that the record can still be verified.
record-withheld = These words are not shown to you.
record-commitment = Commitment
record-salt = Salt
record-check = Salt and words
record-check-holds = give this commitment
record-check-fails = do not give this commitment

record-type-network_founded = Network set up
record-type-organisation_admitted = Organisation admitted
record-type-voting_ended = Voting ended
record-type-delegate_invited = Person invited
record-type-invitation_renewed = Invitation renewed
record-type-invitation_revoked = Invitation taken back
record-type-delegate_accredited = Person accredited
record-type-role_changed = Role changed
record-type-sign_in_link_made = Link to sign in anew made
record-type-sign_in_link_revoked = Link to sign in anew taken back
record-type-sign_in_link_used = Signed in anew by a link
record-type-role_withdrawn = Role withdrawn
record-type-submission_reserved = Who submits positions
record-type-group_made = Working group made
record-type-group_joined = Working group joined
record-type-group_left = Working group left
record-type-instrument_opened = Instrument opened
record-type-rules_changed = Rules changed
record-type-text_imported = Text imported
record-type-draft_frozen = Draft frozen
record-type-draft_thawed = Draft opened again
record-type-heads_anchored = State of a draft
record-type-actors_bound = Writers of a draft
record-type-removal_decided = Removal decided
record-type-clauses_tabled = Clauses tabled
record-type-revision_tabled = Revision tabled
record-type-amendment_tabled = Amendment tabled
record-type-cosponsor_invited = Co-sponsor asked
record-type-cosponsor_confirmed = Co-sponsorship confirmed
record-type-cosponsor_declined = Co-sponsorship declined
record-type-amendment_revised = Amendment reworded by its sponsor
record-type-amendments_adopted = Amendments adopted
record-type-amendment_partly_adopted = Part of an amendment adopted
record-type-modification_offered = Other wording offered
record-type-modification_answered = Other wording answered
record-type-amendment_adopted_modified = Amendment adopted with another wording
record-type-amendment_subsumed = Amendment subsumed
record-type-amendment_lapsed = Amendment lapsed
record-type-adoption_undone = Adoption undone
record-type-part_undone = Adoption of a part undone
record-type-amendments_reopened = Amendment opened again
record-type-collision_declared = Collision declared
record-type-collision_lifted = Collision lifted
record-type-procedure_proposed = Procedure proposed
record-type-procedure_answered = Procedure answered
record-type-amendment_rejected = Amendment rejected
record-type-amendment_withdrawn = Amendment withdrawn
record-type-position_taken = Position taken
record-type-holidays_listed = Holidays listed
record-type-organisation_key_declared = Key declared
record-type-organisation_key_confirmed = Key confirmed
record-type-organisation_key_rotated = Key replaced
record-type-organisation_key_recovered = Lost key replaced
record-type-procedure_rules_changed = Rules of procedure changed
record-type-cures_named = Cure of an objection named
record-type-objection_answered = Objection answered
record-type-objection_sustained = Objection sustained
record-type-objection_withdrawn = Objection withdrawn
record-type-objection_resolved = Objection resolved
record-type-objection_decided = Objection decided
record-type-objection_ruled_inadmissible = Objection ruled inadmissible
record-type-ruling_challenged = Ruling challenged
record-type-call_opened = Call opened
record-type-call_extended = Call extended
record-type-call_completed = Call closed early
record-type-call_withdrawn = Call taken back
record-type-notice_opened = Notice of a call opened
record-type-statement_attached = Statement attached to a call
record-type-silence_broken = Silence broken
record-type-consultation_held = Consultation held
record-type-deadline_passed = Deadline passed
record-type-level_designated = Level designated
record-type-designation_challenged = Designation challenged
record-type-editorial_declared = Editorial change declared
record-type-editorial_challenged = Editorial change challenged
record-type-mandate_confirmed = Mandate confirmed
record-type-mandate_denied = Mandate denied
record-type-position_entered = Position entered by the secretariat
record-type-entry_confirmed = Entered position confirmed
record-type-entry_contested = Entered position contested
record-type-clauses_agreed = Clauses agreed ad referendum
record-type-clause_parked = Clause parked
record-type-clause_reopened = Clause taken up again
record-type-instrument_adopted = Instrument adopted
record-type-instrument_signed = Instrument signed
record-type-version_opened = Next version opened
record-type-audit_read = Audit read
record-type-person_erased = Person's data erased
record-type-words_erased = Words erased

record-fact-network_founded = { $who } set up the network { $name }.
record-fact-organisation_admitted = { $ends ->
    [yes] { $who } admitted { $organisation } ({ $constituency }), which votes from { $from } until { $until }.
   *[no] { $who } admitted { $organisation } ({ $constituency }), which votes from { $from }.
} { $signs ->
    [yes] It signs with the key { $key }.
   *[no] It was admitted without a key.
}
record-fact-voting_ended = { $who } ended the voting of { $organisation } on { $until }.
record-fact-delegate_invited = { $represents ->
    [yes] { $who } invited { $person } to act for { $organisation } ({ $role }).
   *[no] { $who } invited { $person } ({ $role }).
}
record-fact-invitation_renewed = { $who } gave { $person } a new link, which works until { $until }.
record-fact-invitation_revoked = { $who } took back the invitation of { $person }.
record-fact-delegate_accredited = { $person } accepted the invitation and takes part from now on.
record-fact-role_changed = { $who } changed the role of { $person } ({ $role }).
record-fact-sign_in_link_made = { $who } gave { $person } a link to sign in anew, which works until { $until }.
record-fact-sign_in_link_revoked = { $who } took back the link by which { $person } could sign in anew.
record-fact-sign_in_link_used = { $person } signed in anew by a link, which ended every earlier sign-in.
record-fact-role_withdrawn = { $who } ended the part of { $person } in the network.
record-fact-submission_reserved = { $reserved ->
    [yes] { $who } decided that the head of delegation alone submits the organisation’s positions.
   *[no] { $who } decided that every delegate of the organisation takes its positions.
}
record-fact-group_made = { $who } made the working group { $group }.
record-fact-group_joined = { $who } gave { $person } a seat in { $group } ({ $role }).
record-fact-group_left = { $who } ended the part of { $person } in { $group }.
record-fact-instrument_opened = { $who } opened { $instrument }, to be drafted by { $group }.
record-fact-rules_changed = { $who } changed what it takes to agree on { $instrument }.
record-fact-text_imported = { $count ->
    [one] { $who } imported { $source } into the working draft of { $instrument }: { $count } clause, { $unmapped } parts left out.
   *[other] { $who } imported { $source } into the working draft of { $instrument }: { $count } clauses, { $unmapped } parts left out.
}
record-fact-draft_frozen = { $who } froze the working draft of { $instrument }.
record-fact-draft_thawed = { $who } opened the working draft of { $instrument } to editing again.
record-fact-heads_anchored = { $who } noted the state of the working draft of { $instrument }.
record-fact-actors_bound = { $count ->
    [one] { $who } noted who wrote in the working draft of { $instrument } from one place.
   *[other] { $who } noted who wrote in the working draft of { $instrument } from { $count } places.
}
record-fact-removal_decided = { $kept ->
    [yes] { $who } decided that { $clause } of { $instrument }, removed and edited at the same time, stays.
   *[no] { $who } decided that { $clause } of { $instrument }, removed and edited at the same time, goes.
}
record-fact-clauses_tabled = { $count ->
    [one] { $who } put { $count } clause of revision { $revision } of { $instrument } on the table.
   *[other] { $who } put { $count } clauses of revision { $revision } of { $instrument } on the table.
}
record-fact-revision_tabled = { $count ->
    [one] { $who } tabled revision { $revision } of { $instrument }, of { $count } clause.
   *[other] { $who } tabled revision { $revision } of { $instrument }, of { $count } clauses.
}
record-fact-amendment_tabled = { $kind ->
    [modify] { $who } tabled { $amendment } to { $instrument }, which changes { $clause }.
    [delete] { $who } tabled { $amendment } to { $instrument }, which deletes { $clause }.
    [move] { $who } tabled { $amendment } to { $instrument }, which moves { $clause }.
    [alternative] { $who } tabled { $amendment } to { $instrument }, which replaces { $clause } as a whole.
    [editorial_hint] { $who } tabled { $amendment } to { $instrument }, which tells the drafters what to do with { $clause }.
   *[insert] { $place ->
        [yes] { $who } tabled { $amendment } to { $instrument }, which adds a clause at { $clause }.
       *[no] { $who } tabled { $amendment } to { $instrument }, which adds a clause.
    }
}
record-fact-cosponsor_invited = { $who } asked { $organisation } to co-sponsor { $amendment } to { $instrument }.
record-fact-cosponsor_confirmed = { $who } confirmed that { $acting } co-sponsors { $amendment } to { $instrument }.
record-fact-cosponsor_declined = { $who } declined for { $acting } to co-sponsor { $amendment } to { $instrument }.
record-fact-amendment_revised = { $who } gave { $amendment } to { $instrument } its text number { $text }.
record-fact-amendments_adopted = { $who } took { $amendments } into the working draft of { $instrument }.
record-fact-amendment_partly_adopted = { $who } took part of { $amendment } into the working draft of { $instrument }; the rest stays open.
record-fact-modification_offered = { $who } offered { $amendment } to { $instrument } to be adopted with another wording.
record-fact-modification_answered = { $accepted ->
    [yes] { $who } consented for { $acting } to the other wording of { $amendment } to { $instrument }.
   *[no] { $who } refused for { $acting } the other wording of { $amendment } to { $instrument }.
}
record-fact-amendment_adopted_modified = { $who } took { $amendment } into the working draft of { $instrument }, with the wording its sponsor consented to.
record-fact-amendment_subsumed = { $known ->
    [yes] { $amendment } to { $instrument } ended, as { $amendments } brought all of it into the text.
   *[no] { $amendment } to { $instrument } ended, as the text has all of it.
}
record-fact-amendment_lapsed = { $who } let { $amendment } to { $instrument } lapse.
record-fact-adoption_undone = { $who } took the adoption of { $amendments } to { $instrument } back.
record-fact-part_undone = { $who } took the adoption of part of { $amendment } to { $instrument } back.
record-fact-amendments_reopened = { $who } opened { $amendments } to { $instrument } again.
record-fact-collision_declared = { $who } declared that { $amendment } and { $other } to { $instrument } cannot both be adopted.
record-fact-collision_lifted = { $who } lifted the declared collision of { $amendment } and { $other } to { $instrument }.
record-fact-procedure_proposed = { $advice ->
    [adopt] { $who } proposed to adopt { $amendment } to { $instrument }.
    [adopt_modified] { $who } proposed to adopt { $amendment } to { $instrument } with another wording.
    [reject] { $who } proposed to reject { $amendment } to { $instrument }.
    [overtaken_by] { $who } proposed to leave { $amendment } to { $instrument }, as { $other } covers it.
   *[discuss] { $who } proposed to discuss { $amendment } to { $instrument }.
}
record-fact-procedure_answered = { $accepted ->
    [yes] { $who } accepted for { $acting } the procedure proposed for { $amendment } to { $instrument }.
   *[no] { $who } contested for { $acting } the procedure proposed for { $amendment } to { $instrument }.
}
record-fact-amendment_rejected = { $who } rejected { $amendment } to { $instrument }.
record-fact-amendment_withdrawn = { $who } withdrew { $amendment } to { $instrument }.
record-fact-position_taken = { $mandate ->
    [ad_referendum] { $who } took a position of { $acting } on { $clause } of { $instrument }, as worded in revision { $revision }: { $kind }, to be confirmed.
   *[firm] { $who } took a position of { $acting } on { $clause } of { $instrument }, as worded in revision { $revision }: { $kind }.
} { $signed ->
    [yes] Signed with the key { $key }.
   *[no] Recorded by the server, not signed.
}
record-fact-organisation_key_declared = { $who } declared for { $acting } the key { $key }, which does not hold yet.
record-fact-organisation_key_confirmed = { $who } confirmed the key { $key } of { $organisation }, which was admitted without one.
record-fact-organisation_key_rotated = { $who } replaced for { $acting } the key { $previous } by { $key }, which the replaced key signed for.
record-fact-organisation_key_recovered = { $organisation } lost the key { $previous } and goes on with { $key }, which { $approving } approved; { $who } gave the last approval.
record-fact-holidays_listed = { $count ->
    [one] { $who } listed { $count } day on which nothing closes by silence.
   *[other] { $who } listed { $count } days on which nothing closes by silence.
}
record-fact-procedure_rules_changed = { $who } changed the rules of procedure for { $instrument }.
record-fact-cures_named = { $who } named for { $acting } the amendments that would cure its objection to { $clause } of { $instrument }.
record-fact-objection_answered = { $who } answered an objection to { $clause } of { $instrument }.
record-fact-objection_sustained = { $who } sustained the objection of { $acting } to { $clause } of { $instrument }.
record-fact-objection_withdrawn = { $who } withdrew the objection of { $acting } to { $clause } of { $instrument }.
record-fact-objection_resolved = { $who } said for { $acting } that the present wording of { $clause } of { $instrument } meets its objection.
record-fact-objection_decided = { $who } decided on an objection to { $clause } of { $instrument }: addressed, not accommodated.
record-fact-objection_ruled_inadmissible = { $who } ruled an objection to { $clause } of { $instrument } inadmissible.
record-fact-ruling_challenged = { $who } challenged for { $acting } the ruling on an objection to { $clause } of { $instrument }.
record-fact-call_opened = { $kind ->
    [silence] { $who } opened a { $call } on { $count ->
        [one] { $count } clause
       *[other] { $count } clauses
    } of { $instrument }, revision { $revision }, until { $at }.
   *[consensus] { $who } opened a { $call } on { $count ->
        [one] { $count } clause
       *[other] { $count } clauses
    } of { $instrument }, revision { $revision }, until { $at }.
}
record-fact-call_extended = { $who } extended the { $call } on { $instrument } until { $at }.
record-fact-call_completed = { $who } closed the { $call } on { $instrument } early, every organisation having answered.
record-fact-call_withdrawn = { $who } took the { $call } on { $instrument } back.
record-fact-notice_opened = { $who } opened for { $acting } the notice of the { $call } on { $instrument }.
record-fact-statement_attached = { $who } attached a statement of { $acting } to the { $call } on { $instrument }.
record-fact-silence_broken = { $how ->
    [objection] The objection of { $acting } broke silence on { $clause } of { $instrument } ({ $call }).
    [amendment] { $amendment } broke silence on { $clause } of { $instrument } ({ $call }).
   *[confidence] An organisation broke silence on { $clause } of { $instrument } in confidence ({ $call }).
}
record-fact-consultation_held = { $who } consulted those who broke silence on { $instrument } in confidence ({ $call }).
record-fact-deadline_passed = { $kind ->
    [call] The { $what } on { $instrument } closed at its instant, { $at }.
    [designation] The time to challenge the designation of { $what } of { $instrument } passed, { $at }.
    [editorial] The time to challenge the editorial change of { $what } of { $instrument } passed, { $at }.
   *[voting] { $what } stopped voting, { $at }; its objections to { $instrument } lapsed.
}
record-fact-level_designated = { $differs ->
    [yes] { $who } designated the level of { $clause } of { $instrument }: { $level } (indicated: { $indicated }).
   *[no] { $who } designated the level of { $clause } of { $instrument }: { $level }.
}
record-fact-designation_challenged = { $who } challenged for { $acting } the designation of { $clause } of { $instrument }.
record-fact-editorial_declared = { $who } declared that { $clause } of { $instrument } was changed editorially only.
record-fact-editorial_challenged = { $who } challenged for { $acting } that { $clause } of { $instrument } was changed editorially only.
record-fact-mandate_confirmed = { $who } confirmed the position of { $acting } on { $clause } of { $instrument }, held ad referendum until then.
record-fact-mandate_denied = { $who } said that the authority of { $acting } did not confirm its position on { $clause } of { $instrument }.
record-fact-position_entered = { $channel ->
    [letter] { $who } entered the position of { $organisation }, given by letter, on { $clause } of { $instrument }, as worded in revision { $revision }: { $kind }.
    [telephone] { $who } entered the position of { $organisation }, given by telephone, on { $clause } of { $instrument }, as worded in revision { $revision }: { $kind }.
   *[meeting] { $who } entered the position of { $organisation }, given in a meeting, on { $clause } of { $instrument }, as worded in revision { $revision }: { $kind }.
}
record-fact-entry_confirmed = { $who } confirmed the position that was entered for { $acting } on { $clause } of { $instrument }.
record-fact-entry_contested = { $who } contested the position that was entered for { $acting } on { $clause } of { $instrument }.
record-fact-clauses_agreed = { $count ->
    [one] { $who } recorded that { $count } clause of { $instrument } is agreed ad referendum.
   *[other] { $who } recorded that { $count } clauses of { $instrument } are agreed ad referendum.
}
record-fact-clause_parked = { $who } parked { $clause } of { $instrument } in brackets.
record-fact-clause_reopened = { $who } took up { $clause } of { $instrument } again.
record-fact-instrument_adopted = { $who } recorded the adoption of { $instrument }, version { $version }, as worded in revision { $revision }.
record-fact-instrument_signed = { $who } signed { $instrument }, version { $version }, for { $acting }; reservations: { $reservations }, dissociations: { $dissociations }.
record-fact-version_opened = { $who } opened version { $version } of { $instrument } by an amendment.

record-fact-audit_read = { $scope ->
    [list] { $who } read the audit of the record.
    [timeline] { $who } read timelines of clauses of { $what }.
    [text] { $who } read { $what } as it stood at earlier moments.
    [comparison] { $who } compared { $what } at two moments.
    [bundle] { $who } took out the whole record as a bundle to be verified.
    [custody] { $who } took out the chain of custody of { $clause } of { $what }.
   *[export] { $narrowed ->
        [yes] { $who } exported entries of the record ({ $filter }).
       *[no] { $who } exported the record.
    }
}
record-fact-person_erased = { $count ->
    [one] { $who } erased the data of the person { $person }, and { $count } content beside the record.
   *[other] { $who } erased the data of the person { $person }, and { $count } contents beside the record.
}
record-fact-words_erased = { $count ->
    [one] { $who } erased { $count } content beside { $entry }.
   *[other] { $who } erased { $count } contents beside { $entry }.
}
