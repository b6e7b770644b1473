"""Why HTTP's servers do what they do, and what is wrong with messages."""

from sim.why import Rule

NO_MESSAGE = Rule(
    "http.no-message",
    "RFC 9112, 2.1",
    "No message begins here",
    "The octets do not begin with a request line or a status line. They may continue a message that began earlier.",
)

# A server and its connections

LISTENS = Rule(
    "http.listens",
    "RFC 9110, 4.2.1",
    "The web server is ready",
    "The web server waits for connections at port {local_port}.",
)
CONNECTED = Rule(
    "http.connected",
    "RFC 9112, 9.1",
    "A client has connected",
    "The web server takes a connection from {src} port {src_port}. It now waits for a request.",
)
REQUEST = Rule(
    "http.request",
    "RFC 9112, 2.1",
    "A request is there",
    "The header of a request is complete, up to its empty line: {method} {target}. It is request number {count} on "
    "this connection.",
)
SITE_BY_NAME = Rule(
    "http.site-by-name",
    "RFC 9110, 7.2",
    "Host names the site",
    "Several sites share port {local_port}. The field Host says {host}, so the server takes the site of this name.",
)
SITE_BY_DEFAULT = Rule(
    "http.site-by-default",
    "RFC 9110, 7.4",
    "No site has this name",
    "Several sites share port {local_port}, and none has the name “{host}” of the field Host. The server takes its "
    "default site.",
)

# What it answers

FOUND = Rule(
    "http.found",
    "RFC 9110, 15.3.1",
    "The page is there",
    "{target} leads to a page of this site. The server sends it with status {status}.",
)
NOT_FOUND = Rule(
    "http.not-found",
    "RFC 9110, 15.5.5",
    "Nothing is at this path",
    "No page of this site has the path {target}, so the status is 404. The connection is fine, only the page "
    "is missing.",
)
REDIRECTS = Rule(
    "http.redirects",
    "RFC 9110, 15.4",
    "The page is somewhere else",
    "The server answers with status {status}. The field Location says where to ask instead: {location}.",
)
METHOD_UNKNOWN = Rule(
    "http.method-unknown",
    "RFC 9110, 15.6.2",
    "Nobody knows this method",
    "The server does not know the method {method}, so the status is 501.",
)
METHOD_NOT_ALLOWED = Rule(
    "http.method-not-allowed",
    "RFC 9110, 15.5.6",
    "Page refuses this method",
    "{target} does not take {method}, so the status is 405. The field Allow lists what it takes: {allowed}.",
)
OPTIONS = Rule(
    "http.options",
    "RFC 9110, 9.3.7",
    "List the allowed methods",
    "The client asks what it may do with {target}. The server lists the methods in the field Allow.",
)
HEAD = Rule(
    "http.head",
    "RFC 9110, 9.3.2",
    "HEAD gets no body",
    "The method is HEAD, so the server sends the header of the response and not the body.",
)
SAME_ETAG = Rule(
    "http.same-etag",
    "RFC 9110, 13.1.2",
    "The client has it already",
    "The field If-None-Match has the mark {etag} of the page as it is now. The client's copy is still right, so the "
    "server sends 304 and no body.",
)
NOT_MODIFIED = Rule(
    "http.not-modified",
    "RFC 9110, 13.1.3",
    "The page has not changed",
    "The page has not changed since {date}, the date in If-Modified-Since. The server sends 304 and no body.",
)
SOME_EXISTS = Rule(
    "http.some-exists",
    "RFC 9110, 13.1.2",
    "There is such a page",
    "The field If-None-Match: * asks for a page only if there is none. There is one, so the server sends status "
    "{status} and nothing of the page.",
)
NO_ETAG = Rule(
    "http.no-etag",
    "RFC 9110, 13.1.1",
    "The page has no mark",
    "If-Match names marks, but this page has none that could be among them. The server does nothing and sends status "
    "412.",
)
MATCH_FAILED = Rule(
    "http.match-failed",
    "RFC 9110, 13.1.1",
    "The page is another now",
    "If-Match does not have {etag}, the mark of the page as it is now. The server does nothing and sends status 412.",
)
UNMODIFIED_FAILED = Rule(
    "http.unmodified-failed",
    "RFC 9110, 13.1.4",
    "The page has changed since",
    "The page has changed since {date}, the date in If-Unmodified-Since. The server does nothing and sends status 412.",
)
NONE_MATCH_FAILED = Rule(
    "http.none-match-failed",
    "RFC 9110, 13.1.2",
    "There is a page already",
    "If-None-Match excludes {etag}, the mark of the page as it is now. The server does nothing and sends status 412.",
)
COMPRESSED = Rule(
    "http.compressed",
    "RFC 9110, 8.4",
    "The content is compressed",
    "Accept-Encoding says that the client can undo gzip. The {octets} octets of the page become {length} octets.",
)
IN_CHUNKS = Rule(
    "http.in-chunks",
    "RFC 9112, 7.1",
    "The length is not known",
    "The server does not know yet how long the content of {target} will be. So it writes no Content-Length.",
)
CHUNK = Rule(
    "http.chunk",
    "RFC 9112, 7.1",
    "Send a piece now",
    "The server sends the next piece of the content as soon as it has it: {octets:octet|octets} with what frames it.",
)
LAST_CHUNK = Rule(
    "http.last-chunk",
    "RFC 9112, 7.1",
    "The content is complete",
    "There is nothing more to send. In chunks, a chunk of size 0 tells the client so; without chunks, the end of the "
    "connection does.",
)
WORKING = Rule(
    "http.working",
    "",
    "Making the page takes time",
    "The server works {ns} on this response before it can send more of it.",
)
CONTINUE = Rule(
    "http.continue",
    "RFC 9110, 10.1.1",
    "The body may come",
    "The client waits with the body of its request: Expect says 100-continue. The server has nothing against the "
    "header, and sends 100.",
)
NO_CONTINUE = Rule(
    "http.no-continue",
    "RFC 9110, 10.1.1",
    "The body is not wanted",
    "The client waits with the body of its request. The answer will not be a success, so the server sends it at once "
    "and not 100.",
)

