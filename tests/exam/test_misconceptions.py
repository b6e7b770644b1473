"""What learners get wrong stands behind a wrong option, or a note of a lesson says how it is."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest

import sim.exam.templates
from sim.exam import catalogue
from sim.exam.question import Misconception
from sim.scenario.library import find

_FOLDER = Path(sim.exam.templates.__path__[0])

ROWS = {
    "ARP asks for the far host": ("arp.asks-for-far-host",),
    "MAC addresses stay from end to end": ("mac.end-to-end",),
    "the IP destination becomes the router": ("ip.gateway-in-header", "gateway.in-the-header"),
    "a switch rewrites MAC addresses, and asks by ARP": ("mac.switch-rewrites", "arp.switch-has-cache"),
    "a switch learns the destination, and floods what it knows": ("switch.learns-destination", "switch.floods-known"),
    "a gateway is needed for a neighbour": ("gateway.always",),
    "a port of a switch is a broadcast domain, a router passes broadcasts": (
        "domain.collision-is-broadcast",
        "domain.router-passes",
    ),
    "the first octet tells the mask, 2^n hosts, the last address": (
        "mask.by-class",
        "hosts.two-to-the-n",
        "hosts.highest-is-host",
    ),
    "the first row or the lowest metric wins over the longest prefix": ("route.first-row", "route.lowest-metric"),
    "a switch or the last host counts the time to live": ("ttl.switch-counts", "ttl.destination-reports"),
    "the time to live counts seconds": ("ttl.counts-seconds",),
    "offsets in octets, no header of its own, routers put together": (
        "fragment.offset-in-octets",
        "fragment.header-not-counted",
        "fragment.one-header",
        "fragment.router-reassembles",
    ),
    "time exceeded comes from the destination": ("icmp.from-destination",),
    "to block ICMP is safer": ("icmp.blocked-is-safer",),
    "the protocol number is a port": ("ports.protocol-is-port",),
    "the client's port is the server's": ("ports.client-uses-server-port",),
    "the rest of a datagram comes with the next call": ("udp.rest-comes-next",),
    "one send is one recv": ("stream.one-send-one-recv",),
    "the ACK is the last octet, a count, or takes a number": (
        "tcp.ack-is-last-octet",
        "tcp.ack-is-count",
        "tcp.ack-takes-one",
    ),
    "SYN and FIN take no number": ("tcp.syn-takes-none", "tcp.fin-takes-none"),
    "TIME-WAIT is on the server, or on both": ("tcp.time-wait-server", "tcp.time-wait-both"),
    "windows are added, and the window never shrinks": ("tcp.windows-added", "tcp.window-does-not-shrink"),
    "cwnd starts again from ssthresh, half of the old ssthresh": ("cwnd.restart-at-ssthresh", "cwnd.half-of-ssthresh"),
    "cwnd doubles with each ACK": ("cwnd.doubles-each-ack",),
    "a time-out is the same each time": ("rto.no-backoff",),
    "the address is used at the offer, the server is spoken to alone, T1 is the lease": (
        "dhcp.has-address-already",
        "dhcp.knows-server",
        "dhcp.t1-is-lease",
    ),
    "the root knows every name, the client asks all servers": ("dns.root-knows", "dns.client-iterates"),
    "changes are pushed, or take 48 hours": ("dns.change-is-pushed", "dns.propagation"),
    "a connection for each object, 304 carries the page": ("http.one-connection-each", "http.304-has-page"),
    "the port stays, the inside is seen, all get in": (
        "nat.port-stays",
        "nat.inside-is-seen",
        "nat.open-to-all",
    ),
    "hosts see tags, a trunk carries every VLAN": ("vlan.hosts-see-tags", "vlan.trunk-carries-all"),
    "the highest priority wins, the root is in the middle": ("stp.highest-priority", "stp.in-the-middle"),
    "a client needs bind": ("sockets.client-needs-bind",),
    "accept returns the listening socket, recv waits for all": (
        "sockets.accept-returns-listener",
        "stream.recv-waits-for-all",
    ),
}
"""By what learners get wrong: the beliefs that compute wrong options."""

NOTES = {
    "a layer-3 switch is no router": ("vlan/one-switch-two-vlans", "a layer-3 switch **is** a router"),
    "four segments always close": ("tcp/close-in-three", "Three segments can end a connection"),
    "a FIN closes both directions": ("tcp/half-close", "finished sending, still receiving"),
    "UDP knows of losses": ("udp/lost-and-out-of-order", "UDP does not know that a datagram is missing"),
    "listen(n) lets n clients in": ("sockets/backlog-full", "Say what the number in listen() means"),
    "edge-triggered events repeat": ("sockets/edge-triggered", "has to read until the socket is empty"),
    "a native mismatch stops everything": ("vlan/native-mismatch", "instead of stopping everything"),
}
"""What no number or name can be computed from: the lesson, and its words."""


def _beliefs() -> dict[str, tuple[str, str]]:
    """The topic and the constant of each belief."""
    found = {}
    for topic in catalogue.topics():
        module = import_module(f"sim.exam.templates.{topic}.beliefs")
        for name, value in inspect.getmembers(module):
            if isinstance(value, Misconception):
                found[value.id] = (topic, name)
    return found


def _used() -> str:
    """The text of all templates."""
    return "\n".join(path.read_text() for path in _FOLDER.rglob("*.py") if path.name != "beliefs.py")


def test_every_row_stands_behind_a_wrong_option() -> None:
    known = _beliefs()
    for row, beliefs in ROWS.items():
        assert beliefs
        assert not set(beliefs) - known.keys(), row


def test_every_belief_leads_to_a_wrong_option() -> None:
    used = _used()
    assert [name for name, (_, constant) in _beliefs().items() if constant not in used] == []


@pytest.mark.parametrize("row", NOTES)
def test_lesson_says_how_it_is(row: str) -> None:
    scenario, words = NOTES[row]
    assert words in " ".join(find(scenario).read_text().split())


def test_what_is_said_of_the_sender_holds_on_a_link_without_a_switch() -> None:
    """The lesson of a laptop that is plugged into its router asks who hears a broadcast, too."""
    belief = catalogue.beliefs("switching")["domain.sender-hears"]
    assert "switch" not in belief.correction["en"].lower()
    assert "交换机" not in belief.correction["zh"]
