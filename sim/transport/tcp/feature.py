"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.feature import Feature
from sim.ip.ipv4.pdu import PROTOCOL_TCP
from sim.pdu_type import Format, PduType


def _format() -> Format[Any]:
    from sim.transport.tcp.view import FORMAT

    return FORMAT


FEATURE = Feature(
    name="tcp",
    rules=("sim.transport.tcp.rules", "sim.transport.tcp.data_rules", "sim.transport.tcp.congestion_rules"),
    fields=("sim.transport.tcp.fields",),
    pdus=(PduType("tcp", _format, parent="ipv4", numbers=(PROTOCOL_TCP,)),),
    tables=("sim.transport.tcp.tables",),
    settings=("sim.transport.tcp.machine.settings",),
)
