### The working draft.

draft-frozen = Frozen
