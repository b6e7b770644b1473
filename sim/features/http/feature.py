"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.feature import Feature
from sim.pdu_type import Format, PduType

PORTS = (80, *range(8000, 8100))
"""The ports at which octets are looked at as HTTP: that of ``http`` (RFC 9110 4.2.1), and those that people use for
tests and second servers. Even there, only octets that begin with the first line of a message are HTTP."""


def _format() -> Format[Any]:
    from sim.features.http.view import FORMAT

    return FORMAT


FEATURE = Feature(
    name="http",
    rules=("sim.features.http.rules",),
    fields=("sim.features.http.fields",),
    pdus=(PduType("http", _format, parent="tcp", numbers=PORTS),),
)
