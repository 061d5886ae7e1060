### What every page shows.

skip-to-content = Skip to the content
signed-in-as = Signed in as { $name }
time-in-utc = { $time } UTC
count-organisations = { $count ->
    [one] { $count } organisation
   *[other] { $count } organisations
}
live-updated = The page has been brought up to date.

nav-main = Main
nav-home = Home
nav-instruments = Instruments
nav-groups = Working groups
nav-organisations = Organisations
nav-record = Record
nav-account = Account of
nav-sessions = Where I am signed in
nav-preferences = Language, time zone and theme
nav-sign-in = Sign in
nav-sign-out = Sign out
nav-crumbs = You are here
nav-pages = Pages
pages-newer = Newer
pages-older = Older

footer-product = Clausewise: consensus on a common text
footer-preferences = { $language }, times in { $zone }

redline-inserted = inserted:
redline-deleted = deleted:
redline-moved-away = moved away:
redline-moved-here = moved here:
redline-end = end

level-no_quorum = No quorum
level-insufficient_support = Insufficient support
level-divergence = Divergence
level-significant_opposition = Significant opposition
level-objections_open = Objections open
level-consensus = Consensus
level-full_consensus = Full consensus
