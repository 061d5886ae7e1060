### The description of the API, and trying it.

footer-api = API
api-title = API
api-lead = Everything these pages do, programs can do too. Here is every call, and each can be tried.
api-needs-script = Trying a call needs script. Without it this page describes the calls; any HTTP client can make them.
api-signing-title = Who is asking
api-signing-about = While you have no token here, calls are made with your sign-in in this browser, if you have one. A token is good for a few minutes and stays in this page only. Calls are real: what they change is changed, in the name of whoever asks.
api-token-get = Get a token
api-token-end = End the token
api-operation = Operation
api-open = no sign-in needed
api-in-path = in the address
api-in-query = in the query
api-in-header = in a header
api-optional = optional
api-body = Body (JSON)
api-body-about = An example with what is required.
api-send = Send
api-answer = The answer
api-answer-headers = Headers of the answer
api-answer-body = Body of the answer
api-answers = What can come back
api-otherwise = otherwise
api-types = Types
api-types-about = What bodies and answers are made of. Members that need not be there are marked as optional.

try-token-good = You have a token, good for { $minutes } minutes. Calls are made with it.
try-token-ended = The token has been ended.
try-token-refused = That did not work: { $reason }
try-answered = { $status }, after { $milliseconds } ms
try-unanswered = There was no answer. Is the network there?
