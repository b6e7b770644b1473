"""The table of the groups that interfaces are in."""

from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.feature import Table
from sim.ip.groups.filters import Mode

NAME = "group"


class GroupRow(NamedTuple):
    """A row of table ``group``, under ``(interface, group)``: from whom the interface hears, and how many asked for it.

    Every interface is also in 224.0.0.1, which has no row (RFC 1112 7.2).
    """

    mode: Mode
    sources: tuple[IPv4Address, ...]
    users: int


GROUPS = Table(
    NAME,
    GroupRow,
    {"en": "Groups", "zh": "组播组"},
    key={"port": str, "group": IPv4Address},
    label="{group} {port}",
    spoken={"en": "groups", "zh": "组播组"},
    minor=("users",),
    usual={"mode": "exclude", "users": "1"},
    spare=("sources", "users"),
    place=60,
)
