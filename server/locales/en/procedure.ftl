# The road to consensus: objections, calls, silence, designation, agreement, adoption.

call-kind-consensus = consensus call
    .about = A time for positions on these wordings. The level is designated after it.
call-kind-silence = silence procedure
    .about = Agreed at the closing instant unless an organisation objects or tables an amendment.
call-title-consensus = Consensus call
call-title-silence = Silence procedure
call-end-deadline = Closed
call-end-completed = Closed early
call-end-withdrawn = Taken back
call-is-open = Open
calls-title = Calls
calls-about = Consensus calls and silence procedures on this text.
calls-none = Nothing has been called yet.
call-column-call = Call
call-column-clauses = Clauses
call-column-opened = Opened
call-column-closes = Closes
call-column-state = State
call-column-clause = Clause
call-column-level = Level
call-column-silence = Silence
call-column-notice = Notice
call-column-answered = Answered
call-open = Open a call
call-open-do = Open the call
call-open-about = Choose the clauses and when it closes. Their wordings, the organisations that are counted and the rules are frozen from then on.
call-open-nothing = Every clause is in an open call or agreed already.
call-open-silence = { $days ->
    [one] A silence procedure runs for at least { $days } day.
   *[other] A silence procedure runs for at least { $days } days.
}
call-frozen = What is frozen
call-electorate-is = { $count ->
    [one] { $count } organisation is counted:
   *[other] { $count } organisations are counted:
}
call-closes-at = It closes on { $at }.
call-closed-at = It was to close on { $at }.
call-opened-at = Opened { $at } on revision { $revision }
call-outcome = Outcome letter
call-clauses = Clauses
call-electorate = Organisations
call-answered = { $answered } of { $all } organisations have answered on every clause.
call-answered-clauses = { $answered } of { $all } clauses
call-notice-opened = Opened { $at }
call-notice-given = Given, not opened yet
call-notice-none = Nobody could be told
call-rules = The rules in force for it
call-extensions = Extensions
call-was-to-close = It was to close on { $at }.
call-statements = Statements
call-statements-none = No statement has been attached.
call-statement-late = late
call-consultation = Consultation
call-silence-explained = Whoever says nothing by the closing instant accepts. An objection or a tabled amendment received before it breaks silence on its clause.
silence-unbroken = Unbroken
silence-broken = Broken
silence-passed = Passed
silence-in-confidence = An organisation, in confidence
outcome-opening = { $kind ->
    [silence] A silence procedure on { $instrument }, revision { $revision }, was opened on { $opened } until { $closed }.
   *[consensus] A consensus call on { $instrument }, revision { $revision }, was opened on { $opened } until { $closed }.
}
outcome-end-deadline = It closed at its instant.
outcome-end-completed = It was closed early, every organisation having answered.
outcome-end-withdrawn = The chair took it back.
outcome-silence-unbroken = silence was unbroken
outcome-silence-broken = silence was broken
outcome-silence-passed = agreed by silence, ad referendum
outcome-proof = On record:
done-call-opened = The call is open.
done-step = It is on record.
step-recorded = This is entered in the record with your name and cannot be undone.
stage-drafting = Drafting
stage-tabled = Tabled
stage-called = Called
stage-silence = Silence procedure
stage-agreed_ad_referendum = Agreed ad referendum
stage-agreed = Agreed
stage-reopened = Taken up again
stage-parked = Parked
stage-withdrawn = Out of the text
road-until = until { $at }
road-designated = Designated:
road-indicated = Indicated then:
road-since = { $count ->
    [one] { $count } position changed since.
   *[other] { $count } positions changed since.
}
road-challengeable = It can be challenged until { $at }.
road-challenged = Challenged
road-editorial = The last change of this clause was declared editorial: positions are carried over.
road-editorial-until = Carried over provisionally: any organisation can challenge this until { $at }.
road-awaited-referendum = Your organisation holds this position ad referendum:
road-awaited-entered = The secretariat entered this position for your organisation:
road-confirm-by = to be confirmed by { $at }
objections-title = Objections
objections-none = Nobody objects.
objection-joins = joins the objection of { $organisation }
objection-passage = About:
objection-remedy = What would cure it:
objection-cures = It would be cured by
objection-asked = Another wording is on the table. Does it meet the objection?
objection-step-answered = Answered
objection-step-sustained = Sustained
objection-step-withdrawn = Withdrawn
objection-step-replaced = Replaced by another position
objection-step-resolved = Met by the new wording
objection-step-decided = Decided: addressed, not accommodated
objection-step-ruled_inadmissible = Ruled inadmissible
objection-step-ruling_challenged = Ruling challenged
objection-step-lapsed = Lapsed
objection-step-contested = Contested: never raised
field-closes_at = Closes
    .hint = In your time zone.
