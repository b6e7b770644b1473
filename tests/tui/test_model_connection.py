"""The variables of a connection, its buffers as bars, its timers, and the curves of its window."""

import pytest

from tests.tui.exchange import CLIENT, MS, SERVER, Exchange, handshake
from tests.tui.played import at_end
from tui.model.panes.chart import Axes, Drawn, Kind, chart
from tui.model.panes.connection import Stretch, bar, connection_page
from tui.model.panes.curves import curves
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import Ink, plain, width

WIDE, NARROW = 80, 40


def page(made: Exchange, room: int = WIDE, is_absolute: bool = False, ascii_only: bool = False) -> list[str]:
    at = at_end(made, ascii_only)
    at.is_absolute = is_absolute
    return [plain(each).rstrip() for each in connection_page(at.scene(), room)]


def sent() -> Exchange:
    """Of 5000 octets written 1000 are acknowledged and 2000 in flight, in a window of 4380 octets."""
    made = handshake()
    made.sending(CLIENT, 1100, snd_una=1001, snd_nxt=3001, written=5001, snd_wnd=65535, rto=1000 * MS, srtt=20 * MS)
    made.sending(CLIENT, 1100, retransmit_at=1900 * MS, rttvar=10 * MS)
    return made


def of_client(made: Exchange, **how: bool) -> list[str]:
    return [text.split("│")[0].split("|")[0].rstrip() for text in page(made, **how)]


def test_send_sequence_space_is_counted_from_the_initial_number_and_as_on_the_wire() -> None:
    text = of_client(sent())
    assert "snd_una  1001  (1101)" in text
    assert "snd_nxt  3001  (3101)" in text
    assert "snd_wnd  65535" in text
    text = of_client(sent(), is_absolute=True)
    assert "snd_una  1101  (1001)" in text


def test_congestion_and_round_trip_are_told() -> None:
    text = "\n".join(of_client(sent()))
    assert "cwnd     4380  ssthresh highest" in text
    assert "slow start" in text
    assert "rto      1 s  srtt 20 ms" in text


def test_send_buffer_is_a_bar_of_what_is_in_flight_and_what_may_follow() -> None:
    text = of_client(sent())
    drawn = next(each for each in text if "█" in each)
    # 2000 in flight, 2000 wait, of a window of 4380; 1000 acknowledged take three cells whatever they are.
    assert drawn.startswith("░░░█")
    assert abs(drawn.count("█") - drawn.count("▒")) <= 1
    assert drawn.count("·") == 3  # 380 of 4380 octets, in 36 cells
    legend = " ".join(text)
    for each in ("░ 1000 acknowledged", "█ 2000 in flight", "· 2380 may be sent", "▒ 2000 wait"):
        assert each in legend


def test_what_waits_behind_the_window_stands_behind_its_mark() -> None:
    made = handshake()
    made.sending(CLIENT, 1100, snd_una=1, snd_nxt=1001, written=5001, snd_wnd=1000)
    drawn = next(each for each in of_client(made) if "█" in each)
    # 1000 octets are in flight and 4000 wait: 8 of 37 cells stand before the mark.
    assert drawn == "█" * 8 + "┃" + "▒" * 29
    assert "· 0 may be sent" in " ".join(of_client(made))


def test_receive_buffer_shows_the_gap() -> None:
    made = handshake()
    made.receiving(SERVER, 1100, rcv_nxt=1, rcv_wnd=1000, unread=500, waiting=((301, 551),))
    text = page(made, NARROW)
    drawn = next(each for each in text if "▒" in each and "█" in each)
    assert drawn.count("█") in (13, 14)  # 500 of 1500 octets, in 40 cells
    assert drawn.index("▒") - drawn.index("·") in (5, 6)  # a gap of 200
    assert "█ 500 unread  ▒ 250 behind a gap" in text


def test_timers_say_when_they_fire() -> None:
    assert any("retransmission in 800ms" in text for text in of_client(sent()))


def test_what_the_step_changed_is_marked() -> None:
    at = at_end(sent())
    marked = [span.text for each in connection_page(at.scene(), WIDE) for span in each if span.ink is Ink.CHANGED]
    assert "3001" in marked
    assert "slow start" in marked


def test_two_ends_stand_side_by_side_where_there_is_room() -> None:
    both = page(sent())
    assert both[0].split() == ["client:49152", "ESTABLISHED", "│", "server:80", "ESTABLISHED"]
    assert max(map(len, page(sent(), NARROW))) <= NARROW
    assert all(text.isascii() for text in page(sent(), ascii_only=True))


