### Notices: what concerns the reader, and feeds of it.

nav-notices = Notices
nav-unread = { $count ->
    [one] 1 not read
   *[other] { $count } not read
  }
notices-title = Notices
notices-about = What concerns you, of the last 30 days: one line a matter and day.
notices-none = Nothing has concerned you lately.
notices-choose = Choose notices and feeds
notices-read-all = { $count ->
    [one] Mark 1 line as read
   *[other] Mark all { $count } lines as read
  }
notice-new = New
notice-read = Mark as read
notice-people = { $count } people
deadlines-title = Deadlines
deadline-call_to_answer = The consensus call on { $what } closes, and your organisation has not answered on every clause
deadline-silence_to_answer = The silence procedure on { $what } closes, and your organisation has said nothing on some clauses
deadline-call_closes = The call on { $what } closes
deadline-mandate_to_confirm = The time to confirm your position on { $what } of { $title } ends
deadline-designation_challengeable = The time to challenge the level designated on { $what } of { $title } ends
deadline-editorial_challengeable = The time to challenge the editorial change of { $what } of { $title } ends
deadline-ruling_challengeable = The time to challenge a ruling on an objection to { $what } of { $title } ends
deadline-check_closes = A temperature check on { $title } closes
deadline-voting_ends = The voting of { $what } ends

notice-mention = { $who } mentioned you in a discussion
notice-reply = { $count ->
    [one] { $who } wrote in a discussion you take part in
   *[other] { $who } wrote { $count } messages in a discussion you take part in
  }
notice-cosponsor_asked = { $who } asked your organisation to co-sponsor { $what }
notice-cosponsor_answered = { $who } answered your request to co-sponsor { $what }
notice-amendment_decided = { $some ->
    [yes] { $who } decided on { $what }, which you sponsor
   *[no] { $what }, which you sponsor, has ended
  }
notice-amendment_revised = { $who } changed or withdrew { $what }
notice-answer_wanted = { $who } waits for your answer about { $what }
notice-answer_given = { $who } answered about { $what }
notice-amendment_tabled = { $who } tabled { $what }
notice-cure_named = { $who } says that { $what }, which you sponsor, would cure an objection
notice-revision_tabled = { $who } tabled a revision of { $what }
notice-position_stale = Positions of yours on { $what } are on an earlier wording now
notice-position_taken = { $who } took your organisation’s position on { $what }
notice-position_entered = { $who } entered a position on { $what } for your organisation: confirm or contest it
notice-entry_answered = { $who } answered a position entered on { $what }
notice-mandate_awaited = { $who } took a position on { $what } ad referendum, for you to confirm
notice-mandate_answered = { $who } said whether a position on { $what } held ad referendum is confirmed
notice-prepared_waiting = { $who } prepared a position, which waits for you
notice-prepared_answered = { $who } submitted or sent back a position you prepared
notice-objection_raised = { $who } put an objection to { $what } on record
notice-objection_answered = { $who } answered your objection to { $what }: say whether that is enough
notice-objection_asked = { $what } has another wording: does it meet your objection?
notice-objection_sustained = { $who } sustained an objection to { $what }
notice-objection_ended = { $some ->
    [yes] { $who } ended an objection to { $what }
   *[no] An objection to { $what } has lapsed
  }
notice-objection_decided = { $who } decided on your objection to { $what }
notice-objection_ruled = { $who } ruled an objection to { $what } inadmissible: your organisation can challenge that
notice-ruling_challenged = { $who } challenged the ruling on an objection to { $what }
notice-call_opened = { $who } opened a consensus call on { $what }
notice-silence_opened = { $who } opened a silence procedure on { $what }
notice-call_extended = { $who } put the closing instant of a call on { $what } off
notice-closes_soon = { $about ->
    [clause] The time to confirm your position on { $what } ends in less than 48 hours
   *[other] A call on { $what } closes in less than 48 hours and your organisation has not answered
  }
notice-closes_very_soon = { $about ->
    [clause] The time to confirm your position on { $what } ends in less than 3 hours
   *[other] A call on { $what } closes in less than 3 hours and your organisation has not answered
  }
notice-call_closed = { $some ->
    [yes] { $who } closed a call on { $what } early, every organisation having answered
   *[no] A call on { $what } has closed
  }
notice-call_withdrawn = { $who } took a call on { $what } back
notice-silence_broken = { $some ->
    [yes] { $who } broke silence on { $what }
   *[no] Silence on { $what } was broken in confidence
  }
notice-consultation_held = { $who } has consulted those who broke silence on { $what }
notice-statement_attached = { $who } attached a statement to a call on { $what }
notice-level_designated = { $who } designated the level of agreement on { $what }
notice-designation_challenged = { $who } challenged the designation on { $what }
notice-window_passed = Nobody can challenge the designation or the editorial change of { $what } any more
notice-editorial_declared = { $who } declared that { $what } changed editorially only: positions are carried over
notice-editorial_challenged = { $who } challenged the editorial change of { $what }: positions are carried over no more
notice-clauses_agreed = { $about ->
    [clause] { $who } recorded that { $what } is agreed ad referendum
   *[other] { $who } recorded that clauses of { $what } are agreed ad referendum
  }
