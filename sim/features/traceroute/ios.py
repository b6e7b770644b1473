"""``traceroute ADDRESS source INTERFACE``: the traceroute of Cisco IOS, in its words."""

from typing import Any

from sim.addresses import IPv4Address
from sim.command import CommandLine
from sim.features.traceroute.tracing import Traceroute, TracerouteHost, TracerouteOptions
from sim.ip.names.answer import Answer
from sim.kernel import SECOND

USAGE = "traceroute ADDRESS [source ADDRESS|INTERFACE] [timeout SECONDS] [probe COUNT] [ttl FIRST LAST] [numeric]"
_WORDS = ("source", "timeout", "probe", "ttl", "numeric")
_MILLISECOND = 1_000_000
_FLAGS = {"!X": "!A"}
"""Signs of Linux for which IOS has others."""


def is_ios(line: CommandLine) -> bool:
    """Whether the line has words that IOS alone takes: ``traceroute ip ADDRESS``, or ``source`` and the like behind."""
    words = line.text.lower().split()
    return words[1:2] == ["ip"] or (len(words) > 2 and any(each.startswith(words[2]) for each in _WORDS))


def parse(line: CommandLine) -> TracerouteOptions:
    line.folds_case = True
    if line.peek().lower() == "ip":
        line.next()
    options = TracerouteOptions(line.target(), wait=3 * SECOND, is_ios=True)
    while line:
        options = options._replace(**_option(line, line.word(*_WORDS)))
    return options


def _option(line: CommandLine, word: str) -> dict[str, Any]:
    match word:
        case "source":
            is_address = line.peek().replace(".", "").isdecimal()
            return {"source": line.address() if is_address else line.next("an address or an interface")}
        case "timeout":
            return {"wait": line.integer(1, 3600) * SECOND}
        case "probe":
            return {"queries": line.integer(1, 10)}
        case "ttl":
            first = line.integer(1, 255)
            return {"first_ttl": first, "max_ttl": line.integer(first, 255)}
        case _:
            return {"numeric": True}


class IosTraceroute(Traceroute):
    """Three datagrams of UDP for each time to live; a router that tells an error is given its sign, and no time."""

    def __init__(self, node: TracerouteHost, command: str, options: TracerouteOptions) -> None:
        super().__init__(node, command, options)
        self._sign = ""

    def _print_unknown(self, answer: Answer, cause: int) -> None:
        self.output("% Unrecognized host or address.", cause)

    def _refuse_source(self, cause: int) -> None:
        self.output("% Invalid source address- IP address not on any of our up interfaces", cause)

    def _print_header(self, cause: int) -> None:
        self.output(f"Type escape sequence to abort.\nTracing the route to {self._target}", cause)

    def _print_refused(self, refused: OSError, cause: int) -> None:
        self.output(f"% {refused.strerror}", cause)

    def _unanswered(self, cause: int) -> None:
        self._answer("*  " if self._line else " *  ", cause)

    def _flagged(self, text: str) -> str:
        self._sign = _FLAGS.get(text.strip(), text.strip())
        return ""

    def _timed(self, source: IPv4Address, time: int) -> str:
        who = "" if source == self._last_source else f"{self._named(source)} "
        what = f"{self._sign}  " if self._sign else f"{time // _MILLISECOND} msec "
        self._last_source, self._sign = source, ""
        return who + what

    def _print_line(self, cause: int) -> None:
        self.output(f"{self._ttl:>3} {self._line}".rstrip(), cause)
