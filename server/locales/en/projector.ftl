### The view for a screen in the room.

projector-title = The clause on the screen
projector-link = For the projector
projector-place = { $place } of { $all }
projector-brackets = { $amendments ->
    [one] { $amendments } open amendment, brackets: { $count }
   *[other] { $amendments } open amendments, brackets: { $count }
}
projector-steps = Other clauses
projector-first = First
projector-previous = Previous
projector-next = Next
projector-last = Last
projector-following = Following the chair
projector-follow = Follow the chair
projector-in-room = This clause is shown in the room
projector-show = Show this clause in the room
projector-go = Go
projector-full-screen = Full screen
projector-keys = Arrow and page keys go on and back, Home and End to the first and last clause; F is the full screen, S shows the clause in the room where you may.
