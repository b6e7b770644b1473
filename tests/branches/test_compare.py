"""Two runs side by side: where they part, which packets are the same, what their tables are at the end."""

import json
import random
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from sim.branches.compare import compare, first_difference, pairs
from sim.branches.future import future
from sim.branches.pairing import Pair
from sim.branches.pairing import _by_ordinals as by_ordinals
from sim.packets.telling import summary
from sim.session import Session
from sim.trace.history import frames_sent
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.why import Rule, Why
from tests.outside import need
from tests.tui.command import hopscope

LESSON = "arp-on-one-switch"
LOSS = "drop first arp reply on pc1 -- sw1"


def run(name: str, *edits: str, seed: int | None = None) -> Session:
    session = Session.load(name, seed).branch(edits)
    session.run()
    return session


def test_a_run_is_the_same_as_itself() -> None:
    found = compare(run(LESSON).trace, run(LESSON).trace)
    assert found.first is None
    assert not found.rows
    assert all(pair.a == pair.b for pair in found.packets)


@pytest.mark.parametrize(
    "edit",
    ["drop first icmp on pc1 -- sw1", "1002ms cut pc1 -- sw1", "set links.pc1 -- sw1.delay = 5ms", "3s pc1: arp"],
)
@pytest.mark.parametrize("name", [LESSON, "a-switch-learns"])
def test_the_first_difference_is_the_first_by_definition(name: str, edit: str) -> None:
    a, b = run(name).trace, run(name, edit).trace
    plain = next((n for n, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
    found = first_difference(a, b)
    assert found is not None
    assert found.n == plain
    assert found.in_what


def test_records_are_the_same_where_their_places_are_whatever_their_numbers() -> None:
    a, b = Trace(), Trace()
    why = Why(Rule("test.step", "", "A step", "A step."))
    for trace, names in ((a, ("pc1", "pc2")), (b, ("pc2", "pc1", "pc3"))):
        spots = {name: trace.add_spot(name) for name in names}
        for n in range(3000):
            trace.add(Kind.DECISION, n, spots["pc1" if n % 2 else "pc2"], n - 1, None, why)
    assert first_difference(a, b) is None
    a.add(Kind.DECISION, 3000, 0, -1, None, why)
    b.add(Kind.DECISION, 3000, 0, -1, None, why)
    assert first_difference(a, b) == (3000, ("place",))


def test_a_run_that_stops_sooner_differs_at_its_end() -> None:
    a, b = run(LESSON), Session.load(LESSON)
    b.run(records=20)
    assert first_difference(a.trace, b.trace) == (len(b.trace), ("end",))


def test_a_lost_reply_is_in_both_and_what_is_sent_again_in_one() -> None:
    a, b = run(LESSON), run(LESSON, LOSS)
    found = compare(a.trace, b.trace)
    assert b.trace[found.first.n].kind is Kind.FRAME_DROPPED  # type: ignore[union-attr]
    told = [
        ("-" if pair.b is None else "+" if pair.a is None else " ", str(summary(_packet(a, b, pair))))
        for pair in found.packets
    ]
    assert [text for sign, text in told if sign == "+" and "Request who-has" in text] == [
        "ARP, Request who-has 192.168.10.3 tell 192.168.10.1, length 28"
    ] * 4
    assert not [text for sign, text in told if sign == "-" and "ARP" in text]


def _packet(a: Session, b: Session, pair: Pair):  # type: ignore[no-untyped-def]
    return b.trace.what[pair.b] if pair.a is None else a.trace.what[pair.a]  # type: ignore[index]


@pytest.mark.parametrize(("one", "other"), [(LESSON, "a-switch-learns"), ("tcp-echo", "tcp/lost-data")])
def test_pairs_have_every_packet_once_in_the_order_of_the_first(one: str, other: str) -> None:
    a, b = run(one).trace, run(other).trace
    found = list(pairs(a, b))
    assert [pair.a for pair in found if pair.a is not None] == list(frames_sent(a))
    assert sorted(pair.b for pair in found if pair.b is not None) == list(frames_sent(b))


def test_pings_that_overtake_each_other_are_in_both() -> None:
    # pc3 pings before pc1 in one run, and behind it in the other: no packet is gone or new.
    pings = ("2s pc1: ping -c 1 192.168.10.2", "{} pc3: ping -c 1 192.168.10.4")
    a, b = (run(LESSON, *(edit.format(at) for edit in pings)).trace for at in ("1500ms", "2500ms"))
    found = list(pairs(a, b))
    assert not [pair for pair in found if None in pair]
    assert not [pair for pair in found if pair.is_changed]
    told = [(str(summary(a.what[pair.a])), str(summary(b.what[pair.b]))) for pair in found]  # type: ignore[index, arg-type]
    assert all(one.partition(", id ")[0] == other.partition(", id ")[0] for one, other in told)
    crossing = [pair.b for pair in found if a.at[pair.a] != b.at[pair.b]]  # type: ignore[index]
    assert len(crossing) >= 4
    marks = future(a, b).marks
    assert list(marks) == sorted(marks)


def test_another_seed_gives_other_sequence_numbers_and_the_same_packets() -> None:
    found = list(pairs(run("tcp-echo").trace, run("tcp-echo", seed=99).trace))
    assert all(pair.a is not None and pair.b is not None for pair in found)


def test_long_runs_are_paired_by_ordinals_in_the_order_of_both() -> None:
    dice = random.Random(1)
    for _ in range(200):
        a, b = ([dice.choice("xyz") for _ in range(dice.randrange(12))] for _ in range(2))
        found = by_ordinals(a, b)
        assert all(a[i] == b[j] for i, j in found)
        assert all(i < k and j < m for (i, j), (k, m) in pairwise(found))
        if a == b:
            assert len(found) == len(a)


def test_the_command_tells_it_and_ends_with_one() -> None:
    told = hopscope("diff", LESSON, "--edit", LOSS)
    assert told.status == 1
    assert told.lines[0].startswith("- arp/arp-on-one-switch: Who has 192.168.10.3?, ")
    assert "First difference: record" in told.out
    # What both have in common, what is new and what is gone are told apart in each list.
    assert {line[0] for line in told.lines if line} >= {*"=-+~"}
    assert not [line for line in told.lines[4:] if line.startswith("   ")]
    assert "\n+                       it is lost on pc1:eth0 -- sw1:1\n" in told.out
    assert "Comes true only in\n- pc1 sends 1 arp request for pc3\n" in told.out
    same = hopscope("diff", LESSON, LESSON)
    assert (same.status, same.out.splitlines()[-1]) == (0, "the runs are the same, record by record")


def test_json_has_the_chains_and_the_pairs() -> None:
    told = hopscope("diff", LESSON, "--edit", LOSS, "--json")
    found = json.loads(told.out)
    assert [found[run]["path"] for run in "ab"] == ["arp/arp-on-one-switch"] * 2
    assert found["first"]["chains"]["b"][-1]["kind"] == "frame-dropped"
    assert {"a": None, "b": found["packets"][-1]["b"]} not in found["packets"][-1:]
    assert hopscope("diff", LESSON).status == 2


def test_revisions_of_a_file_are_compared(tmp_path: Path) -> None:
    git = need("git")
    path = tmp_path / "lab.yaml"
    text = Path(Session.load(LESSON).scenario.path).read_text()

    def commit(content: str) -> None:
        path.write_text(content)
        who = ("-c", "user.name=A teacher", "-c", "user.email=teacher@example.org")
        for words in (("add", "."), ("commit", "-qm", "Change the lab")):
            subprocess.run([git, "-C", tmp_path, *who, *words], check=True)

    subprocess.run([git, "init", "-q", tmp_path], check=True)
    commit(text)
    commit(text.replace("{at: 2s, on: pc1", "{at: 2100ms, on: pc1"))
    assert hopscope("diff", f"{path}@HEAD", path).status == 0
    found = hopscope("diff", f"{path}@HEAD~1", path)
    assert found.status == 1
    assert found.lines[0].startswith(f"- {path}@HEAD~1: ")
    wrong = hopscope("diff", f"{path}@nowhere", path)
    assert wrong.status == 2
    assert "write FILE@REVISION" in wrong.err
