"""The words of a filter expression, and the numbers that some of them stand for (pcap-filter(7))."""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"\s*(?:"
    r"(?P<mac>[0-9a-fA-F]{1,2}(?::[0-9a-fA-F]{1,2}){5})"
    r"|(?P<number>0[xX][0-9a-fA-F]+(?![\w.-])|\d+(?![\w./-]))"
    r"|(?P<sign>&&|\|\||<<|>>|<=|>=|==|!=|[-()\[\]:&|!=<>+*/^~])"
    r"|(?P<word>[A-Za-z0-9](?:[\w./-]*[\w./])?|\\[\w.-]+)"
    r")"
)

CONSTANTS = {
    "tcpflags": 13, "tcp-fin": 0x01, "tcp-syn": 0x02, "tcp-rst": 0x04, "tcp-push": 0x08, "tcp-ack": 0x10,
    "tcp-urg": 0x20, "tcp-ece": 0x40, "tcp-cwr": 0x80,
    "icmptype": 0, "icmpcode": 1, "icmp-echoreply": 0, "icmp-unreach": 3, "icmp-sourcequench": 4, "icmp-redirect": 5,
    "icmp-echo": 8, "icmp-routeradvert": 9, "icmp-routersolicit": 10, "icmp-timxceed": 11, "icmp-paramprob": 12,
    "icmp-tstamp": 13, "icmp-tstampreply": 14, "icmp-ireq": 15, "icmp-ireqreply": 16, "icmp-maskreq": 17,
    "icmp-maskreply": 18,
}  # fmt: skip
"""Words that are numbers in an arithmetic expression."""


class FilterError(Exception):
    """What libpcap says of an expression that it does not take."""


class Token(NamedTuple):
    """``kind`` is ``number``, ``mac``, ``sign`` or ``word``; ``value`` is that of a number."""

    kind: str
    text: str
    value: int = 0


def tokens(text: str) -> list[Token]:
    """The words of an expression; raises :class:`FilterError`."""
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FilterError("can't parse filter expression: syntax error")
        kind = str(match.lastgroup)
        word = match[kind]
        at = match.end()
        found.append(Token(kind, word, int(word, 0 if word[:2].lower() == "0x" else 10) if kind == "number" else 0))
    return found