def test_parts_of_a_bar_fill_it_and_none_is_lost() -> None:
    for parts in ((1, 1000, 1), (5, 0, 5), (1, 1, 1), (100000, 1, 1)):
        made = bar([Stretch(length, "x", Ink.DIM) for length in parts], 20)
        assert width(made) == 20
        assert len(made) == sum(1 for length in parts if length)
    assert width(bar([Stretch(1, "x", Ink.DIM)] * 50, 20)) == 20


def test_curves_are_steps_up_to_the_cursor_and_beyond() -> None:
    made = handshake()
    for moment, cwnd, nxt in ((1100, 1000, 1001), (1200, 2000, 2001), (1300, 4000, 1001)):
        made.sending(CLIENT, moment, snd_una=1, snd_nxt=nxt, cwnd=cwnd)
    made.sending(CLIENT, 1400, ssthresh=2000)
    at = at_end(made)
    found = curves(at.scene())
    assert found is not None
    window, flight, threshold = found.curves
    assert found.name == CLIENT
    assert window.times == [1.1, 1.2, 1.2, 1.3, 1.3, 1.4, 1.4]
    assert window.values == [1000, 1000, 2000, 2000, 4000, 4000, 4000]
    assert flight.values[::2] == [1000, 2000, 1000, 1000]
    assert (window.now, flight.now, threshold.now) == (4000, 1000, 2000)
    assert threshold.values == [2000]  # before, it is arbitrarily high (RFC 5681 3.1)


def test_without_a_connection_the_pages_say_so() -> None:
    assert page(Exchange()) == ["There is no TCP connection here."]
    assert curves(at_end(Exchange()).scene()) is None


def heights(kind: Kind, values: list[float], highest: float) -> list[int]:
    """The row, from the ground up, of the highest cell that a curve of steps has in each column."""
    times = [float(second) for second in range(len(values))]
    axes = Axes(0, len(values), len(values), 0, highest)
    lines = chart([Drawn(times, values, kind, Ink.STRONG, "#")], axes, 40, 22, glyphs(False))[:20]
    columns = [[20 - y for y, spans in enumerate(lines) if ord(plain(spans)[x]) >= 0x2800] for x in range(8, 40)]
    return [max(found, default=0) for found in columns]


def test_all_curves_of_the_plot_are_on_one_grid() -> None:
    window = [1000.0, 2000, 4000, 8000, 16000, 8000]
    flight = [1000.0, 1999, 3800, 8000, 15000, 2000]
    above, below = heights(Kind.LINE, window, 16500), heights(Kind.AREA, flight, 16500)
    assert all(one >= other for one, other in zip(above, below, strict=True))
    # What is equal is equally high.
    assert heights(Kind.DASHED, [8000.0] * 6, 16500)[0] == heights(Kind.LINE, [8000.0] * 6, 16500)[0]


@pytest.mark.parametrize(
    ("first", "last", "highest", "size", "values", "times"),
    [
        (1.0, 3.3015, 16500, (78, 20), ["15000", "10000", "5000", "0"], ["1.0", "1.5", "2.0", "2.5", "3.0"]),
        (1.0, 3.3, 16.5, (60, 12), ["15", "10", "5", "0"], ["1.0", "1.5", "2.0", "2.5", "3.0"]),
        (1.01, 1.03, 1.5, (60, 12), ["1", "0"], ["1.010", "1.015", "1.020", "1.025", "1.030"]),
        (0.37, 0.372, 1460, (24, 8), ["1000", "500", "0"], ["0.370", "0.371", "0.372"]),
        (7.0, 7.0, 0, (20, 8), ["0"], ["7"]),
    ],
)
def test_the_ticks_of_the_plot_are_round_numbers(
    first: float, last: float, highest: float, size: tuple[int, int], values: list[str], times: list[str]
) -> None:
    """1, 2 or 5 times a power of ten, each at its place."""
    axes = Axes(first, last, last, first, highest)
    texts = [plain(each) for each in chart([], axes, *size, glyphs(False))]
    assert [text.partition("┼")[0].strip() for text in texts[:-2] if "┼" in text] == values
    assert texts[-1].split() == times
    if last > first:
        marks, begin = [x for x, letter in enumerate(texts[-2]) if letter == "┼"], texts[-2].index("╰") + 1
        for x, time in zip(marks, times, strict=True):
            share = (float(time) - first) / (last - first)
            assert abs(begin + share * (size[0] - begin) - x) <= 1


def test_the_plot_ends_at_the_cursor() -> None:
    axes = Axes(0, 10, 5, 5, 100)
    lines = chart([Drawn([0.0], [50.0], Kind.LINE, Ink.STRONG, "#")], axes, 44, 12, glyphs(True))
    drawn = [plain(spans) for spans in lines if "#" in plain(spans)]
    assert len(drawn) == 1
    assert drawn[0].count("#") == 21  # half of 40 columns, and the one of the cursor
    assert plain(lines[-1]).split() == ["0", "2", "4", "6", "8", "10"]
