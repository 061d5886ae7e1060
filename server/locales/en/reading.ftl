### Line numbers, what is new, and who wrote what.

lines-title = Find a line
lines-on = With line numbers
lines-off = Without line numbers
line-number = Line { $number }
line-find = Find
line-title = Revision { $revision }, line { $line }
line-in = In { $clause }
line-in-text = Show it in revision { $revision }
line-now = Where it stands now
line-on-table = This revision is on the table.
line-gone = Gone
line-gone-since = The words of this line are gone since revision { $revision }.
line-stands = Its words stand in { $clause }:
line-followed-by = What followed them stands in { $clause }:
line-nothing-left = Nothing that followed them in the clause is left either.
line-clause = The clause and its history
field-reference = Reference to a line
    .hint = Such as rev. 2, line 14; without a revision, the line is that of the revision on the table.
error-reference = Please write a revision and a line, such as rev. 2, line 14.
reading-ways = Ways to read the text