# What is wrong with a request

NO_HOST = Rule(
    "http.no-host",
    "RFC 9112, 3.2",
    "The field Host is missing",
    "A request of HTTP/1.1 must have the field Host, and this one has none. The status is 400.",
)
TWO_HOSTS = Rule(
    "http.two-hosts",
    "RFC 9112, 3.2",
    "Host is there twice",
    "The request has several fields Host, so nobody can say which site is meant. The status is 400.",
)
BAD_HOST = Rule(
    "http.bad-host",
    "RFC 9112, 3.2",
    "Host has no valid value",
    "The value of the field Host cannot be a name or an address with a port. The status is 400.",
)
TWO_LENGTHS = Rule(
    "http.two-lengths",
    "RFC 9112, 6.3",
    "Two lengths disagree",
    "The request states two different values in Content-Length. Where it ends is not clear, and an attacker could hide "
    "a second request there. The status is 400.",
)
BAD_LENGTH = Rule(
    "http.bad-length",
    "RFC 9112, 6.3",
    "Content-Length is no number",
    "The value of Content-Length is not a number, so nobody knows where the request ends. The status is 400.",
)
LENGTH_AND_CODING = Rule(
    "http.length-and-coding",
    "RFC 9112, 6.3",
    "Two ways to end",
    "The request has both Content-Length and Transfer-Encoding. Two servers could disagree about where it ends, and an "
    "attacker could hide a second request there. The status is 400.",
)
CODING_IN_OLD_VERSION = Rule(
    "http.coding-in-old-version",
    "RFC 9112, 6.1",
    "HTTP/1.0 knows no chunks",
    "The request is of HTTP/1.0 and has Transfer-Encoding, which that version does not know. Its framing cannot be "
    "trusted, so the status is 400.",
)
CODING_UNKNOWN = Rule(
    "http.coding-unknown",
    "RFC 9112, 6.1",
    "The transfer coding is unknown",
    "The server only knows the transfer coding chunked, and the request uses another one. The status is 501.",
)
CODING_NOT_LAST = Rule(
    "http.coding-not-last",
    "RFC 9112, 6.3",
    "The body has no end",
    "Transfer-Encoding does not end with chunked, so nobody knows where the body of the request ends. The status is "
    "400.",
)
BAD_CHUNK = Rule(
    "http.bad-chunk",
    "RFC 9112, 7.1",
    "A chunk is malformed",
    "The line in front of a chunk is not a hexadecimal number, or its end is not where the number says. The status is "
    "400.",
)
BAD_REQUEST_LINE = Rule(
    "http.bad-request-line",
    "RFC 9112, 3",
    "No valid request line",
    "The first line is not a method, a target and a version with one space between them. The status is 400.",
)
BAD_FIELD = Rule(
    "http.bad-field",
    "RFC 9112, 5.1",
    "A header line is malformed",
    "A line of the header is not a name, a colon and a value. A space in front of the colon is wrong, too. The status "
    "is 400.",
)
BAD_TARGET = Rule(
    "http.bad-target",
    "RFC 9112, 3.2",
    "The target is no path",
    "The target {target} is neither a path that begins with a slash nor a URL of http with a host. The target * is "
    "only for OPTIONS. The status is 400.",
)
BAD_REQUEST = Rule(
    "http.bad-request",
    "RFC 9110, 15.5.1",
    "The request is malformed",
    "The server cannot read the request. The status is 400.",
)
HEAD_TOO_LONG = Rule(
    "http.head-too-long",
    "RFC 6585, 5",
    "The header is too long",
    "The header of the request is longer than this server takes. The status is 431.",
)
BODY_TOO_LONG = Rule(
    "http.body-too-long",
    "RFC 9110, 15.5.14",
    "The body is too long",
    "The body of the request is longer than the {limit} octets that this server takes. The status is 413.",
)
VERSION_UNKNOWN = Rule(
    "http.version-unknown",
    "RFC 9110, 15.6.6",
    "The version is unknown",
    "The request is of HTTP/{version}, and this server speaks HTTP/1.1. The status is 505.",
)
EXPECTATION_UNKNOWN = Rule(
    "http.expectation-unknown",
    "RFC 9110, 10.1.1",
    "The expectation is unknown",
    "The field Expect has something else than 100-continue. The status is 417.",
)
CUT_OFF = Rule(
    "http.cut-off",
    "RFC 9112, 8",
    "The request is cut off",
    "The client has ended the stream in the middle of a request. The server throws away the part that it has.",
)

