### The instruments, their revisions and rules.

instruments-title = Instruments
instruments-intro = The texts this network negotiates, each with the agreement reached so far.
instruments-open = Open an instrument
instruments-empty = No instrument has been opened yet. The secretariat opens one for a working group.
instrument-of-group = Working group: { $group }
instrument-no-revision-yet = nothing tabled yet
instrument-nothing-tabled = Nothing has been tabled yet. Positions and amendments begin with the first revision on the table.
instrument-draft = Working draft
instrument-import = Import a text
instrument-table = Table a revision
instrument-about = Rules, revision and files
instrument-awaits-you = { $count ->
    [one] { $count } clause awaits your organisation
   *[other] { $count } clauses await your organisation
}
instrument-propose-clause = Propose a new clause
levels-by-clause = Levels of agreement, with the number of clauses at each
clauses-count = { $count ->
    [one] { $count } clause
   *[other] { $count } clauses
}
awaited-unanswered = { $count ->
    [one] { $count } clause has no position of your organisation yet.
   *[other] { $count } clauses have no position of your organisation yet.
}
awaited-stale = { $count ->
    [one] { $count } position of yours is on an earlier wording and no longer counts.
   *[other] { $count } positions of yours are on earlier wordings and no longer count.
}
outline-title = Contents
wording-erased = The words of this clause have been erased from the record; its hash remains.
wording-commentary = Commentary

revision-title = Revision { $number }
revision-on-table = revision { $number } on the table since { $day }
revision-tabled-on = revision { $number } of { $day }
revision-tabled = Tabled
revision-root = Root hash (SHA-256)
revision-note = Note of the chair
revision-compare-with-table = compare with the table
revisions-earlier = Earlier revisions
record-entry = Record
record-entry-number = entry { $number }
export-title = As a file
export-facts = Revision { $number } · tabled { $at } · root hash { $root }

rules-title = What it takes to agree
rules-quorum = Quorum: at least { $share } of the eligible organisations take part.
rules-favour = Favour: at least { $share } of those taking a side are in favour.
rules-oppose = Opposition: at most { $share } of those taking a side object.
rules-floor = Support: at least { $share } of the eligible organisations endorse.
rules-constituency = Constituencies: one is opposed when at least { $count } of its organisations object and they are more than { $share } of those in it taking a side.
rules-no-constituency = Constituencies: no constituency is counted on its own.
rules-objections-address = Objections: each must be answered to the end.
rules-objections-veto = Objections: any one of them blocks.
rules-objections-count = Objections: only the fractions matter.
rules-change = Change the rules
rules-change-about = The rules say what level each clause shows. Other rules hold for every clause at once; no position is lost by them. You see what would change before anything does.
rules-check = See what would change
rules-confirm = Change what it takes to agree?
rules-confirm-about = Nothing has changed yet. The levels are those that the positions would show now.
rules-that-change = Rules that change
rules-now = Now
rules-then = Then
rules-clause = Clause
rules-effect = Clauses whose level changes
rules-no-effect = As positions stand now, every clause keeps its level.
rules-kept = { $count ->
    [one] { $count } clause keeps its level.
   *[other] { $count } clauses keep their level.
}
done-rules = The rules have been changed.
rules-constituencies-apply = They are
    .about = The opposition of one constituency is enough to be significant, however many others there are.
rules-constituencies-none = They are not
    .about = Only the network as a whole is counted.
rules-mode-address = It must be answered to the end
    .about = A clause is not agreed while an objection is open. The chair may decide on one, with a reason.
rules-mode-veto = It blocks
    .about = A clause is not agreed while anyone objects, even after a decision of the chair.
rules-mode-count = It is counted
    .about = Only the fractions above matter.
field-quorum = Quorum
    .hint = The part of the eligible organisations that has to take part, such as 1/2.
field-favour = Favour
    .hint = The part of those taking a side that has to be in favour, such as 2/3.
field-oppose = Opposition
    .hint = The greatest part of those taking a side that may object, such as 1/4.
field-floor = Support
    .hint = The part of the eligible organisations that has to endorse, such as 1/3; it guards against apathy.
field-constituency-rule = Constituencies are counted on their own
field-constituency-majority = Majority within a constituency
    .hint = It is opposed when more than this part of those in it taking a side object, such as 1/2.
field-constituency-least = Fewest objections within a constituency
    .hint = It is opposed only when at least this many of its organisations object.
field-objections = What an objection does
error-share = Please write a fraction between 0 and 1, such as 2/3.
error-organisations = Please write a whole number between 1 and 1,000.
rules-share = { $name ->
    [f1-1] all
    [f1-2] half
    [f1-3] a third
    [f2-3] two thirds
    [f1-4] a quarter
    [f3-4] three quarters
   *[other] { $fraction }
}

revision-tabled-by = Tabled { $at } by { $who }
revision-not-on-table-any-more = This revision is no longer on the table. It stays here as it was tabled.
revision-compare-with = What changed since revision { $number }
revision-to-agreement = Agreement on each clause
wording-hash-short = Hash

compare-title = From revision { $from } to revision { $to }
compare-show = Compare
compare-same = There is no difference.
compare-title-changed = Title
compare-was = before: { $name }
compare-unchanged = { $count ->
    [one] { $count } clause as it was
   *[other] { $count } clauses as they were
}
compare-count-added = { $count ->
    [one] { $count } clause added
   *[other] { $count } clauses added
}
compare-count-removed = { $count ->
    [one] { $count } clause taken out
   *[other] { $count } clauses taken out
}
compare-count-reworded = { $count ->
    [one] { $count } clause reworded
   *[other] { $count } clauses reworded
}
compare-count-moved = { $count ->
    [one] { $count } clause moved
   *[other] { $count } clauses moved
}
compare-count-commented = { $count ->
    [one] { $count } commentary changed
   *[other] { $count } commentaries changed
}
compare-what-added = Added
compare-what-removed = Taken out
compare-what-reworded = Reworded
compare-what-moved = Moved
compare-what-commented = Commentary
field-from = From
field-to = To
