"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.feature import Feature
from sim.pdu_type import Format, PduType


def _format() -> Format[Any]:
    from sim.features.dhcp.view import FORMAT

    return FORMAT


FEATURE = Feature(
    name="dhcp",
    rules=("sim.features.dhcp.rules",),
    fields=("sim.features.dhcp.fields",),
    settings=("sim.features.dhcp.settings",),
    pdus=(PduType("dhcp", _format, parent="udp", numbers=(67, 68)),),
)
