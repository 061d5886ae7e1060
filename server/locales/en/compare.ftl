### Comparing revisions, wordings and amendments.

layout-label = Layout
layout-inline = In one text
layout-side = Side by side
column-before = Before
column-after = After

stands-after = after { $clause }
stands-first-in = first in { $clause }
stands-start = at the very start
clause-proposed = Proposed clause

compare-link = Compare
clause-compare = Compare its wordings
amendment-compare = compare with another
amendment-compare-now = compare with the clause now
compare-moved = Moved: it stood { $from }; it now stands { $to }.
compare-left = { $name } stood here; it is now { $now }.
compare-left-link = Show it
compare-others = Other comparisons
compare-amendments-link = Compare two amendments
compare-clauses-link = Compare the wordings of one clause
compare-clause-title = Wordings of { $clause }
compare-from-to = From “{ $from }” to “{ $to }”
compare-one-wording = There has been one wording of this clause only, and no amendment proposes another.
compare-amendments-title = Compare two amendments
compare-no-amendments = No amendment has been tabled yet.
compare-each = Each against what it amends
compare-between = From amendment { $one } to amendment { $other }
compare-same-result = Both propose the same wording.
compare-not-between = They are about different clauses, or one of them changes no words, so that there is no wording to compare.

version-on-table = Revision { $number }, on the table
version-amendment = Amendment { $number } ({ $sponsor })
version-amendment-text = Amendment { $number } ({ $sponsor }), text { $text }

field-first = One amendment
field-second = The other amendment
