# Agreement on the whole instrument, its adoption, and the public pages of adopted texts.

whole-title = Agreement and adoption
whole-is-adopted = Adopted
whole-principle = Nothing is agreed until everything is agreed: a clause that is agreed stays so ad referendum until the whole text is adopted.
whole-standing = How far the text has come
whole-agreed-count = { $agreed } of { $all } clauses of revision { $revision } are agreed.
whole-column-lacks = What it still lacks
whole-lacks-nothing = Nothing
whole-no-level = No positions
whole-proposed = Amendments that propose new clauses are open:
whole-bars = Before the text can be adopted:
whole-bars-amendments = { $count ->
    [one] { $count } amendment has to be decided.
   *[other] { $count } amendments have to be decided.
}
whole-bars-clauses = { $count ->
    [one] { $count } clause has to be agreed.
   *[other] { $count } clauses have to be agreed.
}
whole-bars-referendum = { $count ->
    [one] Positions held ad referendum have to be confirmed on { $count } clause, whose consensus rests on them.
   *[other] Positions held ad referendum have to be confirmed on { $count } clauses, whose consensus rests on them.
}
whole-agree-link = { $count ->
    [one] Record { $count } clause as agreed
   *[other] Record { $count } clauses as agreed
}
whole-adopt-link = Adopt the text
whole-sign-link = Sign
whole-next-version = Version { $version } is being negotiated. What was adopted before stays in force, and at its permanent address.
whole-versions = Adopted versions
whole-public = Public page
whole-unsigned = Not signed yet
lack-parked = It is parked in brackets and has to be taken up again.
lack-silence = A silence procedure runs on it until { $at }.
lack-answers = Positions are called for until { $at }.
lack-call = No call is open on this wording.
lack-none = Nothing: it says nothing by itself and is adopted with the whole.
lack-designation = The call has closed; the chair has not designated the level yet.
lack-level = It was designated at the level { $level }, which is not consensus.
lack-record = It was designated at a level of consensus; the chair can record it as agreed.
lack-referendum = The consensus rests on positions held ad referendum: { $organisations }.
lack-amendments = Open amendments:
whole-agree-title = Record clauses as agreed
whole-agree-about = These clauses were designated at a level of consensus, and nobody has challenged that.
whole-agree-none = No clause can be recorded as agreed now: each has to be called and designated at a level of consensus first.
whole-agree-check = Check before recording
whole-agree-confirm = Record these clauses as agreed?
whole-agree-until = They are agreed ad referendum until the whole text is adopted. The chair can take them up again.
whole-agree-do = Record as agreed
whole-adopt-title = Adopt the text
whole-adopt-about = Adoption is recorded for the exact text that this root hash names. Organisations sign that hash.
whole-adopt-check = Check before adopting
whole-adopt-confirm = Adopt this text?
whole-adopt-final = Adoption cannot be undone. The text gets a public page at a permanent address, and organisations can sign it. An amendment after it opens the next version.
whole-adopt-do = Adopt the text
whole-act-clauses = { $count ->
    [one] The { $count } clause that is adopted
   *[other] The { $count } clauses that are adopted
}
whole-sign-title = Sign the adopted text
whole-sign-about = You sign version { $version } for { $organisation }. The signature, its reservations and its dissociations are public.
whole-sign-text = Text
whole-sign-reservation = Reservation on { $clause }
whole-sign-dissociation = Dissociate from { $clause }
whole-sign-check = Check before signing
whole-sign-confirm = Sign this text?
whole-sign-final = This is entered in the record with your name and cannot be undone. An organisation signs a version once.
whole-sign-do = Sign
whole-receipt-title = Signature on record
receipt-revision = Revision
done-agreed = The clauses are recorded as agreed, ad referendum.
done-adopted = The text is adopted.
done-signed = Your organisation has signed.
field-agreed = Clauses
field-reservations = Reservations and dissociations
    .hint = Open a clause to reserve your position on it, or to dissociate your organisation from it.
