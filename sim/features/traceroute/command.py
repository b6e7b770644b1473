"""``traceroute``: which routers are on the way? As Linux prints it, or with the words of Cisco IOS as that does."""

from collections.abc import Iterable

from sim.command import (
    IP_DEVICES,
    NOTHING,
    NUMBERS_ALONE,
    SECONDS,
    TARGET,
    Command,
    CommandLine,
    Doubt,
    Option,
    Planned,
    integer,
    read_options,
    usage_of,
)
from sim.features.traceroute import ios
from sim.features.traceroute.tracing import Traceroute, TracerouteHost, TracerouteOptions
from sim.ip.routes.planned import doubt_route
from sim.words import TextError


def doubt(options: TracerouteOptions, planned: Planned) -> Iterable[Doubt]:
    return doubt_route(options.target, planned)


def _parse(line: CommandLine) -> TracerouteOptions:
    if ios.is_ios(line):
        return ios.parse(line)
    options = TracerouteOptions(**read_options(line, "traceroute", _OPTIONS, takes_names=True))
    if options.first_ttl > options.max_ttl:
        raise TextError(f"the first TTL {options.first_ttl} is above the last {options.max_ttl}", "-f up to -m")
    return options


def _run(host: TracerouteHost, options: TracerouteOptions, text: str, cause: int) -> None:
    kind = ios.IosTraceroute if options.is_ios else Traceroute
    kind(host, text, options).launch(cause)


_OPTIONS = (
    Option("-I", "use_icmp", NOTHING, "", "ICMP echo requests instead of UDP"),
    Option("-f", "first_ttl", integer(1, 255), "FIRST", "the first time to live"),
    Option("-m", "max_ttl", integer(1, 255), "MAX", "the last time to live"),
    Option("-q", "queries", integer(1, 10), "QUERIES", "probes for each time to live"),
    Option("-w", "wait", SECONDS, "SECONDS", "how long to wait for an answer to a probe"),
    Option("-s", "source", TARGET, "SOURCE", "the source address, or the interface", "that of the outgoing interface"),
    Option("-F", "dont_fragment", NOTHING, "", 'set "don\'t fragment"'),
    NUMBERS_ALONE,
)

COMMAND = Command(
    "traceroute",
    usage_of("traceroute", _OPTIONS),
    "finds the routers on the way",
    IP_DEVICES,
    _parse,
    _run,
    elsewhere=("tracepath", "mtr"),
    options=_OPTIONS,
    defaults=TracerouteOptions._field_defaults,
    check=doubt,
    rank=0,
)
