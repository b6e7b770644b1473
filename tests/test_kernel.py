"""The event queue, checked beside a sorted list."""

import gc
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sim.kernel import Event, Kernel, Timer

times = st.integers(0, 20)


def recorder(kernel: Kernel) -> tuple[list[tuple[int, Any]], Callable[[Any], None]]:
    """A list of (now, argument), and the function that appends to it."""
    seen: list[tuple[int, Any]] = []
    return seen, lambda argument: seen.append((kernel.now, argument))


@given(st.lists(times))
def test_events_run_by_time_and_within_an_instant_in_order_of_asking(asked: list[int]) -> None:
    kernel = Kernel()
    seen, note = recorder(kernel)
    for number, time in enumerate(asked):
        kernel.at(time, note, number)
    assert kernel.run()
    # sorted() is stable: equal times stay in order of asking
    assert seen == sorted(((time, number) for number, time in enumerate(asked)), key=lambda each: each[0])


def test_event_asked_for_now_runs_after_those_asked_for_earlier_at_that_time() -> None:
    kernel = Kernel()
    seen, note = recorder(kernel)
    kernel.at(5, lambda _: kernel.at(5, note, "asked at 5"), None)
    kernel.at(5, note, "asked at 0")
    kernel.run()
    assert seen == [(5, "asked at 0"), (5, "asked at 5")]


@given(st.lists(st.tuples(times, st.booleans()), max_size=200), st.lists(times, max_size=5))
def test_cancelled_timers_never_fire_and_the_others_all_do(timers: list[tuple[int, bool]], plain: list[int]) -> None:
    kernel = Kernel()
    seen, note = recorder(kernel)
    armed = [kernel.timer(deadline, note, number) for number, (deadline, _) in enumerate(timers)]
    for number, time in enumerate(plain, len(timers)):
        kernel.at(time, note, number)
    for timer, (_, is_cancelled) in zip(armed, timers, strict=True):
        if is_cancelled:
            kernel.cancel(timer)
            kernel.cancel(timer)
    kept = [(deadline, number) for number, (deadline, is_cancelled) in enumerate(timers) if not is_cancelled]
    kept += [(time, number) for number, time in enumerate(plain, len(timers))]
    assert kernel.next_time() == min((time for time, _ in kept), default=None)
    assert [(event[0], _argument(event)) for event in kernel.pending()] == sorted(kept)
    kernel.run()
    assert seen == sorted(kept)
    assert kernel.next_time() is None


def _argument(event: Event) -> Any:
    return event[3].argument if isinstance(event[3], Timer) else event[3]


def test_cancelled_timers_do_not_pile_up() -> None:
    kernel = Kernel()
    for deadline in range(100_000):
        kernel.cancel(kernel.timer(10**9 + deadline, print, None))
    assert len(kernel._heap) < 200


def test_cancelling_a_timer_that_fired_does_nothing() -> None:
    kernel = Kernel()
    seen, note = recorder(kernel)
    timer = kernel.timer(1, note, "timer")
    kernel.run()
    kernel.cancel(timer)
    kernel.at(2, note, "later")
    kernel.run()
    assert seen == [(1, "timer"), (2, "later")]


@given(st.lists(times), st.integers(0, 20))
def test_withdrawn_events_are_returned_in_order_and_never_run(asked: list[int], until: int) -> None:
    kernel = Kernel()
    seen, note = recorder(kernel)
    for number, time in enumerate(asked):
        kernel.at(time, note, number)
    kernel.run(until)
    taken = kernel.withdraw(note, lambda number: number % 2 == 0)
    kernel.run()
    later = sorted((time, number) for number, time in enumerate(asked) if time > until)
    assert taken == [number for _, number in later if number % 2 == 0]
    assert [each for each in seen if each[0] > until] == [each for each in later if each[1] % 2]


def clockwork(kernel: Kernel, periods: list[int], end: int) -> list[tuple[int, Any]]:
    """Timers that rearm themselves, and each time cancel and rearm another one, until ``end``."""
    seen: list[tuple[int, Any]] = []
    pending: dict[int, Timer] = {}

    def tick(number: int) -> None:
        seen.append((kernel.now, number))
        other = (number * 7 + len(seen)) % len(periods)
        for each in {number, other}:
            if each in pending:
                kernel.cancel(pending[each])
            if kernel.now + periods[each] <= end:
                pending[each] = kernel.timer(kernel.now + periods[each], tick, each)

    for number, period in enumerate(periods):
        pending[number] = kernel.timer(period, tick, number)
    return seen


@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 5))),
)
def test_a_run_in_slices_is_the_run_at_once(periods: list[int], slices: list[tuple[int, int]]) -> None:
    at_once = Kernel()
    whole = clockwork(at_once, periods, 300)
    assert at_once.run(1000)

    in_slices = Kernel()
    parts = clockwork(in_slices, periods, 300)
    for until, events in sorted(slices):
        if in_slices.run(until, parts, len(parts) + events):
            assert in_slices.now >= until
            assert all(time <= in_slices.now for time, _ in parts)
        next_time = in_slices.next_time()
        assert next_time is None or next_time >= in_slices.now
    assert in_slices.run(1000)
    assert parts == whole
    assert in_slices.now == at_once.now == 1000


def test_run_until_is_inclusive_and_moves_the_clock_there() -> None:
    kernel = Kernel()
    seen, note = recorder(kernel)
    kernel.at(10, note, "on time")
    kernel.at(11, note, "late")
    assert kernel.run(10)
    assert seen == [(10, "on time")]
    assert kernel.run(3)
    assert kernel.now == 10


def test_a_limit_ends_the_run_after_the_event_that_reaches_it() -> None:
    kernel = Kernel()
    seen, note = recorder(kernel)
    for time in range(5):
        kernel.at(time, note, time)
    assert not kernel.run(records=seen, limit=2)
    assert (seen, kernel.now) == ([(0, 0), (1, 1)], 1)
    assert kernel.run()
    assert len(seen) == 5


def test_the_collector_rests_during_a_run_and_works_again_even_after_an_error() -> None:
    kernel = Kernel()
    asked: list[bool] = []
    kernel.at(1, lambda _: asked.append(gc.isenabled()), None)
    kernel.at(2, lambda _: asked.remove("an error"), None)  # type: ignore[arg-type]
    assert gc.isenabled()
    try:
        kernel.run()
    except ValueError:
        asked.append(gc.isenabled())
    assert asked == [False, True]
