"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.feature import Feature
from sim.link.ethernet.pdu import TYPE_LLC, TYPE_VLAN
from sim.pdu_type import Format, PduType


def _ethernet() -> Format[Any]:
    from sim.link.ethernet.view import FORMAT

    return FORMAT


def _llc() -> Format[Any]:
    from sim.link.llc.view import FORMAT

    return FORMAT


def _damaged() -> Format[Any]:
    from sim.link.ethernet.view import DAMAGED

    return DAMAGED


def _vlan() -> Format[Any]:
    from sim.link.vlan.view import FORMAT

    return FORMAT


FEATURE = Feature(
    name="link",
    rules=("sim.link.rules", "sim.link.vlan.rules"),
    fields=("sim.link.ethernet.fields", "sim.link.llc.fields", "sim.link.vlan.fields", "sim.link.fields"),
    pdus=(
        PduType("ethernet", _ethernet, words=("frame",)),
        PduType("damaged", _damaged, words=()),
        PduType("llc", _llc, parent="ethernet", numbers=(TYPE_LLC,), words=()),
        PduType("vlan", _vlan, parent="ethernet", numbers=(TYPE_VLAN,)),
    ),
    tables=("sim.link.tables",),
    settings=("sim.link.settings",),
)
