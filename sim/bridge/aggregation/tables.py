"""The aggregates as people see them."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.feature import Printout, Rows, Table

TABLE = "aggregate"


class AggregateRow(NamedTuple):
    """An aggregate, under its name: its ports, and those of them that are up."""

    ports: tuple[str, ...]
    active: tuple[str, ...]


def show_etherchannel_summary(aggregates: Rows) -> Iterator[str]:
    """``show etherchannel summary``: as a Catalyst prints it, without the legend."""
    yield f"Number of channel-groups in use: {len(aggregates)}"
    yield f"Number of aggregators:           {len(aggregates)}"
    yield ""
    yield "Group  Port-channel  Protocol    Ports"
    yield "------+-------------+-----------+-----------------------------------------------"
    for name, row in aggregates.items():
        whole = f"{name.capitalize()}({'SU' if row.active else 'SD'})"
        states = (f"{port}({'P' if port in row.active else 'D'})" for port in row.ports)
        ports = "".join(f"{state:<8}" for state in states)
        yield f"{name[2:]:<7}{whole:<16}{'-':<9}{ports}".rstrip()


SHOW = Printout("show etherchannel summary", lambda aggregates, now: show_etherchannel_summary(aggregates))

AGGREGATES = Table(
    TABLE,
    AggregateRow,
    {"en": "Link aggregation", "zh": "链路聚合"},
    key={"aggregate": str},
    kinds=("switch",),
    printouts={"switch": SHOW},
)
