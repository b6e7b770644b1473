"""Networks of bridges on the bench: figures of the standard, and networks by chance, with networkx as the judge."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.features.stp.bench import Bench
from sim.features.stp.tables import Mode
from tests.stp.topologies import assert_is_a_spanning_tree, play

FIGURE_17_5 = """
# 802.1D-2004 figures 17-4 and 17-5: a backbone of four bridges, with four more that are joined twice
bridge 111 0x111 A B E C
bridge 222 0x222 A B D F
bridge 333 0x333 C D L J H G
bridge 444 0x444 E F N M K I
bridge 555 0x555 G I - -
bridge 666 0x666 H K - -
bridge 777 0x777 J M - -
bridge 888 0x888 L N - -
after 60
111: desg-fwd desg-fwd desg-fwd desg-fwd
222: root-fwd:20000 altn-{b} desg-fwd desg-fwd
333: root-fwd:20000 altn-{b} desg-fwd desg-fwd desg-fwd desg-fwd
444: root-fwd:20000 altn-{b} desg-fwd desg-fwd desg-fwd desg-fwd
555: root-fwd:40000 altn-{b} desg-fwd desg-fwd
666: root-fwd:40000 altn-{b} desg-fwd desg-fwd
777: root-fwd:40000 altn-{b} desg-fwd desg-fwd
888: root-fwd:40000 altn-{b} desg-fwd desg-fwd
# two ports of one bridge on one LAN: the lower identifier serves it
plug 888 3 O
plug 888 4 O
after 60
888: root-fwd:40000 altn-{b} desg-fwd back-{b}
"""
FIGURE_17_6 = """
# 802.1D-2004 figure 17-6: a ring of six bridges
bridge 111 0x111 A B L
bridge 222 0x222 B C D
bridge 333 0x333 D E F
bridge 444 0x444 F G H
bridge 555 0x555 J H I
bridge 666 0x666 L J K
after 60
111: desg-fwd desg-fwd desg-fwd
222: root-fwd:20000 desg-fwd desg-fwd
333: root-fwd:40000 desg-fwd desg-fwd
444: root-fwd:60000 desg-fwd altn-{b}
555: root-fwd:40000 desg-fwd desg-fwd
666: root-fwd:20000 desg-fwd desg-fwd
# the ring is cut beside the root: what blocked has to forward, and the costs go the other way round
unplug 222 1
after 60
222: off desg-fwd root-fwd:100000
333: desg-fwd desg-fwd root-fwd:80000
444: desg-fwd desg-fwd root-fwd:60000
"""
SHARED = """
# three bridges on one LAN, costs that differ, and a better root that comes and goes
bridge p 4096.3 mid:19 top:19
bridge q 4096.5 mid:19 top:4
bridge r 8192.1 mid:19 -
after 60
p: desg-fwd desg-fwd
q: {other} root-fwd:4
r: root-fwd:19 desg-fwd
bridge s 0.7 top:4
after 60
s: desg-fwd
p: altn-{b} root-fwd:19
q: desg-fwd root-fwd:4
r: root-fwd:23 desg-fwd
remove s
after 60
p: desg-fwd desg-fwd
q: {other} root-fwd:4
r: root-fwd:19 desg-fwd
priority r 0
after 60
r: desg-fwd desg-fwd
p: root-fwd:19 altn-{b}
q: root-fwd:19 desg-fwd
""".replace("p: root-fwd:19 altn-{b}\nq: root-fwd:19 desg-fwd", "p: root-fwd:19 desg-fwd\nq: root-fwd:19 altn-{b}")


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("text", [FIGURE_17_5, FIGURE_17_6, SHARED], ids=["17-5", "17-6", "shared"])
def test_topologies_come_to_the_roles_that_are_drawn(text: str, mode: Mode) -> None:
    blocked = "blk" if mode is Mode.STP else "dis"
    assert_is_a_spanning_tree(play(text.format(b=blocked, other=f"altn-{blocked}"), mode))


costs = st.sampled_from([4, 19, 100, 20_000, 200_000])
bridges = st.lists(st.lists(st.tuples(st.integers(0, 5), costs), min_size=1, max_size=4), min_size=1, max_size=6)


def built(mode: Mode, ports: list[list[tuple[int, int]]], priorities: list[int]) -> Bench:
    bench = Bench(mode)
    for name, lans in enumerate(ports):
        bench.add_bridge(name, name + 1, priority=priorities[name % len(priorities)], ports=len(lans))
        for port, (lan, cost) in enumerate(lans, 1):
            bench.connect(name, port, lan, cost)
    return bench


@pytest.mark.parametrize("mode", list(Mode))
@given(bridges, st.lists(st.sampled_from([0, 4096, 32768]), min_size=1, max_size=3), st.data())
@settings(max_examples=30)
def test_any_network_comes_to_a_spanning_tree_and_again_when_it_fails(
    mode: Mode, ports: list[list[tuple[int, int]]], priorities: list[int], data: st.DataObject
) -> None:
    bench = built(mode, ports, priorities)
    bench.run(120)
    assert_is_a_spanning_tree(bench)
    for _ in range(2):
        name = data.draw(st.integers(0, len(ports) - 1))
        port = data.draw(st.integers(1, len(bench.bridges[name].ports)))
        (bench.disable if bench.bridges[name].enabled[str(port)] else bench.enable)(name, port)
        bench.run(120)
        assert_is_a_spanning_tree(bench)


@given(bridges, st.lists(st.sampled_from(list(Mode)), min_size=1, max_size=6))
@settings(max_examples=30)
def test_stp_and_rstp_together_come_to_a_spanning_tree(ports: list[list[tuple[int, int]]], modes: list[Mode]) -> None:
    bench = Bench()
    for name, lans in enumerate(ports):
        bench.add_bridge(name, ports=len(lans), mode=modes[name % len(modes)])
        for port, (lan, cost) in enumerate(lans, 1):
            bench.connect(name, port, lan, cost)
            bench.configure_port(name, port, auto_edge=False)
    bench.run(200)
    assert_is_a_spanning_tree(bench)
