### What went wrong, and what to do about it. Titles by status; then one message a code.

problems-title-400 = This request cannot be understood
problems-title-401 = Please sign in
problems-title-403 = You may not do this
problems-title-404 = There is nothing here
problems-title-405 = This address works differently
problems-title-409 = Not possible at the moment
problems-title-412 = This has changed in the meantime
problems-title-413 = This is too large
problems-title-415 = This kind of content is not taken
problems-title-422 = Something needs correcting
problems-title-429 = Too many attempts
problems-title-500 = Something went wrong on our side
problems-title-503 = Not available at the moment
problems-title-other = That did not work

problems-advice-400 = Go back and try again. If you followed a link, it may have been cut off.
problems-advice-403 = If you think you should be able to, ask your head of delegation or the secretariat.
problems-advice-404 = Check the address, or start from the home page.
problems-advice-409 = Look at the present state, then decide again.
problems-advice-412 = Nothing was stored. Read the present version, then repeat what you wanted to do.
problems-advice-413 = Make it smaller or split it, then try again.
problems-advice-422 = Go back: what you typed is still there. Correct it and send it again.
problems-advice-500 = The secretariat’s log has the details. Please try again in a moment.
problems-advice-503 = Please try again in a moment.

problems-try-again = Try again
problems-go-home = Go to the home page
problems-code = Code for support:
problems-type-title = Problem: { $code }
problems-type-heading = Problem
problems-type-intro = Programs receive this code in the member “type” of an answer, as RFC 9457 describes.

problem-bad-request = The server could not make sense of what your browser sent.
problem-malformed = What was sent is not well formed.
problem-sign-in-required = This page is for people who are signed in.
problem-forbidden = Your roles do not include this action.
problem-not-found = Either there is nothing at this address, or it is not yours to see.
problem-method-not-allowed = This address does not take that kind of request.
problem-conflict = Something else happened first, so this is not possible any more.
problem-stale = Someone changed this after you opened it.
problem-too-large = What you sent is larger than is allowed.
problem-unsupported-media-type = What you sent is of a kind that is not taken here.
problem-unprocessable = What you sent contains something that cannot be accepted.
problem-invalid-field = One of the fields contains something that cannot be accepted.
problem-too-many-requests = There were too many attempts. { $seconds ->
    [one] Please wait a second.
   *[other] Please wait { $seconds } seconds.
}
    .about = There were too many attempts in a short time. The answer says how long to wait.
problem-unavailable = The service is being started or repaired.
problem-not-sealed-yet = This entry is recorded, but no signed checkpoint covers it yet. That takes a few seconds.
problem-not-sealing = The record cannot be sealed at present. Acts are recorded, and everything can be read.
problem-internal = An error of the server stopped this. It has been logged; nothing was half done.
problem-cross-site = This form was sent from another site, so it was refused.
problem-signed-out = The sign-in has ended. Sign in again.
problem-token-reused = This refresh token was used before, so it may have been copied. Everything issued from the same sign-in has ended; sign in again.
problem-name-taken = This address already belongs to another account.
problem-password-too-short = The password is too short: it needs 12 characters or more.
problem-password-too-long = The password is too long.

problem-idempotency-key-reused = This Idempotency-Key belongs to another request. Choose a new one for each request.
problem-idempotency-key-in-use = This request is still being answered, or was cut off. Look at what it was to change before you send it again.
problem-idempotency-key-invalid = An Idempotency-Key has 1 to 255 visible characters of ASCII.
problem-not-a-token = You are signed in by a cookie, not by a token. End its session instead.
