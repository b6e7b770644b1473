"""A TCP transfer beside other simulators, a long one without a trace, many connections at once, and by a program."""

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.contest import (
    Contender,
    Figures,
    build_ns3,
    python_module,
    ratio_line,
    run_alone,
    run_interleaved,
    run_once,
    told_line,
)
from benchmarks.table import Line
from benchmarks.work import Transfer

PART = "transfer"
TRACED = "hopscope"
UNTRACED = "hopscope without trace"
EACH = "hopscope, an ACK for each segment"
NSPY = "ns.py's TCP"
NS3 = "ns-3, BulkSend to PacketSink"
TARGETS = ((TRACED, NSPY, 2.0), (UNTRACED, NS3, 1.0))
"""How many times as fast as another one has to be: ns-3 keeps no trace, so that hopscope keeps none beside it."""
SHOWN = ((TRACED, NS3), (UNTRACED, NSPY), (UNTRACED, TRACED), (EACH, NSPY))
"""Ratios of which nothing is asked."""
GROWTH_ALLOWED = 5_000_000
"""Octets by which five times the data may raise the peak of a run that keeps no trace."""


class Sizes(NamedTuple):
    """``connections`` at once, each of ``each`` octets; ``long`` is the transfer of which the memory is watched."""

    work: Transfer = Transfer()
    long: Transfer = Transfer(segments=5 * 13_813)
    connections: int = 1_000
    each: int = 10_000


SMALL = Sizes(Transfer(segments=100), Transfer(segments=500), 10)


def measure(sizes: Sizes, series: int) -> list[Line]:
    """Run ``series`` interleaved series, and compare the medians; then what is measured once."""
    with contenders() as entrants:
        figures = run_interleaved(PART, entrants, sizes.work, series)
    lines = [sent_line(entrant.name, figures.get(entrant.name)) for entrant in entrants]
    lines += [ratio_line(PART, name, other, least, figures) for name, other, least in TARGETS if other in figures]
    lines += [compared(name, other, figures) for name, other in SHOWN if other in figures]
    told = figures[TRACED].told
    grown = told["grown"] / sizes.work.segments
    records = told["records"] / sizes.work.segments
    text = f"{grown:,.0f} B, {records:.1f} records"
    lines.append(Line(PART, f"memory of a data segment over {sizes.work.links} links", text))
    lines.append(long_line(sizes, figures[UNTRACED].told["peak"]))
    return [*lines, crowd_line(sizes), program_line(sizes)]


def sent_line(name: str, figures: Figures | None) -> Line:
    line = told_line(PART, name, figures)
    if figures is None:
        return line
    told = figures.told
    seconds = told["hops"] / median(figures.speeds)
    text = f"{line.measured}, {seconds:.2f} s"
    if "sent" in told:
        text += f", {told['sent']:,.0f} + {told['answered']:,.0f} segments"
    return line._replace(measured=text)


def compared(name: str, other: str, figures: dict[str, Figures]) -> Line:
    """A ratio of which nothing is asked."""
    return ratio_line(PART, name, other, 0, figures)._replace(target="", met=None)


def long_line(sizes: Sizes, peak: float) -> Line:
    """Whether memory stays where it is when the transfer gets longer and nothing is kept."""
    told = run_once([*module("hopscope_tcp"), "--no-trace"], sizes.long)
    text = f"{told['seconds']:.1f} s, {told['peak'] / 1e6:.0f} MB ({(told['peak'] - peak) / 1e6:+.1f} MB)"
    met = told["peak"] - peak <= GROWTH_ALLOWED
    what = f"{sizes.long.octets / 1e6:,.0f} MB without trace (beside {sizes.work.octets / 1e6:,.0f} MB)"
    return Line(PART, what, text, f"<= {GROWTH_ALLOWED / 1e6:+.0f} MB", met)


def crowd_line(sizes: Sizes) -> Line:
    options = (f"--connections={sizes.connections}", f"--each={sizes.each}")
    told = run_alone(module("hopscope_crowd", *options))
    text = (
        f"{told['seconds']:.1f} s, {told['peak'] / 1e6:.0f} MB, {told['grown'] / sizes.connections / 1e3:,.0f} kB each,"
        f" {told['at_once']:,.0f} at once, {told['open']:.0f} left open"
    )
    met = told["at_once"] >= sizes.connections and not told["open"]
    return Line(PART, f"{sizes.connections:,} connections at once to one server", text, "all end", met)


def program_line(sizes: Sizes) -> Line:
    told = run_once(module("hopscope_program"), sizes.work)
    text = f"{told['hops'] / told['seconds']:,.0f} hops/s, {told['seconds']:.2f} s"
    return Line(PART, "the same by a Python program on the simulated host", text)


def module(name: str, *options: str) -> list[str]:
    return python_module(f"benchmarks.{name}", "sim", *options) or []


@contextmanager
def contenders() -> Iterator[list[Contender]]:
    with TemporaryDirectory() as directory:
        yield [
            Contender(TRACED, module("hopscope_tcp")),
            Contender(UNTRACED, module("hopscope_tcp", "--no-trace")),
            Contender(EACH, module("hopscope_tcp", "--no-delayed-ack")),
            Contender(NSPY, python_module("benchmarks.nspy_tcp", "ns.packet.tcp_generator")),
            Contender(NS3, build_ns3("ns3_tcp.cc", directory)),
        ]
