"""Why HTTP's clients and servers do what they do."""

from sim.why import Rule

NO_MESSAGE = Rule(
    "http.no-message",
    "RFC 9112, 2.1",
    "No message begins here",
    "The octets do not begin with a request line or a status line. They may continue a message that began earlier.",
)
