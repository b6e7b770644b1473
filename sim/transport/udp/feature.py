"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.feature import Feature
from sim.ip.ipv4.pdu import PROTOCOL_UDP
from sim.pdu_type import Format, PduType


def _format() -> Format[Any]:
    from sim.transport.udp.view import FORMAT

    return FORMAT


FEATURE = Feature(
    name="udp",
    rules=("sim.transport.udp.rules",),
    fields=("sim.transport.udp.fields",),
    pdus=(PduType("udp", _format, parent="ipv4", numbers=(PROTOCOL_UDP,)),),
)
