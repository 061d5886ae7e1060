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
