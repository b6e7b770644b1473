"""Forwarding beside other simulators: the same chain in each."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from benchmarks.contest import Contender, build_ns3, python_module, ratio_line, run_interleaved, told_line
from benchmarks.table import Line
from benchmarks.work import Work

PART = "forwarding"
TRACED = "hopscope"
UNTRACED = "hopscope without trace"
TRANSLATED = "hopscope, a filter of 100 rules and NAT at each router"
SIMPY = "SimPy 4, a store for each node"
NSPY = "ns.py, port and wire"
NS3 = "ns-3, point to point"
RIVALS = {SIMPY: 2.0, NSPY: 2.0, NS3: 1.0}
"""How many times as fast as these hopscope has to be, its trace on."""


def measure(work: Work, series: int) -> list[Line]:
    """Run ``series`` interleaved series, and compare the medians."""
    with contenders() as entrants:
        figures = run_interleaved(PART, entrants, work, series)
    lines = [told_line(PART, entrant.name, figures.get(entrant.name)) for entrant in entrants]
    traced = figures[TRACED]
    lines += [ratio_line(PART, TRACED, name, least, figures) for name, least in RIVALS.items() if name in figures]
    lines.append(ratio_line(PART, UNTRACED, TRACED, 1.3, figures))
    lines.append(ratio_line(PART, TRANSLATED, TRACED, 1 / 1.3, figures))
    per_record = traced.told["grown"] / traced.told["records"]
    held = traced.told["held"] / traced.told["records"]
    text = f"{per_record:.0f} B ({held:.0f} B by sys.getsizeof)"
    lines.append(Line(PART, "a record, PDUs included", text, "<= 150 B", per_record <= 150))
    return lines


@contextmanager
def contenders() -> Iterator[list[Contender]]:
    with TemporaryDirectory() as directory:
        yield [
            Contender(TRACED, python_module("benchmarks.hopscope_chain", "sim")),
            Contender(UNTRACED, python_module("benchmarks.hopscope_chain", "sim", "--no-trace")),
            Contender(TRANSLATED, python_module("benchmarks.hopscope_chain", "sim", "--translates")),
            Contender(SIMPY, python_module("benchmarks.simpy_chain", "simpy")),
            Contender(NSPY, python_module("benchmarks.nspy_chain", "ns.port.port")),
            Contender(NS3, build_ns3("ns3_chain.cc", directory)),
        ]
