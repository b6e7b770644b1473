"""The fields that belong to no protocol: data, and fields that are cut off."""

from sim.explain.language import FieldRule

FIELDS: dict[str, dict[str, FieldRule]] = {
    "data": {
        "data": FieldRule(
            "",
            "Data",
            "The content that the headers in front carry: {size:octet|octets}. The headers say nothing about its "
            "meaning.",
        ),
    },
    "any": {
        "truncated": FieldRule(
            "",
            "Beginning of a field",
            "The packet ends inside this field. Only {size:octet is|octets are} here, so the value cannot be read.",
        ),
    },
}