notice-clause_parked = { $who } parked { $what } in brackets
notice-clause_reopened = { $who } took { $what } up again
notice-instrument_adopted = { $who } recorded that { $what } is adopted
notice-instrument_signed = { $count ->
    [one] { $who } signed { $what }
   *[other] { $who } signed { $what }: { $count } signatures
  }
notice-version_opened = { $who } opened { $what } to negotiation again
notice-rules_changed = { $who } changed the rules of { $what }
notice-check_opened = { $who } asks for your answer in a temperature check
notice-key_declared = { $who } declared a signing key of { $what }
notice-key_changed = The signing key of { $what } has changed; compare its fingerprint
notice-seated = { $who } gave you a seat in { $what }

notice-kind-mention = Somebody mentions me
notice-kind-reply = Messages in discussions I take part in
notice-kind-cosponsor_asked = My organisation is asked to co-sponsor
notice-kind-cosponsor_answered = Answers to our requests to co-sponsor
notice-kind-amendment_decided = Decisions on amendments we sponsor
notice-kind-amendment_revised = New texts and withdrawals of amendments we sponsor or I decide
notice-kind-answer_wanted = Offers and proposals that wait for our answer
notice-kind-answer_given = Sponsors’ answers to me as chair or secretariat
notice-kind-amendment_tabled = Amendments tabled, for me to decide as chair
notice-kind-cure_named = Amendments of ours said to cure an objection
notice-kind-revision_tabled = Revisions tabled
notice-kind-position_stale = Our positions left on an earlier wording
notice-kind-position_taken = Positions colleagues take
notice-kind-position_entered = Positions entered for our organisation
notice-kind-entry_answered = Answers to positions entered for others
notice-kind-mandate_awaited = Positions ad referendum that wait for me to confirm them
notice-kind-mandate_answered = Positions ad referendum confirmed or not
notice-kind-prepared_waiting = Prepared positions that wait for me
notice-kind-prepared_answered = What becomes of positions I prepare
notice-kind-objection_raised = Objections raised, for me to answer, or joining ours
notice-kind-objection_answered = Answers to our objections
notice-kind-objection_asked = New wordings that may meet our objections
notice-kind-objection_sustained = Objections sustained, for me to decide as chair
notice-kind-objection_ended = Objections that have ended
notice-kind-objection_decided = Decisions on our objections
notice-kind-objection_ruled = Objections ruled inadmissible
notice-kind-ruling_challenged = Challenges to such rulings
notice-kind-call_opened = Consensus calls opened
notice-kind-silence_opened = Silence procedures opened
notice-kind-call_extended = Calls put off
notice-kind-closes_soon = Reminders two days before we have to answer
notice-kind-closes_very_soon = Reminders three hours before we have to answer
notice-kind-call_closed = Calls that have closed
notice-kind-call_withdrawn = Calls taken back
notice-kind-silence_broken = Silence broken
notice-kind-consultation_held = Consultations of those who broke silence
notice-kind-statement_attached = Statements attached to calls
notice-kind-level_designated = Levels designated
notice-kind-designation_challenged = Designations challenged
notice-kind-window_passed = Times to challenge that have passed
notice-kind-editorial_declared = Editorial changes that carry our positions over
notice-kind-editorial_challenged = Editorial changes challenged
notice-kind-clauses_agreed = Clauses agreed ad referendum
notice-kind-clause_parked = Clauses parked
notice-kind-clause_reopened = Clauses taken up again
notice-kind-instrument_adopted = Adoptions
notice-kind-instrument_signed = Signatures
notice-kind-version_opened = Adopted texts negotiated again
notice-kind-rules_changed = Rules changed
notice-kind-check_opened = Temperature checks that wait for my answer
notice-kind-key_declared = Keys declared, to confirm or to approve
notice-kind-key_changed = Signing keys that change
notice-kind-seated = Seats in working groups given to me

notice-topic-discussions = Discussions
notice-topic-amendments = Amendments
notice-topic-positions = Text and positions
notice-topic-objections = Objections
notice-topic-calls = Calls and silence procedures
notice-topic-agreement = Designation, agreement and adoption
notice-topic-groups = Groups and rules
notice-topic-keys = Keys that organisations sign with

choices-about = What you leave out is neither in the digest nor in the feed.
choices-always = What sets a deadline for your organisation, and what concerns its key, is always shown.
choices-is-always = Always shown
done-notices-read = Marked as read.
done-notices-chosen = Your choice has been saved.

feeds-title = Feeds
feeds-about = Follow your notices in a feed reader and your deadlines in a calendar. Whoever has the address can read them: who did what, never what was written. Keep it to yourself.
feeds-once = These addresses are shown this once. Copy them now.
feeds-atom = Notices (Atom)
feeds-calendar = Deadlines (iCalendar)
feeds-since = Your feeds have had an address since { $at }.
feeds-make = Make an address
feeds-renew = Make a new address, ending the one before
feeds-revoke = Take the address away
feeds-notices = Notices from { $network }
feeds-deadlines = Deadlines in { $network }
done-feeds-revoked = The address no longer works.
