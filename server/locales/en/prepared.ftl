### Positions prepared inside an organisation, and who submits them.

prepared-title = Prepared inside your organisation
prepared-about = Nobody outside your organisation sees this. Nothing of it is official until the head of delegation submits it.
prepared-statement = Proposed position
prepared-by = Written by { $who }, { $at } (version { $version })
prepared-stale = The wording has changed since this was prepared. Write it anew for the present wording.
prepared-stale-badge = On an earlier wording
prepared-state-open = Waits for the head of delegation
prepared-state-sent_back = Sent back
prepared-state-submitted = Submitted
prepared-state-withdrawn = Given up
prepared-answered-sent_back = Sent back by { $who }, { $at }:
prepared-answered-submitted = Submitted by { $who }, { $at }.
prepared-answered-withdrawn = Given up by { $who }, { $at }.
prepared-to-position = The position on record
prepared-submit = Submit this position
prepared-send-back = Send it back
prepared-rewrite = Write it anew
prepared-withdraw = Give it up
position-prepare = Prepare for the head of delegation
position-reserved = In your organisation, the head of delegation alone submits positions. What you write here waits for the head.

field-sent_back = Why it goes back
submission-reserved = Positions are submitted by
submission-head = The head of delegation alone
submission-every = Every delegate
submission-reserve = Let only the head submit
submission-release = Let every delegate submit

done-prepared = The position is prepared.
done-prepared-sent-back = The position has been sent back.
done-prepared-withdrawn = The prepared position has been given up.
done-submission = Your organisation’s choice has been recorded.
