"""RFC 6298: round trips measured, and the time-out that follows."""

import pytest

from sim.transport.tcp.machine.rtt import Estimator, Shortest, is_older

MS = 1_000_000
SECOND = 1000 * MS


def test_time_out_is_one_second_before_anything_is_measured() -> None:
    estimator = Estimator()
    assert (estimator.srtt, estimator.rttvar, estimator.rto) == (None, None, SECOND)  # 2.1


def test_first_measurement_is_the_round_trip_and_half_of_it_its_variation() -> None:
    estimator = Estimator(min_rto=0)
    estimator.sample(800 * MS)
    # 2.2: SRTT = R = 800, RTTVAR = R/2 = 400, RTO = 800 + 4 * 400 = 2400 ms
    assert (estimator.srtt, estimator.rttvar, estimator.rto) == (800 * MS, 400 * MS, 2400 * MS)


def test_later_measurements_move_the_variation_first_and_then_the_round_trip() -> None:
    estimator = Estimator(min_rto=0)
    estimator.sample(800 * MS)
    estimator.sample(400 * MS)
    # 2.3: RTTVAR = 3/4 * 400 + 1/4 * |800 - 400| = 400; SRTT = 7/8 * 800 + 1/8 * 400 = 750; RTO = 750 + 1600
    assert (estimator.srtt, estimator.rttvar, estimator.rto) == (750 * MS, 400 * MS, 2350 * MS)
    estimator.sample(750 * MS)
    # RTTVAR = 3/4 * 400 + 0 = 300; SRTT = 7/8 * 750 + 1/8 * 750 = 750; RTO = 750 + 1200
    assert (estimator.srtt, estimator.rttvar, estimator.rto) == (750 * MS, 300 * MS, 1950 * MS)


def test_time_out_is_a_tick_of_the_clock_above_a_round_trip_that_never_varies() -> None:
    estimator = Estimator(min_rto=0)
    for _ in range(100):
        estimator.sample(10 * MS)
    assert estimator.rto == 10 * MS + MS  # 2.3: max(G, K * RTTVAR), G being 1 ms here


def test_time_out_is_at_least_one_second_and_at_most_a_minute() -> None:
    estimator = Estimator()
    estimator.sample(20 * MS)
    assert estimator.rto == SECOND  # 2.4; the formula says 60 ms
    estimator.sample(90 * SECOND)
    assert estimator.rto == 60 * SECOND  # 2.5


def test_each_expiry_doubles_the_time_out_and_a_measurement_ends_that() -> None:
    estimator = Estimator()
    waits = []
    for _ in range(8):
        waits.append(estimator.rto // SECOND)
        estimator.backoff()
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]  # 5.5
    estimator.sample(800 * MS)
    assert estimator.rto == 2400 * MS


def test_first_data_waits_three_seconds_after_a_lost_syn() -> None:
    estimator = Estimator()
    estimator.established_after_lost_syn()
    assert estimator.rto == 3 * SECOND  # 5.7
    for _ in range(3):
        estimator.backoff()
    estimator.established_after_lost_syn()
    assert estimator.rto == 3 * SECOND  # "re-initialized", however often the SYN was lost
    estimator.sample(2 * SECOND)
    estimator.established_after_lost_syn()
    assert estimator.rto == 6 * SECOND  # measured by the SYN's timestamp: 2 s + 4 * 1 s


def test_one_segment_of_a_window_is_timed() -> None:
    estimator = Estimator(min_rto=0)
    estimator.sent(100, now=0)
    estimator.sent(200, now=50 * MS)
    assert not estimator.acknowledged(99, now=100 * MS)
    assert estimator.acknowledged(200, now=800 * MS)
    assert estimator.srtt == 800 * MS
    assert not estimator.acknowledged(300, now=900 * MS)
    assert estimator.srtt == 800 * MS


def test_nothing_is_measured_by_what_was_sent_twice() -> None:
    estimator = Estimator()
    estimator.sent(100, now=0)
    estimator.resent()
    assert not estimator.acknowledged(100, now=5 * SECOND)  # 3: Karn's algorithm
    assert estimator.srtt is None
    estimator.sent(200, now=6 * SECOND)
    assert estimator.acknowledged(200, now=7 * SECOND)
    assert estimator.srtt == SECOND


def test_ten_timestamps_a_round_trip_weigh_about_as_one_measurement() -> None:
    each, once = Estimator(), Estimator()
    for estimator in (each, once):
        estimator.sample(100 * MS)
    once.sample(200 * MS)
    for _ in range(10):
        each.sample(200 * MS, expected=10)  # RFC 7323 appendix G
    assert once.srtt == 112_500_000
    assert each.srtt is not None
    assert abs(each.srtt - once.srtt) < MS


def test_a_timestamp_of_a_round_trip_of_ten_weighs_a_tenth() -> None:
    estimator = Estimator(min_rto=0)
    estimator.sample(100 * MS)
    estimator.sample(200 * MS, expected=10)
    # RFC 7323 appendix G: alpha' = alpha / 10 and beta' = beta / 10: 100 + 100 / 80, and 50 + (100 - 50) / 40
    assert (estimator.srtt, estimator.rttvar) == (101_250_000, 51_250_000)


@pytest.mark.parametrize("now", [5, 1 << 31, (1 << 32) + 7])
def test_timestamps_are_compared_over_half_of_their_circle(now: int) -> None:
    """RFC 7323 5.2: "s < t" if "0 < (t - s) < 2^31", in unsigned arithmetic of 32 bits."""
    older = {0: False, 1: True, 1000: True, (1 << 31) - 1: True, 1 << 31: False, (1 << 32) - 1: False}
    assert {ago: is_older((now - ago) & 0xFFFFFFFF, now * MS) for ago in older} == older
    assert is_older((now - 1) & 0xFFFFFFFF, now * MS + MS - 1), "within the same tick"


@pytest.mark.parametrize(
    "samples",
    [
        # The shortest counts as long as it is no older than five minutes.
        [(10, 0, 10), (20, 300, 10)],
        [(10, 0, 10), (20, 301, 20)],
        # After a quarter of that without another one the next is kept to take its place, after a half the third.
        [(10, 0, 10), (20, 75, 10), (30, 301, 30)],
        [(10, 0, 10), (20, 76, 10), (30, 301, 20)],
        [(10, 0, 10), (20, 80, 10), (25, 150, 10), (30, 381, 30)],
        [(10, 0, 10), (20, 80, 10), (25, 151, 10), (30, 381, 25)],
        # One that is too old gives way to the second, and to the third where that is too old as well.
        [(10, 0, 10), (20, 100, 10), (25, 260, 10), (30, 350, 20)],
        [(10, 0, 10), (20, 100, 10), (25, 260, 10), (30, 400, 20)],
        [(10, 0, 10), (20, 100, 10), (25, 260, 10), (30, 405, 25)],
    ],
    ids=range(9),
)
def test_the_shortest_round_trip_is_kept_as_linux_keeps_it(samples: list[tuple[int, int, int]]) -> None:
    """RFC 8985 6.2 step 1 by Linux's win_minmax.c, which has three samples for a window of 300 s."""
    shortest = Shortest()
    for rtt, at, value in samples:
        shortest.take(rtt, at * SECOND)
        assert shortest.value == value