field-call_kind = What to open
field-called = Clauses
field-level = Level
field-evidence = What proves it
error-instant = Choose a day and a time.
step-answer-objection = Answer
step-title-answer-objection = Answer the objection
step-about-answer-objection = The answer is for the organisation that objects, and for those that joined it. They then say whether it is enough.
step-do-answer-objection = Give this answer
step-sustain-objection = Sustain
step-title-sustain-objection = Sustain your objection
step-about-sustain-objection = Your organisation upholds its objection after the answer. The chair can then decide on it, with a reason.
step-do-sustain-objection = Sustain the objection
step-withdraw-objection = Withdraw
step-title-withdraw-objection = Withdraw your objection
step-about-withdraw-objection = Your organisation takes its objection back. It then holds no position on this clause until it takes another one.
step-do-withdraw-objection = Withdraw the objection
step-resolve-objection = Met by the new wording
step-title-resolve-objection = Is your objection met?
step-about-resolve-objection = Your organisation says that the wording now on the table meets its objection.
step-do-resolve-objection = Yes, it is met
step-decide-objection = Decide
step-title-decide-objection = Decide on the objection
step-about-decide-objection = The objection was addressed and is not accommodated. It stays on record and counts as opposition, and is open no more.
step-do-decide-objection = Record this decision
step-rule-objection = Rule inadmissible
step-title-rule-objection = Rule the objection inadmissible
step-about-rule-objection = The objection counts no more. Any member can challenge the ruling, and the objection then stands again.
step-do-rule-objection = Rule it inadmissible
step-challenge-ruling = Challenge the ruling
step-title-challenge-ruling = Challenge the ruling
step-about-challenge-ruling = The objection stands again as it did before the ruling.
step-do-challenge-ruling = Challenge the ruling
step-name-cures = Name amendments that would cure it
step-title-name-cures = Name the amendments that would cure the objection
step-about-name-cures = They replace those that were named before. If one of them is adopted, your organisation is asked whether its objection is met.
step-do-name-cures = Name these amendments
step-no-amendments = No amendment is open that could be named.
step-designate = Designate the level
step-title-designate = Designate the level of agreement
step-about-designate = The page always shows both: the level that the positions indicate, and the one you designate. Say why where they differ.
step-do-designate = Designate this level
step-challenge-designation = Challenge the designation
step-title-challenge-designation = Challenge the designation
step-about-challenge-designation = The clause returns to the call.
step-do-challenge-designation = Challenge it
step-declare-editorial = Declare an editorial change
step-title-declare-editorial = Declare that the change was editorial
step-about-declare-editorial = Positions on the wording before count for this one, provisionally until the time to challenge has passed. Any organisation can challenge it.
step-do-declare-editorial = Declare it editorial
step-challenge-editorial = Challenge
step-title-challenge-editorial = Challenge the editorial change
step-about-challenge-editorial = Positions on the wording before are carried over no more.
step-do-challenge-editorial = Challenge it
step-confirm-mandate = Confirm
step-title-confirm-mandate = Confirm the position
step-about-confirm-mandate = Say what proves that your organisation's own authority has confirmed it. The position is firm from then on.
step-do-confirm-mandate = Confirm the position
step-deny-mandate = Not confirmed
step-title-deny-mandate = The position was not confirmed
step-about-deny-mandate = The position is then as if it had never been taken.
step-do-deny-mandate = Record this
step-confirm-entry = Confirm
step-title-confirm-entry = Confirm the entered position
step-about-confirm-entry = Your organisation took this position, as the secretariat entered it.
step-do-confirm-entry = Confirm the position
step-contest-entry = Contest
step-title-contest-entry = Contest the entered position
step-about-contest-entry = Your organisation did not take this position. It is then as if it had never been entered.
step-do-contest-entry = Contest it
step-park = Park in brackets
step-title-park = Park the clause in brackets
step-about-park = The clause is left aside for now.
step-do-park = Park the clause
step-reopen = Take up again
step-title-reopen = Take the clause up again
step-about-reopen = The clause is negotiated again.
step-do-reopen = Take it up again
step-extend-call = Extend
step-title-extend-call = Extend the call
step-about-extend-call = A call can be extended with notice, never shortened.
step-do-extend-call = Extend the call
step-complete-call = Close now
step-title-complete-call = Close the call now
step-about-complete-call = Every organisation has answered on every clause.
step-do-complete-call = Close the call
step-withdraw-call = Take back
step-title-withdraw-call = Take the call back
step-about-withdraw-call = The clauses are negotiated again, and nothing was agreed by this call.
step-do-withdraw-call = Take the call back
step-attach-statement = Attach a statement
step-title-attach-statement = Attach a statement
step-about-attach-statement = Explain your organisation's position. A statement breaks nothing, and one that comes when the call has closed is marked as late.
step-do-attach-statement = Attach it
step-break-silence = Break silence in confidence
step-title-break-silence = Break silence in confidence
step-about-break-silence = Only the chair and the secretariat see who you are until the chair has consulted you. Silence on this clause is broken at once.
step-do-break-silence = Break silence
step-hold-consultation = Consulted
step-title-hold-consultation = Record the consultation
step-about-hold-consultation = The names of those who broke silence in confidence are shown to everyone from then on.
step-do-hold-consultation = Record the consultation

