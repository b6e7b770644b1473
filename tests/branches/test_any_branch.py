"""Acts and undos by chance, over networks by chance: a branch is the scenario that it is saved as, octet by octet."""

import random
from itertools import zip_longest

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.branches.compare import first_difference, pairs, rows
from sim.branches.line import line_of, read_line
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Damaged, Ethernet
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.history import History, frames_sent
from sim.trace.trace import Trace
from tui.model.reader.branches import Branches

seeds = st.integers(0, 2**32 - 1)
"""One seed is one network with its acts; hypothesis only has to find the bad one."""
MILLISECONDS = 400
ECHO = "'while True: print(input())'"


class World:
    """A scenario of one or two networks, and acts that fit it."""

    def __init__(self, seed: int) -> None:
        self.dice = dice = random.Random(seed)
        self.hosts: dict[str, int] = {}
        self.links: list[str] = []
        nodes: list[str] = []
        networks = dice.randint(1, 2)
        for network in range(networks):
            box = f"box{network}"
            nodes.append(f"  {box}: {{{dice.choice(('switch', 'hub'))}: 6 ports}}")
            for number in range(1, dice.randint(2, 3) + 1):
                name = f"pc{network}{number}"
                gateway = f", gateway: 10.0.{network}.254" if networks > 1 else ""
                nodes.append(f"  {name}: {{host: 10.0.{network}.{number}/24{gateway}}}")
                self.hosts[name] = network
                self.links.append(f"{name} -- {box}")
        if networks > 1:
            nodes.append("  r1: {router: {eth0: 10.0.0.254/24, eth1: 10.0.1.254/24}}")
            self.links += ["r1:eth0 -- box0", "r1:eth1 -- box1"]
        cables = [
            f"  - {{link: {link}, delay: {dice.choice(('1ms', '10us'))}, loss: {dice.choice((0, 0.2))}}}"
            for link in self.links
        ]
        readers = [host for host in self.hosts if dice.random() < 0.5] or [*self.hosts][:1]
        programs = [f"  - {{on: {host}, at: {self.time()}, code: {ECHO}}}" for host in readers]
        actions = [f"  - {{at: {self.time()}, on: {host}, run: {self.command()}}}" for host in self.hosts]
        parts = ("title: By chance", f"seed: {dice.randrange(1000)}", "until: 2s", "nodes:", *nodes, "links:", *cables)
        happens = ("actions:  # what is done", *actions, "programs:", *programs)
        self.text = "\n".join((*parts, *happens)) + "\n"

    def time(self) -> str:
        return f"{self.dice.randrange(MILLISECONDS)}ms"

    def command(self) -> str:
        host, network = self.dice.choice([*self.hosts.items()])
        return self.dice.choice((f"ping -c 1 -W 1 10.0.{network}.{host[-1]}", "arp", "ip route"))

    def act(self) -> str:
        """An edit of any kind."""
        dice = self.dice
        link, host = dice.choice(self.links), dice.choice([*self.hosts])
        packet = dice.choice(("first arp", "first icmp", "2nd frame", "every icmp"))
        return dice.choice(
            (
                f"{self.time()} {host}: {self.command()}",
                f"{self.time()} {host}: ip link set eth0 down",
                f"{self.time()} type {host}: {dice.choice(('hello', '7', ''))}",
                f"{self.time()} eof {host}",
                f"{self.time()} cut {link}",
                f"{self.time()} mend {link}",
                f"drop {packet} on {link}",
                f"duplicate {packet} on {link}",
                f"delay {packet} by 3ms on {link}",
                f"corrupt {packet} octet 20 bit 1 on {link}",
                f"edit {packet} ip.ttl = {dice.randrange(256)} on {link}",
                f"edit {packet} eth.dst = ff:ff:ff:ff:ff:ff on {link}",
                f"set links.{link}.delay = 2ms",
                f"set seed = {dice.randrange(9)}",
                f"set nodes.{host}.ttl = {dice.randrange(1, 9)}",
            )
        )


def octets(trace: Trace) -> list[bytes]:
    """What all frames of a run are on their links."""
    frames = (what for what in trace.what if isinstance(what, Ethernet | Damaged))
    return [wire.encode(frame) for frame in frames]


def run(session: Session) -> Session:
    session.run()
    return session


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_a_branch_is_the_scenario_that_it_is_saved_as_and_undo_of_everything_the_first(seed: int) -> None:
    world = World(seed)
    plain = run(Session(load_text(world.text)))
    before = list(plain.trace)
    branches = Branches(plain)
    for _ in range(world.dice.randint(2, 6)):
        move = world.dice.random()
        there = branches.undo() if move < 0.3 else branches.redo() if move < 0.4 else None
        if there is not None:
            branches.go(there)
        else:
            branches.act([world.act()])
    here = branches.session_of(branches.current)
    run(here)
    saved = run(Session(load_text(here.scenario.text)))
    assert list(saved.trace) == list(here.trace)
    assert octets(saved.trace) == octets(here.trace)
    restored = read_line(line_of(here.scenario, here.edits, None, len(here.trace) // 2))
    shared = run(Session(restored.scenario, restored.seed))
    assert list(shared.trace) == list(here.trace)
    at = restored.position
    assert dict(History(shared.trace).go(at).tables) == dict(History(here.trace).go(at).tables)
    while (back := branches.undo()) is not None:
        branches.go(back)
    assert branches.session_of(branches.current) is plain
    assert list(plain.trace) == before
    assert list(run(Session(load_text(world.text))).trace) == before
    assert world.text == plain.scenario.text


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_the_first_difference_is_the_first_by_a_plain_comparison(seed: int) -> None:
    world = World(seed)
    a = run(Session(load_text(world.text)))
    b = run(a.branch([world.act() for _ in range(world.dice.randint(1, 3))]))
    plain = next((n for n, (one, other) in enumerate(zip_longest(a.trace, b.trace)) if one != other), None)
    found = first_difference(a.trace, b.trace)
    assert (None if found is None else found.n) == plain
    paired = list(pairs(a.trace, b.trace))
    # Each packet stands there once, in the order of the first run.
    assert [pair.a for pair in paired if pair.a is not None] == list(frames_sent(a.trace))
    assert sorted(pair.b for pair in paired if pair.b is not None) == list(frames_sent(b.trace))
    before = a.trace.before(200_000_000), b.trace.before(200_000_000)
    one, other = (dict(History(each.trace).go(n).tables) for each, n in zip((a, b), before, strict=True))
    for row in rows(a.trace, b.trace, before):
        assert one.get((row.node, row.table), {}).get(row.key) == row.a
        assert other.get((row.node, row.table), {}).get(row.key) == row.b
        assert row.a != row.b
