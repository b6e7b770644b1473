"""The records of the zones that a server has, as people see them."""

from typing import NamedTuple

from sim.feature import Table

NAME = "zone"


class ZoneRow(NamedTuple):
    """A row of table ``zone``, under the zone, the name and the type: ``ttl`` in seconds, and the ``data`` as text."""

    ttl: int
    data: tuple[str, ...]


ZONE = Table(
    NAME,
    ZoneRow,
    {"en": "Zone records", "zh": "区域记录"},
    key={"zone": str, "name": str, "type": str},
    label="{name} {type}",
    is_bookkeeping=True,
    written={"data": ", ".join},
    spare=("zone", "ttl"),
    place=3,
)
