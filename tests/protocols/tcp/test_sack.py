"""RFC 6675's scoreboard, by hand and against one that is a set of octets and follows the RFC's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.transport.tcp.machine.sack import Scoreboard, Segment

SMSS = 100


def scoreboard(*blocks: tuple[int, int], una: int = 1000, nxt: int = 2000) -> Scoreboard:
    """Ten segments of 100 octets are under way, 1000 to 1999."""
    board = Scoreboard(SMSS)
    board.high_rxt = board.rescue_rxt = una
    board.update(una, nxt, blocks)
    return board


def test_one_or_two_blocks_of_a_segment_are_no_loss_and_three_are() -> None:
    board = scoreboard((1100, 1200), (1300, 1400))
    assert not board.is_lost(1000)
    board.update(1000, 2000, [(1500, 1600)])
    assert board.is_lost(1000)
    assert not board.is_lost(1200)  # two blocks above it
    board = scoreboard((1100, 1101), (1300, 1301))
    assert not board.is_lost(1000)
    board.update(1000, 2000, [(1500, 1501)])
    assert board.is_lost(1000)  # "DupThresh discontiguous SACKed sequences", however short


def test_more_than_two_segments_of_octets_in_one_block_are_a_loss() -> None:
    board = scoreboard((1100, 1300))
    assert not board.is_lost(1000)  # "more than (DupThresh - 1) * SMSS bytes": 200 are not
    board.update(1000, 2000, [(1300, 1301)])
    assert board.is_lost(1000)


def test_pipe_counts_neither_what_arrived_nor_what_is_lost() -> None:
    board = scoreboard((1100, 1200), (1300, 1400), (1500, 1600))
    # under way: 1200-1299, 1400-1499 and 1600-1999; 1000-1099 is lost
    assert board.set_pipe(1000, 2000) == 600
    board.high_rxt = 1100
    assert board.set_pipe(1000, 2000) == 700  # its retransmission is under way
    board.high_rxt = 1300
    assert board.set_pipe(1000, 2000) == 800  # 1200-1299 are under way twice
    board = scoreboard((1100, 1200), (1300, 1400), (1500, 1600), (1700, 1800))
    assert board.set_pipe(1000, 2000) == 400  # 1000-1099 and 1200-1299 are lost
    board.high_rxt = 1150
    assert board.set_pipe(1000, 2000) == 500


def test_lost_gaps_are_sent_first_then_new_octets_then_other_gaps_then_the_last_segment_once() -> None:
    board = scoreboard((1100, 1200), (1350, 1600), (1700, 1800))
    assert board.next_seg(1000, 2000, fresh=True) == Segment(1000, 1100, 1)
    board.high_rxt = board.rescue_rxt = 1100
    assert board.next_seg(1000, 2000, fresh=True) == Segment(1200, 1300, 1)
    board.high_rxt = 1300
    assert board.next_seg(1000, 2000, fresh=True) == Segment(1300, 1350, 1)
    board.high_rxt = 1350
    assert board.next_seg(1000, 2000, fresh=True) is None  # rule 2: 100 octets above 1600 are too few
    assert board.next_seg(1000, 2000, fresh=False) == Segment(1600, 1700, 3)
    board.high_rxt = 1700
    assert board.next_seg(1000, 2000, fresh=False) is None  # HighACK is not above RescueRxt
    board.update(1350, 2000, [])
    assert board.next_seg(1350, 2000, fresh=False) == Segment(1900, 2000, 4)
    board.rescue_rxt = 2000
    assert board.next_seg(1350, 2000, fresh=False) is None


def test_rescue_takes_the_end_of_what_was_sent_and_nothing_that_is_under_way_again() -> None:
    board = scoreboard((1200, 1300))
    board.high_rxt, board.rescue_rxt = 1300, 900
    assert board.next_seg(1000, 2000, fresh=False) == Segment(1900, 2000, 4)
    board = scoreboard((1200, 1300), (1950, 2000))
    board.high_rxt, board.rescue_rxt = 1950, 900
    assert board.next_seg(1000, 2000, fresh=False) is None


def test_reports_outside_of_what_is_under_way_are_passed_over() -> None:
    board = scoreboard((900, 1000), (900, 1100), (1900, 2001), (1500, 1500), (1600, 1500))
    assert board.blocks == ()
    assert not board.has_news(1000, 2000, [(900, 1000), (900, 1100), (1900, 2001), (1500, 1500), (1600, 1500)])
    assert board.has_news(1000, 2000, [(1000, 1100)])
    assert board.has_news(1000, 2000, [(1900, 2000)])


def test_an_update_tells_how_many_octets_it_reports_for_the_first_time() -> None:
    """RFC 6937 3: what PRR counts as delivered."""
    board = scoreboard()
    assert board.update(1000, 2000, [(1100, 1200), (1300, 1400)]) == 200
    assert board.update(1000, 2000, [(1100, 1200)]) == 0
    assert board.update(1000, 2000, [(1150, 1350), (1900, 2000)]) == 200
    assert board.update(1000, 2000, [(1000, 1100)]) == 100
    assert (board.blocks, board.octets) == (((1000, 1400), (1900, 2000)), 500)


def test_an_ack_within_a_block_leaves_the_rest_of_it() -> None:
    """RFC 2018 8: a receiver may let go what it reported, so that its ACK need not jump over the block."""
    board = scoreboard((1100, 1300), (1500, 1600))
    left = []
    for una in (1100, 1200, 1500, 1600):
        board.update(una, 2000, [])
        left.append((list(board.blocks), board.octets))
    assert left == [
        ([(1100, 1300), (1500, 1600)], 300), ([(1200, 1300), (1500, 1600)], 200), ([(1500, 1600)], 100), ([], 0),
    ]  # fmt: skip


@pytest.mark.parametrize(("reported", "rule"), [(300, 1), (100, 3)])
def test_no_more_than_a_segment_of_a_wide_gap_is_named(reported: int, rule: int) -> None:
    """RFC 6675 4: "the sequence range of one segment of up to SMSS octets"."""
    board = scoreboard((1250, 1250 + reported))
    assert board.next_seg(1000, 2000, fresh=False) == Segment(1000, 1100, rule)
    board.high_rxt = 1200
    assert board.next_seg(1000, 2000, fresh=False) == Segment(1200, 1250, rule)


def test_the_rescue_waits_until_an_ack_goes_beyond_the_one_before() -> None:
    """RFC 6675 4, NextSeg (4): "HighACK is greater than RescueRxt"; both are kept as the octet behind."""
    board = scoreboard((1200, 1300), una=1100)
    board.high_rxt = 1300
    for rescue_rxt, segment in ((1099, Segment(1900, 2000, 4)), (1100, None), (1101, None)):
        board.rescue_rxt = rescue_rxt
        assert board.next_seg(1100, 2000, fresh=False) == segment


def test_ack_is_a_duplicate_one_if_it_reports_something_new() -> None:
    board = scoreboard((1100, 1300))
    assert not board.has_news(1000, 2000, [(1100, 1300), (1150, 1200)])
    assert board.has_news(1000, 2000, [(1100, 1301)])
    assert board.has_news(1000, 2000, [(1099, 1300)])


class Octets:
    """Every definition of RFC 6675 section 4 octet by octet; S2 and S3 are found by trying each one."""

    def __init__(self, una: int, nxt: int) -> None:
        self.una, self.nxt, self.sacked = una, nxt, set[int]()

    def is_lost(self, seq: int) -> bool:
        above = sorted(octet for octet in self.sacked if octet > seq)
        sequences = sum(octet - 1 not in self.sacked or octet - 1 == seq for octet in above)
        return sequences >= 3 or len(above) > 2 * SMALL

    def pipe(self, high_rxt: int) -> int:
        missing = [octet for octet in range(self.una, self.nxt) if octet not in self.sacked]
        return sum(not self.is_lost(octet) for octet in missing) + sum(octet < high_rxt for octet in missing)

    def next_seq(self, high_rxt: int, lost_only: bool) -> int | None:
        for octet in range(max(self.una, high_rxt), max(self.sacked, default=0)):
            if octet not in self.sacked and (self.is_lost(octet) or not lost_only):
                return octet
        return None


SMALL = 3
START, END = 1000, 1030
BLOCKS = st.lists(st.tuples(st.integers(START, END), st.integers(1, 8)), max_size=3)


@given(st.lists(st.tuples(BLOCKS, st.integers(0, 4), st.integers(START, END)), min_size=1, max_size=8))
def test_scoreboard_agrees_with_a_set_of_octets(acks: list[tuple[list[tuple[int, int]], int, int]]) -> None:
    board, naive = Scoreboard(SMALL), Octets(START, END)
    for blocks, advance, high_rxt in acks:
        ranges = [(start, start + length) for start, length in blocks]
        naive.una = min(naive.una + advance, END)
        valid = [block for block in ranges if naive.una <= block[0] and block[1] <= END]
        naive.sacked = {octet for octet in naive.sacked if octet >= naive.una}
        covered = {octet for block in valid for octet in range(*block)}
        assert board.update(naive.una, END, []) == 0
        assert board.has_news(naive.una, END, ranges) == bool(covered - naive.sacked)
        assert board.update(naive.una, END, ranges) == len(covered - naive.sacked)
        naive.sacked |= covered
        assert {octet for block in board.blocks for octet in range(*block)} == naive.sacked
        assert board.octets == len(naive.sacked)
        board.high_rxt = high_rxt
        for octet in set(range(naive.una, END)) - naive.sacked:
            assert board.is_lost(octet) == naive.is_lost(octet)
            assert board.sacked_below(octet) == sum(each < octet for each in naive.sacked)
        assert board.set_pipe(naive.una, END) == naive.pipe(high_rxt)
        first, other = board.next_seg(naive.una, END, fresh=True), board.next_seg(naive.una, END, fresh=False)
        assert (first.seq if first else None) == naive.next_seq(high_rxt, lost_only=True)
        by_rule_3 = other.seq if other and other.rule != 4 else None
        assert by_rule_3 == naive.next_seq(high_rxt, lost_only=first is not None)
