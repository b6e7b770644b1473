"""TCP windows at a filter with a memory: what is not within them is invalid, also for a flow that is known."""

import pytest

from sim.features.acl.settings import AccessList, AclSettings
from sim.features.conntrack.settings import ConntrackSettings
from sim.ip.ipv4.pdu import PROTOCOL_TCP, IPv4
from sim.settings import Placed
from sim.transport.tcp.options import Options, write
from sim.transport.tcp.pdu import ACK, RST, SYN, Tcp
from tests.nat.world import PC, SERVER, Router, connect, ip, tcp

VALID = AclSettings(
    (("valid", AccessList(tuple(map(Placed, ("deny ip any any state invalid", "permit ip any any"))), ("in eth1",))),)
)


def filtering(**conntrack: bool) -> Router:
    """A router with an established connection from PC, 101, to the server, 501; both windows are 8,000 octets."""
    router = Router(ConntrackSettings(**conntrack), VALID, translates=False)
    connect(router)
    return router


def from_server(flags: int, seq: int, ack: int = 101, data: int = 0, window: int = 8000) -> IPv4:
    return IPv4(ip(SERVER), ip(PC), PROTOCOL_TCP, Tcp(80, 40000, seq, ack, flags, window, bytes(data)))


def reasons(router: Router) -> list[str]:
    return [each.why.rule.id for each in router.device.trace if each.why.rule.id.startswith("conntrack.")]


@pytest.mark.parametrize("segments_before", [0, 3])
@pytest.mark.parametrize(
    ("segment", "rule"),
    [
        (from_server(ACK, 501 + 20000), "conntrack.beyond-window"),
        (from_server(ACK, 501, 102), "conntrack.not-sent-yet"),
        (from_server(RST, 500, 0), "conntrack.reset-of-old"),
    ],
)
def test_what_is_not_within_the_window_is_invalid_and_changes_nothing(
    segment: IPv4, rule: str, segments_before: int
) -> None:
    router = filtering()
    for _ in range(segments_before):
        assert len(router.back(from_server(ACK, 501))) == 1
    assert router.back(segment) == []
    assert reasons(router)[-1] == rule
    assert router.drops == ["acl.denied"]
    assert [row.state for row in router.device.table("conntrack").values()] == ["ESTABLISHED"]
    assert len(router.back(from_server(ACK, 501, data=100))) == 1


def test_who_is_liberal_lets_it_pass() -> None:
    router = filtering(be_liberal=True)
    assert len(router.back(from_server(ACK, 501 + 20000))) == 1
    assert len(router.back(from_server(ACK, 501, 102))) == 1


def test_only_the_next_number_resets_an_established_connection() -> None:
    # RFC 5961 3.2: another one within the window has the host challenge it; that host decides, not the router.
    router = filtering()
    assert len(router.back(from_server(RST, 601, 0))) == 1
    assert [row.state for row in router.device.table("conntrack").values()] == ["ESTABLISHED"]
    assert len(router.back(from_server(RST, 501, 0))) == 1
    assert [row.state for row in router.device.table("conntrack").values()] == ["CLOSE"]


@pytest.mark.parametrize(("far_scale", "passes"), [(7, True), (None, False)])
def test_windows_are_scaled_where_both_sides_said_so(far_scale: int | None, passes: bool) -> None:
    router = Router(VALID, translates=False)

    def syn(
        src: str, dst: str, ports: tuple[int, int], flags: int, numbers: tuple[int, int], scale: int | None
    ) -> IPv4:
        options = write(Options(mss=1460, window_scale=scale))
        return IPv4(ip(src), ip(dst), PROTOCOL_TCP, Tcp(*ports, *numbers, flags, 1000, b"", options))

    router.out(syn(PC, SERVER, (40000, 80), SYN, (100, 0), 7))
    router.back(syn(SERVER, PC, (80, 40000), SYN | ACK, (500, 101), far_scale))
    router.out(tcp(PC, 40000, SERVER, 80, ACK, 101, 501))  # window 8000, or 128 times as much
    assert bool(router.back(from_server(ACK, 501 + 100_000, data=10))) is passes
