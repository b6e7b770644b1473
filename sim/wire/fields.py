"""What is said of octets that no protocol names."""

from sim.explain.language import FieldRule

FIELDS: dict[str, dict[str, FieldRule]] = {
    "data": {
        "data": FieldRule(
            "",
            "Data",
            "What the layers above are to carry: {size:octet|octets} that the headers in front do not look into.",
        ),
    },
    "any": {
        "truncated": FieldRule(
            "",
            "Beginning of a field",
            "The octets end before this field does: {size:octet is|octets are} left of it, and no value can be read.",
        ),
    },
}
