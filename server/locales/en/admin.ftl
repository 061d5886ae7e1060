### Organisations, people, working groups, and opening instruments.

organisations-intro = The members of the network, by constituency.
organisations-admit = Admit an organisation
organisations-empty = No organisation has been admitted yet. The secretariat admits the first one.
organisations-voting = Voting
organisation-votes = Votes
organisation-does-not-vote = Does not vote at present
organisation-no-end = No end set
organisation-nobody = Nobody acts for this organisation yet. Invite its head of delegation first.
organisation-end-voting = End its voting
organisation-record = Its acts in the record
admit-intro = From its first voting day on, the organisation counts in the electorate of every clause.
admit-constituencies = So far:
done-admitted = The organisation has been admitted.
end-voting-about = From the day you name, positions of { $name } no longer count; what it said stays on record. An objection lapses and remains as a statement.
done-voting-ended = The end of its voting has been recorded.

people-title = People
people-intro = Everybody who acts in the network or has been invited to.
people-invite = Invite a person
person-name = Name
person-state = State
person-acts = Change
person-invited = invited
person-invited-until = Invited until
person-accredited = Acts
person-link-until = Link to sign in anew until
person-new-link = New link
person-change-role = Change role
person-revoke = Take the invitation back
person-revoke-link = Take the link back
person-withdraw = End their part
invite-intro = You get a link to pass on. It works once, for 14 days, and is shown only once.
invite-no-organisation = No organisation
link-title = The link of the invitation
link-about = Pass this link on to { $name } in a way you trust. It is not shown again; you can always make a new one, which ends this one.
link-title-signing-in = The link to sign in anew
link-about-signing-in = When they use it, every browser and program in which they are signed in is signed out, and their old password ends. Until then nothing changes for them.
renew-do = Make the link
renew-about-invitation = { $name } gets a link that works once, for 14 days. The link they have stops working at once.
renew-about-signing-in = { $name } can sign in by this link and choose a new password. It works once, for 14 days; an earlier link stops working at once. When they use it, they are signed out everywhere else.
role-about = { $name } is { $role } now. The new role holds at once, wherever they are signed in, drafts they are writing in included. Their seats in working groups stay as they are.
remove-about = { $name } ({ $role }) no longer takes part in { $group }, and loses its working drafts at once, one they are writing in included. What they did stays on record.
revoke-link-about = The link of { $name } stops working at once. They can go on signing in as before.
link-done = I have kept the link
revoke-about = The link of { $name } stops working at once. You can invite them again later.
withdraw-about = { $name } is signed out everywhere at once and can no longer act. What they did stays on record. This cannot be undone; they can be invited again.
done-role = The role has been changed.
done-link-revoked = The link has been taken back.
done-revoked = The invitation has been taken back.
done-withdrawn = Their part in the network has ended.

groups-intro = A working group drafts one or more instruments.
groups-empty = There is no working group yet.
groups-make = Make a working group
group-people-count = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
group-instruments-count = { $count ->
    [one] { $count } instrument
   *[other] { $count } instruments
}
group-no-instrument = This group has no instrument yet.
group-seats = Who takes part
group-nobody = Nobody takes part yet. Seat a chair first.
group-seat = Seat a person
group-remove = Remove from the group
group-open-instrument = Open an instrument
open-intro = { $group } drafts it. It starts with an empty working draft, to be written or imported.
done-group = The working group has been made.
done-seat = The seat has been given.
done-seat-removed = That person no longer takes part in the group.
done-opened = The instrument is open. Write its draft, or import a text.

group-role-chair = Chair
group-role-pen_holder = Pen-holder
group-role-member = Member
group-role-observer = Observer

field-organisation-name = Name of the organisation
field-short-name = Short name
    .hint = Shown beside its positions, such as EMB-2.
field-constituency = Constituency
    .hint = A group of organisations that cannot be outvoted unseen.
field-voting-from = Votes from
field-voting-until = Votes until
field-reason = Reason
    .hint = It is kept in the record.
field-person-name = Name of the person
field-role = Role
field-organisation = Organisation
    .hint = Heads of delegation and delegates act for one; the secretariat and auditors for none.
field-group-name = Name of the group
field-delegate = Person
field-group-role = Role in the group
field-title = Title
field-text-language = Language of the text
    .hint = A tag such as en, fr or ar.
error-short-name = Please write at most 20 characters.
error-constituency = Please write one line of at most 60 characters.
error-key = A public key is 43 characters, as “clausewise key show” prints them.
error-day = Please write a day such as 2026-03-01.
error-language = Please write a language tag such as en, fr or ar.
