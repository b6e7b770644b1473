"""The table of a link itself."""

from sim.feature import Table
from sim.link.link import TABLE, LinkRow

LINK = Table(TABLE, LinkRow, {"en": "Link", "zh": "链路"}, key={"link": str}, kinds=(), pane_place=4)
