### The rolling text: the text on the table with all open amendments in brackets.

rolling-title = Rolling text
rolling-about = Revision { $revision } with every open amendment in square brackets: the words on the table first, then what would stand in their place.
rolling-figures = How much is in brackets
rolling-headline = { $count ->
    [one] of { $clauses } clauses is in brackets
   *[other] of { $clauses } clauses are in brackets
}
rolling-open = { $count ->
    [0] No amendment is open.
    [one] { $count } amendment is open.
   *[other] { $count } amendments are open.
}
rolling-course = The course over the revisions
rolling-course-drawn = Bars: the clauses in brackets for each revision, at their most in outline, and filled what was left at the end. The figures are in the table.
rolling-course-about = A clause that an amendment would insert counts as one. What was left is what was still open when the next revision was tabled; for the revision on the table, it is what is open now.
column-revision = Revision
column-clauses = Clauses
column-most = In brackets at most
column-left = Left
rolling-which = Clauses shown
rolling-all = All clauses
rolling-bracketed = Bracketed clauses only
rolling-attributions = Attributions
rolling-with-names = With names
rolling-without-names = Without names
rolling-clean = The text is clean: nothing in it is in brackets.
rolling-inserted = Would be inserted { $place }
rolling-on-table = on the table:
rolling-instead = proposed instead:
rolling-delete = delete
rolling-end = end of the bracket
rolling-note = Amendment { $number }: { $what }
rolling-note-by = Amendment { $number } ({ $sponsors }): { $what }
rolling-export-facts = Revision { $revision } with open amendments in brackets · { $bracketed } of { $clauses } clauses in brackets · { $at }
