### The home page.

landing-title = Welcome
landing-about = Here the members of this network draft common texts and say, clause by clause, what they agree to.
home-title = What needs you
home-nothing = Nothing here waits for you.
home-pending = Invitations not accepted yet
home-pending-until = until { $at }
home-people = People of the network
home-undecided = { $count ->
    [one] { $count } clause was removed and edited at the same time and awaits your decision.
   *[other] { $count } clauses were removed and edited at the same time and await your decision.
}
home-invited = Asked to co-sponsor
home-to-decide = Amendments to decide
home-own = Our open amendments

home-due = Due
home-due-none = Nothing is due.
countdown-days = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}
countdown-hours = { $count ->
    [one] in { $count } hour
   *[other] in { $count } hours
}
countdown-minutes = { $count ->
    [one] in { $count } minute
   *[other] in { $count } minutes
}
countdown-now = now
due-answered = { $all ->
    [one] Your organisation has not answered on its one clause.
   *[other] Your organisation has answered on { $answered } of { $all } clauses.
}
due-notice-opened = { $name } has opened this notice for your organisation.
due-notice-unopened = Nobody of your organisation has opened this notice yet.
due-more = { $count ->
    [one] and { $count } more like this
   *[other] and { $count } more like this
}
home-awaited = Waiting for your word
home-awaited-asked = { $what } has another wording. Does it meet your objection?
home-awaited-answered = Your objection to { $what } has been answered. Is that enough?
home-awaited-entered = The secretariat entered a position on { $what } for your organisation. Is it yours?
home-awaited-overdue = The time to confirm your position on { $what } has passed. It is still held ad referendum.
home-awaited-prepared = A position on { $what } is prepared for you to submit
home-awaited-to_answer = The objection of { $who } to { $what } waits for an answer
home-awaited-to_decide = The objection of { $who } to { $what } was sustained and waits for a decision
home-awaited-more = and { $count } more
home-awaited-to_designate = { $count ->
    [one] A call has closed: { $count } clause waits for the designation of its level
   *[other] A call has closed: { $count } clauses wait for the designation of their levels
}
home-awaited-to_agree = { $count ->
    [one] { $count } clause designated at consensus can be agreed
   *[other] { $count } clauses designated at consensus can be agreed
}
home-awaited-to_adopt = Every clause is agreed ad referendum: the whole can be adopted
home-awaited-to_sign = The text is adopted and waits for the signature of your organisation
home-stale = Gone stale
home-stale-more = { $count ->
    [one] { $count } more
   *[other] { $count } more
}
home-unread = Not read yet
home-unread-all = { $count ->
    [one] All notices, { $count } line not read
   *[other] All notices, { $count } lines not read
}
home-changed = Changed since you last read
home-changed-never = You have not marked this text as read yet.
changed-revisions = { $count ->
    [one] { $count } revision
   *[other] { $count } revisions
}
changed-levels = { $count ->
    [one] level of { $count } clause
   *[other] levels of { $count } clauses
}
changed-tabled = { $count ->
    [one] { $count } amendment tabled
   *[other] { $count } amendments tabled
}
changed-revised = { $count ->
    [one] { $count } amendment with another text
   *[other] { $count } amendments with another text
}
changed-decided = { $count ->
    [one] { $count } amendment decided
   *[other] { $count } amendments decided
}
changed-positions = { $count ->
    [one] { $count } position taken
   *[other] { $count } positions taken
}
home-others = Waiting for others
others-call = Still to answer an open call on { $title }: { $who }
others-objector = { $who } has to say whether its objection to { $what } of { $title } is met
others-offer = { $who } has to answer your offer on { $what } to { $title }
others-entry = { $who } has to confirm or contest the position you entered on { $what } of { $title }
others-objection = The chair has to answer your objection to { $what } of { $title }
others-decision = The chair has to decide on your objection to { $what } of { $title }
others-amendment = The chair has to decide on { $what } to { $title }
others-cosponsors = Asked to co-sponsor { $what } to { $title }, without an answer: { $who }
others-prepared = Your head of delegation has to submit the position prepared on { $what } of { $title }
others-mandate = Your head of delegation has to confirm your position on { $what } of { $title }
