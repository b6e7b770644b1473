"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.feature import Feature
from sim.features.stp.pdu import SAP
from sim.pdu_type import Format, PduType


def _format() -> Format[Any]:
    from sim.features.stp.view import FORMAT

    return FORMAT


FEATURE = Feature(
    name="stp",
    rules=("sim.features.stp.rules",),
    fields=("sim.features.stp.fields",),
    tables=("sim.features.stp.tables",),
    pdus=(PduType("stp", _format, parent="llc", numbers=(SAP,), words=("stp", "bpdu")),),
)
