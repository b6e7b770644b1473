"""Answers that stand on the wire, beside the fields that tshark shows of the frames that prove them."""

import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from sim.exam import catalogue
from sim.exam.chance import Chance
from sim.exam.making import Maker, made
from sim.exam.question import Question, Source
from sim.exam.run import Flight, Run
from sim.exam.template import AmbiguousError
from sim.wire.pcapng import Writer
from tests.exam.checking import agrees, blind, other_keys
from tests.exam.octets import Frame, Wire
from tests.exam.oracles import Holds
from tests.outside import need

SCENARIOS = (
    "arp/arp-on-one-switch", "dhcp/two-servers", "dns/from-the-root-down", "http/the-whole-way", "icmp/fragmentation",
    "icmp/ttl-and-traceroute", "nat/port-forwarding", "switching/spanning-tree-ends-the-storm", "tcp/close-in-three",
    "tcp/fast-retransmit", "tcp/path-mtu", "vlan/router-on-a-stick", "vlan/a-trunk",
)  # fmt: skip
"""Lessons about whose runs the templates ask."""
_MOST = 3
"""So many questions of a template about each of them."""


class Seen:
    """A frame, and what tshark shows in its fields, "" for nothing."""

    def __init__(self, frame: Frame, fields: Mapping[str, str]) -> None:
        self.frame = frame
        self._fields = fields

    def __getitem__(self, field: str) -> str:
        return self._fields[field].partition(",")[0]  # an ICMP error quotes a header behind its own


Told = Callable[[Question, Sequence[Seen]], Holds]
"""Whether tshark shows a value in these frames."""
Records = Callable[[Question, Run], Sequence[int]]
"""The records of the frames to look at."""


def sent(question: Question, run: Run) -> Sequence[int]:
    """The last frame of the proof."""
    return [next(n for n in reversed(question.proof) if run.flight(n))]


def each(question: Question, run: Run) -> Sequence[int]:
    """A frame for each record of the proof: that one, or the first with a datagram that the node then sends."""
    return [next(m for m in (n, *run.after(n)) if _carries(run.flight(m), run.node(n))) for n in question.proof]


def _carries(flight: Flight | None, node: str) -> bool:
    return flight is not None and flight.node == node and flight.datagram is not None


def went(question: Question, run: Run) -> Sequence[int]:
    """The first frame with a datagram that follows from the proof."""
    return each(question, run)[:1]


def came(question: Question, run: Run) -> Sequence[int]:
    """The frame that led to the proof."""
    n = question.proof[0]
    while run.flight(n) is None:
        n = run.trace.cause[n]
    return [n]


def first_and_last(question: Question, run: Run) -> Sequence[int]:
    """The frame of the question and the last one of the proof."""
    return [question.moment, *sent(question, run)]


def proof(question: Question, run: Run) -> Sequence[int]:
    """All records of the proof, which are frames."""
    return sorted(question.proof)


def options(question: Question, run: Run) -> Sequence[int]:
    """The frames to choose from."""
    return sorted(option.value for option in question.options)


def shown(*fields: str) -> Told:
    """The answer is what tshark shows in these fields of the frame, a value for each blank or one of them all."""

    def told(question: Question, frames: Sequence[Seen]) -> Holds:
        (frame,) = frames
        values = [frame[field] for field in fields]
        if len(question.blanks) > 1:
            return lambda value: str(value[1]) == values[value[0]]
        if len(values) > 1:
            return lambda value: [str(one) for one in value] == values
        return lambda value: str(value) == values[0]

    return told


def counted(field: str) -> Told:
    """The answer is how many different values the frames have in a field, each of them one."""

    def told(question: Question, frames: Sequence[Seen]) -> Holds:
        values = [seen[field] for seen in frames]
        assert all(values)
        return lambda value: value == len(values) == len(set(values))

    return told


def destination(question: Question, frames: Sequence[Seen]) -> Holds:
    (frame,) = frames
    port = frame["tcp.dstport"] or frame["udp.dstport"] or str(int(frame["icmp.ident"], 0))
    return lambda value: str(value[1]) == (frame["ip.dst"], port)[value[0]]


def changed(question: Question, frames: Sequence[Seen]) -> Holds:
    names = {
        ("ethernet", "dst"): "eth.dst", ("ethernet", "src"): "eth.src", ("ethernet", "ethertype"): "eth.type",
        ("ipv4", "total_length"): "ip.len", ("ipv4", "identification"): "ip.id", ("ipv4", "ttl"): "ip.ttl",
        ("ipv4", "protocol"): "ip.proto", ("ipv4", "src"): "ip.src", ("ipv4", "dst"): "ip.dst",
    }  # fmt: skip
    before, after = frames
    return lambda value: before[names[value]] != after[names[value]]


def tagged(question: Question, frames: Sequence[Seen]) -> Holds:
    vlans = [int(seen["vlan.id"] or 0) for seen in frames]
    return lambda value: value[1] == vlans[value[0]] if question.blanks else value == vlans[0]


