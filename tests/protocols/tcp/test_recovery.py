"""Losses noticed and repaired: NewReno, SACK, time-outs, Tahoe and the way of exams, on a path told what to lose."""

from collections import Counter, deque
from collections.abc import Collection

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.transport.tcp.machine.congestion import make
from sim.transport.tcp.machine.reassembly import Reassembly
from sim.transport.tcp.machine.recovery import Recovery

SMSS = 100
SECOND = 1_000_000_000
BASE = 7_654_321
"""The number of the first octet on the wire; the tests count from there."""


class Path:
    """A sender with ``total`` octets, and a receiver that acknowledges each segment at once, in order of sending.

    Octets are numbered from 0 here, from ``BASE`` for the sender. ``lost`` are the numbers of transmissions (from 0)
    that never arrive.
    """

    def __init__(
        self,
        name: str = "reno",
        *,
        segments: int = 40,
        cwnd: int = 10,
        ssthresh: int = 1,
        sack: bool = False,
        lost: Collection[int] = (),
        bonus: int = 3,
        prr: bool = False,
        undo: bool = False,
    ) -> None:
        control = make(name, SMSS, cwnd, ssthresh * SMSS, bonus)
        self.recovery = Recovery(control, BASE, SMSS, sack=sack, prr=prr, undo=undo)
        self.total = segments * SMSS
        self.lost = lost
        self.una = self.nxt = self.rcv_nxt = self.now = 0
        self.reassembly = Reassembly()
        self.path: deque[tuple[int, int]] = deque()
        self.sent: list[int] = []
        """Which segment each transmission had, by its number."""
        self.again: list[str] = []
        """Why those left that left again."""
        self.told: list[str] = []
        self.facts: list[dict[str, object]] = []
        """What the recovery told, and the facts of it."""
        self.send()

    def transmit(self, seq: int, end: int) -> None:
        if len(self.sent) not in self.lost:
            self.path.append((seq, end))
        self.sent.append(seq // SMSS)

    def send(self) -> None:
        self.send_again(fresh=self.nxt < self.total)
        room = self.allowance
        while room >= SMSS and self.nxt < self.total:
            self.transmit(self.nxt, self.nxt + SMSS)
            self.recovery.left(SMSS)
            self.nxt += SMSS
            room -= SMSS
        if self.nxt == self.total:
            self.send_again(fresh=False)

    def send_again(self, fresh: bool) -> None:
        while (due := self.recovery.next_retransmission(BASE + self.una, BASE + self.nxt, fresh)) is not None:
            seq, end = due.seq - BASE, due.end - BASE
            assert self.una <= seq < end <= self.nxt
            assert end - seq <= SMSS
            self.again.append(due.why.rule.id.partition(".")[2])
            self.transmit(seq, end)
            self.recovery.resent(due.seq, due.end, self.now)

    @property
    def allowance(self) -> int:
        return self.recovery.allowance(BASE + self.una, BASE + self.nxt)

    def step(self, count: int = 1) -> None:
        """The next segment arrives, and so does its ACK."""
        for _ in range(count):
            seq, end = self.path.popleft()
            if seq <= self.rcv_nxt < end:
                self.rcv_nxt = end
                self.rcv_nxt += len(self.reassembly.take(end))
            else:
                self.reassembly.add(seq, bytes(end - seq), self.rcv_nxt, 10**9)
            self.acknowledge(self.rcv_nxt, self.reassembly.blocks(3) if self.recovery.sack else ())

    def acknowledge(self, ack: int, blocks: tuple[tuple[int, int], ...] = ()) -> None:
        recovery, before, una, nxt = self.recovery, BASE + self.una, BASE + ack, BASE + self.nxt
        self.una = ack
        reported = [(BASE + start, BASE + end) for start, end in blocks]
        if una > before:
            events = recovery.acknowledged(before, una, nxt, reported, self.now, 0)
        elif not recovery.sack or recovery.has_news(una, nxt, reported):
            events = recovery.duplicate(una, nxt, reported, self.now)
        else:
            events = ()
        self.told += [why.rule.id.partition(".")[2] for why in events]
        self.facts += [dict(why.facts) for why in events]
        self.send()

    def time_out(self) -> None:
        self.path.clear()
        events = self.recovery.timed_out(BASE + self.una, BASE + self.nxt, self.now)
        self.told += [why.rule.id.partition(".")[2] for why in events]
        self.send()

    def finish(self) -> None:
        """Until all is acknowledged; the timer expires when nothing is under way."""
        for _ in range(100_000):
            if self.una == self.total:
                return
            if self.path:
                self.step()
            else:
                self.time_out()
        raise AssertionError("no progress")

    @property
    def sacked(self) -> tuple[tuple[int, int], ...]:
        return tuple((start - BASE, end - BASE) for start, end in self.recovery.sacked)

    @property
    def window(self) -> tuple[int, int, str]:
        return self.recovery.cwnd, self.recovery.ssthresh, self.recovery.phase


def test_third_duplicate_ack_sends_the_missing_segment_again_and_halves_the_window() -> None:
    path = Path(lost=[0])
    # RFC 3042: each of the first two lets one new segment out; the window stays
    path.step()
    assert path.sent[10:] == [10]
    path.step()
    assert path.sent[10:] == [10, 11]
    assert path.window == (1000, 100, "congestion avoidance")
    assert path.told == ["limited-transmit"] * 2
    path.step()
    # RFC 5681 3.2: FlightSize is 10 segments without the two; ssthresh 5, cwnd 5 + 3
    assert path.sent[12:] == [0]
    assert path.again == ["resend-first"]
    assert path.window == (800, 500, "fast recovery")
    assert path.told[2:] == ["halved", "fast-retransmit"]


def test_each_further_duplicate_inflates_the_window_and_the_full_ack_deflates_it() -> None:
    path = Path(lost=[0])
    path.step(9)
    assert path.window == (1400, 500, "fast recovery")
    assert path.told[4:] == ["inflated"] * 6
    # 12 segments are under way beyond octet 0 since the third duplicate; cwnd 14 lets two more out
    assert path.sent[13:] == [12, 13]
    path.step(2)
    assert path.sent[15:] == [14, 15]
    path.step()
    assert path.una == 1200
    # RFC 6582 3.2 step 3: min (ssthresh, max (FlightSize, SMSS) + SMSS), FlightSize being 12 to 15
    assert path.window == (500, 500, "congestion avoidance")
    assert path.told[-1] == "recovered"
    path.finish()
    assert sorted(path.sent) == sorted([0, *range(40)])


def test_partial_ack_sends_the_next_hole_at_once_and_starts_the_timer_only_the_first_time() -> None:
    path = Path(lost=[0, 3, 6])
    path.step(9)
    assert path.sent.count(0) == 2
    cwnd = path.recovery.cwnd
    assert path.recovery.restarts_timer
    path.step()
    assert (path.una, path.sent[-2:]) == (300, [3, 14])
    # "deflate the congestion window by the amount of new data acknowledged ..., then add back SMSS"
    assert path.recovery.cwnd == cwnd - 300 + 100
    assert path.recovery.restarts_timer
    while path.una == 300:
        path.step()
    assert (path.una, path.recovery.restarts_timer) == (600, False)
    path.finish()
    assert sorted(path.sent) == sorted([0, 3, 6, *range(40)])
    assert path.told.count("partial-ack") == 2
    assert path.told.count("halved") == 1


def test_duplicates_of_what_was_resent_needlessly_are_no_second_loss() -> None:
    path = Path(cwnd=12, segments=12)
    path.time_out()
    path.acknowledge(1200)
    path.total = 5000
    path.recovery.control.cwnd = 1000
    path.send()
    told, sent = len(path.told), len(path.sent)
    for _ in range(5):
        path.acknowledge(1200)
    # RFC 6582 4.1: the ACK does not go beyond recover and had jumped by more than four segments
    assert path.told[told:] == ["limited-transmit", "limited-transmit", "duplicates-after-recovery"]
    assert len(path.sent) == sent + 2  # RFC 3042: "no more than two segments" beyond the window
    path.acknowledge(1300)
    for _ in range(3):
        path.acknowledge(1300)
    assert path.told[-2:] == ["halved", "fast-retransmit"]


def test_first_loss_of_all_is_not_taken_for_duplicates_after_a_recovery() -> None:
    """RFC 6582 3.2: "recover is set to the initial send sequence number", so that the first octet lies behind it."""
    path = Path(cwnd=4, segments=4, lost=[0])
    path.recovery.control.cwnd = SMSS
    path.step(3)
    assert path.told[-1] == "fast-retransmit"


@pytest.mark.parametrize(
    ("jump", "cwnd", "last"),
    [
        (400, 1000, "fast-retransmit"), (401, 1000, "duplicates-after-recovery"),
        (400, 100, "duplicates-after-recovery"), (400, 101, "fast-retransmit"),
    ],
)  # fmt: skip
def test_duplicates_at_the_end_of_a_recovery_count_where_the_ack_has_moved_little(
    jump: int, cwnd: int, last: str
) -> None:
    """RFC 6582 4.1: "If the congestion window is greater than SMSS bytes and the difference between highest_ack and
    prev_highest_ack is at most 4*SMSS bytes, then duplicate ACKs indicate a lost segment"."""
    path = Path(cwnd=12, segments=12)
    path.time_out()
    path.acknowledge(1200 - jump)
    path.acknowledge(1200)
    path.nxt, path.recovery.control.cwnd = 1600, cwnd
    for _ in range(3):
        path.acknowledge(1200)
    assert path.told[-1] == last


@pytest.mark.parametrize(("acknowledged", "window"), [(50, 850), (100, 900), (99, 801), (800, 200)])
def test_partial_ack_deflates_by_what_it_acknowledges_and_a_segment_is_added_back(
    acknowledged: int, window: int
) -> None:
    """RFC 6582 3.2 step 3: "If the partial ACK acknowledges at least one SMSS of new data, then add back SMSS"."""
    path = Path(lost=[0])
    path.step(4)
    assert path.recovery.cwnd == 900
    path.acknowledge(acknowledged)
    assert path.window == (window, 500, "fast recovery")


def test_window_after_a_recovery_with_little_under_way_brings_no_burst() -> None:
    """RFC 6582 3.2 step 3 (1): "min (ssthresh, max(FlightSize, SMSS) + SMSS)"."""
    path = Path(segments=10, lost=[0])
    path.step(9)
    assert path.recovery.cwnd == 1400
    path.step()
    assert path.window == (200, 500, "slow start")


def test_an_ack_that_reports_two_segments_lets_two_out() -> None:
    """RFC 6675 5 step 3: before the third duplicate, new segments leave as far as cwnd - pipe goes; an ACK was lost."""
    path = Path(sack=True)
    path.acknowledge(0, ((100, 300),))
    assert path.told == ["limited-transmit"]
    assert path.sent[10:] == [10, 11]


@pytest.mark.parametrize("size", [1, 30])
def test_three_duplicates_begin_a_recovery_however_little_they_report(size: int) -> None:
    """RFC 6675 5 step 1: "If DupAcks >= DupThresh, go to step (4)", or if IsLost (HighACK + 1)."""
    path = Path(sack=True)
    for number in range(1, 4):
        assert path.recovery.phase != "loss recovery"
        path.acknowledge(0, ((100, 100 + number * size),))
    assert path.recovery.phase == "loss recovery"
    assert path.recovery.dup_acks == 3
    assert path.again[0] == "resend-first"


def test_an_ack_of_more_counts_as_a_duplicate_only_where_it_reports_something_new() -> None:
    """RFC 6675 5: "regardless of its status as a cumulative acknowledgment"."""
    path = Path(sack=True)
    path.acknowledge(0, ((500, 600),))
    path.acknowledge(100, ((500, 600),))
    assert (path.recovery.dup_acks, path.told) == (0, ["limited-transmit"])
    path.acknowledge(200, ((500, 601),))
    assert (path.recovery.dup_acks, path.told) == (1, ["limited-transmit"] * 2)
    path.acknowledge(200, ((500, 602),))
    path.acknowledge(200, ((500, 603),))
    assert path.recovery.phase == "loss recovery"


def test_delivered_data_of_a_partial_ack_is_not_what_was_reported_before() -> None:
    """RFC 6937 3: "DeliveredData = change_in(snd.una) + change_in(SACKd)", and sndcnt is "CEIL(prr_delivered * ssthresh
    / RecoverFS) - prr_out": of each two segments that arrive one leaves.
    """
    path = Path(cwnd=20, segments=60, sack=True, prr=True, lost=[0, 5])
    path.step(4)
    while path.una == 0:
        path.step()
        assert path.facts[-1]["delivered"] == 100
    assert (path.una, path.recovery.phase) == (500, "loss recovery")
    path.step()
    assert path.facts[-1]["delivered"] == 100


def test_sack_sends_every_hole_again_in_one_recovery_within_the_pipe() -> None:
    path = Path(cwnd=20, segments=60, sack=True, lost=[0, 5, 10])
    path.step(3)
    # RFC 6675 5 step 4: ssthresh = cwnd = 20 / 2; the pipe is 20 + 2 new - 3 reported - 0, 1 again: no room
    assert path.window == (1000, 1000, "loss recovery")
    assert path.told == ["limited-transmit"] * 2 + ["halved", "loss-recovery"]
    assert path.sent[20:] == [20, 21, 0]
    assert path.sacked == ((100, 400),)
    path.finish()
    assert sorted(path.sent) == sorted([0, 5, 10, *range(60)])
    assert path.told.count("loss-recovery") == path.told.count("recovered") == 1
    assert path.recovery.ssthresh == 1000


def test_sack_repairs_in_two_round_trips_what_newreno_needs_a_round_trip_each_for() -> None:
    lost = range(1, 9, 2)
    newreno, sack = Path(cwnd=16, segments=80, lost=lost), Path(cwnd=16, segments=80, lost=lost, sack=True)
    for path in (newreno, sack):
        while "recovered" not in path.told:
            path.step()
    assert sack.told.count("partial-ack") == 0
    assert newreno.told.count("partial-ack") == 3
    assert sack.sent.index(7, 16) - sack.sent.index(1, 16) < newreno.sent.index(7, 16) - newreno.sent.index(1, 16)


def test_rfc_6937_4_first_example_sends_on_every_second_ack() -> None:
    """20 segments are under way, and the first is lost.

        ack#   X  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19
        pipe:    19 19 18 18 18 17 17 16 16 15 15 14 14 13 13 12 12 11 10
        sent:     N  N  R     N     N     N     N     N     N     N     N
        RB:                                                          s  s

    The last two are of the reduction bound: pipe has come to ssthresh there.
    """
    path = Path(cwnd=20, segments=100, sack=True, prr=True, lost=[0])
    sent = []
    for _ in range(17):
        before = len(path.sent)
        path.step()
        sent.append("".join("R" if number == 0 else "N" for number in path.sent[before:]))
    assert sent == ["N", "N", "R", "", "N", "", "N", "", "N", "", "N", "", "N", "", "N", "", "N"]
    assert path.told.count("proportional-recovery") == 1
    while path.recovery.phase == "loss recovery":
        path.step()
    assert path.window == (1000, 1000, "congestion avoidance")


def test_rfc_6937_4_second_example_sends_two_for_each_ack_after_a_burst_of_losses() -> None:
    """15 segments are lost. RFC 6675 sends 7 at once (cwnd is 11 there), PRR-SSRB two for each ACK.

    ack#   X  X  X  X  X  X  X  X  X  X  X  X  X  X  X 15 16 17 18 19
    RFC 6675:     pipe                                 19 19  4 10 10
                  sent                                  N  N 7R  R  R
    PRR-SSRB:     pipe                                 19 19  4  5  6
                  sent                                  N  N 2R 2R 2R
    """
    for prr, expected in ((True, [1, 1, 2, 2, 2]), (False, [1, 1, 6, 1, 1])):
        path = Path(cwnd=20, segments=100, sack=True, prr=prr, lost=range(15))
        sent = []
        for _ in range(5):
            before = len(path.sent)
            path.step()
            sent.append(len(path.sent) - before)
        assert sent == expected


def test_ack_that_advances_and_reports_enough_behind_a_gap_begins_the_recovery() -> None:
    path = Path(cwnd=10, sack=True)
    path.acknowledge(300, ((400, 1000),))  # the ACKs in between were lost
    assert path.told == ["halved", "loss-recovery"]
    assert path.sent[10:11] == [3]


def test_last_segment_is_rescued_without_the_timer() -> None:
    path = Path(cwnd=10, segments=10, sack=True, lost=[4, 9])
    path.finish()
    assert path.sent[10:] == [4, 9]
    assert "timeout" not in path.told


def test_time_out_goes_back_to_one_segment_and_sends_all_again() -> None:
    path = Path(lost=range(10))
    path.time_out()
    assert path.window == (100, 500, "slow start")
    assert path.told == ["halved", "timeout"]
    assert path.again == ["resend-again"]
    path.finish()
    assert path.sent[10:17] == [0, 1, 2, 3, 4, 5, 6]
    assert "fast-retransmit" not in path.told


def test_second_time_out_of_a_segment_leaves_ssthresh() -> None:
    path = Path(lost=range(11))
    path.time_out()
    path.time_out()
    assert path.window == (100, 500, "slow start")
    assert path.told[2:] == ["timeout-again"]
    path.step()
    path.time_out()
    assert path.recovery.ssthresh == 450  # nine segments are not acknowledged; it is another one's first time
    assert path.told[3:] == ["halved", "timeout"]


def test_reports_are_forgotten_at_a_time_out_and_new_ones_spare_retransmissions() -> None:
    path = Path(cwnd=4, segments=4, sack=True, lost=[0, 3])
    path.step(2)
    assert list(path.sacked) == [(100, 300)]
    path.time_out()
    assert path.told[-3:] == ["sack-forgotten", "halved", "timeout"]  # RFC 2018 8
    assert not path.sacked
    path.step()
    assert path.una == 300
    path.finish()
    assert path.sent[4:] == [0, 3]


def test_after_the_gaps_of_a_time_out_new_segments_follow() -> None:
    """RFC 6675 5.1: as the window permits, and what is reported after the time-out is not under way."""
    path = Path(cwnd=4, sack=True, lost=[0, 1])
    path.step(2)
    assert path.recovery.dup_acks == 2
    path.time_out()
    assert path.recovery.dup_acks == 0
    assert path.allowance == 0  # "the earliest segment" alone (RFC 6298 5.4)
    sent = len(path.sent)
    path.acknowledge(100, ((200, 600),))
    assert path.recovery.cwnd == 200
    assert path.sent[sent:] == [1, 6]


def test_reports_after_a_time_out_make_room_for_the_next_retransmission() -> None:
    path = Path(cwnd=10, segments=10, sack=True, lost=[*range(10), 11])
    path.time_out()
    path.step()
    assert (path.recovery.cwnd, path.sent[10:]) == (200, [0, 1, 2])
    path.step()  # 1 is lost once more, 2 is reported
    assert path.sacked == ((200, 300),)
    assert path.sent[13:] == [3]


def test_ack_of_what_was_not_sent_again_does_not_open_the_window() -> None:
    path = Path("textbook", cwnd=10)
    path.time_out()
    path.acknowledge(1000)  # only the first segment was lost
    assert path.window == (200, 500, "slow start")


def test_no_fraction_of_a_segment_is_sent_in_recovery_by_sack() -> None:
    path = Path(cwnd=15, sack=True, lost=[0])
    path.step(3)
    assert path.recovery.cwnd == 750
    while path.recovery.phase == "loss recovery":
        assert path.allowance == 0
        path.step()


def test_tahoe_starts_over_at_the_third_duplicate() -> None:
    path = Path("tahoe", cwnd=10, lost=[0])
    path.step(3)
    assert path.window == (100, 500, "slow start")
    assert path.told[2:] == ["halved", "tahoe-restart"]
    path.step(9)
    assert path.una == 1200
    assert path.window[0] == 200
    path.finish()
    assert sorted(path.sent) == sorted([0, *range(40)])


def test_exam_window_after_three_duplicates_and_after_the_recovery() -> None:
    for bonus, window in ((3, 1100), (0, 800)):
        path = Path("textbook", cwnd=16, segments=100, lost=[0], bonus=bonus)
        path.step(3)
        assert path.window == (window, 800, "fast recovery")  # 16 / 2 + 3 in Kurose and Ross's plot, 16 / 2 in Xie's
        while path.recovery.phase == "fast recovery":
            assert path.window == (window, 800, "fast recovery")
            path.step()
        assert path.window == (window, 800, "congestion avoidance")


@pytest.mark.parametrize("sack", [False, True], ids=["without sack", "sack"])
def test_published_plot_of_tcp_reno_round_by_round(sack: bool) -> None:
    """Kurose and Ross, chapter 3, the problem with the plot of TCP's window: slow start in rounds 1 to 6 and 23 to 26,
    congestion avoidance from 6 to 16 and from 17 to 22; after round 16 a triple duplicate ACK, after round 22 a
    time-out; ssthresh is 32 first, 21 in round 18 and 14 in round 24.
    """
    path = Path("textbook", cwnd=1, ssthresh=32, segments=5000, sack=sack, lost=[31 + sum(range(32, 42))])
    rounds: list[tuple[int, int]] = []
    for _ in range(16):
        rounds.append((path.recovery.cwnd // SMSS, path.recovery.ssthresh // SMSS))
        path.step(len(path.path))
    while path.recovery.phase not in ("slow start", "congestion avoidance"):
        path.step(len(path.path))
    for number in range(17, 23):
        rounds.append((path.recovery.cwnd // SMSS, path.recovery.ssthresh // SMSS))
        if number < 22:
            path.step(len(path.path))
    path.time_out()
    for _ in range(23, 27):
        rounds.append((path.recovery.cwnd // SMSS, path.recovery.ssthresh // SMSS))
        path.step(len(path.path))
    growing = [(cwnd, 32) for cwnd in (1, 2, 4, 8, 16, *range(32, 43))]
    assert rounds == [*growing, *((cwnd, 21) for cwnd in range(24, 30)), (1, 14), (2, 14), (4, 14), (8, 14)]
    assert path.told.count("fast-retransmit-by-the-book") == path.told.count("timeout") == 1


@pytest.mark.parametrize(
    ("ssthresh", "windows"),
    [(16, [1, 2, 4, 8, 16, 17, 18]), (12, [1, 2, 4, 8, 12, 13, 14])],
)
def test_exam_rounds_on_a_path_that_loses_nothing(ssthresh: int, windows: list[int]) -> None:
    path = Path("textbook", cwnd=1, ssthresh=ssthresh, segments=500)
    seen = []
    for _ in windows:
        seen.append(path.recovery.cwnd // SMSS)
        path.step(len(path.path))
    assert seen == windows


def test_exam_rounds_after_a_time_out_double_again() -> None:
    path = Path("textbook", cwnd=24, segments=500, lost=range(24))
    path.time_out()
    seen = []
    for _ in range(7):
        seen.append((len(path.path), path.recovery.cwnd // SMSS))
        path.step(len(path.path))
    assert seen == [(1, 1), (2, 2), (4, 4), (8, 8), (12, 12), (13, 13), (14, 14)]


def test_pause_longer_than_the_time_out_restarts_with_the_initial_window() -> None:
    recovery = Path(cwnd=4, segments=0).recovery
    recovery.control.cwnd = 3000
    assert not recovery.restart_after_idle(5 * SECOND, SECOND)
    recovery.last_sent = 10 * SECOND
    assert not recovery.restart_after_idle(11 * SECOND, SECOND)
    (why,) = recovery.restart_after_idle(11 * SECOND + 1, SECOND)
    assert (why.rule.id, recovery.cwnd) == ("congestion.restart", 400)
    assert why.facts["ns"] == SECOND + 1


def test_window_that_is_not_used_does_not_grow() -> None:
    path = Path(cwnd=10, ssthresh=100, segments=2)
    path.step(2)
    assert path.recovery.cwnd == 1000


@pytest.mark.parametrize(("segments", "grown"), [(4, 1000), (5, 1100)])
def test_a_window_of_which_half_is_used_grows(segments: int, grown: int) -> None:
    """RFC 7661 4.3: validated "if FlightSize >= (1/2)*cwnd"."""
    path = Path(cwnd=10, ssthresh=100, segments=segments)
    path.step()
    assert path.recovery.cwnd == grown


def test_what_was_under_way_at_most_in_a_round_tells_whether_the_window_is_used() -> None:
    """RFC 7661 4.3, where the sender has more to send after the first ACK of the round."""
    path = Path(cwnd=10, ssthresh=100, segments=3)
    path.step()
    assert path.recovery.cwnd == 1000
    path.total = 2000
    path.send()
    path.step()
    assert path.recovery.cwnd == 1100


def test_half_of_what_is_under_way_is_left_where_that_is_less_than_the_window() -> None:
    """RFC 5681 3.1, equation 4: FlightSize, and not cwnd."""
    path = Path(segments=6, lost=[0])
    path.step(3)
    assert path.recovery.ssthresh == 300


def test_the_first_duplicate_after_a_recovery_sends_nothing_again() -> None:
    """RFC 5681 3.2: the third does."""
    path = Path(lost=[0])
    while "recovered" not in path.told:
        path.step()
    again = len(path.again)
    path.acknowledge(path.una)
    assert len(path.again) == again


def test_a_rescue_leaves_the_holes_before_it_to_the_rules_for_holes() -> None:
    """RFC 6675 4, NextSeg (4): "HighRxt MUST NOT be updated". Of 13, 14 and 15 the last one is sent again first; the
    report of it tells that 13 and 14 are missing.
    """
    path = Path(cwnd=16, segments=16, sack=True, lost=[1, 13, 14, 15])
    path.finish()
    assert path.sent[16:] == [1, 15, 13, 14]
    assert path.again == ["resend-first", "resend-rescue", "resend-unreported", "resend-unreported"]
    assert "timeout" not in path.told


def taken_back(path: Path) -> None:
    """An ACK echoes a timestamp from before the first retransmission (RFC 3522)."""
    path.told += [why.rule.id.partition(".")[2] for why in path.recovery.answered(0)]


def test_a_time_out_within_a_recovery_is_taken_back_to_before_that() -> None:
    """RFC 3522 3.2 looks at the first retransmission; the answer is that of Linux: the window of before."""
    path = Path(cwnd=10, ssthresh=100, undo=True, lost=[0])
    path.now = SECOND
    path.step(3)
    path.time_out()
    assert path.window[:2] == (100, 600)
    taken_back(path)
    assert path.told[-1] == "spurious-by-timestamp"
    assert path.window == (1000, 10_000, "slow start")
    assert (path.recovery.dup_acks, path.recovery.is_calm) == (0, True)
    again = len(path.again)
    path.acknowledge(path.una)
    assert len(path.again) == again


def test_a_time_out_after_a_recovery_is_taken_back_to_between_the_two() -> None:
    path = Path(cwnd=10, ssthresh=100, undo=True, lost=[0])
    path.now = SECOND
    while "recovered" not in path.told:
        path.step()
    assert path.recovery.ssthresh == 500
    path.time_out()
    taken_back(path)
    assert path.told[-1] == "spurious-by-timestamp"
    assert path.recovery.ssthresh == 500


def echoed(path: Path, ack: int) -> None:
    """An ACK comes that tells of congestion (RFC 3168)."""
    path.recovery.congestion_reported(BASE + path.una, BASE + ack, BASE + path.nxt)
    path.acknowledge(ack)


@pytest.mark.parametrize(("segments", "ssthresh"), [(6, 300), (10, 500)])
def test_an_echo_halves_what_is_under_way(segments: int, ssthresh: int) -> None:
    """RFC 3168 6.1.2 has the sender act as for a loss: FlightSize / 2 (RFC 5681 3.1, equation 4)."""
    path = Path(segments=segments)
    echoed(path, 100)
    assert path.window[:2] == (ssthresh, ssthresh)
    assert path.recovery.has_slowed_down


def test_segments_of_limited_transmit_do_not_count_for_an_echo() -> None:
    """RFC 5681 3.2 step 2, as for a loss."""
    path = Path(lost=[0])
    path.step(2)
    assert path.nxt == 1200
    echoed(path, 100)
    assert path.recovery.ssthresh == 500


def test_less_than_two_segments_become_one() -> None:
    """RFC 3168 6.1.2: "bounded below by a value of one MSS"."""
    path = Path(cwnd=4, segments=4)
    path.recovery.control.cwnd = 150
    echoed(path, 100)
    assert path.window[:2] == (100, 200)


def test_an_echo_before_anything_was_acknowledged_counts_and_holds_for_its_ack_alone() -> None:
    """RFC 3168 6.1.2: "TCP should not increase the congestion window in response to the receipt of an ECN-Echo ACK
    packet". The first segment is late, and the second one was marked.
    """
    path = Path(cwnd=4, segments=4)
    echoed(path, 0)
    assert path.window[:2] == (200, 200)
    path.acknowledge(100)
    path.acknowledge(200)
    assert path.recovery.cwnd == 300
    path = Path(cwnd=4, segments=4, sack=True)
    path.acknowledge(0, ((200, 300),))
    echoed(path, 100)
    path.acknowledge(200)
    assert path.recovery.cwnd == 200, "an echo beside a gap does not count towards another segment either"


@pytest.mark.parametrize(("una", "told"), [(900, "already-slowed"), (1000, "halved")])
@pytest.mark.parametrize("loss", ["time-out", "duplicates"])
def test_a_loss_behind_the_window_of_an_echo_slows_down_again(una: int, told: str, loss: str) -> None:
    """RFC 3168 6.1.2: "once in response to a series of dropped and/or CE packets from a single window of data"."""
    path = Path()
    echoed(path, 100)
    path.acknowledge(una)
    if loss == "time-out":
        path.time_out()
    else:
        for _ in range(3):
            path.acknowledge(una)
    assert told in path.told
    assert {"already-slowed", "halved"} & {*path.told} == {told}


@pytest.mark.parametrize("event", ["duplicates", "echo", "probe", "time-out"])
def test_cubic_remembers_the_window_of_every_event_but_a_time_out(event: str) -> None:
    """RFC 9438 4.6: W_max is saved "when a congestion event is detected", as by ECN or three duplicates; 4.8: after a
    time-out congestion avoidance begins with K = 0.
    """
    path = Path("cubic", lost=[0])
    recovery = path.recovery
    if event == "duplicates":
        path.step(3)
    elif event == "echo":
        recovery.congestion_reported(BASE, BASE, BASE + 1000)
    elif event == "probe":
        recovery.repaired_by_probe(BASE, BASE + 1000)
    else:
        path.time_out()
    recovery.control.cwnd = recovery.ssthresh
    recovery.control.grow(SMSS, round_over=False, now=0, srtt=SECOND)
    assert (recovery.control._k > 0) is (event != "time-out")  # type: ignore[attr-defined]


def test_a_loss_that_a_probe_repaired_counts_as_one_but_not_within_a_recovery() -> None:
    """RFC 8985 7.4.2: "Invoke a congestion control response equivalent to a fast recovery"; it is under way already
    where the same ACK begins one.
    """
    path = Path()
    path.acknowledge(400)
    path.nxt = 1000
    (halved, repaired) = path.recovery.repaired_by_probe(BASE + 400, BASE + 1000)
    assert (halved.facts["flight"], repaired.facts["cwnd"]) == (600, 300)
    assert path.window[:2] == (300, 300)
    assert path.recovery.has_slowed_down
    path = Path(lost=[0])
    path.step(3)
    assert list(path.recovery.repaired_by_probe(BASE, BASE + 1200)) == []
    assert path.window == (800, 500, "fast recovery")


@pytest.mark.parametrize("loss", ["time-out", "duplicates"])
def test_a_loss_ends_the_wait_for_the_timer_at_a_window_of_one_segment(loss: str) -> None:
    """RFC 3168 6.1.2 is over with the retransmission; the peer hears of the reduction "for any reason"."""
    path = Path(cwnd=4, segments=4, lost=[0])
    path.recovery.control.cwnd = SMSS
    path.recovery.congestion_reported(BASE, BASE, BASE + 400)
    waits = [path.recovery.waits_for_timer]
    path.recovery.has_slowed_down = False
    if loss == "time-out":
        path.time_out()
    else:
        path.step(3)
    assert path.told[-1] in ("timeout", "fast-retransmit")
    assert [*waits, path.recovery.waits_for_timer] == [True, False]
    assert path.recovery.has_slowed_down


def test_smaller_segments_go_back_without_another_window() -> None:
    path = Path(cwnd=10, segments=10, lost=range(10))
    path.recovery.resize(50)
    path.recovery.go_back(BASE, BASE + path.nxt)
    due = path.recovery.next_retransmission(BASE, BASE + path.nxt, fresh=False)
    assert due is not None
    assert (due.seq, due.end, path.recovery.cwnd) == (BASE, BASE + 50, 1000)  # RFC 1191 6.4


@pytest.mark.parametrize(("sack", "prr"), [(False, False), (True, False), (True, True)], ids=["newreno", "sack", "prr"])
@pytest.mark.parametrize("name", ["reno", "cubic", "tahoe", "textbook"])
@given(lost=st.sets(st.integers(0, 120), max_size=60), cwnd=st.integers(1, 30), ssthresh=st.integers(1, 40))
@example(lost={0, 1, 2, 27, 32, 33, 34}, cwnd=27, ssthresh=1)
def test_whatever_is_lost_arrives_in_the_end(
    name: str, sack: bool, prr: bool, lost: set[int], cwnd: int, ssthresh: int
) -> None:
    path = Path(name, segments=60, cwnd=cwnd, ssthresh=ssthresh, sack=sack, lost=lost, prr=prr)
    path.finish()
    assert path.rcv_nxt == path.total
    assert path.sacked == ()
    assert path.recovery.phase in ("slow start", "congestion avoidance")
    assert path.recovery.ssthresh >= min(2, ssthresh) * SMSS
    if sack and "timeout" not in path.told:
        # RFC 6675 4: rules (1), (3) and (4) of NextSeg () send each segment again at most once in a recovery, also one
        # that turns out not to have been lost.
        begun = ("loss-recovery", "proportional-recovery", "tahoe-restart", "fast-retransmit-by-the-book")
        recoveries = sum(path.told.count(each) for each in begun)
        assert max(Counter(path.sent).values()) <= 1 + recoveries


@pytest.mark.parametrize("sack", [False, True], ids=["newreno", "sack"])
@given(
    name=st.sampled_from(["reno", "cubic", "tahoe", "textbook"]),
    lost=st.sets(st.integers(0, 100), max_size=20),
    deeds=st.lists(st.tuples(st.sampled_from(["overtake", "twice", "early timer"]), st.integers(0, 30)), max_size=80),
)
def test_whatever_order_segments_come_in_and_however_early_the_timer_is(
    name: str, sack: bool, lost: set[int], deeds: list[tuple[str, int]]
) -> None:
    path = Path(name, segments=60, sack=sack, lost=lost)
    for deed, index in deeds:
        if not path.path:
            break
        segment = path.path[index % len(path.path)]
        if deed == "early timer" and index < 5:
            under_way = list(path.path)
            path.time_out()
            path.path.extendleft(reversed(under_way))
        elif deed == "overtake":
            path.path.remove(segment)
            path.path.appendleft(segment)
        else:
            path.path.append(segment)
        path.step()
    path.finish()
    assert path.rcv_nxt == path.total
