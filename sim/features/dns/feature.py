"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.command import Allowance
from sim.feature import Feature
from sim.pdu_type import Format, PduType

_PORTS = (53,)


def _format() -> Format[Any]:
    from sim.features.dns.view import FORMAT

    return FORMAT


def _tcp_format() -> Format[Any]:
    from sim.features.dns.view import TCP_FORMAT

    return TCP_FORMAT


MISSING_DOT = Allowance("missing-dot", "a name in a zone has that of the zone twice at its end, since a dot is missing")
NO_ADDRESS = Allowance("no-address-in-zone", "a record of a zone leads to a name of the zone that has no address")

FEATURE = Feature(
    name="dns",
    allowances=(MISSING_DOT, NO_ADDRESS),
    rules=("sim.features.dns.rules",),
    fields=("sim.features.dns.fields",),
    pdus=(
        PduType("dns", _format, parent="udp", numbers=_PORTS),
        PduType("dns-tcp", _tcp_format, parent="tcp", numbers=_PORTS, words=()),
    ),
)
