"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.feature import Feature
from sim.pdu_type import Format, PduType

_PORTS = (53,)


def _format() -> Format[Any]:
    from sim.features.dns.view import FORMAT

    return FORMAT


def _tcp_format() -> Format[Any]:
    from sim.features.dns.view import TCP_FORMAT

    return TCP_FORMAT


FEATURE = Feature(
    name="dns",
    rules=("sim.features.dns.rules",),
    fields=("sim.features.dns.fields",),
    pdus=(
        PduType("dns", _format, parent="udp", numbers=_PORTS),
        PduType("dns-tcp", _tcp_format, parent="tcp", numbers=_PORTS, words=()),
    ),
)
