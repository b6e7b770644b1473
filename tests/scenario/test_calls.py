"""Sentences on what calls come to, against traces written out by hand."""

import pytest

from sim.programs.rows import ThreadRow
from sim.scenario.expect import check
from sim.scenario.load import load_text
from sim.trace.records import NO_CAUSE, Change, Kind
from sim.trace.trace import Trace
from tests.reasons import BECAUSE

SECOND = 1_000_000_000
KINDS = {
    "entered": Kind.CALL_ENTERED,
    "blocked": Kind.CALL_BLOCKED,
    "returned": Kind.CALL_RETURNED,
    "raised": Kind.CALL_RAISED,
}


def history(*steps: tuple[str, str, str]) -> Trace:
    """A trace in which a program of ``client`` makes these calls, one step a second from 1 s on."""
    trace = Trace()
    spot = trace.add_spot("client")
    before = None
    for second, (call, phase, result) in enumerate(steps, 1):
        row = ThreadRow("MainThread", "client.py", 3, "<module>", call, 1, phase, result)
        change = Change("thread", (1, 0), before, row)
        trace.add(KINDS[phase], second * SECOND, spot, NO_CAUSE, change, BECAUSE)
        before = row
    return trace


REFUSED = "ConnectionRefusedError: [Errno 111] Connection refused"
CALLS = history(
    ("connect(('10.0.0.2', 80))", "entered", ""),
    ("connect(('10.0.0.2', 80))", "blocked", ""),
    ("connect(('10.0.0.2', 80))", "raised", REFUSED),
    ("connect(('10.0.0.2', 81))", "entered", ""),
    ("connect(('10.0.0.2', 81))", "returned", "None"),
    ("recv(1024)", "entered", ""),
    ("recv(1024)", "returned", "b'2 times'"),
    ("recv(1024)", "entered", ""),
    ("recv(1024)", "returned", "b''"),
    ("recvfrom(1024)", "returned", "(b'hi', ('10.0.0.2', 7))"),
    ("socket.getaddrinfo('x', 80)", "raised", "gaierror: [Errno -2] Name or service not known"),
)


def found(sentence: str, trace: Trace = CALLS) -> str:
    nodes = "{client: {host: 10.0.0.1/8}, server: {host: 10.0.0.2/8}}"
    text = f"title: x\nnodes: {nodes}\nallow: unconnected\nexpect:\n  - says: |-\n      {sentence}\n"
    (outcome,) = check(load_text(text), trace)
    assert outcome.ok == (outcome.found == "")
    assert outcome.text == sentence
    return outcome.found


@pytest.mark.parametrize(
    "sentence",
    [
        "client's connect raises ConnectionRefusedError",
        "client's connect raises OSError once",
        "client's connect raises",
        "client’s connect() returns None before 5s",
        "client's connect never raises TimeoutError",
        "client's connect never raises after 4s",
        "client's connect blocks once",
        "client's recv never blocks",
        "client's recv returns 2 times",
        "client's recv returns at least 1 time",
        "client's recv returns at most 2 times after 7s before 9s",
        "client's recv returns b'2 times' once",
        "client's recv returns b''",
        "client's recvfrom returns (b'hi', ('10.0.0.2', 7))",
        "client's getaddrinfo raises gaierror",
        "client's getaddrinfo raises OSError",
        "server's accept never returns",
    ],
)
def test_a_sentence_on_calls_is_met(sentence: str) -> None:
    assert found(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "instead"),
    [
        ("server's accept returns", "it runs no program"),
        ("client's accept returns", "its programs call connect and recv"),
        ("client's recv returns b'3 times'", "recv(1024) returned b'2 times', recv(1024) returned b''"),
        ("client's recv returns once", "it does 2 times, first in client.py line 3"),
        ("client's connect never blocks", "it does once, in client.py line 3"),
        (
            "client's connect raises TimeoutError",
            f"connect(('10.0.0.2', 80)) blocked, connect(('10.0.0.2', 80)) raised {REFUSED}, "
            "connect(('10.0.0.2', 81)) returned None",
        ),
    ],
)
def test_what_the_calls_come_to_instead_is_named(sentence: str, instead: str) -> None:
    assert found(sentence) == instead


@pytest.mark.parametrize(
    ("moment", "record"),
    [
        ("client's connect raises ConnectionRefusedError", 2),
        ("client's recv returns", 6),
        ("client's recv returns 2 times", 8),
        ("client's recv returns at least 3 times", None),
        ("client's connect blocks after 3s", None),
    ],
)
def test_a_note_can_be_pinned_to_a_call(moment: str, record: int | None) -> None:
    nodes = "{client: {host: 10.0.0.1/8}, server: {host: 10.0.0.2/8}}"
    text = f'title: x\nnodes: {nodes}\nlinks: [client -- server]\nnotes: [{{when: "{moment}", text: x}}]\n'
    assert load_text(text).notes[0].moment.record(CALLS) == record