# How long a connection lives

KEPT = Rule(
    "http.kept",
    "RFC 9112, 9.3",
    "The connection stays open",
    "HTTP/1.1 keeps a connection unless one side says close. The server waits at most {ns} for the next request.",
)
PIPELINED = Rule(
    "http.pipelined",
    "RFC 9112, 9.3.2",
    "The next request is here",
    "The client did not wait for the response number {count}: it has already sent more. The server answers in the "
    "order of the requests.",
)
IDLE_TOO_LONG = Rule(
    "http.idle-too-long",
    "RFC 9112, 9.5",
    "No request for too long",
    "No request has come for {ns}. The server closes the connection, so that it does not hold connections for nothing.",
)
TOO_SLOW = Rule(
    "http.too-slow",
    "RFC 9110, 15.5.9",
    "The request is too slow",
    "The request has not become complete within {ns}. The status is 408.",
)
READING_TIMER = Rule(
    "http.reading-timer",
    "RFC 9110, 15.5.9",
    "Wait for the whole request",
    "The server waits at most {ns} for a request to become complete.",
)
IDLE_TIMER = Rule(
    "http.idle-timer",
    "RFC 9112, 9.5",
    "Wait for a request",
    "The server waits at most {ns} for the next octets of a request. Then it closes the connection.",
)
NOT_IDLE = Rule(
    "http.not-idle",
    "",
    "The wait is over",
    "The connection is no longer idle, so the server does not need this timer.",
)
OLD_CLIENT = Rule(
    "http.old-client",
    "RFC 9112, 9.3",
    "HTTP/1.0 closes the connection",
    "The request was of HTTP/1.0, where each request has a connection of its own. The server closes it after the "
    "response.",
)
CLIENT_WANTS_CLOSE = Rule(
    "http.client-wants-close",
    "RFC 9112, 9.6",
    "The client said close",
    "The request had the field Connection with the value close. The server closes the connection after the response.",
)
SERVER_WANTS_CLOSE = Rule(
    "http.server-wants-close",
    "RFC 9112, 9.6",
    "The server said close",
    "This server keeps no connection open, or the end of this response is the end of the connection. It said close "
    "and now closes.",
)
LAST_REQUEST = Rule(
    "http.last-request",
    "RFC 9112, 9.5",
    "That was the last request",
    "A connection to this server carries {limit} {limit:request|requests} at most. The server said close and closes.",
)
CLIENT_CLOSES = Rule(
    "http.client-closes",
    "RFC 9112, 9.6",
    "The client has closed",
    "The client has ended its stream and wants nothing more. The server closes its side, too.",
)
CLOSES_AFTER_ERROR = Rule(
    "http.closes-after-error",
    "RFC 9112, 9.6",
    "Close after this error",
    "After the status {status} nobody knows where the next request would begin, so the server closes the connection.",
)
BROKEN = Rule(
    "http.broken",
    "RFC 9112, 9.5",
    "The connection has failed",
    "The TCP connection ended with {error}. The messages on it are lost.",
)
LINGERS = Rule(
    "http.lingers",
    "RFC 9112, 9.6",
    "Take in the rest first",
    "The client may still be sending. A reset would destroy the response on its way, so the server ends its own stream "
    "first and reads on for {ns} at most.",
)
EMPTY_LINE = Rule(
    "http.empty-line",
    "RFC 9112, 2.2",
    "Empty line before a request",
    "Old clients send an empty line behind the body of a request. The server passes over it and waits for the request "
    "line.",
)
REQUEST_BODY = Rule(
    "http.request-body",
    "RFC 9112, 6.3",
    "Body of the request is whole",
    "The body of the request has {octets}, and all of it is here.",
)
EXCHANGE_FORGOTTEN = Rule(
    "http.exchange-forgotten",
    "",
    "Old exchange is shown no longer",
    "The list of HTTP messages shows the last {most:exchange|exchanges}. The oldest one goes.",
)
GONE = Rule(
    "http.gone",
    "RFC 9112, 9.6",
    "The connection is over",
    "Everything is sent, and the server closes its socket.",
)
