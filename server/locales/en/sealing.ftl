### How well entries are kept: sealed by signed checkpoints, and seen by witnesses.

kept-recorded = Recorded, not sealed yet
kept-sealed = Sealed
kept-seen = Sealed, cosigned by { $by } of { $of } witnesses
kept-witnessed = Witnessed by { $by } of { $of }

sealed-up-to = Sealed up to entry { $sealed }.
sealed-and-witnessed = Sealed up to entry { $sealed }, witnessed up to entry { $witnessed }.

sealing-title = The record is not being sealed
sealing-unreachable = The sealer, the process that signs the record, has not answered since { $since }. Acts are recorded; they will be sealed when it answers.
sealing-behind = { $sealed } entries have been sealed, and only { $here } are here: an old copy of the database is being served. Stop the server and put back the newest copy.
sealing-forked = The first { $sealed } entries are not those that were sealed. Stop the server, keep this database as evidence, and put back one that continues what was sealed.
sealing-other-key = The sealer holds another key than the one that sealed this record.
sealing-refused = The sealer refuses to sign. Its log says why.
sealing-goes-on = Acts are still recorded and everything can be read, but what is recorded now cannot be proved to anybody.

record-column-kept = Kept
record-entry-kept = How it is kept
record-proof = download the proof file
record-checkpoint = the last signed checkpoint
record-witnesses = Witnesses
record-witnesses-about = They have seen the record and signed that it only grows.
record-witness = Witness
record-witness-size = Has signed up to entry
record-witness-none = nothing yet

receipt-kept = How it is kept
receipt-leaf = Hash in the ledger
receipt-code = A code with the address of the entry and its hash in the ledger
receipt-code-about = Keep this hash. Whoever has it can check at any time that the position is in the record and unchanged.
