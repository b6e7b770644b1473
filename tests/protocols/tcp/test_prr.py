"""RFC 6937 3 to the octet: what may leave with an ACK of a recovery."""

import pytest

from sim.transport.tcp.machine.prr import Prr


@pytest.mark.parametrize(
    ("delivered", "out", "pipe", "sndcnt"),
    [
        # pipe > ssthresh: "sndcnt = CEIL(prr_delivered * ssthresh / RecoverFS) - prr_out", in whole segments
        (200, 0, 900, 100),
        (201, 0, 900, 200),
        (200, 100, 900, 0),
        (100, 500, 900, 0),
        (200, 0, 501, 100),
        # else "limit = MAX(prr_delivered - prr_out, DeliveredData) + MSS", "sndcnt = MIN(ssthresh - pipe, limit)"
        (200, 0, 500, 0),
        (200, 0, 450, 50),
        (100, 0, 100, 200),
        (100, 300, 100, 200),
        (300, 0, 0, 400),
    ],
)
def test_what_leaves_for_what_was_delivered(delivered: int, out: int, pipe: int, sndcnt: int) -> None:
    """ssthresh is half of the 1000 octets that were under way; a segment has 100."""
    prr = Prr(500, 1000)
    prr.out += out
    assert prr.sndcnt(delivered, pipe, 100) == sndcnt


def test_what_was_delivered_and_not_made_use_of_counts_on() -> None:
    prr = Prr(500, 1000)
    assert [prr.sndcnt(100, 900, 100), prr.sndcnt(101, 900, 100)] == [100, 200]
    assert prr.sndcnt(99, 100, 100) == 400  # 300 in all and a segment
