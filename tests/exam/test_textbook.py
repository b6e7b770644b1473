"""Published exercises with published answers, expressed as scenarios: the questions come out with the same answers."""

from collections.abc import Iterator
from typing import Any

import pytest

from sim.exam import catalogue
from sim.exam.chance import Chance
from sim.exam.making import made
from sim.exam.question import Question, Source
from sim.exam.run import Run, whole
from sim.exam.template import AmbiguousError
from sim.scenario.load import load_objects
from sim.session import Session


def run_of(data: dict[str, Any]) -> Run:
    session = Session(load_objects({"title": "An exercise", **data}))
    session.run()
    return Run(session, Source("an exercise"))


def asked(name: str, run: Run) -> Iterator[Question]:
    """All that a template asks about a run."""
    template = catalogue.template(name)
    for moment in template.moments(run):
        for seed in range(8):
            try:
                yield made(template, run, moment, Chance("exercise", seed))
            except AmbiguousError:
                break


def truths(question: Question) -> list[Any]:
    return [blank.truth for blank in question.blanks]


def test_kurose_ross_fragmentation_of_4000_octets() -> None:
    """Kurose and Ross, Computer Networking, "IPv4 Datagram Fragmentation": 4,000 octets, MTU 1,500.

    The published table: 1,480 octets of data at offset 0 (flag 1), 1,480 at 185 (flag 1), 1,020 at 370 (flag 0).
    """
    run = run_of(
        {
            "nodes": {
                "a": {"host": "10.0.0.1/24", "gateway": "10.0.0.254"},
                "r": {"router": {"eth0": "10.0.0.254/24", "eth1": "10.0.1.254/24"}},
                "b": {"host": "10.0.1.1/24", "gateway": "10.0.1.254"},
            },
            "links": [{"link": "a -- r:eth0", "mtu": 9000}, "r:eth1 -- b"],
            "actions": [{"at": "1s", "on": "a", "run": "ping -c 1 -s 3972 10.0.1.1"}],
        }
    )
    rows = {
        question.facts["number"]: truths(question)
        for question in asked("ip/fragment-row", run)
        if question.facts["node"] == "r"
    }
    assert rows == {1: [1500, 0, 1], 2: [1500, 185, 1], 3: [1040, 370, 0]}
    (count, *_) = [truths(question) for question in asked("ip/fragment-count", run)]
    assert count == [3]


def test_cisco_subnetting_sample_exercise() -> None:
    """Cisco, "Configure IP Addresses and Unique Subnets for New Users", sample exercise 1.

    DeviceA 172.16.17.30/20 and DeviceB 172.16.28.15/20 are both in subnet 172.16.16.0, mask 255.255.240.0.
    """
    run = run_of(
        {
            "nodes": {"DeviceA": {"host": "172.16.17.30/20"}, "DeviceB": {"host": "172.16.28.15/20"}},
            "links": ["DeviceA -- DeviceB"],
            "actions": [{"at": "1s", "on": "DeviceA", "run": "ping -c 1 172.16.28.15"}],
        }
    )
    for question in asked("addressing/network-of", run):
        assert [str(truth) for truth in truths(question)] == ["172.16.16.0/20"]
    for question in asked("addressing/dotted-mask", run):
        assert [str(option.value) for option in question.options if option.is_right] == ["255.255.240.0"]


@pytest.mark.parametrize(
    ("address", "network", "broadcast", "first", "last", "hosts"),
    [
        # The course's own example, and RFC 4632 3.1: 10.24.0.0/13 holds 524,288 addresses.
        ("192.168.99.254/20", "192.168.96.0/20", "192.168.111.255", "192.168.96.1", "192.168.111.254", 4094),
        ("10.24.0.1/13", "10.24.0.0/13", "10.31.255.255", "10.24.0.1", "10.31.255.254", 524286),
        # The same Cisco document: 204.17.5.0/27 has 32 addresses in a subnet, 30 of them for hosts.
        ("204.17.5.33/27", "204.17.5.32/27", "204.17.5.63", "204.17.5.33", "204.17.5.62", 30),
    ],
)
def test_published_subnets(address: str, network: str, broadcast: str, first: str, last: str, hosts: int) -> None:
    run = run_of({"nodes": {"a": {"host": address}, "sw": {"switch": 2}}, "links": ["a -- sw"]})
    found = {
        name: [str(truth) for question in asked(f"addressing/{name}", run) for truth in truths(question)][:2]
        for name in ("network-of", "broadcast-of", "host-range", "host-count")
    }
    assert found["network-of"][0] == network
    assert found["broadcast-of"][0] == broadcast
    assert found["host-range"] == [first, last]
    assert found["host-count"][0] == str(hosts)


