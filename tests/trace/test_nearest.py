"""The nearest record of a kind among the causes: what a walk finds, without the walk."""

from array import array
from collections.abc import Callable

from hypothesis import given, settings

from sim.patterns.pattern import packet_of
from sim.scenario import load
from sim.session import Session
from sim.trace.nearest import FRAMES, SENT, nearest
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace
from tests.nodes.random_networks import seeds
from tests.trace.test_determinism import run
from tui.model.conversation.journeys import Journeys
from tui.output.text import Detail, TextLines

SENDER = """\
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for number in range(200):
    s.sendto(b"x", ("10.0.0.2", 5000))
    print(number)
"""


class Counted:
    """Column ``cause`` of a trace, which counts how often somebody reads it."""

    def __init__(self, column: "array[int]") -> None:
        self._column = column
        self.reads = 0

    def __getitem__(self, n: int) -> int:
        self.reads += 1
        return self._column[n]


@settings(max_examples=10)
@given(seeds)
def test_the_nearest_record_is_the_one_that_a_walk_along_the_causes_finds(seed: int) -> None:
    trace = run(seed)
    for kinds in (SENT, FRAMES, frozenset({Kind.CALL, Kind.TIMER_FIRED})):
        for n in range(len(trace)):
            walked = next((m for m in trace.causes(n) if trace.kind[m] in kinds), NO_CAUSE)
            assert nearest(trace, kinds).of(n) == walked


def test_what_led_to_nothing_is_nothing() -> None:
    assert nearest(Trace(), SENT).of(NO_CAUSE) == NO_CAUSE


def test_who_tells_of_a_long_chain_of_causes_reads_each_cause_a_few_times_only() -> None:
    """A program's call follows from all its calls before: a walk back from each would read 400 times as many."""
    nodes = {"pc1": {"host": "10.0.0.1/24"}, "pc2": {"host": "10.0.0.2/24"}}
    programs = [{"at": "0s", "on": "pc1", "code": SENDER}]
    session = Session(
        load.load_objects({"title": "t", "nodes": nodes, "links": ["pc1 -- pc2"], "programs": programs, "until": "2s"})
    )
    session.run()
    trace, links = session.trace, session.scenario.names.links
    assert len(trace.causes(len(trace) - 10)) > 400
    everybody: dict[str, Callable[[], object]] = {
        "text": lambda: list(TextLines(trace, links, Detail.EVERYTHING).lines(0, len(trace))),
        "journeys": Journeys(trace, frozenset(nodes)).extend,
        "patterns": lambda: [packet_of(trace, n) for n in range(len(trace))],
    }
    counted = Counted(trace.cause)
    trace.cause = counted  # type: ignore[assignment]
    for name, tell in everybody.items():
        before = counted.reads
        tell()
        assert counted.reads - before < 8 * len(trace), name
