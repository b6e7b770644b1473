from hypothesis import example, given
from hypothesis import strategies as st

from sim.wire.checksum import checksum
from tests.wire.oracle import utils


def test_rfc_1071_section_3_worked_example() -> None:
    # "Sum1" of 00 01 f2 03 f4 f5 f6 f7 is 2ddf0, folded ddf2; the checksum is its complement.
    assert checksum(bytes.fromhex("0001f203f4f5f6f7")) == 0xFFFF - 0xDDF2


def test_checksum_over_octets_with_their_own_checksum_is_zero() -> None:
    header = bytes.fromhex("4500003c7eb040004001a7fc0a0900010a090002")
    assert checksum(header) == 0


def test_ones_complement_zero_is_written_0xffff_only_for_all_zero_octets() -> None:
    assert checksum(bytes(8)) == 0xFFFF
    assert checksum(b"\xff\xff") == 0
    assert checksum(b"\xff\xfe\x00\x01") == 0


@given(st.one_of(st.binary(max_size=1600), st.integers(0, 70).map(lambda n: b"\xff" * n)))
@example(b"")
@example(b"\x00\xff\xff")
def test_checksum_agrees_with_scapy(octets: bytes) -> None:
    assert checksum(octets) == utils.checksum(octets)
