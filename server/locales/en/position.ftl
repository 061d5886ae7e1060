### Positions: their kinds, and taking one.

position-kind-endorse = Endorse
    .about = Formal support. Counts as support and in favour.
position-kind-endorse_with_reservation = Endorse with reservation
    .about = Your organisation joins, with its dissent from a part put on record. Counts as support and in favour.
position-kind-accept = Accept
    .about = Your organisation can live with it. Counts in favour, not as support.
position-kind-abstain = Abstain
    .about = Your organisation stands aside. Counts as taking part only.
position-kind-concern = Concern
    .about = Your organisation disagrees but will not block. The concern stays on record.
position-kind-object = Object
    .about = Sustained opposition. It stays until it is withdrawn or decided, whatever the wording.
position-kind-recuse = Recuse
    .about = Your organisation leaves the electorate of this clause.
mandate-firm = Firm
    .about = Your organisation is bound by this position.
mandate-ad_referendum = Ad referendum
    .about = Subject to confirmation by your organisation’s own authority. Only for favourable positions.

position-ours = Our position:
position-stale = On an earlier wording
position-take = Take a position
position-change = Change our position
amendment-propose = Propose an amendment
clause-details = Details
