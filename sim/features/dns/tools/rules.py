"""Why the tools of DNS ask, wait and ask again."""

from sim.why import Rule

ASKS = Rule(
    "dns.asks",
    "RFC 1034, 4.3.1",
    "A command asks a server",
    '"{command}" asks {dst} for records of type {qtype} for {qname}.',
)
WAITS = Rule(
    "dns.waits-for-answer",
    "RFC 1035, 4.2.1",
    "How long to wait",
    "A query or its answer can be lost. If no answer comes within {ns}, the command asks again or gives up.",
)
