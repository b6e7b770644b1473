"""The table of what a resolver remembers, as people see it."""

from enum import StrEnum
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.feature import Table, TimerText
from sim.languages import Wording
from sim.quantities import Instant

STUB_CACHE = "dns-cache"
"""What a host remembers for itself: the name of the table, and of the timer for the next entry that is over."""
SERVER_CACHE = "dns-server-cache"
"""What a recursive server remembers for its clients."""
ANY_TYPE = "any"
"""The type in the key of a row that says that the name is not there at all."""


class Outcome(StrEnum):
    """What is remembered: records, or that there are none."""

    RECORDS = "records"
    NO_NAME = "NXDOMAIN"
    NO_DATA = "NODATA"


class CacheRow(NamedTuple):
    """A row under a name and a type: what the records say, their TTL (s) as it came, until when it counts, and the
    server that said so.
    """

    outcome: Outcome
    data: tuple[str, ...]
    ttl: int
    expires: Instant
    server: IPv4Address | None = None


def _table(name: str, title: Wording, spoken: Wording) -> Table:
    return Table(
        name,
        CacheRow,
        title,
        key={"name": str, "type": str},
        spoken=spoken,
        label="{name} {type}",
        timers={"expires": {"en": "the end of the time to live of {}", "zh": "{} 的生存时间到期"}},
        usual={"outcome": "records"},
        minor=("ttl",),
        spare=("server", "ttl"),
        place=1,
    )


CACHE = _table(STUB_CACHE, {"en": "DNS cache", "zh": "DNS 缓存"}, {"en": "the DNS cache", "zh": "DNS 缓存"})
SERVERS_CACHE = _table(
    SERVER_CACHE,
    {"en": "DNS server's cache", "zh": "DNS 服务器的缓存"},
    {"en": "the DNS server's cache", "zh": "DNS 服务器的缓存"},
)
TIMER = TimerText(
    STUB_CACHE, {"en": "the timer for the next DNS record that expires", "zh": "下一条 DNS 记录到期的定时器"}
)
SERVER_TIMER = TimerText(
    SERVER_CACHE,
    {
        "en": "the timer for the next record that expires in the server's cache",
        "zh": "服务器缓存里下一条记录到期的定时器",
    },
)
