### Discussions: beside the record, each for one circle of readers.

discussions-title = Discussions
discussions-about = What is said here is not official and not in the record. Each discussion says who can read it.
discussions-none = Nothing that you can read is discussed yet. Discussions begin beside a clause or an amendment.
discussions-open = Open
discussions-resolved = Resolved

discussion-title = Discussion
discussion-none = Nothing that you can read is discussed here yet.
discussion-open-for = Begin a discussion that can be read by:
discussion-draft-clause = Discuss a clause of the working draft
discussion-of = Begun by { $who }
discussion-about = Discussion: { $about }
discussion-new = New discussion: { $about }
discussion-in-draft = { $clause } (working draft)
discussion-prepared = Prepared position on { $clause }
discussion-prepared-some = Prepared position
discussion-count = { $count ->
    [one] 1 message
   *[other] { $count } messages
  }, the last one { $at }
discussion-resolved = Resolved
discussion-resolved-by = Resolved by { $who }, { $at }.
discussion-lost = Words gone
discussion-lost-about = These words are no longer in the text. The discussion stays, with the words it was about.
discussion-earlier = Earlier text
discussion-earlier-about = The text has changed since this discussion began.
discussion-to-text = To the present text
discussion-messages = Messages
discussion-reply = Reply
discussion-send = Send
discussion-begin = Begin the discussion
discussion-resolve = Mark as resolved
discussion-reopen = Reopen
discussion-mention = Mention people

audience-organisation = Inside { $organisation }
audience-group = Working group
audience-delegates = All delegates
audience-about-organisation = Only delegates of this organisation can read this. That never changes.
audience-about-group = Only those who may read the working draft can read this. That never changes.
audience-about-delegates = Everybody in the network can read this. That never changes.
audience-choice-organisation = My organisation only
audience-choice-group = The working group
audience-choice-delegates = All delegates
audience-readers = { $count ->
    [one] 1 person can read it
   *[other] { $count } people can read it
  }

field-message = Message
field-quote = The words it is about
    .hint = Copy them exactly from the text above. Leave this empty to discuss the whole.
field-mentions = Mention
    .hint = Only people who can read this discussion are listed.
error-message = A message has at most 4,000 characters, and none that is invisible or changes how the text reads.
error-quote = Quote at most 1,000 characters, exactly as they stand in the text.

message-number = message { $number }
message-edited = edited { $at }
message-deleted = Deleted by its author, { $at }.
message-mentions = Mentions
message-edit = Edit
message-edit-title = Edit your message
message-edit-about = The words before will be gone, and the message will say that it was edited. A message can be edited for a day.
message-delete = Delete
message-delete-title = Delete your message?
message-delete-about = The words will be gone for everybody. That there was a message stays visible.

done-thread-opened = The discussion has begun.
done-thread-resolved = The discussion is resolved.
done-thread-reopened = The discussion is open again.
done-message-edited = Your message has been changed.
done-message-deleted = Your message has been deleted.
