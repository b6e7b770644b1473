"""The content of streams beside what tshark follows in the exported capture: octets, directions, order, numbers."""

import subprocess
from itertools import groupby
from pathlib import Path

import pytest

from tests.outside import need
from tests.tui.test_pcapng import captured
from tui.model.conversation.contents import Contents, Stream
from tui.model.conversation.journeys import Journeys
from tui.model.reader.player import ends

LESSONS = {
    "tcp-echo": 1, "half-close": 1, "lost-data": 1, "tcp/reordering": 1, "sack-two-losses": 1, "tcp/duplicates": 1,
    "fast-retransmit": 1, "zero-window": 1, "http/chunked": 2, "keep-alive": 3, "port-forwarding": 1,
    "an-address-in-the-payload": 1, "carrier-grade-nat": 2, "on-one-host": 1, "two-sends-one-recv": 1,
    "file-upload": 1, "one-datagram-one-recvfrom": 1, "too-big-for-udp": 2, "several-homes-behind-one-address": 2,
    "from-the-root-down": 4, "the-whole-way": 3,
}  # fmt: skip
"""Each with how many of its streams are followed."""

Turns = list[tuple[int, bytes]]


def run(*arguments: str | Path) -> str:
    return subprocess.run(
        [need("tshark"), "-n", *map(str, arguments)], capture_output=True, text=True, check=True
    ).stdout


def followed(capture: Path, stream: Stream) -> Turns:
    """What tshark says of a stream, on the first link that it crosses: on the next, it would take all for repeated."""
    chosen = f"{stream.kind}.stream == {stream.numbers[0]}"
    link = run("-r", capture, "-Y", chosen, "-T", "fields", "-e", "frame.interface_id").split()[0]
    alone = capture.with_name("alone.pcapng")
    run("-r", capture, "-Y", f"{chosen} && frame.interface_id == {link}", "-w", alone)
    text = run("-q", "-r", alone, "-z", f"follow,{stream.kind},raw,0")
    lines = text.partition("Node 1")[2].splitlines()[1:]
    return [(int(line.startswith("\t")), bytes.fromhex(line)) for line in lines if line and not line.startswith("=")]


def turns(said: Turns) -> Turns:
    return [(side, b"".join(octets for _, octets in each)) for side, each in groupby(said, key=lambda each: each[0])]


@pytest.mark.parametrize("name", LESSONS)
def test_content_is_what_tshark_follows(name: str, tmp_path: Path) -> None:
    session, capture = captured(name, tmp_path)
    journeys = Journeys(session.trace, ends(session.scenario))
    journeys.extend()
    contents = Contents(journeys)
    contents.extend(is_complete=True)
    assert len(contents.all) >= LESSONS[name]
    said = [[(each.side, each.octets) for each in stream.pieces() if each.octets] for stream in contents.all]
    wanted = sorted(range(len(said)), key=lambda number: -len(said[number]))[: LESSONS[name]]
    assert all(said[number] for number in wanted)
    for number in wanted:
        stream, found = contents.all[number], followed(capture, contents.all[number])
        for side in (0, 1):
            ours, theirs = (b"".join(octets for one, octets in each if one == side) for each in (said[number], found))
            assert ours == theirs, (stream.name, side)
        assert turns(said[number]) == turns(found), stream.name
        if stream.kind == "udp":
            assert said[number] == found  # datagram by datagram


def test_content_of_a_long_transfer_with_losses_is_whole(tmp_path: Path) -> None:
    """Two hundred octets at a time, one packet in ten lost on the way: tshark and we both put all together."""
    text = (
        "title: Loss\nnodes:\n  a: {host: 10.0.0.1/24}\n  b: {host: 10.0.0.2/24}\n"
        "links:\n  - {link: a -- b, loss: 10%}\n"
        "actions:\n  - {at: 1s, on: b, run: nc -l 9000}\n  - {at: 2s, on: a, run: nc 10.0.0.2 9000}\n"
        + "".join(f"  - {{at: {3 + n}s, on: a, type: line {n} {'x' * 190}}}\n" for n in range(20))
        + "  - {at: 40s, on: a, end: input}\nuntil: 200s\n"
    )
    path = tmp_path / "lossy.yaml"
    path.write_text(text)
    session, capture = captured(path, tmp_path)
    journeys = Journeys(session.trace, ends(session.scenario))
    journeys.extend()
    contents = Contents(journeys)
    contents.extend(is_complete=True)
    (stream,) = contents.all
    ours = b"".join(each.octets for each in stream.pieces() if each.octets)
    assert ours == b"".join(b"line %d %s\n" % (n, b"x" * 190) for n in range(20))
    assert b"".join(octets for _, octets in followed(capture, stream)) == ours
    assert stream.packets > len({each.journey for each in stream.pieces()})  # some were sent again
