"""The description of this package for the list in ``sim.registry``."""

from functools import cache
from typing import TYPE_CHECKING, Any

from sim.feature import Feature, Service
from sim.ip.ipv4.pdu import PROTOCOL_IGMP
from sim.pdu_type import Format, PduType
from sim.settings import NodeSettings

if TYPE_CHECKING:
    from sim.features.igmp.service import Host, Igmp


def _format() -> Format[Any]:
    from sim.features.igmp.view import FORMAT

    return FORMAT


def _is_wanted(settings: NodeSettings) -> bool:
    return True


def _start(host: "Host") -> object:
    """IGMP is loaded and made when the first group is joined, or the first message comes."""

    @cache
    def igmp() -> "Igmp":
        from sim.features.igmp.service import Igmp

        return Igmp(host)

    host.ip.on_protocol(PROTOCOL_IGMP, lambda *arrived: igmp().receive(*arrived))
    host.ip.groups.on_change(lambda *change: igmp().changed(*change))
    return igmp


FEATURE = Feature(
    name="igmp",
    rules=("sim.features.igmp.rules",),
    fields=("sim.features.igmp.fields",),
    pdus=(PduType("igmp", _format, parent="ipv4", numbers=(PROTOCOL_IGMP,)),),
    tables=("sim.features.igmp.tables",),
    settings=("sim.features.igmp.settings",),
    service=Service(_is_wanted, _start),
)