def _learning() -> Run:
    """Six nodes on a switch, who know each other's MAC addresses: no ARP disturbs the table."""
    macs = {name: f"02:00:00:00:00:0{place}" for place, name in enumerate("ABCDEF", 1)}
    addresses = {name: f"10.0.0.{place}" for place, name in enumerate("ABCDEF", 1)}
    static = {addresses[name]: macs[name] for name in "ABCDEF"}
    return run_of(
        {
            "nodes": {
                **{
                    name: {"host": f"{addresses[name]}/24", "mac": macs[name], "arp": {"static": static}}
                    for name in "ABCDEF"
                },
                "sw": {"switch": 6},
            },
            "links": [f"{name} -- sw:{place}" for place, name in enumerate("ABCDEF", 1)],
            "actions": [
                {"at": "1s", "on": "B", "run": f"ping -c 1 {addresses['E']}"},
                {"at": "2s", "on": "A", "run": f"ping -c 1 {addresses['B']}"},
            ],
        }
    )


def test_kurose_ross_switch_learning() -> None:
    """Kurose and Ross, chapter 6, problem on a learning switch with nodes A to F.

    (i) B sends to E: the switch learns B, forwards to A, C, D, E and F. (ii) E replies: learns E, forwards to B.
    (iii) A sends to B: learns A, forwards to B. (iv) B replies: nothing is learned, forwards to A.
    """
    run = _learning()
    out = [
        {option.value for option in question.options if option.is_right}
        for question in list(asked("switching/ports-out", run))[::8]
    ]
    assert out == [{"1", "3", "4", "5", "6"}, {"2"}, {"2"}, {"1"}]
    learned = [
        next((str(option.value[0]), option.value[1]) for option in question.options if option.is_right)
        for question in list(asked("switching/entry-learned", run))[::8]
    ]
    assert learned == [("02:00:00:00:00:02", "2"), ("02:00:00:00:00:05", "5"), ("02:00:00:00:00:01", "1")]


def test_rfc_1122_a_host_asks_for_its_gateway() -> None:
    """RFC 1122 3.3.1.1: for a destination on another network, the next hop is a gateway on the own one."""
    run = run_of(
        {
            "nodes": {
                "a": {"host": "111.111.111.111/24", "gateway": "111.111.111.110"},
                "r": {"router": {"eth0": "111.111.111.110/24", "eth1": "222.222.222.220/24"}},
                "b": {"host": "222.222.222.222/24", "gateway": "222.222.222.220"},
            },
            "links": ["a -- r:eth0", "r:eth1 -- b"],
            "actions": [{"at": "1s", "on": "a", "run": "ping -c 1 222.222.222.222"}],
        }
    )
    (question, *_) = [each for each in asked("arp/asked-for", run) if each.facts["asker"] == "a"]
    assert [str(option.value) for option in question.options if option.is_right] == ["111.111.111.110"]


def test_published_plot_of_cwnd() -> None:
    """Kurose and Ross, chapter 3, the plot of TCP's window over rounds: 1 2 4 8 16 32, then 33, 34 … (ssthresh 32)."""
    run = whole(Source("tcp/cwnd-published-plot"))
    published = [1, 2, 4, 8, 16, 32, 33, 34, 35, 36]
    for question in asked("congestion/rounds", run):
        first = question.facts["first"]
        assert question.facts["ssthresh"] == 32
        assert truths(question) == published[first - 1 : first + 3]


