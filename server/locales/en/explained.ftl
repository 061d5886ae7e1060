### Why a level is what it is, how it came about, how it was before, and what it would be.

course-title = How the agreement went
course-about = Each change of the level, the latest first, with what changed it.
course-none = This clause has never been on the table.
course-why = Why did this change?
course-as-of = As it was then
course-off-table = Not on the table
course-began = From this instant on { $who } votes: no entry was needed.
course-ended = From this instant on { $who } no longer votes: no entry was needed.
course-strip = { $count ->
    [one] The level over time, { $count } step; the table below says the same in words.
   *[other] The level over time, { $count } steps; the table below says the same in words.
}
course-step = { $level }, since { $day }
column-level = Level
column-level-since = Since
column-changed-by = Changed by

past-link = As it was before
past-title = { $what } as of entry { $number }
past-agreement = The agreement
past-about = This is what the record said at an earlier entry. Words erased since are erased here, too.
past-to-now = To the present
past-when = Go back to an entry
past-number = Entry number
past-show = Show
past-slider = Slide through the entries
past-entries = Entries that concern this
past-entry = as of entry { $number }
past-entry-short = entry { $number }
past-in-record = in the record
past-later = Later entries
past-earlier = Earlier entries
past-then = Then, { $at }
past-now = Now:
past-now-off-table = Now: not on the table
past-wording = { $name } as revision { $revision } has it
past-stands = Where the organisations stood
past-not-on-table = This clause was not on the table then.
past-no-clauses = No clause was on the table then.
past-levels = Levels of agreement then
column-clause = Clause
column-level-then = Level then
column-why = Why

what-if-title = What if? { $name }
what-if-link = What if?
what-if-about = This is a rehearsal. Nothing here is recorded, nobody is told, and no position is taken. Whoever has the address sees the same.
what-if-now = As it stands
what-if-then = As it would be
what-if-other = With these moves the level would be another one
what-if-same = With these moves the level would stay
what-if-move = { $organisation }: { $from } → { $to }
what-if-moves = Who would move?
what-if-stays = stays
what-if-nothing = No position
what-if-stand = { $kind }, { $rest }
what-if-show = Show what would be
what-if-reset = Start again

explained-title = Why this level? { $name }
explained-link = Explained in full
explained-missing = What is missing
explained-nothing-missing = Nothing: there is consensus, or no step can bring it about because nobody is eligible.
explained-try = Try these steps
explained-remarks = What else has to be known
explained-tests = The tests, in order
explained-decides = The first test not passed. It gives:
explained-all-passed = Every test is passed. That gives:
explained-rule = Rule: { $rule }.
explained-behind = Behind the number: { $who }.
explained-firm = With firm positions alone
explained-firm-about = What { $who } said awaits confirmation. This is the level with those positions taken as silent.
explained-step-position = { $count ->
    [one] { $count } favourable position from { $who }
   *[other] { $count } favourable positions from { $who }
}
explained-step-endorsements = { $count ->
    [one] at least { $count } of the favourable positions has to be an endorsement
   *[other] at least { $count } of the favourable positions have to be endorsements
}
explained-step-withdrawal = { $who } withdraws its objection
explained-step-decision = the chair decides on the objection of { $who }
explained-step-either = { $who } withdraws its objection, or the chair decides on it
explained-in-short = In short: { $missing }.
explained-firm-tests = The tests with firm positions alone
