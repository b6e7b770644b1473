"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.feature import Feature
from sim.link.ethernet.pdu import TYPE_IPV4
from sim.pdu_type import Format, PduType


def _format() -> Format[Any]:
    from sim.ip.ipv4.view import FORMAT

    return FORMAT


FEATURE = Feature(
    name="ipv4",
    rules=("sim.ip.ipv4.rules",),
    fields=("sim.ip.ipv4.fields",),
    pdus=(PduType("ipv4", _format, parent="ethernet", numbers=(TYPE_IPV4,), words=("ip", "fragment")),),
    tables=("sim.ip.neighbours", "sim.ip.ipv4.names"),
    settings=("sim.ip.ipv4.settings",),
)
