"""Congestion windows by hand: RFC 5681, RFC 9438 and the way of exams."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.transport.tcp import congestion_rules
from sim.transport.tcp.machine.congestion import CongestionControl, make
from sim.transport.tcp.machine.congestion.cubic import cube_root, k_of, w_cubic
from sim.why import Why

SMSS = 1000
MS = 1_000_000
SECOND = 1000 * MS


def rounds(control: CongestionControl, count: int, segment: int = SMSS, rtt: int = 100 * MS) -> list[int]:
    """Whole windows are sent and each segment is acknowledged: the window in segments before each round."""
    windows = []
    for number in range(count):
        windows.append(control.cwnd // segment)
        for left in range(control.cwnd // segment - 1, -1, -1):
            control.grow(segment, left == 0, (number + 1) * rtt, rtt)
    return windows


@pytest.mark.parametrize(
    ("smss", "iw"),
    [(536, 2144), (1095, 4380), (1096, 3288), (1460, 4380), (2190, 6570), (2191, 4382), (8960, 17920)],
)
def test_initial_window_is_two_to_four_segments(smss: int, iw: int) -> None:
    assert make("reno", smss).cwnd == iw  # RFC 5681 3.1


def test_initial_window_is_one_segment_after_a_lost_syn() -> None:
    control = make("reno", 536)
    control.begin(SMSS, syn_was_lost=True)
    assert (control.smss, control.cwnd) == (1000, 1000)
    control.begin(SMSS, syn_was_lost=False)
    assert control.cwnd == 4000


def test_slow_start_doubles_each_round_and_then_a_segment_is_added() -> None:
    assert rounds(make("reno", SMSS, 1, 16_000), 8) == [1, 2, 4, 8, 16, 17, 18, 19]


def test_slow_start_grows_by_a_segment_at_most_for_an_ack() -> None:
    control = make("reno", SMSS, 4)
    control.grow(400, False, 0, 0)
    assert control.cwnd == 4400  # equation 2: cwnd += min (N, SMSS)
    control.grow(3000, False, 0, 0)
    assert control.cwnd == 5400


def test_congestion_avoidance_adds_a_segment_when_a_window_is_acknowledged() -> None:
    control = make("reno", SMSS, 10, 10_000)
    for _ in range(4):
        control.grow(2000, False, 0, 0)  # delayed ACKs
    assert control.cwnd == 10_000
    control.grow(2000, True, 0, 0)
    assert control.cwnd == 11_000


def test_end_of_slow_start_is_told_once() -> None:
    control = make("reno", SMSS, 1, 2000)
    assert list(control.grow(SMSS, True, 0, 0)) == [Why(congestion_rules.SLOW_START_OVER, cwnd=2000, ssthresh=2000)]
    assert list(control.grow(SMSS, True, 0, 0)) == []


@pytest.mark.parametrize(("flight", "ssthresh"), [(20_000, 10_000), (5000, 2500), (3000, 2000), (0, 2000)])
def test_half_of_what_is_under_way_is_left_but_two_segments_at_least(flight: int, ssthresh: int) -> None:
    control = make("reno", SMSS, 20)
    assert control.reduce(flight, timed_out=False).facts["ssthresh"] == ssthresh  # equation 4
    assert (control.ssthresh, control.cwnd) == (ssthresh, 20_000)


def test_window_after_a_pause_is_the_initial_one_at_most() -> None:
    control = make("reno", SMSS, 0, 2000)
    control.cwnd = 40_000
    control.restart()
    assert control.cwnd == 4000
    control.cwnd = 1000
    control.restart()
    assert control.cwnd == 1000


def test_exam_window_stops_at_ssthresh_and_adds_one_a_round() -> None:
    # the exercise of Xie Xiren's textbook: ssthresh 16, time-out at 24
    control = make("textbook", SMSS, 0, 16_000)
    assert rounds(control, 13) == [1, 2, 4, 8, 16, 17, 18, 19, 20, 21, 22, 23, 24]
    control.cwnd = 24_000
    control.reduce(flight=3000, timed_out=True)
    control.cwnd = SMSS
    assert rounds(control, 7) == [1, 2, 4, 8, 12, 13, 14]


def test_exam_window_grows_the_same_with_delayed_acks() -> None:
    control = make("textbook", SMSS, 2, 8000)
    windows = []
    for _ in range(4):
        windows.append(control.cwnd // SMSS)
        for left in range(control.cwnd // 2000 - 1, -1, -1):
            control.grow(2000, left == 0, 0, 0)
    assert windows == [2, 4, 8, 9]


def test_exam_halves_the_window_in_whole_segments() -> None:
    control = make("textbook", SMSS)
    for cwnd, ssthresh in ((13_000, 6000), (12_000, 6000), (3000, 2000), (1000, 2000)):
        control.cwnd = cwnd
        control.reduce(flight=0, timed_out=True)
        assert control.ssthresh == ssthresh


def test_unknown_name_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="'vegas'; there are reno, cubic, tahoe, textbook"):
        make("vegas", SMSS)
    assert [make(name, SMSS).fast_recovery for name in ("reno", "cubic", "tahoe", "textbook")] == [
        True,
        True,
        False,
        True,
    ]


@given(st.integers(0, 10**60))
def test_cube_root_is_the_whole_part(number: int) -> None:
    root = cube_root(number)
    assert root**3 <= number < (root + 1) ** 3


def test_k_of_a_window_of_a_hundred_segments() -> None:
    # K = cbrt ((100 - 70) / 0.4) = cbrt (75) = 4.217163326508746 s
    assert k_of(100 * SMSS, 70 * SMSS, SMSS) == 4_217_163_326
    assert k_of(70 * SMSS, 70 * SMSS, SMSS) == 0


@given(st.integers(0, 30 * SECOND), st.integers(0, 10 * SECOND), st.integers(0, 10**7), st.integers(1, 9000))
def test_w_cubic_is_equation_1_in_exact_arithmetic(t: int, k: int, w_max: int, smss: int) -> None:
    seconds = Fraction(t - k, SECOND)
    segments = Fraction(4, 10) * seconds**3 + Fraction(w_max, smss)
    assert w_cubic(t, k, w_max, smss) == (segments * smss).__floor__()


def test_cubic_leaves_seven_tenths_and_goes_back_to_where_it_lost() -> None:
    control = make("cubic", SMSS, 100, 1)
    control.reduce(100_000, timed_out=False)
    assert control.ssthresh == 70_000
    control.cwnd = control.ssthresh
    windows = {}
    now, rtt = 0, 500 * MS
    while now < 6 * SECOND:
        windows[now] = control.cwnd
        for left in range(control.cwnd // SMSS - 1, -1, -1):
            control.grow(SMSS, left == 0, now, rtt)
        now += rtt
    # the plateau is at W_max = 100 segments and K = 4.2 s: steep before it, flat around it
    assert 97_000 < windows[4 * SECOND] < 101_000
    assert windows[5 * SECOND] - windows[4 * SECOND] < 2000
    assert windows[1 * SECOND] - windows[SECOND // 2] > 9000


def test_cubic_leaves_room_for_others_after_a_second_loss_below_the_first() -> None:
    control = make("cubic", SMSS, 100, 1)
    control.reduce(100_000, timed_out=False)
    control.cwnd = 80_000
    control.reduce(80_000, timed_out=False)
    control.cwnd = control.ssthresh
    control.grow(SMSS, False, 0, 100 * MS)
    # 4.7: W_max = 80 * (1 + 0.7) / 2 = 68 segments, so K = cbrt ((68 - 56) / 0.4) = cbrt (30) s
    assert k_of(68_000, 56_000, SMSS) == 3_107_232_505
    assert control._k == 3_107_232_505  # type: ignore[attr-defined]


def test_cubic_is_at_least_as_fast_as_reno_on_a_short_way() -> None:
    cubic, rtt = make("cubic", SMSS, 100, 1), MS
    cubic.reduce(20_000, timed_out=False)
    cubic.cwnd = cubic.ssthresh
    assert cubic.cwnd == 14_000
    before = rounds(cubic, 18, rtt=rtt)
    # cwnd_prior is far off, so each round adds alpha_cubic = 9/17 of a segment (4.3): 9 segments in 17 rounds
    assert before[17] - before[0] in (8, 9)


def test_cubic_begins_anew_after_a_time_out() -> None:
    control = make("cubic", SMSS, 40, 1)
    control.reduce(40_000, timed_out=True)
    assert control.ssthresh == 28_000
    control.cwnd = 28_000
    control.grow(SMSS, False, 5 * SECOND, 100 * MS)
    assert control._k == 0  # type: ignore[attr-defined]
    assert control.cwnd >= 28_000


def test_cubic_aims_at_half_a_window_more_at_most() -> None:
    control = make("cubic", SMSS, 40, 1)
    control.reduce(40_000, timed_out=True)
    control.cwnd = 28_000
    control.grow(SMSS, False, 0, 100 * SECOND)
    before = control.cwnd
    control.grow(SMSS, False, 50 * SECOND, 100 * SECOND)
    # 4.2: target is 1.5 * cwnd at most, so an ACK for a segment adds half a segment
    assert control.cwnd - before in (499, 500)


def test_cubic_does_not_count_the_time_in_which_nothing_was_sent() -> None:
    steady, paused = make("cubic", SMSS, 100, 1), make("cubic", SMSS, 100, 1)
    begun = 7 * SECOND
    for control in (steady, paused):
        control.reduce(100_000, timed_out=False)
        control.cwnd = control.ssthresh
        control.grow(SMSS, False, begun, 100 * MS)
    steady.grow(SMSS, False, begun + 100 * MS, 100 * MS)
    paused.grow(SMSS, False, begun + 60 * SECOND, 100 * MS)
    assert steady.cwnd == paused.cwnd


@pytest.mark.parametrize(("prior", "cwnd"), [(20_000, 10_052), (None, 10_100)])
def test_cubic_in_the_reno_friendly_region_grows_as_reno_would(prior: int | None, cwnd: int) -> None:
    """RFC 9438 4.3: "W_est = W_est + alpha_cubic * segments_acked / cwnd", alpha_cubic being 3 * (1 - 0.7) / (1 + 0.7)
    = 9/17 and, from cwnd_prior on, 1: after a loss at 20 segments, and where nothing was lost yet (4.10).
    """
    control = make("cubic", SMSS, 10, 10_000)
    if prior is not None:
        control.cwnd = prior
        control.reduce(10_000, timed_out=False)
        control.cwnd = control.ssthresh = 10_000
    assert list(control.grow(SMSS, False, SECOND, MS)) == []
    assert control.cwnd == cwnd


def test_cubic_leaves_two_segments_at_least() -> None:
    """RFC 9438 4.6: "ssthresh = max (ssthresh, 2)"."""
    control = make("cubic", SMSS, 10)
    control.reduce(2800, timed_out=False)
    assert control.ssthresh == 2000
    control.reduce(2900, timed_out=False)
    assert control.ssthresh == 2030


@pytest.mark.parametrize(("second", "w_max"), [(100_000, 100_000), (99_000, 84_150)])
def test_cubic_gives_room_only_after_a_loss_below_the_last_one(second: int, w_max: int) -> None:
    """RFC 9438 4.7: "If cwnd < W_max": W_max = cwnd * (1 + 0.7) / 2."""
    control = make("cubic", SMSS, 100, 1)
    for cwnd in (100_000, second):
        control.cwnd = cwnd
        control.reduce(100_000, timed_out=False)
    control.cwnd = control.ssthresh
    assert list(control.grow(SMSS, False, 0, SECOND)) == []
    assert control._k == k_of(w_max, 70_000, SMSS)  # type: ignore[attr-defined]
    assert k_of(69_000, 70_000, SMSS) == 0, "above W_max from the start"


@pytest.mark.parametrize("before", ["nothing", "slow start", "a loss"])
def test_a_window_of_octets_is_acknowledged_before_a_segment_is_added(before: str) -> None:
    """RFC 5681 3.1: "at most SMSS bytes per RTT", counted in octets acknowledged since congestion avoidance began."""
    control = make("reno", SMSS, 10, 10_000)
    if before == "slow start":
        control.cwnd = 9000
        control.grow(SMSS, False, 0, 0)
    elif before == "a loss":
        control.grow(500, False, 0, 0)
        control.reduce(20_000, timed_out=False)
    control.grow(9999, False, 0, 0)
    assert control.cwnd == 10_000
    control.grow(1, False, 0, 0)
    assert control.cwnd == 11_000


def test_exam_window_that_begins_at_ssthresh_adds_one_a_round_from_the_first_round_on() -> None:
    """Kurose and Ross, 3.7: from ssthresh on, the window grows by one segment a round."""
    assert rounds(make("textbook", SMSS, 4, 4000), 4) == [4, 5, 6, 7]


def test_end_of_an_exams_slow_start_is_told_once() -> None:
    control = make("textbook", SMSS, 1, 4000)
    told = [list(control.grow(octets, True, 0, 0)) for octets in (1000, 2000, 4000)]
    assert told == [[], [Why(congestion_rules.SLOW_START_OVER, cwnd=4000, ssthresh=4000)], []]


def test_cubic_adds_the_share_of_its_target_with_each_ack_and_keeps_what_is_less_than_an_octet() -> None:
    """RFC 9438 4.4: "cwnd MUST be incremented by (target - cwnd) / cwnd for each received ACK", here in fractions."""
    control, rtt = make("cubic", SMSS, 100, 1), 100 * MS
    control.reduce(100_000, timed_out=False)
    control.cwnd = control.ssthresh
    control.grow(SMSS, False, 0, rtt)
    k, exact = k_of(100_000, 70_000, SMSS), Fraction(control.cwnd)
    for now in range(rtt, 10 * rtt, rtt):
        for _ in range(30):
            exact += (w_cubic(now + rtt, k, 100_000, SMSS) - exact) * SMSS / exact
            assert list(control.grow(SMSS, False, now, rtt)) == []
            assert abs(control.cwnd - exact) < 2
            exact = exact.limit_denominator(10**12)
