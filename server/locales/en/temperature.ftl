### Temperature checks: no positions, and counted nowhere.

checks-title = Temperature checks
checks-none = No temperature check has been opened yet.
check-title = Temperature check
check-open = Open a temperature check
check-no-position = This is not a position. It says how people feel about the words of the working draft as they were when the check was opened; it is not in the record and counted nowhere.
check-is-open = Open
check-is-closed = Closed
check-clauses = { $count ->
    [one] 1 clause
   *[other] { $count } clauses
  }
check-by = Opened by { $who }, { $at }.
check-closes = It closes on { $at }.
check-closed = It closed { $at }.
check-answered = { $count ->
    [0] Nobody has answered yet
    [one] 1 answer
   *[other] { $count } answers
  }
check-feeling = How they feel
check-count = How many
check-who = Who
check-answer = Your answer
check-remark = Remark (optional)
check-send = Answer
check-close = Close it now
check-hours = { $count ->
    [one] In 1 hour
    [4] In 4 hours
    [24] Tomorrow at this time
    [72] In 3 days
    [168] In a week
    [336] In 2 weeks
   *[other] In 30 days
  }

respondents-organisations = Each organisation of the working group answers once
    .about = Any of its people in the group answers for it; a later answer replaces the one before.
respondents-persons = Each person of the working group answers
    .about = Everybody answers for themselves.

temperature-wholehearted = Wholeheartedly for it
temperature-small_wishes = Good, with small wishes
temperature-despite_doubts = For it in spite of doubts
temperature-no_view = No view either way
temperature-more_talk = Needs more talk first
temperature-would_not_block = Against it, but not in the way
temperature-serious_trouble = Serious trouble with it
temperature-cannot_live_with = Cannot live with it

field-question = What you ask
    .hint = One line, shown over the clauses.
field-checked = Clauses of the working draft
field-respondents = Who answers
field-closes = Closes

done-check-opened = The temperature check is open.
done-check-answered = Your answer has been kept.
done-check-closed = The temperature check is closed.