def test_rfc_6298_numbers() -> None:
    """RFC 6298 2.2 and 2.3 by hand: SRTT 100, RTTVAR 50, then a sample of 180 ms."""
    rttvar = 3 / 4 * 50 + 1 / 4 * abs(100 - 180)
    srtt = 7 / 8 * 100 + 1 / 8 * 180
    assert (rttvar, srtt, srtt + 4 * rttvar) == (57.5, 110.0, 340.0)
    delays = {"delay": "50ms", "bandwidth": "10 Gbit/s"}
    server = "import socket\nl = socket.create_server(('', 80))\nc, a = l.accept()\nwhile c.recv(99):\n    pass\n"
    client = "import socket\ns = socket.create_connection(('10.0.0.2', 80))\ns.sendall(b'x')\ns.recv(1)\n"
    run = run_of(
        {
            "tcp": {"profile": "simple"},
            "nodes": {
                "a": {
                    "host": "10.0.0.1/24",
                    "mac": "02:00:00:00:00:01",
                    "arp": {"static": {"10.0.0.2": "02:00:00:00:00:02"}},
                },
                "b": {
                    "host": "10.0.0.2/24",
                    "mac": "02:00:00:00:00:02",
                    "arp": {"static": {"10.0.0.1": "02:00:00:00:00:01"}},
                },
            },
            "links": [{"link": "a -- b", **delays}],
            "faults": [{"on": "a -- b", "delay": "first tcp data from a", "by": "80ms"}],
            "programs": [{"on": "b", "code": server}, {"on": "a", "at": "1s", "code": client}],
            "until": "4s",
        }
    )
    (question, *_) = asked("congestion/rto", run)
    assert truths(question) == pytest.approx([57.5, 110.0, 340.0], abs=0.01)


def test_kurose_ross_port_based_vlans() -> None:
    """Kurose and Ross, 6.4.4: ports 2 to 8 are in the EE VLAN, 9 to 15 in the CS VLAN, and frames stay in theirs."""
    seats = {2: "10.0.0.2", 3: "10.0.0.3", 8: "10.0.0.8", 9: "10.0.0.9", 15: "10.0.0.15"}
    run = run_of(
        {
            "nodes": {
                **{f"h{port}": {"host": f"{address}/24"} for port, address in seats.items()},
                "sw": {"switch": 16, "vlans": {"10": "2-8", "20": "9-15"}},
            },
            "links": [f"h{port} -- sw:{port}" for port in seats],
            "actions": [
                {"at": "1s", "on": "h2", "run": "ping -c 1 10.0.0.9"},
                {"at": "2s", "on": "h9", "run": "ping -c 1 10.0.0.15"},
            ],
        }
    )
    broadcasts = [q for q in asked("vlan/ports-out", run) if str(q.facts["destination"]) == "ff:ff:ff:ff:ff:ff"]
    out = {q.facts["port"]: {option.value for option in q.options if option.is_right} for q in broadcasts}
    assert out["2"] == {"3", "8"}
    assert out["9"] == {"15"}
    heard = {q.facts["sender"]: {o.value for o in q.options if o.is_right} for q in asked("vlan/who-receives", run)}
    assert heard == {"h2": {"h3", "h8"}, "h9": {"h15"}}


def test_peterson_davie_spanning_tree() -> None:
    """Peterson and Davie, Computer Networks: A Systems Approach, 3.2, "Spanning Tree Algorithm", where S3 chooses.

    "S3 accepts S1 as root, and it notes that both S2 and S5 are closer to the root than it is, but S2 has the smaller
    id, so it remains on S3's path to the root." Each link counts as one hop.
    """
    hop = {"1-2": {"cost": 1}}
    run = run_of(
        {
            "nodes": {
                f"S{number}": {"switch": 2, "stp": {"mode": "rstp", "mac": f"00:00:00:00:00:0{number}", "ports": hop}}
                for number in (1, 2, 3, 5)
            },
            "links": ["S1:1 -- S2:1", "S2:2 -- S3:1", "S1:2 -- S5:1", "S5:2 -- S3:2"],
            "until": "10s",
        }
    )
    (root, *_) = asked("stp/root-bridge", run)
    assert [option.value for option in root.options if option.is_right] == ["S1"]
    assert {q.facts["switch"]: truths(q) for q in asked("stp/path-cost", run)} == {"S2": [1], "S3": [2], "S5": [1]}
    assert {q.facts["switch"]: truths(q) for q in asked("stp/root-port", run)} == {
        "S2": ["1"],
        "S3": ["1"],
        "S5": ["1"],
    }
    (blocked, *_) = asked("stp/blocked-link", run)
    assert [option.value for option in blocked.options if option.is_right] == ["S5:2 -- S3:2"]


