"""``tracert``: the traceroute of Windows, with echo requests and in its words."""

from sim.addresses import IPv4Address
from sim.command import IP_DEVICES, Command, CommandLine
from sim.features.traceroute.command import doubt
from sim.features.traceroute.tracing import Traceroute, TracerouteHost, TracerouteOptions
from sim.ip.names.answer import Answer

_USAGE = "tracert [-d] [-h MAX] [-w MILLISECONDS] ADDRESS"
_MILLISECOND = 1_000_000
_WAIT = 4_000 * _MILLISECOND


class Tracert(Traceroute):
    """Three echo requests for each time to live; the address stands at the end of the line."""

    def __init__(self, node: TracerouteHost, command: str, options: TracerouteOptions) -> None:
        super().__init__(node, command, options)
        self._who: IPv4Address | None = None

    def _print_unknown(self, answer: Answer, cause: int) -> None:
        self.output(f"Unable to resolve target system name {self.options.target}.", cause)

    def _print_header(self, cause: int) -> None:
        named = self.options.target
        whom = f"{named} [{self._target}]" if isinstance(named, str) else f"{self._target}"
        self.output(f"\nTracing route to {whom} over a maximum of {self.options.max_ttl} hops\n", cause)

    def _unanswered(self, cause: int) -> None:
        self._answer("    *    ", cause)

    def _timed(self, source: IPv4Address, time: int) -> str:
        self._who = source
        return f"{time // _MILLISECOND or '<1':>5} ms "

    def _flagged(self, text: str) -> str:
        return ""

    def _print_line(self, cause: int) -> None:
        who = "Request timed out." if self._who is None else self._named(self._who)
        self.output(f"{self._ttl:>3} {self._line} {who}", cause)
        self._who = None

    def _named(self, ip: IPv4Address) -> str:
        name = self._names.get(ip)
        return f"{ip}" if name is None else f"{name} [{ip}]"

    @property
    def _asks_for_names(self) -> bool:
        return not self.options.numeric

    def _print_end(self, cause: int) -> None:
        self.output("\nTrace complete.", cause)


def _parse(line: CommandLine) -> TracerouteOptions:
    options = TracerouteOptions(IPv4Address(0), use_icmp=True, wait=_WAIT, length=92)
    target: IPv4Address | str | None = None
    while line:
        match line.peek():
            case "-d":
                line.next()
                options = options._replace(numeric=True)
            case "-h":
                line.next()
                options = options._replace(max_ttl=line.integer(1, 255))
            case "-w":
                line.next()
                options = options._replace(wait=line.integer(1, 600_000) * _MILLISECOND)
            case word if word.startswith("-") or target is not None:
                line.next()
                raise line.wrong(f"{word!r} is not an option of tracert", _USAGE)
            case _:
                target = line.target()
    if target is None:
        raise line.too_short(f"{line.text!r} names no address", _USAGE)
    return options._replace(target=target)


def _run(host: TracerouteHost, options: TracerouteOptions, text: str, cause: int) -> None:
    Tracert(host, text, options).launch(cause)


COMMAND = Command(
    "tracert",
    _USAGE,
    "the same as Windows has it: echo requests, three for each time to live",
    IP_DEVICES,
    _parse,
    _run,
    check=doubt,
    rank=1,
)
