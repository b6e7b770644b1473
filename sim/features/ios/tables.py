"""What people call a device and its interfaces."""

from typing import NamedTuple

from sim.feature import Table

TABLE = "label"
OF_DEVICE = "hostname"
"""The key of the device's own name."""


class LabelRow(NamedTuple):
    """A name or a description, under ``hostname`` or the name of an interface."""

    text: str


LABELS = Table(
    TABLE,
    LabelRow,
    {"en": "Names and descriptions", "zh": "名称和说明"},
    key={"port": str},
    kinds=("router", "switch"),
)
