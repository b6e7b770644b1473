"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.feature import Feature
from sim.ip.ipv4.pdu import PROTOCOL_ICMP
from sim.pdu_type import Format, PduType


def _format() -> Format[Any]:
    from sim.ip.icmp.view import FORMAT

    return FORMAT


FEATURE = Feature(
    name="icmp",
    rules=("sim.ip.icmp.rules",),
    fields=("sim.ip.icmp.fields",),
    pdus=(PduType("icmp", _format, parent="ipv4", numbers=(PROTOCOL_ICMP,)),),
    tables=("sim.ip.icmp.tables", "sim.ip.icmp.names"),
    settings=("sim.ip.icmp.settings",),
)
