"""The fields of logical link control."""

from sim.explain.language import FieldRule

FIELDS: dict[str, dict[str, FieldRule]] = {
    "llc": {
        "": FieldRule(
            "IEEE 802.2-1998, 3.2",
            "Logical link control",
            "A frame with a length instead of a type does not say which protocol it carries. This header does.",
        ),
        "dsap": FieldRule(
            "IEEE 802.2-1998, 3.3.1",
            "Destination service access point",
            "The protocol that receives the content: {dsap}.",
            {0x42: "0x42 is the spanning tree protocol."},
        ),
        "ssap": FieldRule(
            "IEEE 802.2-1998, 3.3.1", "Source service access point", "The protocol that sends the content: {ssap}."
        ),
        "control": FieldRule(
            "IEEE 802.2-1998, 5.4.1",
            "Control field",
            "The kind of the unit.",
            {0x03: "0x03 is plain data without numbers: nobody acknowledges it or sends it again."},
        ),
    },
}