field-statement = Statement
    .hint = Printed with the adopted text.

adopted-texts = Adopted texts
adopted-texts-about = What the organisations of this network have adopted.
adopted-texts-none = Nothing has been adopted yet.
adopted-version = Version { $version }
adopted-version-title = Version
adopted-on = Version { $version }, adopted { $day }
adopted-by = Version { $version }, adopted on { $day } by the { $network }.
adopted-newer = Version { $version } of this text has been adopted since.
adopted-newer-read = Read the newest version
adopted-address = Permanent address
adopted-recorded = Adopted
adopted-note = From the chair
adopted-signatories = Signatories
adopted-signed-count = { $count ->
    [0] no signatures yet
    [one] signed by { $count } organisation
   *[other] signed by { $count } organisations
}
adopted-signed-none = No organisation has signed yet.
adopted-contents = Contents
adopted-clause-link = Link
adopted-reservation-of = Reservation of { $organisation }
adopted-dissociation-of = { $organisation } dissociates itself from this clause
adopted-column-signed = Signed
adopted-column-with = With
adopted-without = No reservations
adopted-reservations-count = { $count ->
    [one] { $count } reservation
   *[other] { $count } reservations
}
adopted-dissociations-count = { $count ->
    [one] { $count } dissociation
   *[other] { $count } dissociations
}
adopted-remarks = Reservations, dissociations and statements
adopted-reservation-on = Reservation on
adopted-dissociation-from = Dissociation from
adopted-statement = Statement
adopted-history = How it came about
adopted-event-tabled = Revision { $revision } was tabled.
adopted-event-consensus = { $clauses ->
    [one] Positions on { $clauses } clause of revision { $revision } were called for until { $closes }.
   *[other] Positions on { $clauses } clauses of revision { $revision } were called for until { $closes }.
}
adopted-event-silence = { $clauses ->
    [one] A silence procedure on { $clauses } clause of revision { $revision } was opened until { $closes }.
   *[other] A silence procedure on { $clauses } clauses of revision { $revision } was opened until { $closes }.
}
adopted-event-adopted = Version { $version } was adopted: revision { $revision }.
adopted-check = Check the root hash
adopted-check-about = The root hash names exactly this text. Whoever has the text can compute it again:
adopted-check-clause = Write each clause as canonical JSON (RFC 8785), heading and text in their normal form, and take the SHA-256 of it:
adopted-check-root = Do the same with the list of all clauses in their order:
adopted-check-compare = Compare the result with what was signed:
adopted-json = The text and everything about it as JSON
cite-title = Cite this text
cite-name-sentence = Citation
cite-name-bibtex = BibTeX
cite-name-address = Permanent address
cite-copy = Copy
cite-copied = It has been copied.
cite-plain = { $network }: { $title }. Version { $version }, adopted { $day }. { $address } (root hash { $root }).
adopted-column-record = On record
adopted-signature-server = The server recorded this signature; no key of the organisation signed it.
adopted-positions-own = { $count ->
    [one] { $count } position on this text is signed with a key of its own:
   *[other] { $count } positions on this text are signed with a key of its own:
}
adopted-positions-server = { $count ->
    [one] { $count } position on this text is recorded by the server, not signed.
   *[other] { $count } positions on this text are recorded by the server, not signed.
}
adopted-proofs = Check the record
adopted-proofs-about = The adoption and each signature are entries of the record. Save the files of an entry in one folder: whoever knows the key of the record checks there, without this server, that the entry is in it and that the words are those recorded.
adopted-proofs-key = The key of the record
adopted-proofs-adoption = The entry of the adoption:
adopted-proofs-person = The bytes of an entry name the person who acted by an identifier alone.
adopted-file-entry = The entry, exactly
adopted-file-proof = Its proof
adopted-file-words = Its words, with their salts
