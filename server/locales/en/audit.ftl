### The audit: how each clause came about, the text at any two moments, the record by filter.

audit-title = Audit
audit-about = How this text came about, as the record proves it. That you read here is recorded.
audit-link = Audit
audit-text = The text at any moment
audit-text-about = The whole text with its structure and where everybody stood, as of any earlier entry.
audit-compare = Two moments compared
audit-compare-about = What changed between any two entries or times, in one clause or in the whole text.
audit-compare-with-now = Compare with the present
audit-clauses = Timelines of the clauses
audit-no-clauses = No clause has been tabled yet.
audit-timeline = Timeline
audit-timeline-of = Timeline of { $clause }
audit-timeline-about = From the first draft on: every wording with who wrote it, and every act that concerned it, the first one first.
audit-to-clause = The clause as it stands
audit-kinds = Show only
audit-kind-draft = Drafting
audit-kind-wording = Wordings
audit-kind-amendment = Amendments
audit-kind-position = Positions
audit-kind-objection = Objections
audit-kind-call = Calls
audit-kind-designation = Designations
audit-kind-editorial = Editorial changes
audit-kind-level = Changes of the level
audit-kind-decision = Decisions
audit-kind-rules = Rules and electorate
audit-events-count = { $count ->
    [one] { $count } event
   *[other] { $count } events
}
audit-no-events = Nothing of these kinds has happened to this clause.
audit-no-entry = no entry
audit-pages = Further events
audit-appeared = { $who } brought the clause into the working draft.
audit-new-words-by = New words by
audit-level-since = Since then:
audit-words-gone = Erased, or not shown to you.
audit-words-address = Address
audit-words-answer = Answer
audit-words-delegate_name = Name of the person
audit-words-evidence = Evidence
audit-words-filter = Filter
audit-words-instruction = Instruction
audit-words-name = Name
audit-words-note = Note
audit-words-organisation = Organisation
audit-words-passage = Passage
audit-words-rationale = Reasons for the amendment
audit-words-reason = Reason
audit-words-remedy = Remedy
audit-words-reservation = Reservation
audit-words-short_name = Short name
audit-words-source = File
audit-words-statement = Statement
audit-words-text = Reservation
audit-moment = Moment
audit-moment-from = From
audit-moment-to = To
audit-moment-hint = The number of an entry, or a time such as 2026-03-03 14:30
audit-of-what = Of what
audit-whole = The whole text
audit-at-neither = This clause was not on the table at either moment.
audit-then-and-then = The clause at both moments
audit-between = Recorded in between
audit-between-nothing = Nothing that concerns this was recorded in between.
audit-untold = { $count ->
    [one] { $count } more entry
   *[other] { $count } more entries
}

audit-list-title = Audit of the record
audit-list-about = The entries of all texts by who, for whom, about what and when, and by the words in them. That you read here is recorded.
audit-of-instruments = Audits of the texts
audit-of = Audit of { $title }
audit-filter-text = With these words
audit-export-ndjson = Export as NDJSON
audit-export-csv = Export as CSV
audit-export-about = Everything that the filter lets through. NDJSON has each entry exactly as it is kept, with its words and salts; CSV is for spreadsheets. Each export is recorded.
audit-search-stopped = The search stopped here, as it went through many entries.
audit-search-on = Search on

erase-person = Erase a person's data
erase-person-ask = Erase all of this for good?
erase-pseudonym = Pseudonym
erase-vanishes = What will vanish
erase-own = { $count ->
    [0] No name or address beside the record is left
    [one] Name and address beside { $count } entry
   *[other] Name and address beside { $count } entries
}
erase-account = The account with its password, every session, link and token, the feed and the preferences
erase-beside = The name and the address wherever somebody wrote them in discussions, prepared positions and temperature checks
erase-role = Every role: nobody acts under this pseudonym again
erase-stays = What stays
erase-stays-acts = The acts, under the pseudonym: positions, amendments and messages are the organisation's
erase-stays-draft = The changes of the working draft, under the pseudonym
erase-stays-backups = Backups and the logs of the database server, which are yours to clear
erase-stays-wording = a wording or title that names the person stays
erase-naming = Words that name the person
erase-naming-hint = What is ticked is erased as well, as a whole.
erase-go-on = Go on
erase-do = Erase for good
erase-for-ever = This cannot be undone. The erasure with its reason is recorded; the record still verifies.
erase-words = Erase words
erase-words-of = Erase words beside entry { $number }
erase-words-ask = Erase these words for good?
erase-words-about = The commitment stays, and a note that words were erased. Wordings, titles and names of persons cannot be erased here.
erase-words-none = There are no words here that can be erased.
erase-former = Those who no longer take part
field-places = Words to erase
done-erased = It has been erased for good.
done-erased-but-files = It has been erased. The database's files still hold traces: they vanish with its next vacuum.

