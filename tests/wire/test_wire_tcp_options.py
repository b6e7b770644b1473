"""TCP options against scapy, which reads and writes them in its own way, and against what Linux sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.transport.tcp.options import NONE, Options, read, split, write
from tests.wire.frames import long
from tests.wire.oracle import inet
from tests.wire.samples import TCP_DATA, TCP_SYN, TCP_SYN_ACK

LINUX_SYN = Options(1460, 10, True, (), (151060996, 0))


@pytest.mark.parametrize(
    ("octets", "options"),
    [
        (TCP_SYN[54:], LINUX_SYN),
        (TCP_SYN_ACK[54:], LINUX_SYN._replace(timestamps=(3659242308, 151060996))),
        (TCP_DATA[54:66], Options(timestamps=(151060996, 3659242308))),
        (b"", NONE),
    ],
)
def test_options_that_linux_sent_are_read_and_written_again(octets: bytes, options: Options) -> None:
    assert read(octets) == options
    assert write(options) == octets


@pytest.mark.parametrize(
    ("options", "octets"),
    [
        # RFC 9293 3.2, RFC 7323 2.2 and 3.2, RFC 2018 2 and 3 give kind and length of each.
        (Options(mss=536), "02 04 02 18"),
        (Options(window_scale=0), "01 03 03 00"),
        (Options(sack_permitted=True), "01 01 04 02"),
        (Options(timestamps=(1, 2)), "01 01 08 0a 00 00 00 01 00 00 00 02"),
        (Options(sack=((5, 9),)), "01 01 05 0a 00 00 00 05 00 00 00 09"),
        (Options(window_scale=7, timestamps=(1, 2)), "01 01 08 0a 00 00 00 01 00 00 00 02 01 03 03 07"),
        (Options(sack_permitted=True, timestamps=(1, 2)), "04 02 08 0a 00 00 00 01 00 00 00 02"),
        (
            Options(sack=((5, 9),), timestamps=(1, 2)),
            "01 01 08 0a 00 00 00 01 00 00 00 02 01 01 05 0a 00 00 00 05 00 00 00 09",
        ),
    ],
)
def test_options_are_laid_out_in_whole_words(options: Options, octets: str) -> None:
    assert write(options).hex(" ") == octets
    assert read(write(options)) == options


short = st.integers(0, 0xFFFF)
blocks = st.lists(st.tuples(long, long), max_size=3).map(tuple)
said = st.builds(
    Options,
    st.none() | short,
    st.none() | st.integers(0, 14),
    st.booleans(),
    st.just(()) | blocks,
    st.none() | st.tuples(long, long),
).filter(lambda options: len(write(options)) <= 40)


@given(said)
def test_scapy_reads_what_is_written(options: Options) -> None:
    octets = write(options)
    assert len(octets) % 4 == 0
    theirs = inet.TCP(bytes(inet.TCP(dataofs=5 + len(octets) // 4)) + octets).options
    found = {name: value for name, value in theirs if name != "NOP"}
    edges = found.get("SAck", ())
    assert options == Options(
        found.get("MSS"),
        found.get("WScale"),
        "SAckOK" in found,
        tuple(zip(edges[::2], edges[1::2], strict=True)),
        found.get("Timestamp"),
    )


@given(said, st.randoms(use_true_random=False))
def test_what_scapy_writes_in_any_order_is_read(options: Options, chance: st.DataObject) -> None:
    theirs: list[tuple[str, object]] = []
    if options.mss is not None:
        theirs.append(("MSS", options.mss))
    if options.window_scale is not None:
        theirs.append(("WScale", options.window_scale))
    if options.sack_permitted:
        theirs.append(("SAckOK", b""))
    if options.sack:
        theirs.append(("SAck", tuple(edge for block in options.sack for edge in block)))
    if options.timestamps is not None:
        theirs.append(("Timestamp", options.timestamps))
    chance.shuffle(theirs)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert read(bytes(inet.TCP(options=theirs))[20:]) == options


@pytest.mark.parametrize(
    ("octets", "options"),
    [
        ("02 05 05 b4", NONE),  # longer than what is left
        ("02 03 05 b4", NONE),  # shorter than its kind
        ("02 00 05 b4", NONE),  # no length that could lead to the next
        ("02", NONE),  # cut off behind its kind
        ("fd 04 aa bb 03 03 02 00", Options(window_scale=2)),  # an experiment (RFC 4727) is passed over
        ("05 0b 00 00 00 01 00 00 00 02 09 00", NONE),  # no whole blocks
        ("01 01 01 00 02 04 05 b4", NONE),  # what follows the end of the list is padding
        ("02 04 05 b4 03 09 00 00", Options(mss=1460)),  # what stands before a broken one counts
    ],
)
def test_options_that_are_unknown_or_malformed_say_nothing(octets: str, options: Options) -> None:
    assert read(bytes.fromhex(octets)) == options


@given(st.binary(max_size=40))
def test_any_octets_are_covered_exactly_once(octets: bytes) -> None:
    assert b"".join(option.octets for option in split(octets)) == octets
    read(octets)
