"""Running a scenario up to a moment, and on from there."""

from pathlib import Path

import pytest

from sim.branches.edit import EditError
from sim.kernel import SECOND
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.records import Kind
from sim.words import TextError

TEXT = """
title: Two pings
until: 10s
nodes:
  pc1: {host: 10.0.0.1/24}
  pc2: {host: 10.0.0.2/24}
links: [pc1 -- pc2]
actions:
  - {at: 1s, on: pc1, run: ping -c 1 10.0.0.2}
  - {at: 3s, on: pc1, run: ping -c 1 10.0.0.2}
"""


@pytest.fixture
def session() -> Session:
    return Session(load_text(TEXT))


@pytest.mark.parametrize(
    ("moment", "kind", "node", "second"),
    [
        ("first arp reply", Kind.FRAME_SENT, "pc2", 1),
        ("first arp reply reaching pc1", Kind.FRAME_RECEIVED, "pc1", 1),
        ("icmp echo-request", Kind.FRAME_SENT, "pc1", 1),
        ("2nd icmp echo-request", Kind.FRAME_SENT, "pc1", 3),
        ("icmp echo-request after 2s", Kind.FRAME_SENT, "pc1", 3),
        ("last icmp echo-reply", Kind.FRAME_SENT, "pc2", 3),
    ],
)
def test_a_run_stops_at_the_event_that_is_meant(
    session: Session, moment: str, kind: Kind, node: str, second: int
) -> None:
    n = session.run_to(moment)
    assert n is not None
    record = session.trace[n]
    assert (record.kind, record.node, record.at // SECOND) == (kind, node, second)
    if "last" not in moment:
        assert session.network.kernel.now == record.at
        assert session.trace.at[-1] == record.at


def test_devices_are_built_when_the_session_is_first_run(session: Session) -> None:
    assert len(session.trace) == 0
    session.run(0)
    assert session.trace.configured == len(session.trace) > 0
    assert list(session.network.nodes) == ["pc1", "pc2"]


def test_a_run_stops_at_a_time_and_at_the_end(session: Session) -> None:
    assert session.run_to("start") == 0
    assert session.network.kernel.now == 0
    n = session.run_to("2s")
    assert session.network.kernel.now == 2 * SECOND
    assert n == len(session.trace) - 1
    assert session.run_to("end") == len(session.trace) - 1
    assert session.network.kernel.now == 10 * SECOND


def test_a_moment_that_has_passed_is_found_and_one_that_never_comes_is_not(session: Session) -> None:
    session.run()
    count = len(session.trace)
    n = session.run_to("first arp request")
    assert n is not None
    assert session.trace[n].at == SECOND
    assert session.run_to("3rd icmp echo-request") is None
    assert len(session.trace) == count


def test_a_run_stops_where_a_sentence_of_a_note_comes_true() -> None:
    session = Session.load("tcp-echo")
    reached = session.run_to("client reaches ESTABLISHED")
    assert reached is not None
    record = session.trace[reached]
    assert (record.node, record.kind, session.network.kernel.now) == ("client", Kind.STATE_CHANGED, record.at)
    returned = session.run_to("client's recv returns b'hello'")
    assert returned is not None
    assert session.network.kernel.now == session.trace.at[-1] == session.trace[returned].at > record.at
    assert session.run_to("client's connect raises ConnectionRefusedError") is None
    assert session.finished


def test_stopping_on_the_way_changes_nothing(session: Session) -> None:
    for moment in ("first arp reply", "2s", "2nd icmp echo-reply reaching pc1", "udp", "end"):
        session.run_to(moment)
    at_once = Session(load_text(TEXT))
    at_once.run()
    assert list(map(repr, session.trace)) == list(map(repr, at_once.trace))


def test_a_storm_that_never_brings_the_moment_ends_at_its_bound() -> None:
    storm = """
title: A storm
records: 500
nodes:
  pc1: {host: 10.0.0.1/24}
  sw1: {switch: 4}
  sw2: {switch: 4}
links: [pc1 -- sw1:1, sw1:2 -- sw2:2, sw1:3 -- sw2:3]
actions: [{at: 0s, on: pc1, run: arping -c 1 10.0.0.9}]
"""
    session = Session(load_text(storm))
    assert session.run_to("first udp") is None
    assert not session.finished
    assert 500 <= session.trace.happened < 510


def test_the_configuration_is_not_counted_among_the_records(session: Session) -> None:
    session.run(records=1)
    # Two hosts and a cable: more than one record before the first ping, which is the one that counts.
    assert session.trace.configured > 1
    assert session.trace[session.trace.configured].kind is Kind.CALL
    assert session.network.kernel.now == SECOND
    assert session.trace.full


def test_what_is_no_moment_is_an_error(session: Session) -> None:
    with pytest.raises(TextError):
        session.run_to("first arpp")


def test_an_edit_is_an_action_more_and_all_else_stays_as_it_was(session: Session) -> None:
    session.run()
    link = session.scenario.links[0].name
    edited = session.branch([f"2s cut {link}"])
    edited.run()
    cut = next(n for n, at in enumerate(edited.trace.at) if at == 2 * SECOND)
    assert edited.trace[:cut] == session.trace[:cut]
    lines = [row.text for row in edited.network.nodes["pc1"].tables["console"].values()]
    assert [line for line in lines if "received" in line or "unreachable" in line] == [
        "1 packets transmitted, 1 received, 0% packet loss, time 0ms",
        "1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms",
    ]


def test_a_program_that_an_edit_starts_is_among_the_sources(tmp_path: Path) -> None:
    (tmp_path / "hello.py").write_text("import other\nprint(other.WORD)\n")
    (tmp_path / "other.py").write_text("WORD = 'hello'\n")
    scenario = load_text(TEXT, folder=tmp_path)
    session = Session(scenario).branch(["5s pc1: python3 hello.py"])
    assert list(session.scenario.sources) == ["hello.py", "other.py"]
    session.run()
    assert "hello" in [line.text for line in session.history.go(len(session.trace)).table("pc1", "console").values()]


def test_an_edit_that_starts_a_program_that_is_not_there_is_an_error() -> None:
    with pytest.raises(EditError, match=r"there is no file 'gone\.py'") as caught:
        Session(load_text(TEXT)).branch(["5s pc1: python3 gone.py"])
    assert caught.value.edit == "5s pc1: python3 gone.py"
