"""Where the reader is, and the ways to move."""

from hypothesis import given
from hypothesis import strategies as st

from sim.trace.history import History
from sim.trace.records import Kind
from sim.trace.world import fold
from tests.tui.lessons import ONE_SWITCH, finished
from tui.model.reader.cursor import Cursor
from tui.model.reader.steps import Steps


def cursor() -> Cursor:
    trace = finished(ONE_SWITCH).trace
    return Cursor(trace, History(trace))


def sent_before(at: Cursor) -> int:
    return sum(1 for n in range(at.position) if at.trace.kind[n] == Kind.FRAME_SENT)


def test_reader_begins_after_the_configuration_and_before_the_first_event() -> None:
    at = cursor()
    assert at.now == 0
    assert at.packet == 0
    assert at.trace.kind[at.position] == Kind.CALL  # the next thing that happens is that somebody types ping
    assert at.at_start


def test_one_ping_through_a_switch_takes_nine_frames() -> None:
    # request 1 + flooded 2, reply 2 links, echo request 2 links, echo reply 2 links
    assert len(cursor().sends) == 9


def test_each_packet_step_ends_with_the_frame_on_its_link() -> None:
    at = cursor()
    for number in range(1, 10):
        target = at.next_stop()
        assert target is not None
        at.to(target)
        assert at.trace.kind[at.record] == Kind.FRAME_SENT
        assert at.record in at.world.in_flight
        assert at.packet == number == sent_before(at)
    assert at.next_stop() is None


def test_steps_back_visit_the_same_positions_in_reverse() -> None:
    at = cursor()
    forwards = [at.position]
    while (target := at.next_stop()) is not None:
        at.to(target)
        forwards.append(at.position)
    backwards = [at.position]
    while not at.at_start:
        at.to(at.previous_stop())
        backwards.append(at.position)
    assert backwards == forwards[::-1]
    assert at.previous_stop() == 0


@given(st.lists(st.integers(-5, 200), min_size=1, max_size=30))
def test_world_is_the_fold_of_the_trace_wherever_the_reader_goes(places: list[int]) -> None:
    at = cursor()
    for place in places:
        at.to(place)
        assert 0 <= at.position <= len(at.trace)
        assert at.world == fold(at.trace, at.position)


@given(st.integers(0, 200))
def test_step_covers_the_records_since_the_frame_before(place: int) -> None:
    at = cursor()
    at.to(place)
    assert at.begin <= at.position
    assert all(at.trace.kind[n] != Kind.FRAME_SENT for n in range(at.begin, at.position - 1))
    if at.begin > at.first:
        assert at.trace.kind[at.begin - 1] == Kind.FRAME_SENT


def test_packet_numbers_and_times_lead_to_their_records() -> None:
    at = cursor()
    at.to_packet(4)
    assert at.packet == 4
    at.to_packet(999)
    assert at.packet == 9
    at.to_packet(0)
    assert at.at_start
    at.to_time(1_000_000_000)
    assert at.now == 1_000_000_000
    assert at.trace.at[at.position] > 1_000_000_000
    at.to_time(0)
    assert at.position == at.first


def test_step_of_a_record_ends_with_the_next_frame() -> None:
    at = cursor()
    fourth = at.sends[3]
    assert at.position_of_step(fourth) == fourth + 1
    assert at.position_of_step(fourth + 1) == at.sends[4] + 1
    assert at.position_of_step(at.sends[8] + 1) == len(at.trace)
    assert at.position_of_step(0) == at.first


def test_steps_grow_with_the_trace_however_often_they_look() -> None:
    trace = finished(ONE_SWITCH).trace
    whole, bit_by_bit = Steps(trace), Steps(trace)
    assert whole.extend()
    while not bit_by_bit.extend(7):
        pass
    assert list(bit_by_bit.numbers) == list(whole.numbers)
    assert all(trace.kind[n] == Kind.FRAME_SENT for n in whole.numbers)
    assert len(whole) == trace.kind.count(Kind.FRAME_SENT)
