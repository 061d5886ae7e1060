### Notices: what concerns the reader, and feeds of it.

nav-notices = Notices
nav-unread = { $count ->
    [one] 1 not read
   *[other] { $count } not read
  }
notices-title = Notices
notices-about = What concerns you, of the last 30 days: one line a matter and day.
notices-none = Nothing has concerned you lately.
notices-choose = Choose notices and feeds
notices-read-all = { $count ->
    [one] Mark 1 line as read
   *[other] Mark all { $count } lines as read
  }
notice-new = New
notice-read = Mark as read
notice-people = { $count } people
deadlines-title = Deadlines
deadline-check_closes = A temperature check on { $title } closes
deadline-voting_ends = The voting of { $what } ends

notice-mention = { $who } mentioned you in a discussion
notice-reply = { $count ->
    [one] { $who } wrote in a discussion you take part in
   *[other] { $who } wrote { $count } messages in a discussion you take part in
  }
notice-cosponsor_asked = { $who } asked your organisation to co-sponsor { $what }
notice-cosponsor_answered = { $who } answered your request to co-sponsor { $what }
notice-amendment_decided = { $some ->
    [yes] { $who } decided on { $what }, which you sponsor
   *[no] { $what }, which you sponsor, has ended
  }
notice-amendment_revised = { $who } changed or withdrew { $what }
notice-answer_wanted = { $who } waits for your answer about { $what }
notice-answer_given = { $who } answered about { $what }
notice-amendment_tabled = { $who } tabled { $what }
notice-revision_tabled = { $who } tabled a revision of { $what }
notice-position_stale = Positions of yours on { $what } are on an earlier wording now
notice-position_taken = { $who } took your organisation’s position on { $what }
notice-prepared_waiting = { $who } prepared a position, which waits for you
notice-prepared_answered = { $who } submitted or sent back a position you prepared
notice-check_opened = { $who } asks for your answer in a temperature check
notice-seated = { $who } gave you a seat in { $what }

notice-kind-mention = Somebody mentions me
notice-kind-reply = Messages in discussions I take part in
notice-kind-cosponsor_asked = My organisation is asked to co-sponsor
notice-kind-cosponsor_answered = Answers to our requests to co-sponsor
notice-kind-amendment_decided = Decisions on amendments we sponsor
notice-kind-amendment_revised = New texts and withdrawals of amendments we sponsor or I decide
notice-kind-answer_wanted = Offers and proposals that wait for our answer
notice-kind-answer_given = Sponsors’ answers to me as chair or secretariat
notice-kind-amendment_tabled = Amendments tabled, for me to decide as chair
notice-kind-revision_tabled = Revisions tabled
notice-kind-position_stale = Our positions left on an earlier wording
notice-kind-position_taken = Positions colleagues take
notice-kind-prepared_waiting = Prepared positions that wait for me
notice-kind-prepared_answered = What becomes of positions I prepare
notice-kind-check_opened = Temperature checks that wait for my answer
notice-kind-seated = Seats in working groups given to me

field-kinds = Show me
done-notices-read = Marked as read.
done-notices-chosen = Your choice has been saved.

feeds-title = Feeds
feeds-about = Follow your notices in a feed reader and your deadlines in a calendar. Whoever has the address can read them: who did what, never what was written. Keep it to yourself.
feeds-once = These addresses are shown this once. Copy them now.
feeds-atom = Notices (Atom)
feeds-calendar = Deadlines (iCalendar)
feeds-since = Your feeds have had an address since { $at }.
feeds-make = Make an address
feeds-renew = Make a new address, ending the one before
feeds-revoke = Take the address away
feeds-notices = Notices from { $network }
feeds-deadlines = Deadlines in { $network }
done-feeds-revoked = The address no longer works.