def replied(question: Question, frames: Sequence[Seen]) -> Holds:
    flags = "".join(frames[0][f"tcp.flags.{name}"] for name in ("syn", "ack", "reset"))
    names = {"110": "syn-ack", "011": "rst", "010": "ack"}
    return lambda value: value == names[flags]


def again(question: Question, frames: Sequence[Seen]) -> Holds:
    numbers = [seen["tcp.seq_raw"] for seen in frames]
    (place,) = (place for place, number in enumerate(numbers) if number in numbers[:place])
    return lambda value: value == frames[place].frame.n


def in_segments(question: Question, frames: Sequence[Seen]) -> Holds:
    assert sum(int(seen["tcp.len"]) for seen in frames) == question.facts["octets"]
    return counted("tcp.seq_raw")(question, frames)


def later(question: Question, frames: Sequence[Seen]) -> Holds:
    first, last = (float(seen["frame.time_epoch"]) for seen in frames)
    return lambda value: abs(value - (last - first)) <= question.blanks[0].tolerance


def lives(question: Question, frames: Sequence[Seen]) -> Holds:
    """The answer is the link on which the frame of the proof has the TTL that the question names."""
    (seen,) = frames
    ends = f"{seen.frame.node}:{seen.frame.port}", f"{seen.frame.to_node}:{seen.frame.to_port}"
    is_there = int(seen["ip.ttl"]) == question.facts["left"]
    return lambda value: is_there and sorted(str(value).split(" -- ")) == sorted(ends)


def in_order(question: Question, frames: Sequence[Seen]) -> Holds:
    """RFC 2132 9.6: 1 is DISCOVER, 2 OFFER, 3 REQUEST and 5 ACK."""
    names = {"1": "DISCOVER", "2": "OFFER", "3": "REQUEST", "5": "ACK"}
    told = [names[seen["dhcp.option.dhcp"]] for seen in frames]
    texts = {option.value: option.text.text() for option in question.options}
    return lambda values: [texts[value].partition(" ")[0] for value in values] == told


def authority(question: Question, frames: Sequence[Seen]) -> Holds:
    (seen,) = frames
    assert (seen["dns.flags.response"], seen["dns.flags.authoritative"]) == ("1", "1")
    assert int(seen["dns.count.answers"]) > 0
    return lambda value: value == seen.frame.node


def chosen(question: Question, frames: Sequence[Seen]) -> Holds:
    (seen,) = frames
    assert (seen["dhcp.option.dhcp"], seen["dhcp.option.dhcp_server_id"]) == ("5", str(question.facts["server"]))
    return lambda value: value == seen.frame.node


def asked_by(question: Question, frames: Sequence[Seen]) -> Holds:
    assert {seen["dns.flags.response"] for seen in frames} == {"0"}
    askers = [seen.frame.node for seen in frames]
    counts = [askers.count(question.facts[role]) for role in ("client", "resolver")]
    return lambda value: value[1] == counts[value[0]]


def near(field: str) -> Told:
    return lambda question, frames: lambda value: abs(value - int(frames[0][field])) <= 1


