"""NAT: what RFC 7857 adds to the requirements."""

import pytest

from tests.nat.world import OUTSIDE, PC, PC2, SERVER, Router, ip, udp


@pytest.mark.parametrize("renumber", [True, False])
def test_section_8_datagrams_that_share_an_address_share_no_identification(renumber: bool) -> None:
    router = Router(renumber=renumber)
    sent = [
        router.only(router.out(udp(src, port, SERVER, 53, identification=7)))
        for src, port in [(PC, 5000), (PC2, 5001), (PC, 5000), (PC2, 5001)]  # the later ones go the fast way
    ]
    assert {str(each.src) for each in sent} == {OUTSIDE}
    numbers = [each.identification for each in sent]
    assert len(set(numbers)) == 4 if renumber else numbers == [7] * 4


def test_section_8_leaves_alone_what_cannot_be_cut_and_who_shares_with_nobody() -> None:
    atomic = udp(PC, 5000, SERVER, 53, identification=7, dont_fragment=True)
    router = Router()
    assert router.only(router.out(atomic)).identification == 7
    static = Router(static=((ip("203.0.113.6"), ip(PC)),))
    assert static.only(static.out(udp(PC, 5000, SERVER, 53, identification=7))).identification == 7
    assert router.only(router.back(udp(SERVER, 53, OUTSIDE, 5000, identification=9))).identification == 9
