### The negotiation in figures.

figures-title = Figures
figures-link = Figures
figures-about = Each figure says first what it shows. The data are below it, as a table and as a file.
figures-all = All figures
figures-data = The data as a table
figures-csv = The data as CSV
figures-name-levels = Levels over time
figures-name-positions = Organisations and clauses
figures-name-brackets = Brackets, revision by revision
figures-name-participation = Participation by constituency
figures-name-timing = Time to a position
figures-about-levels = The number of clauses at each level since the first revision was tabled; the most agreement is at the bottom.
figures-about-positions = Where each organisation stands on each clause. Choose the head of a column to sort by it, and once more to turn the order round.
figures-about-brackets = The outline is the most clauses in brackets at one time while a revision was on the table, the filled part what was left of them when the next one came.
figures-about-participation = Every organisation counts once for every clause on which positions are asked.
figures-about-timing = Whole days from the tabling of the wording on the table to the first position on it; a dot for each clause, a bar at the middle one.

figures-levels-none = Nothing has been tabled yet
figures-levels-finding = { $count ->
    [one] { $count } of { $of } clauses is at consensus or full consensus; it was { $before } at first
   *[other] { $count } of { $of } clauses are at consensus or full consensus; it was { $before } at first
}
figures-levels-band = { $level }: { $count }
column-entry = Entry
figures-positions-all = Every organisation has taken a position on every clause
figures-positions-finding = { $count ->
    [one] { $count } of { $of } organisations has taken a position on { $clause }; on no clause are there fewer
   *[other] { $count } of { $of } organisations have taken a position on { $clause }; on no clause are there fewer
}
figures-brackets-finding = { $count ->
    [one] { $count } of { $of } clauses is in brackets; the most at one time was { $most }
   *[other] { $count } of { $of } clauses are in brackets; the most at one time was { $most }
}
figures-brackets-most = { $count ->
    [one] { $count } clause in brackets at most
   *[other] { $count } clauses in brackets at most
}
figures-brackets-left = { $count ->
    [one] { $count } clause left in brackets
   *[other] { $count } clauses left in brackets
}
column-constituency = Constituency
figures-current = Positions that count
figures-stale = On earlier wordings
figures-recused = Recused
figures-silent = Silent
figures-participation-finding = The greatest part comes from { $most }, with { $count } of { $of } possible positions; the least from { $least }, with { $fewest } of { $of_least }
figures-participation-even = No constituency takes part less than another; in { $most } there are { $count } of { $of } possible positions
figures-participation-share = { $name }: { $count } of { $of }
figures-timing-none = No position has been taken on what is on the table
figures-timing-at-once = Half of all positions were taken on the day the wording was tabled
figures-timing-finding = { $count ->
    [one] Half of all positions were taken within { $count } day of tabling
   *[other] Half of all positions were taken within { $count } days of tabling
}
figures-timing-positions = Positions
figures-timing-first = Quickest, days
figures-timing-median = Middle, days
figures-timing-last = Slowest, days
figures-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

figures-stand-endorse = Endorses
figures-stand-endorse_with_reservation = With reservation
figures-stand-accept = Accepts
figures-stand-by_silence = By silence
figures-stand-abstain = Abstains
figures-stand-concern = Concern
figures-stand-object = Objects
figures-stand-recused = Recused
figures-stand-stale = Stale
figures-stand-silent = Silent
figures-stand-not_notified = Not notified
figures-stand-outside = No seat