WIRE: Mapping[str, tuple[Records, Told]] = {
    "arp/asked-for": (sent, shown("arp.dst.proto_ipv4")),
    "arp/cache-row": (came, shown("arp.src.proto_ipv4", "arp.src.hw_mac")),
    "arp/destination-mac": (sent, shown("eth.dst")),
    "arp/reply-destination": (sent, shown("eth.dst")),
    "arp/source-mac": (sent, shown("eth.src")),
    "congestion/backoff": (first_and_last, later),
    "dhcp/addresses": (sent, shown("ip.src", "ip.dst")),
    "dhcp/chosen-server": (sent, chosen),
    "dhcp/order": (each, in_order),
    "dns/query-count": (each, asked_by),
    "dns/ttl-left": (sent, near("dns.resp.ttl")),
    "dns/who-answers": (sent, authority),
    "icmp/blocked-report": (sent, shown("ip.len")),
    "icmp/error-receiver": (sent, shown("ip.dst")),
    "icmp/message-type": (sent, shown("icmp.type", "icmp.code")),
    "icmp/mtu-told": (sent, shown("icmp.mtu")),
    "icmp/traceroute-line": (came, shown("ip.src")),
    "ip/changed-fields": (proof, changed),
    "ip/fragment-count": (each, counted("ip.frag_offset")),
    "ip/fragment-row": (sent, shown("ip.len", "ip.frag_offset", "ip.flags.mf")),
    "ip/header-addresses": (sent, shown("ip.src", "ip.dst")),
    "ip/link-of-ttl": (sent, lives),
    "ip/ttl-on-link": (sent, shown("ip.ttl")),
    "nat/forwarded-to": (went, destination),
    "nat/reply-destination": (went, destination),
    "nat/source-seen": (sent, shown("ip.src")),
    "programs/client-port": (sent, shown("tcp.srcport")),
    "stp/bpdu-fields": (sent, shown("stp.root.hw", "stp.root.cost", "stp.bridge.hw")),
    "tcp/ack-of-data": (sent, shown("tcp.ack_raw")),
    "tcp/ack-of-fin": (sent, shown("tcp.ack_raw")),
    "tcp/duplicate-ack": (sent, shown("tcp.ack_raw")),
    "tcp/next-seq": (sent, shown("tcp.seq_raw")),
    "tcp/ports-of-answer": (sent, shown("tcp.srcport", "tcp.dstport")),
    "tcp/reply-to-syn": (sent, replied),
    "tcp/segment-count": (each, in_segments),
    "tcp/syn-ack-numbers": (sent, shown("tcp.seq_raw", "tcp.ack_raw")),
    "tcp/third-segment": (sent, shown("tcp.seq_raw", "tcp.ack_raw")),
    "tcp/which-is-again": (options, again),
    "tcp/window-told": (sent, shown("tcp.window_size_value")),
    "udp/lengths": (sent, shown("udp.length", "ip.len")),
    "vlan/stick-tags": (proof, tagged),
    "vlan/tag-on-link": (sent, tagged),
}
"""Of each template whose answer stands on the wire: where, and how it is read."""
FIELDS = (
    "arp.dst.proto_ipv4", "arp.src.hw_mac", "arp.src.proto_ipv4", "dhcp.option.dhcp", "dhcp.option.dhcp_server_id",
    "dns.count.answers", "dns.flags.authoritative", "dns.flags.response", "dns.resp.ttl", "eth.dst", "eth.src",
    "eth.type", "frame.time_epoch", "icmp.code", "icmp.ident", "icmp.mtu", "icmp.type", "ip.dst", "ip.flags.mf",
    "ip.frag_offset", "ip.id", "ip.len", "ip.proto", "ip.src", "ip.ttl", "stp.bridge.hw", "stp.root.cost",
    "stp.root.hw", "tcp.ack_raw", "tcp.dstport", "tcp.flags.ack", "tcp.flags.reset", "tcp.flags.syn", "tcp.len",
    "tcp.seq_raw", "tcp.srcport", "tcp.window_size_value", "udp.dstport", "udp.length", "vlan.id",
)  # fmt: skip
_AS_SENT = ("ip.defragment:FALSE", "tcp.desegment_tcp_streams:FALSE", "tcp.analyze_sequence_numbers:FALSE")
"""tshark is to show each frame for itself."""


def questions(maker: Maker) -> Iterator[tuple[Question, Run]]:
    """What the templates ask about the lessons; of a template that has nothing to ask there, a question of its own."""
    templates = catalogue.templates(tuple(WIRE))
    asked: set[str] = set()
    for name in SCENARIOS:
        run = maker.run_of(Source(name))
        chance = Chance("tshark", name)
        for template in templates:
            for moment in chance.shuffled(list(template.moments(run)))[:_MOST]:
                with suppress(AmbiguousError):
                    yield made(template, run, moment, chance.derived(template.id, moment.n)), run
                    asked.add(template.id)
    for template in templates:
        if template.id not in asked:
            question = maker.question(template, "tshark")
            yield question, maker.run(question)


def seen_by_tshark(frames: Sequence[Frame], path: Path) -> list[Seen]:
    with path.open("wb") as stream:
        writer = Writer(stream, [("all", "frames that prove answers")])
        for frame in frames:
            writer.packet(0, frame.at, frame.octets)
    words = [need("tshark"), "-n", "-r", str(path), "-T", "fields", *(word for one in _AS_SENT for word in ("-o", one))]
    words += [part for field in FIELDS for part in ("-e", field)]
    out = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    rows = [dict(zip(FIELDS, row.split("\t"), strict=True)) for row in out.splitlines()]
    return [Seen(frame, row) for frame, row in zip(frames, rows, strict=True)]


def test_answers_on_the_wire_are_what_tshark_shows(tmp_path: Path) -> None:
    need("tshark")
    asked: list[tuple[Question, list[Frame]]] = []
    for question, run in questions(Maker()):
        wire = run.kept("tests.exam", Wire)
        where, _ = WIRE[question.template]
        asked.append((question, [wire.frame(n) for n in where(question, run)]))
    seen = iter(seen_by_tshark([frame for _, frames in asked for frame in frames], tmp_path / "proofs.pcapng"))
    for question, frames in asked:
        hidden = blind(question)
        _, told = WIRE[question.template]
        holds = told(hidden, [next(seen) for _ in frames])
        agrees(question, hidden, holds)
        with pytest.raises(AssertionError):
            agrees(next(other_keys(question)), hidden, holds)
    assert {question.template for question, _ in asked} == WIRE.keys()
