### Coming in, signing in, and where one is signed in.

set-up-title = Set up your network
set-up-intro = You are the first person of the secretariat. Everything you do from here on is written to the network’s record.
set-up-submit = Set up the network
done-set-up = The network has been set up, and you are signed in.

sign-in-title = Sign in
sign-in-help = No password yet, or forgotten? Ask your secretariat for a new link.
done-signed-out = You are signed out of this browser.
done-signed-out-everywhere = You are signed out everywhere.

invitation-title = Your invitation
invitation-greeting = Welcome, { $name }.
invitation-role = Role
invitation-organisation = For
invitation-address = You sign in as
invitation-until = The link works once, until
invitation-password = Choose a password now, or leave it empty and choose one later: until then only a link from the secretariat signs you in.
invitation-accept = Accept the invitation
anew-title = Sign in anew
anew-about = When you go on, you are signed out everywhere else, and the password you had no longer works.
anew-submit = Sign in
done-welcome = Welcome. You are signed in.

sessions-intro = If you do not recognise one of these, end it and change your password.
sessions-device = Browser
sessions-address = Network address
sessions-since = Since
sessions-seen = Last used
sessions-this = (this browser)
sessions-end = End
sessions-end-all = Sign out everywhere
sessions-end-all-about = Every browser and every program that acts for you is signed out at once, this one included. Drafts kept offline on other devices are sent when you sign in there again.
done-session-ended = That browser is signed out.
password-title = Your password
password-about = All other browsers and programs are signed out when you save.
password-change = Change my password
password-choose = Choose a password
done-password = Your new password is set.

field-network = Name of the network
field-name = Your name
field-address = E-mail address
field-password = Password
    .hint = At least 12 characters. A few unrelated words work well.
field-password-again = The same password again
field-current-password = Your password so far
error-name = Please write one line of at most 200 characters.
error-address = Please write an address such as name@organisation.example.
error-password-short = Please choose at least 12 characters.
error-password-long = Please choose a shorter password.
error-passwords-differ = The two passwords differ.

role-secretariat = Secretariat
    .about = Administers the network and keeps its record.
role-head = Head of delegation
    .about = Leads an organisation’s delegation and acts for it.
role-delegate = Delegate
    .about = Acts for an organisation.
role-observer = Observer
    .about = Reads without taking part.
role-auditor = Auditor
    .about = Reads everything, the record above all.
problem-wrong-credentials = The e-mail address or the password is not right.
problem-link-not-open = This link does not work: it was used, taken back or has expired. Ask the secretariat for a new one.
