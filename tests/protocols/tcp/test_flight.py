"""Segments are sent again as they were, where a textbook's numbers need that."""

from sim.transport.tcp.machine.flight import Flight


def test_a_segment_ends_where_it_ended_when_it_left() -> None:
    # Kurose and Ross, 3.5.4: 8 octets at 92 and 20 octets at 100 leave back to back
    flight = Flight()
    flight.sent(92, 100)
    flight.sent(100, 120)
    assert [flight.end_of(seq, 999) for seq in (92, 99, 100, 119)] == [100, 100, 120, 120]
    assert flight.end_of(120, 999) == 999  # it never left


def test_what_was_acknowledged_whole_is_forgotten() -> None:
    flight = Flight()
    for seq in (92, 100, 120):
        flight.sent(seq, {92: 100, 100: 120, 120: 125}[seq])
    flight.acknowledged(100)
    assert flight.end_of(92, 999) == 999
    assert flight.end_of(100, 999) == 120
    flight.acknowledged(110)  # half of a segment
    assert flight.end_of(110, 999) == 120
    flight.acknowledged(125)
    assert flight.end_of(124, 999) == 999
