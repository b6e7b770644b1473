"""The lines of an HTTP message."""

from sim.explain.language import FieldRule

FIELDS: dict[str, dict[str, FieldRule]] = {
    "http": {
        "": FieldRule(
            "RFC 9112, 2.1",
            "Hypertext Transfer Protocol",
            "One message between a client and a web server: a first line, header fields, an empty line, and a body "
            "if there is one. TCP carries these octets without knowing where a message ends.",
        ),
        "request_line": FieldRule(
            "RFC 9112, 3",
            "Request line",
            "What the client asks for: the method, the target on the server, and the version of HTTP.",
        ),
        "status_line": FieldRule(
            "RFC 9112, 4",
            "Status line",
            "How the server answers: the version of HTTP, the status code, and the code's meaning in words. 2xx is "
            "success, 3xx a redirect, 4xx an error of the client, 5xx an error of the server.",
        ),
        "header_field": FieldRule(
            "RFC 9110, 5",
            "Header field",
            "A name, a colon and a value. Capital and small letters in the name mean the same.",
        ),
        "empty_line": FieldRule(
            "RFC 9112, 2.1",
            "Empty line",
            "The end of the header, of a chunk, or of the last chunk.",
        ),
        "chunk_size": FieldRule(
            "RFC 9112, 7.1",
            "Chunk size",
            "How many octets the next chunk of the body has, as a hexadecimal number. The size 0 ends the body.",
        ),
        "body": FieldRule(
            "RFC 9112, 6",
            "Body",
            "What the message carries: {size} octets of it are in this segment.",
        ),
        "accept": FieldRule(
            "RFC 9110, 12.5.1",
            "Accept",
            "The types of content that the client wants; */* means any type.",
        ),
        "accept-encoding": FieldRule(
            "RFC 9110, 12.5.3",
            "Accept-Encoding",
            "The ways to compress the content that the client can undo, such as gzip.",
        ),
        "age": FieldRule(
            "RFC 9111, 5.1",
            "Age",
            "How many seconds ago the origin server has made or checked this response.",
        ),
        "allow": FieldRule(
            "RFC 9110, 10.2.1",
            "Allow",
            "The methods that this resource takes.",
        ),
        "cache-control": FieldRule(
            "RFC 9111, 5.2",
            "Cache-Control",
            "How long, and by whom, the response may be kept and used again.",
        ),
        "connection": FieldRule(
            "RFC 9110, 7.6.1",
            "Connection",
            "What the sender wants to do with the TCP connection: close means that it ends after this response.",
        ),
        "content-encoding": FieldRule(
            "RFC 9110, 8.4",
            "Content-Encoding",
            "How the content is compressed. The receiver undoes this to get the page.",
        ),
        "content-length": FieldRule(
            "RFC 9110, 8.6",
            "Content-Length",
            "How many octets the body has. So the receiver knows where the message ends.",
        ),
        "content-type": FieldRule(
            "RFC 9110, 8.3",
            "Content-Type",
            "What the body is, such as text/html for a page.",
        ),
        "date": FieldRule(
            "RFC 9110, 6.6.1",
            "Date",
            "When the server made the response, by its own clock.",
        ),
        "etag": FieldRule(
            "RFC 9110, 8.8.3",
            "ETag",
            "A mark of this version of the content. The mark changes when the content changes.",
        ),
        "expect": FieldRule(
            "RFC 9110, 10.1.1",
            "Expect",
            "With 100-continue the client waits for the server's consent before it sends the body.",
        ),
        "host": FieldRule(
            "RFC 9110, 7.2",
            "Host",
            "The name and port from the URL. One server can have several sites; it chooses the site by this name.",
        ),
        "if-match": FieldRule(
            "RFC 9110, 13.1.1",
            "If-Match",
            "The server does what is asked only if the content still has one of these marks.",
        ),
        "if-modified-since": FieldRule(
            "RFC 9110, 13.1.3",
            "If-Modified-Since",
            "The client has a copy from this time. If the content has not changed since, the server answers 304 "
            "without a body.",
        ),
        "if-none-match": FieldRule(
            "RFC 9110, 13.1.2",
            "If-None-Match",
            "The client has copies with these marks. If the content has one of them, the server answers 304 without a "
            "body.",
        ),
        "if-unmodified-since": FieldRule(
            "RFC 9110, 13.1.4",
            "If-Unmodified-Since",
            "The server does what is asked only if the content has not changed since this time.",
        ),
        "last-modified": FieldRule(
            "RFC 9110, 8.8.2",
            "Last-Modified",
            "When the content was last changed.",
        ),
        "location": FieldRule(
            "RFC 9110, 10.2.2",
            "Location",
            "Where the client finds what it asked for: it sends a new request to this URL.",
        ),
        "server": FieldRule(
            "RFC 9110, 10.2.4",
            "Server",
            "The name of the server's program.",
        ),
        "transfer-encoding": FieldRule(
            "RFC 9112, 6.1",
            "Transfer-Encoding",
            "With chunked the body comes in pieces, each with its length in front, since the sender did not know the "
            "whole length.",
        ),
        "user-agent": FieldRule(
            "RFC 9110, 10.1.5",
            "User-Agent",
            "The name of the client's program.",
        ),
        "vary": FieldRule(
            "RFC 9110, 12.5.5",
            "Vary",
            "The fields of the request that this response depends on. A cache compares them before it uses the "
            "response again.",
        ),
    },
}