def test_kurose_ross_nat() -> None:
    """Kurose and Ross, 4.3.3, the figure on NAT: 10.0.0.1:3345 goes out as 138.76.29.7:5001, and back again."""
    client = "import socket\n\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nsock.bind(('', 3345))\n"
    client += "sock.sendto(b'request', ('128.119.40.186', 80))\nprint(sock.recv(100))\n"
    server = "import socket\n\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nsock.bind(('', 80))\n"
    server += "while True:\n    data, address = sock.recvfrom(100)\n    sock.sendto(b'reply', address)\n"
    run = run_of(
        {
            "nodes": {
                "a": {"host": "10.0.0.1/24", "gateway": "10.0.0.4"},
                "b": {"host": "10.0.0.2/24", "gateway": "10.0.0.4"},
                "sw": {"switch": 3},
                "r": {
                    "router": {"eth0": "10.0.0.4/24", "eth1": "138.76.29.7/24"},
                    "routes": [{"to": "default", "via": "138.76.29.1"}],
                    "nat": {"outside": "eth1", "preserve_port": False, "parity": False, "ports": "5001-5010"},
                },
                "isp": {"router": {"eth0": "138.76.29.1/24", "eth1": "128.119.40.1/24"}},
                "www": {"host": "128.119.40.186/24", "gateway": "128.119.40.1"},
            },
            "links": ["a -- sw", "b -- sw", "sw -- r:eth0", "r:eth1 -- isp:eth0", "isp:eth1 -- www"],
            "programs": [
                {"on": "www", "code": server},
                {"on": "a", "at": "1s", "code": client},
                {"on": "b", "at": "2s", "code": client},
            ],
            "until": "4s",
        }
    )
    seen = {str(q.facts["src"]): [str(t) for t in truths(q)] for q in asked("nat/source-seen", run)}
    assert seen["10.0.0.1"] == ["138.76.29.7"]
    given = next(iter(asked("nat/reply-destination", run))).given
    assert any(line.split()[1:3] == ["138.76.29.7:5001", "10.0.0.1:3345"] for line in given)
    answers = {q.facts["port"]: [str(t) for t in truths(q)] for q in asked("nat/reply-destination", run)}
    assert answers[5002] == ["10.0.0.2", "3345"]


def test_kurose_ross_addresses_of_frames_off_the_subnet() -> None:
    """Kurose and Ross, 6.4.1, "Sending a Datagram off the Subnet": a host on 111.111.111 sends to one on 222.222.222.

    The published answer: the frame goes to E6-E9-00-17-BB-4B, the near interface of the router; the router sends the
    datagram on in a new frame, from 1A-23-F9-CD-06-9B, its far interface, to the host on 222.222.222. The figure gives
    that host 49-BD-D2-C7-56-2A. This is the address of a group (IEEE 802, the first octet is odd), so the host has
    88-B2-2F-54-1A-0F here, that of its neighbour in the figure.
    """
    run = run_of(
        {
            "nodes": {
                "a": {"host": "111.111.111.111/24", "mac": "74:29:9c:e8:ff:55", "gateway": "111.111.111.110"},
                "r": {
                    "router": {
                        "eth0": {"address": "111.111.111.110/24", "mac": "e6:e9:00:17:bb:4b"},
                        "eth1": {"address": "222.222.222.220/24", "mac": "1a:23:f9:cd:06:9b"},
                    }
                },
                "b": {"host": "222.222.222.222/24", "mac": "88:b2:2f:54:1a:0f", "gateway": "222.222.222.220"},
            },
            "links": ["a -- r:eth0", "r:eth1 -- b"],
            "actions": [{"at": "1s", "on": "a", "run": "ping -c 1 222.222.222.222"}],
        }
    )
    found = {
        (name, str(question.facts["link"])): str(option.value)
        for name in ("arp/destination-mac", "arp/source-mac")
        for question in asked(name, run)
        if question.facts["sender"] == "a"
        for option in question.options
        if option.is_right
    }
    assert found["arp/source-mac", "a:eth0 -- r:eth0"] == "74:29:9c:e8:ff:55"
    assert found["arp/destination-mac", "a:eth0 -- r:eth0"] == "e6:e9:00:17:bb:4b"
    assert found["arp/source-mac", "r:eth1 -- b:eth0"] == "1a:23:f9:cd:06:9b"
    assert found["arp/destination-mac", "r:eth1 -- b:eth0"] == "88:b2:2f:54:1a:0f"
