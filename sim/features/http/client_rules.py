"""Why HTTP's clients do what they do."""

from sim.why import Rule

CONNECTS = Rule(
    "http.connects",
    "RFC 9110, 4.2.1",
    "Connect to the web server",
    "The URL names {host}, which has the address {dst}. The client opens a connection to its port {dst_port}.",
)
CONNECTS_TO_80 = Rule(
    "http.connects-to-80",
    "RFC 9110, 4.2.1",
    "Port 80 is the usual",
    "The URL names {host}, which has the address {dst}, and no port. So the client opens a connection to port 80, the "
    "usual port of http.",
)
IS_CONNECTED = Rule(
    "http.is-connected",
    "RFC 9112, 9.1",
    "The connection is open",
    "The TCP connection to the web server is open. Now the client can send a request.",
)
REUSES = Rule(
    "http.reuses",
    "RFC 9112, 9.3",
    "Use the connection again",
    "A connection to {host} port {dst_port} is still open and idle, so the next request needs no new handshake.",
)
ASKS = Rule(
    "http.asks",
    "RFC 9110, 9",
    "Send a request now",
    "The client asks {host}: {method} {target}. The field Host says which site of the server is meant.",
)
SENDS_BODY = Rule(
    "http.sends-body",
    "RFC 9110, 10.1.1",
    "Send the body now",
    "The server agrees with status 100, or it has not answered for {ns}. The client sends the body of its request.",
)
WAITS_TO_SEND = Rule(
    "http.waits-to-send",
    "RFC 9110, 10.1.1",
    "Wait for status 100",
    "The body is long, so the client first sends the header with Expect. It waits {ns} at most for status 100.",
)
ANSWERED = Rule(
    "http.answered",
    "RFC 9112, 4",
    "A response has come",
    "The header of the response is complete. Its status is {status}.",
)
ENDS_BY_LENGTH = Rule(
    "http.ends-by-length",
    "RFC 9112, 6.3",
    "Content-Length tells the end",
    "{octets:octet|octets} of the body have come, as many as Content-Length says. The response is complete.",
)
ENDS_BY_CHUNK = Rule(
    "http.ends-by-chunk",
    "RFC 9112, 7.1",
    "The last chunk has come",
    "A chunk of size 0 ends the body, which has {octets:octet|octets}. The response is complete.",
)
ENDS_BY_CLOSE = Rule(
    "http.ends-by-close",
    "RFC 9112, 6.3",
    "The stream's end tells it",
    "The response has neither Content-Length nor chunks, so its body ends where the server closes the connection: "
    "after {octets:octet|octets}.",
)
ENDS_WITHOUT_BODY = Rule(
    "http.ends-without-body",
    "RFC 9112, 6.3",
    "This response has no body",
    "The response to {method} with status {status} has no body, whatever its header says. It ends with the empty line.",
)
KEPT = Rule(
    "http.client-keeps",
    "RFC 9112, 9.3",
    "The connection stays open",
    "Neither side has said close, so the client can send another request on this connection.",
)
SERVER_SAID_CLOSE = Rule(
    "http.server-said-close",
    "RFC 9112, 9.6",
    "The server said close",
    "The response had the field Connection with the value close. This connection takes no other request.",
)
CLIENT_SAID_CLOSE = Rule(
    "http.client-said-close",
    "RFC 9112, 9.6",
    "The client said close",
    "The request had the field Connection with the value close. This connection takes no other request.",
)
OLD_VERSION = Rule(
    "http.old-version",
    "RFC 9112, 9.3",
    "HTTP/1.0 keeps no connection",
    "One side speaks HTTP/1.0, where each request has a connection of its own.",
)
ENDED_WITH_STREAM = Rule(
    "http.ended-with-stream",
    "RFC 9112, 9.3",
    "The connection has ended, too",
    "The end of the response was the end of the connection. The next request needs a new one.",
)
EXCESS = Rule(
    "http.excess",
    "RFC 9112, 6.3",
    "More has come than asked",
    "Behind the response come octets that answer no request. The client does not trust the connection any more.",
)
SERVER_CLOSED = Rule(
    "http.server-closed",
    "RFC 9112, 9.5",
    "The server has closed it",
    "The server has closed a connection on which nothing was asked, such as after its time-out.",
)
CUT_OFF = Rule(
    "http.response-cut-off",
    "RFC 9112, 8",
    "The response is cut off",
    "The connection ended before the response was complete: only "
    "{octets:octet of the body has|octets of the body have} come.",
)
EMPTY = Rule(
    "http.empty",
    "RFC 9112, 9.5",
    "No response has come",
    "The server has closed the connection without a response.",
)
NO_HTTP = Rule(
    "http.no-http",
    "RFC 9112, 2.1",
    "This is no HTTP",
    "What the server sends does not begin with the status line of HTTP/1.0 or HTTP/1.1.",
)
FAILED = Rule(
    "http.client-failed",
    "RFC 9112, 9.5",
    "The connection has failed",
    "The TCP connection failed with {error}.",
)
CLOSES = Rule(
    "http.client-closes-it",
    "RFC 9112, 9.6",
    "The client needs it no more",
    "The client sends no other request on this connection, and closes it.",
)
FOLLOWS = Rule(
    "http.follows",
    "RFC 9110, 15.4",
    "Follow the redirect",
    "The status {status} and the field Location lead to another URL. The client sends a new request, to {location}.",
)
BECOMES_GET = Rule(
    "http.becomes-get",
    "RFC 9110, 15.4",
    "POST becomes GET",
    "After a redirect with status {status} the client asks with GET and without a body, as all browsers do.",
)
NEW_TRY = Rule(
    "http.new-try",
    "RFC 9112, 9.3.1",
    "Try a new connection",
    "The server has closed the connection before it saw the request. The client sends it again on a new connection.",
)
TIME_LIMIT = Rule(
    "http.time-limit",
    "",
    "Wait no longer than this",
    "The command was told to give up after {ns}.",
)
UNPACKS = Rule(
    "http.unpacks",
    "RFC 9110, 8.4",
    "Undo the compression",
    "Content-Encoding says gzip. The client makes {octets} octets of the {length} octets that came.",
)