procedure-rules-title = Rules of the procedure
procedure-silence = A silence procedure runs for at least { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}.
procedure-support = It is opened only on clauses that at least { $share } of the eligible organisations endorse.
procedure-names-shown = Whoever breaks silence does so under its name.
procedure-names-withheld_until_consultation = Silence can also be broken in confidence: the name is withheld until the chair has consulted.
procedure-challenge = A designation, an editorial change or a ruling can be challenged for { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}.
procedure-referendum = A position held ad referendum is to be confirmed within { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}.
procedure-rules-change = Change the rules of the procedure
procedure-rules-about = They hold from then on for what is opened, designated or declared. While a call is open they are frozen.
procedure-rules-check = See what changes
procedure-rules-confirm = Change the rules of the procedure?
procedure-rules-confirm-about = Nothing has changed yet.
done-procedure-rules = The rules of the procedure have been changed.
field-silence-hours = Shortest silence procedure, in hours
    .hint = 120 hours are five days.
field-silence-support = Support before silence
    .hint = The part of the eligible organisations that has to endorse a clause before silence can be opened on it, such as 1/3.
field-breaker-names = Names of those who break silence
field-challenge-hours = Time to challenge, in hours
    .hint = For designations, editorial changes and rulings. 168 hours are a week.
field-referendum-hours = Time to confirm what is held ad referendum, in hours
    .hint = 720 hours are thirty days.
breaker-names-shown = Shown at once
    .about = Silence is broken by an objection or an amendment, each under its name.
breaker-names-withheld_until_consultation = Withheld until consultation
    .about = An organisation can also break silence in confidence; only the chair and the secretariat know it until the chair has consulted.
error-hours = Please write a whole number of hours between 1 and 8,760.

holidays-title = Days on which nothing closes by silence
holidays-link = Days on which nothing closes by silence
holidays-about = The network's holidays. A silence procedure cannot be set to close on one of them, whatever the instrument. Each is a whole day of Coordinated Universal Time.
holidays-none = No day is listed.
holidays-list = List other days
field-days = Days
    .hint = One a line, such as 2026-12-25. What you save replaces the list above.
error-days = Please write each day on a line of its own, such as 2026-12-25.
done-holidays = The days have been listed.

rules-calls = Past calls
rules-calls-none = No call has closed yet.
rules-calls-about = What each showed when it closed, and what it would have shown. Past results stay as they were recorded.
rules-call = Call closed { $at }
rules-call-no-effect = { $count ->
    [one] Its clause would have shown the same level.
   *[other] Each of its { $count } clauses would have shown the same level.
}
