### Amendments.

amendments-open-count = { $count ->
    [0] No open amendments
    [one] { $count } open amendment
   *[other] { $count } open amendments
}
amendments-all-count = of { $count } in all
amendment-short = { $kind ->
    [delete] Amendment { $number } ({ $sponsor }): delete
    [insert] Amendment { $number } ({ $sponsor }): insert
   *[modify] Amendment { $number } ({ $sponsor }): modify
}
