### The home page.

landing-title = Welcome
landing-about = Here the members of this network draft common texts and say, clause by clause, what they agree to.
home-title = What needs you
home-nothing = Nothing here waits for you.
home-pending = Invitations not accepted yet
home-pending-until = until { $at }
home-people = People of the network
home-undecided = { $count ->
    [one] { $count } clause was removed and edited at the same time and awaits your decision.
   *[other] { $count } clauses were removed and edited at the same time and await your decision.
}
home-invited = Asked to co-sponsor
home-to-decide = Amendments to decide
home-own = Our open amendments
