"""Path MTU discovery, by RFC 1191 3, 5, 6.3 and the table of 7."""

from itertools import pairwise

import pytest

from sim.addresses import IPv4Address
from sim.effects import Arm, Explain, Put, Remove
from sim.ip.ipv4.pdu import IPv4
from sim.ip.pmtu import machine as pmtu
from sim.ip.pmtu.settings import PmtuSettings

DST = IPv4Address.parse("10.0.2.1")
ROUTER = IPv4Address.parse("10.0.0.254")
MINUTE = 60_000_000_000


def told(mtu: int, length: int = 1500, known: int | None = None, link_mtu: int = 1500) -> object:
    table = {} if known is None else {DST: pmtu.PmtuRow(known, ROUTER, 7 * MINUTE)}
    first, *rest = pmtu.told(table, PmtuSettings(), DST, length, mtu, link_mtu=link_mtu, router=ROUTER, now=MINUTE)
    if isinstance(first, Put):
        assert [type(each) for each in rest] == [Arm]
        return first.row.mtu
    assert isinstance(first, Explain)
    assert rest == []
    return first.why.rule.id


def test_estimate_is_what_the_router_tells_for_ten_minutes() -> None:
    """RFC 1191 3, and 6.3: "about 10 minutes"."""
    put, arm = pmtu.told({}, PmtuSettings(), DST, 1500, 1400, link_mtu=1500, router=ROUTER, now=MINUTE)
    assert isinstance(put, Put)
    assert isinstance(arm, Arm)
    assert put.row == (1400, ROUTER, 11 * MINUTE)
    assert (arm.timer, arm.deadline) == (("pmtu", DST), 11 * MINUTE)


def test_estimate_falls_again_on_a_narrower_link() -> None:
    assert told(1200, 1400, known=1400) == 1200


@pytest.mark.parametrize("mtu", [1400, 1450, 9000])
def test_estimate_never_rises(mtu: int) -> None:
    """RFC 1191 3: "A host MUST NOT increase its estimate ... in response to the contents" of such a message."""
    assert told(mtu, known=1400) == "pmtu.not-lower"


def test_more_than_the_first_link_takes_says_nothing() -> None:
    assert told(1500, 4000) == "pmtu.not-lower"


@pytest.mark.parametrize("mtu", [1, 67, 68])
def test_estimate_is_never_below_68(mtu: int) -> None:
    """RFC 1191 3: "A host MUST never reduce its estimate of the Path MTU below 68 octets"."""
    assert told(mtu) == 68


@pytest.mark.parametrize(("length", "plateau"), [(1500, 1492), (1492, 1006), (1006, 508), (300, 296), (60, 68)])
def test_old_router_that_tells_none_makes_the_host_take_the_next_plateau(length: int, plateau: int) -> None:
    """RFC 1191 5 and table 7-1, for routers that leave the field zero."""
    assert told(0, length) == plateau


TABLE_7_1 = (65535, 32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68)


@pytest.mark.parametrize(("plateau", "lower"), list(pairwise(TABLE_7_1)))
def test_plateaus_are_those_of_the_table(plateau: int, lower: int) -> None:
    """RFC 1191 7, table 7-1; 5: "search for the next lower plateau" than the total length that did not fit."""
    assert told(0, plateau, link_mtu=65535) == lower
    assert told(0, lower + 1, link_mtu=65535) == lower


def test_row_ends_when_its_time_is_over() -> None:
    (gone,) = pmtu.timeout({DST: pmtu.PmtuRow(1400, ROUTER, MINUTE)}, DST)
    assert (gone.table, gone.key, gone.expired) == ("pmtu", DST, True)
    assert isinstance(gone, Remove)
    assert pmtu.timeout({}, DST) == []


def test_only_dont_fragment_keeps_a_datagram_back() -> None:
    row = pmtu.PmtuRow(1400, ROUTER, MINUTE)
    datagram = IPv4(IPv4Address.parse("10.0.0.1"), DST, 17, bytes(1480))
    assert pmtu.check(datagram, row) is None
    datagram.dont_fragment = True
    why = pmtu.check(datagram, row)
    assert why is not None
    assert why.facts == {"dst": DST, "length": 1500, "mtu": 1400, "router": ROUTER}
