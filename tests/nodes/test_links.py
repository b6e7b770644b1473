"""Cables: how long a frame takes, how many wait, and what a cable that is pulled out takes with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kernel import SECOND
from sim.link.ethernet.pdu import Ethernet
from sim.link.link import Link, LinkRow
from sim.trace.records import NO_CAUSE, Kind
from tests.nodes.lab import MILLISECOND, Lab
from tests.reasons import BECAUSE

EXPERIMENTAL = 0x88B5
"""IEEE 802 local experimental ethertype 1: nobody does anything with it."""


class Cable:
    """Two hosts and a cable, over which frames of any length go."""

    def __init__(self, **options: object) -> None:
        self.lab = Lab()
        self.lab.host("pc1", "10.0.0.1/24")
        self.lab.host("pc2", "10.0.0.2/24")
        self.link: Link = self.lab.link("pc1", "pc2", **options)  # type: ignore[arg-type]
        self.lab.net.start()

    def send(self, length: int, sender: str = "pc1", receiver: str = "pc2", mark: int = 0) -> None:
        """Hand a frame of ``length`` octets, the header's 14 included, to the sender's port now."""
        payload = bytes([mark]) + bytes(length - 15)
        frame = Ethernet(self.lab.mac(receiver), self.lab.mac(sender), EXPERIMENTAL, payload)
        self.lab.port(sender).send(frame, BECAUSE, NO_CAUSE)

    def arrivals(self) -> list[tuple[int, int]]:
        """When (ns) each frame arrived, and its mark."""
        self.lab.net.run()
        return [(each.at, each.what.payload[0]) for each in self.lab.records(Kind.FRAME_RECEIVED)]  # type: ignore[union-attr,index]


@pytest.mark.parametrize(
    ("length", "bandwidth", "delay", "arrives"),
    [
        # length * 8 / bandwidth + delay, by hand
        (1514, 10**9, 0, 12_112),
        (1514, 10**9, 1000, 13_112),
        (98, 10**9, 1000, 1_784),
        (1500, 10**7, 0, 1_200_000),
        (1250, 10**4, 5 * MILLISECOND, SECOND + 5 * MILLISECOND),
        # IEEE 802.3 3.2.8: nothing is shorter than 60 octets and its check sequence
        (60, 10**9, 0, 480),
        (42, 10**9, 0, 480),
        (15, 10**9, 0, 480),
        # 61 octets at 3 bit/s take 162 2/3 s: rounded down to whole ns
        (61, 3, 0, 162_666_666_666),
    ],
)
def test_frame_arrives_after_its_sending_time_and_the_delay(
    length: int, bandwidth: int, delay: int, arrives: int
) -> None:
    cable = Cable(bandwidth=bandwidth, delay=delay)
    cable.send(length)
    assert cable.arrivals() == [(arrives, 0)]


@given(st.lists(st.integers(60, 1514), min_size=1, max_size=20), st.sampled_from((10**5, 10**7, 8 * 10**8)))
def test_frames_sent_at_once_follow_each_other_without_a_gap(lengths: list[int], bandwidth: int) -> None:
    cable = Cable(bandwidth=bandwidth, delay=7)
    for mark, length in enumerate(lengths):
        cable.send(length, mark=mark)
    expected, idle_at = [], 0
    for mark, length in enumerate(lengths):
        idle_at += length * 8 * SECOND // bandwidth
        expected.append((idle_at + 7, mark))
    assert cable.arrivals() == expected


def test_the_two_directions_do_not_wait_for_each_other() -> None:
    cable = Cable(bandwidth=10**6, delay=0)
    cable.send(125)
    cable.send(125, "pc2", "pc1")
    assert [at for at, _ in cable.arrivals()] == [MILLISECOND, MILLISECOND]


def test_a_full_queue_drops_the_newcomer() -> None:
    cable = Cable(bandwidth=10**6, delay=0, queue=2)
    for mark in range(5):
        cable.send(125, mark=mark)
    # one on the wire, two in the queue, and two too many
    assert cable.arrivals() == [(1 * MILLISECOND, 0), (2 * MILLISECOND, 1), (3 * MILLISECOND, 2)]
    dropped = [each for each in cable.lab.records(Kind.FRAME_DROPPED, "pc1") if each.why.rule.id == "link.queue-full"]
    assert [each.what.payload[0] for each in dropped] == [3, 4]  # type: ignore[union-attr,index]
    assert [each.why.facts["ahead"] for each in cable.lab.records(Kind.FRAME_QUEUED)] == [0, 1]


def test_a_queue_has_room_again_when_its_first_frame_is_sent() -> None:
    cable = Cable(bandwidth=10**6, delay=0, queue=1)
    cable.send(125, mark=0)
    cable.send(125, mark=1)
    cable.lab.net.at(MILLISECOND, lambda: cable.send(125, mark=2))
    assert [mark for _, mark in cable.arrivals()] == [0, 1, 2]


def test_without_a_queue_a_busy_port_drops() -> None:
    cable = Cable(queue=0)
    cable.send(60, mark=0)
    cable.send(60, mark=1)
    cable.lab.net.at(480, lambda: cable.send(60, mark=2))
    assert [mark for _, mark in cable.arrivals()] == [0, 2]


@pytest.mark.parametrize(("length", "arrives"), [(614, True), (615, False)])
def test_a_link_loses_what_is_longer_than_its_mtu(length: int, arrives: bool) -> None:
    cable = Cable(mtu=600)
    cable.send(length)
    assert bool(cable.arrivals()) is arrives
    lost = cable.lab.records(Kind.FRAME_DROPPED, cable.link.name, "link.too-long")
    assert [each.why.facts["length"] for each in lost] == ([] if arrives else [615])


def test_a_trailer_takes_its_time_and_counts_towards_the_mtu() -> None:
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24")
    lab.host("pc2", "10.0.0.2/24")
    lab.link("pc1", "pc2", delay=0)
    lab.run("pc1", "ping -c 1 -s 972 10.0.0.2")
    echo = lab.sent("pc1")[-1].what
    assert isinstance(echo, Ethernet)
    begin = lab.net.kernel.now
    for trailer in (86, 486, 501):
        lab.port("pc1").send(
            Ethernet(echo.dst, echo.src, echo.ethertype, echo.payload, b"\1" * trailer), BECAUSE, NO_CAUSE
        )
        lab.wait(1)
    received = [each.at - begin for each in lab.records(Kind.FRAME_RECEIVED, "pc2") if each.what.trailer]  # type: ignore[union-attr]
    assert received == [1100 * 8, SECOND + 1500 * 8]
    assert lab.rules(Kind.FRAME_DROPPED) == ["link.too-long"]


def test_frames_on_the_way_and_in_the_queue_are_lost_when_the_cable_is_pulled() -> None:
    cable = Cable(bandwidth=10**6, delay=10 * MILLISECOND)
    net, lab = cable.lab.net, cable.lab
    for mark in range(4):
        cable.send(125, mark=mark)
    cable.send(125, "pc2", "pc1", mark=9)
    net.at(int(1.5 * MILLISECOND), lambda: net.cut(cable.link))
    assert cable.arrivals() == []
    lost = lab.records(Kind.FRAME_DROPPED, cable.link.name, "link.cut")
    assert [(each.port, each.what.payload[0]) for each in lost] == [  # type: ignore[union-attr,index]
        ("pc2:eth0", 9),
        ("pc1:eth0", 0),
        ("pc1:eth0", 1),
    ]
    assert [each.what.payload[0] for each in lab.records(Kind.FRAME_DROPPED, "pc1", "link.down")] == [2, 3]  # type: ignore[union-attr,index]


def test_a_frame_that_arrived_before_the_cut_is_not_lost() -> None:
    cable = Cable(delay=0)
    cable.send(60)
    cable.lab.net.at(480, lambda: cable.lab.net.cut(cable.link))
    assert cable.arrivals() == [(480, 0)]


def test_a_port_without_link_drops_at_once_and_works_again_after_mending() -> None:
    cable = Cable(delay=0)
    net = cable.lab.net
    net.at(1000, lambda: net.cut(cable.link))
    net.at(2000, lambda: cable.send(60, mark=1))
    net.at(3000, lambda: net.mend(cable.link))
    net.at(3000, lambda: cable.send(60, mark=2))
    assert cable.arrivals() == [(3480, 2)]
    down = cable.lab.records(Kind.FRAME_DROPPED, "pc1", "link.down")
    assert [(each.at, each.cause) for each in down] == [(2000, NO_CAUSE)]


def test_a_port_is_idle_after_its_cable_was_pulled_in_the_middle_of_a_frame() -> None:
    cable = Cable(bandwidth=1000, delay=0)
    net = cable.lab.net
    cable.send(125)
    net.at(SECOND // 10, lambda: net.cut(cable.link))
    net.at(SECOND // 5, lambda: net.mend(cable.link))
    net.at(SECOND // 5, lambda: cable.send(125, mark=1))
    assert cable.arrivals() == [(SECOND // 5 + SECOND, 1)]


def test_both_ends_notice_the_cut_and_the_mending() -> None:
    cable = Cable()
    net, lab = cable.lab.net, cable.lab
    net.at(1, lambda: net.cut(cable.link))
    net.at(2, lambda: net.mend(cable.link))
    net.at(2, lambda: net.mend(cable.link))
    net.run()
    changes = [
        (each.at, each.node, each.what.after.up)  # type: ignore[union-attr]
        for each in lab.records(Kind.STATE_CHANGED)
    ]
    name = cable.link.name
    assert changes == [
        (1, name, False), (1, "pc1", False), (1, "pc2", False),
        (2, name, True), (2, "pc1", True), (2, "pc2", True),
    ]  # fmt: skip
    assert net.links[name].up
    assert LinkRow(True) == LinkRow(net.links[name].up)


def test_a_port_takes_one_cable() -> None:
    cable = Cable()
    cable.lab.host("pc3", "10.0.0.3/24")
    with pytest.raises(ValueError, match="pc1:eth0 has a link already, pc1:eth0 -- pc2:eth0"):
        cable.lab.link("pc1", "pc3")
