"""The table of the servers that a device asks for names."""

from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.feature import Table

TABLE = "resolver"


class ResolverRow(NamedTuple):
    """A row under who told it: the servers to ask, and the domains that complete a short name."""

    servers: tuple[IPv4Address, ...]
    search: tuple[str, ...] = ()


RESOLVER = Table(
    TABLE,
    ResolverRow,
    {"en": "Name servers", "zh": "域名服务器"},
    key={"source": str},
    usual={"search": ""},
    spare=("search",),
)
