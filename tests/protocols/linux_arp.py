"""Feed ARP packets to this machine's Linux kernel, in a network namespace of its own.

Run by test_arp_linux.py under ``unshare --net``, so that nothing outside is touched. Standard input has the cases
as JSON, a list of {before, static, neighbour, packet}; standard output the outcomes, {mac, replies}. All addresses
are in hex. The kernel's interface is ``near``, with 192.168.10.1/24; packets go in and come out at ``far``.
"""

import json
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ARP = 0x0806
SENTINEL = "0200000000ee"
MINE = "020000000001"


def ip(*arguments: str) -> str:
    return subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True).stdout


def colons(address: str) -> str:
    return bytes.fromhex(address).hex(":")


def frame(dst: str, packet: list[Any]) -> bytes:
    operation, *addresses = packet
    header = struct.pack("!HHHBBH", ARP, 1, 0x0800, 6, 4, operation)
    return bytes.fromhex(dst + addresses[0]) + header + bytes.fromhex("".join(addresses))


def prepare() -> socket.socket:
    ip("link", "add", "name", "near", "address", colons(MINE), "type", "veth", "peer", "name", "far")
    ip("link", "set", "dev", "far", "arp", "off")
    for name in ("near", "far"):
        ip("link", "set", "dev", name, "up")
    ip("address", "add", "192.168.10.1/24", "dev", "near")
    # Take a changed address at once. Without this a row keeps its address for a second.
    Path("/proc/sys/net/ipv4/neigh/near/locktime").write_text("0", encoding="ascii")
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ARP))
    wire.bind(("far", ARP))
    wire.settimeout(10)
    return wire


def replies(wire: socket.socket) -> list[list[Any]]:
    """What the kernel has sent, up to the answer to a last question: a probe, which leaves no row behind."""
    wire.send(frame("ff" * 6, [1, SENTINEL, "00000000", "00" * 6, "c0a80a01"]))
    found: list[list[Any]] = []
    while True:
        octets, address = wire.recvfrom(2000)
        if address[2] == socket.PACKET_OUTGOING:
            continue
        if octets[:6].hex() == SENTINEL:
            return found
        operation, *fields = struct.unpack("!H6s4s6s4s", octets[20:42])
        found.append([octets[:6].hex(), operation, *(field.hex() for field in fields)])


def row_of(neighbour: str) -> str | None:
    shown: list[dict[str, Any]] = json.loads(ip("-json", "neigh", "show", "dev", "near", "nud", "all"))
    address = socket.inet_ntoa(bytes.fromhex(neighbour))
    for row in shown:
        if row["dst"] == address and "lladdr" in row:
            return str(row["lladdr"]).replace(":", "")
    return None


def main() -> None:
    cases = json.load(sys.stdin)
    wire = prepare()
    for case in cases:
        if case["before"] is not None:
            state = "permanent" if case["static"] else "reachable"
            address = socket.inet_ntoa(bytes.fromhex(case["neighbour"]))
            ip("neigh", "replace", address, "lladdr", colons(case["before"]), "dev", "near", "nud", state)
    # The kernel compares ages in ticks, and a row set in this very tick is not changed yet.
    time.sleep(0.05)
    outcomes = []
    for case in cases:
        wire.send(frame("ff" * 6, case["packet"]))
        sent = replies(wire)
        outcomes.append({"mac": row_of(case["neighbour"]), "replies": sent})
    json.dump(outcomes, sys.stdout)


main()
