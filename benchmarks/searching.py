"""Searching in a long trace: how soon the first packets that match are listed, and all of them.

What the player does between two looks at the keyboard is measured, in the same pieces.
"""

import gc
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from benchmarks.campus import campus
from benchmarks.table import Line
from sim.scenario import load
from sim.session import Session
from tui.model.reader.player import Player
from tui.model.reader.searching import search
from tui.model.reader.steps import Steps
from tui.model.text.glyphs import glyphs

PART = "searching"
RECORDS = 1_000_000
FEW = 20_000
_PIECE = 5_000
_MOST_FIRST = 0.2
"""Seconds of processor time until the first answer."""
_SEARCHES = (
    "arp",
    "ip.addr == 10.0.3.4",
    "ip.flags.mf == 1 && !(ip.dst == 10.0.0.0/24)",
    "frame.number > 1000 && eth.dst == ff:ff:ff:ff:ff:ff",
    "icmp echo-reply to pc1x1",
    "dropped frame",
    '"default route"',
    "默认",
)
_NOTHING = ("tcp.flags.syn == 1 && !tcp.flags.ack", 'dns.qry.name contains "www"', "tcp syn", '"nobody says this"')
"""What nothing in a campus of pings has: the answer comes at the end of the trace."""


def measure(records: int) -> list[Line]:
    session = Session(load.load_objects(campus()))
    session.run(records=records)
    gc.freeze()  # as the player does
    player = Player(session, glyphs(False))
    player.cursor.grow()
    lines = [Line(PART, f"{len(player.trace):,} records", f"{len(player.cursor.sends):,} packets")]
    for text in _SEARCHES:
        first, whole, found = searched(player, text)
        told = f"{first * 1e3:.0f} ms, all {found:,} in {whole:.1f} s"
        lines.append(
            Line(PART, f"first answer of {text}", told, f"<= {_MOST_FIRST * 1e3:.0f} ms", first <= _MOST_FIRST)
        )
    for text in _NOTHING:
        seconds = duration(partial(begin, player, text))
        lines.append(Line(PART, f"that nothing matches {text}", f"{seconds:.2f} s"))
    return lines


def searched(player: Player, text: str) -> tuple[float, float, int]:
    """Seconds until the first packet is found, and all; how many. The first is the median of three."""
    firsts = [duration(lambda: begin(player, text)) for _ in range(3)]
    steps = begin(player, text)
    whole = duration(steps.extend)
    return median(firsts), whole, len(steps)


def begin(player: Player, text: str) -> Steps:
    """A search as far as its first packet."""
    found = search(player, text)
    assert found is not None
    while not found.steps.extend(_PIECE) and not len(found.steps):
        pass
    return found.steps


def duration(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start
