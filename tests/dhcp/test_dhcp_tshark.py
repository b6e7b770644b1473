"""What tshark makes of our DHCP messages: every one by its name, and none with a complaint."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from sim.features.dhcp import codec
from sim.features.dhcp.option_kinds import MessageType, Option
from sim.features.dhcp.pdu import Dhcp
from sim.ip.ipv4.pdu import PROTOCOL_UDP, IPv4
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.packets.carried import chain
from sim.scenario.library import bundled
from sim.scenario.load import load
from sim.session import Session
from sim.trace.records import Kind
from sim.transport.udp.pdu import Udp
from sim.wire.pcapng import Writer
from tests.dhcp.messages import MAC, OTHER_MAC, ip, reply
from tests.dhcp.test_dhcp_codec import OFFER
from tests.outside import need

LESSONS = [path for name, path in bundled().items() if name.startswith("dhcp/")]
FIELDS = (
    "dhcp.option.dhcp", "dhcp.id", "dhcp.ip.client", "dhcp.ip.your", "dhcp.ip.relay", "dhcp.hw.mac_addr", "dhcp.secs",
    "dhcp.hops",
)  # fmt: skip


def capture(path: Path, frames: Iterable[bytes]) -> None:
    with path.open("wb") as stream:
        writer = Writer(stream, [("all", "every frame")])
        for octets in frames:
            writer.packet(0, 0, octets)


def shown(path: Path, *fields: str, occurrence: str = "a") -> list[list[str]]:
    words = [need("tshark"), "-n", "-r", str(path), "-T", "fields", "-E", f"occurrence={occurrence}"]
    words += [part for field in fields for part in ("-e", field)]
    run = subprocess.run(words, capture_output=True, text=True, check=True)
    return [line.split("\t") for line in run.stdout.splitlines()]


def refuse_complaints(path: Path) -> None:
    for complaint in ("_ws.malformed", "_ws.expert.severity >= 0x600000"):
        words = [need("tshark"), "-n", "-r", str(path), "-Y", complaint]
        assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == ""


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_tshark_reads_every_message_of_a_lesson_as_we_do(lesson: Path, tmp_path: Path) -> None:
    session = Session(load(lesson))
    session.run()
    found: list[tuple[Ethernet, Dhcp]] = []
    for record in session.trace:
        if record.kind is Kind.FRAME_SENT and isinstance(record.what, Ethernet):
            found += [(record.what, value) for _, value in chain(record.what) if isinstance(value, Dhcp)]
    assert len(found) >= 4
    path = tmp_path / "lesson.pcapng"
    capture(path, (wire.encode(frame) for frame, _ in found))
    theirs = shown(path, *FIELDS, occurrence="f")  # option 61 has a MAC address, too
    ours = [
        [
            str(int(message.type)),
            f"0x{message.xid:08x}",
            str(message.ciaddr),
            str(message.yiaddr),
            str(message.giaddr),
            str(message.mac),
            str(message.secs),
            str(message.hops),
        ]
        for _, message in found
    ]
    assert theirs == ours
    refuse_complaints(path)


def test_tshark_reads_every_option(tmp_path: Path) -> None:
    long = (Option(201, bytes(250)), Option(202, bytes(120)), Option(203, bytes(60)))
    loaded = reply(MessageType.ACK, *long, overload=3)
    path = tmp_path / "options.pcapng"

    def frame(message: Dhcp) -> bytes:
        datagram = IPv4(ip("10.0.0.1"), ip("10.0.0.100"), PROTOCOL_UDP, Udp(67, 68, codec.encode(message)), 64)
        return wire.encode(Ethernet(MAC, OTHER_MAC, TYPE_IPV4, datagram))

    capture(path, [frame(OFFER), frame(loaded)])
    fields = (
        "dhcp.option.subnet_mask", "dhcp.option.router", "dhcp.option.domain_name_server", "dhcp.option.hostname",
        "dhcp.option.domain_name", "dhcp.option.interface_mtu", "dhcp.option.ip_address_lease_time",
        "dhcp.option.renewal_time_value", "dhcp.option.rebinding_time_value", "dhcp.option.dhcp_server_id",
        "dhcp.option.agent_information_option.agent_circuit_id", "dhcp.option.message",
        "dhcp.option.option_overload",
    )  # fmt: skip
    first, second = shown(path, *fields)
    assert first == [
        "255.255.255.0", "10.0.0.1,10.0.0.2", "10.0.0.3", "pc1", "example.com", "1400", "3600", "1800", "3150",
        "10.0.0.1", "65746830", "hello", "",
    ]  # fmt: skip
    assert second[-1] == "3"
    refuse_complaints(path)
