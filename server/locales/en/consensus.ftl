### How much agreement there is, why, and what is missing.

sentence-join = { $before }; { $after }
sentence-end = { $sentence }.
sentence-nobody-eligible = Nobody is eligible to take part
sentence-taken-part = { $count ->
    [one] { $count } of { $of } has taken part ({ $limit } needed)
   *[other] { $count } of { $of } have taken part ({ $limit } needed)
}
sentence-stale = { $count ->
    [one] { $count } position is on an earlier wording: { $who }
   *[other] { $count } positions are on an earlier wording: { $who }
}
sentence-nobody-takes-side = nobody takes a side
sentence-in-favour = { $count ->
    [one] { $count } of { $of } taking a side is in favour ({ $limit } needed)
   *[other] { $count } of { $of } taking a side are in favour ({ $limit } needed)
}
sentence-too-many-object = { $count ->
    [one] { $count } of { $of } taking a side objects (at most { $limit })
   *[other] { $count } of { $of } taking a side object (at most { $limit })
}
sentence-constituency-opposed = { $count ->
    [one] { $count } of { $of } taking a side in { $constituency } objects: { $who }
   *[other] { $count } of { $of } taking a side in { $constituency } object: { $who }
}
sentence-too-few-endorse = { $count ->
    [one] { $count } of { $of } endorses ({ $limit } needed)
   *[other] { $count } of { $of } endorse ({ $limit } needed)
}
sentence-objections-open = { $count ->
    [one] { $count } objection is open: { $who }
   *[other] { $count } objections are open: { $who }
}
sentence-objections-block = { $count ->
    [one] { $count } objection blocks: { $who }
   *[other] { $count } objections block: { $who }
}
sentence-raised = { $who }, raised { $day }
sentence-reached = { $level }
sentence-concerns = { $count ->
    [one] { $count } concern is on record: { $who }
   *[other] { $count } concerns are on record: { $who }
}
sentence-reservations = { $count ->
    [one] { $count } reservation is on record: { $who }
   *[other] { $count } reservations are on record: { $who }
}
sentence-dissent = { $count ->
    [one] { $count } objection stays on record: { $who }
   *[other] { $count } objections stay on record: { $who }
}
sentence-by-silence = { $count ->
    [one] { $count } accepts by silence: { $who }
   *[other] { $count } accept by silence: { $who }
}
sentence-provisional = { $count ->
    [one] { $count } position counts provisionally, after an editorial change: { $who }
   *[other] { $count } positions count provisionally, after an editorial change: { $who }
}
sentence-ad-referendum = ad referendum: with firm positions alone the level is { $level }
sentence-would-give = { $steps } would give Consensus

step-endorsements = { $count ->
    [one] { $count } more endorsement
   *[other] { $count } more endorsements
}
step-acceptances = { $count ->
    [one] { $count } more acceptance or endorsement
   *[other] { $count } more acceptances or endorsements
}
step-mixed = { $count } more acceptances or endorsements, at least { $endorsements ->
    [one] { $endorsements } of them an endorsement,
   *[other] { $endorsements } of them endorsements,
}
step-from = { $positions } from { $who }
step-from-several = { $positions } ({ $parts })
step-from-part = { $count } from { $who }

among-silent = silent organisations
among-abstaining = abstaining organisations
among-concerned = organisations with a concern
among-anyone = any others
among-in-silent = silent organisations of { $constituency }
among-in-abstaining = abstaining organisations of { $constituency }
among-in-concerned = organisations of { $constituency } with a concern
among-in-anyone = any others of { $constituency }

ending-these-both = { $count ->
    [one] its withdrawal or a decision
   *[other] their withdrawal or decisions on them
}
ending-these-withdrawal = { $count ->
    [one] its withdrawal
   *[other] their withdrawal
}
ending-these-decision = { $count ->
    [one] a decision on it
   *[other] decisions on them
}
ending-of-both = { $count ->
    [one] the withdrawal of the objection of { $who } or a decision on it
   *[other] the withdrawal of the objections of { $who } or decisions on them
}
ending-of-withdrawal = { $count ->
    [one] the withdrawal of the objection of { $who }
   *[other] the withdrawal of the objections of { $who }
}
ending-of-decision = { $count ->
    [one] a decision on the objection of { $who }
   *[other] decisions on the objections of { $who }
}

tally-endorse = { $count ->
    [one] { $count } endorses
   *[other] { $count } endorse
}
tally-endorse_with_reservation = { $count ->
    [one] { $count } endorses with reservation
   *[other] { $count } endorse with reservation
}
tally-accept = { $count ->
    [one] { $count } accepts
   *[other] { $count } accept
}
tally-by_silence = { $count ->
    [one] { $count } accepts by silence
   *[other] { $count } accept by silence
}
tally-abstain = { $count ->
    [one] { $count } abstains
   *[other] { $count } abstain
}
tally-concern = { $count ->
    [one] { $count } has a concern
   *[other] { $count } have a concern
}
tally-object = { $count ->
    [one] { $count } objects
   *[other] { $count } object
}
tally-recused = { $count } recused
tally-stale = { $count } on an earlier wording
tally-silent = { $count } silent
tally-not_notified = { $count } not notified

flag-ad_referendum = Ad referendum
    .about = Consensus only thanks to positions that still await confirmation.
flag-by_silence = By silence
    .about = At least one organisation counts as accepting because it kept silent.
flag-dissent = Dissent on record
    .about = Consensus in spite of an objection that was decided.
flag-provisional = Provisional
    .about = Positions are carried over an editorial change that can still be challenged.
flag-reservations = Reservations
    .about = At least one endorsement carries a reservation.
flag-unanimity = Unanimity
    .about = Every eligible organisation endorses.

clause-kind-preamble = Preamble
clause-kind-section = Section
clause-kind-principle = Principle
clause-kind-clause = Clause
clause-kind-definition = Definition
clause-kind-commentary = Commentary
clause-numbered = { $kind } { $number }