custody-title = Chain of custody: { $clause }
custody-take-out = Chain of custody as a file
custody-take-out-about = One page with every wording in full, every act, and the hashes to check them by, to be kept and printed. That you take it out is recorded.
custody-made = Made on { $at } for { $who }.
custody-covers = { $count ->
    [one] It covers the record up to its first entry.
   *[other] It covers the first { $count } entries of the record.
}
custody-network = Network (the hash of its first entry):
custody-root = Root of the tree over these entries:
custody-seal = How far it is sealed
custody-checkpoint = The signed checkpoint under which the entries here are proved. Its second line is the number of entries that it covers, its third the root of the tree over them.
custody-cosigned = { $count ->
    [one] This witness has cosigned it: { $who }.
   *[other] These witnesses have cosigned it: { $who }.
}
custody-cosigned-too-few = That is fewer than the policy of this server asks for.
custody-cosigned-none = No witness has cosigned it: it is sealed, not witnessed.
custody-unsealed = No checkpoint had been signed when this was made: nothing here is proved. Take the report out again later.
custody-log-key = Key of the log:
custody-log-key-about = A report cannot vouch for its own key: compare it with the one that you know, from the network, another member or an older report.
custody-proved = Proved as leaf { $index } of the tree of { $size } entries with the root
custody-unproved = Not sealed yet when this was made.
custody-instrument = Instrument:
custody-clause = Clause:
custody-what = What this is
custody-what-about = Everything that the record says of one clause, from its first wording on: who did what, when, in which words. Each entry is named by its number and by its hash as a leaf of the ledger. Times are in UTC. Names are those of the day of this report; the record itself holds pseudonyms.
custody-wordings = Every wording in full
custody-events = Every act
custody-verify = How to check it without this server
custody-verify-alone = This report is enough to check each of its entries, for whoever knows the key of the log and the witnesses to trust. Every proof below is a file in the form of C2SP tlog-proof, which others' programs read, too.
custody-verify-leaf = The hash of an entry as a leaf is the SHA-256 of a zero byte followed by the exact bytes of the entry.
custody-verify-proof = With the hashes of its proof it gives the root that the checkpoint names (RFC 6962).
custody-verify-checkpoint = The key of the log has signed the checkpoint, and so have the witnesses that your policy asks for.
custody-verify-words = The entry holds, for words beside it, the SHA-256 of a random salt of 32 bytes followed by the words.
custody-verify-signed = A position with a signed statement holds under the key in the entry by which the organisation came to hold it.
custody-verify-bundle = All of this at once, and that nothing was left out, is checked with a bundle of the whole record, from the network or any of its members:
custody-verify-command = clausewise verify BUNDLE
custody-exhibits = Appendix: the entries and their proofs
custody-exhibits-about = The entries told above, with the first one of the record, those that hold the wordings, and those by which the keys began to hold that signed. The files are in this page and open without a network.
custody-bytes = The entry, byte by byte
custody-content = Words at place { $place }
custody-proof = The proof
custody-files = As files:

audit-saved = Your filters
audit-saved-none = You have saved no filter. Narrow the list, give the filter a name, and it is here for you alone.
audit-saved-change = Rename or delete
audit-saved-name = Name of the filter
audit-saved-rename = Rename
audit-saved-delete = Delete
audit-saved-save = Save this filter
done-filter-saved = The filter has been saved.
done-filter-renamed = The filter has been renamed.
done-filter-deleted = The filter has been deleted.
