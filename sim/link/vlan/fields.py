"""The fields of a VLAN tag."""

from collections.abc import Mapping

from sim.explain.fields import Sense, Senses
from sim.explain.language import FieldRule
from sim.link.ethernet.pdu import LAST_VLAN, PRIORITY_ONLY

FIELDS: dict[str, dict[str, FieldRule]] = {
    "vlan": {
        "": FieldRule(
            "IEEE 802.1Q-2018, 9.3",
            "VLAN tag",
            "Says which VLAN the frame belongs to on a link that carries several VLANs. A switch puts the tag between "
            "the source address and the type, and another switch removes it.",
        ),
        "priority": FieldRule(
            "IEEE 802.1Q-2018, 9.6",
            "Priority (PCP)",
            "How urgent the frame is, from 0 to 7: {priority}. A switch may send frames of a higher priority first.",
        ),
        "drop_eligible": FieldRule(
            "IEEE 802.1Q-2018, 9.6",
            "Drop eligible (DEI)",
            "Whether a switch without room should drop this frame before others.",
            {0: "The bit is 0: this frame is not dropped before others.", 1: "The bit is 1: drop this frame first."},
        ),
        "vlan": FieldRule(
            "IEEE 802.1Q-2018, 9.6",
            "VLAN identifier (VID)",
            "The number of the VLAN, from 1 to 4094: {vlan}.",
            {
                "priority": "0 is no VLAN. The tag only gives a priority, and the frame belongs to the VLAN of frames "
                "without a tag.",
                "reserved": "4095 is reserved: no frame may have it.",
            },
        ),
        "ethertype": FieldRule(
            "IEEE 802.1Q-2018, 9.4",
            "Type of the content",
            "The type that the frame would have without this tag: {ethertype}. The type tells which protocol comes "
            "next.",
        ),
    },
}


def _vlan(values: Mapping[str, int]) -> Sense:
    vlan = values["vlan"]
    if vlan == PRIORITY_ONLY:
        return Sense({}, ("priority",))
    return Sense({}, ("reserved",) if vlan > LAST_VLAN else ())


SENSES: Senses = {"vlan": {"vlan": _vlan}}
