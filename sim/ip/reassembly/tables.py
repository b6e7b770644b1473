"""The table of datagrams that miss fragments as people see it."""

from collections.abc import Iterable

from sim.feature import Table, TimerText
from sim.ip.ipv4.pdu import IPv4
from sim.ip.reassembly.machine import TABLE, ReassemblyKey, ReassemblyRow


def _ranges(fragments: Iterable[IPv4]) -> str:
    """Which octets of the data are on hand."""
    return ", ".join(f"{each.fragment_offset}-{each.fragment_offset + len(each.payload) - 1}" for each in fragments)


DATAGRAMS = Table(
    TABLE,
    ReassemblyRow,
    {"en": "Fragments being put together", "zh": "正在重组的分片"},
    key=ReassemblyKey.__annotations__,
    label="{src} > {dst} protocol {protocol} id {identification}",
    written={"fragments": _ranges},
)
TIMER = TimerText(
    TABLE,
    {
        "en": "the timer for the missing fragments of datagram {1.identification} from {1.src}",
        "zh": "等待 {1.src} 的数据报 {1.identification} 其余分片的定时器",
    },
)
