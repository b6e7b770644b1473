"""Filter expressions beside libpcap: the same frames pass, and the same expressions are refused in the same words."""

import subprocess
from pathlib import Path

import pytest

from sim.addresses import IPv4Address
from sim.features.tcpdump.filters import Surroundings, compiled
from sim.features.tcpdump.words import FilterError
from tests.nodes.reactions import ARP, ICMP, IP, UDP, Ether, Raw, fragments
from tests.outside import need
from tests.wire.oracle import inet, l2, utils

A, B, C = "10.0.0.1", "10.0.0.2", "192.168.1.7"
TCP, Dot1Q = inet.TCP, l2.Dot1Q
MAC_A, MAC_B = "02:00:00:00:00:0a", "02:00:00:00:00:0b"
AROUND = Surroundings({"localhost": IPv4Address(0x7F000001)}.get, 0xFFFFFF00)


def _frames() -> list[bytes]:
    payloads = [
        IP(src=A, dst=B, ttl=64) / TCP(sport=1234, dport=80, flags="S", seq=7),
        IP(src=B, dst=A, ttl=64) / TCP(sport=80, dport=1234, flags="SA"),
        IP(src=A, dst=B, ttl=64) / TCP(sport=1234, dport=80, flags="PA") / Raw(b"GET / HTTP/1.1\r\n\r\n"),
        IP(src=A, dst=B) / TCP(sport=1234, dport=80, flags="FA"),
        IP(src=A, dst=C) / TCP(sport=22, dport=1234, flags="R"),
        IP(src=A, dst=B, options=b"\1\1\1\1") / TCP(sport=443, dport=8080, flags="A"),
        IP(src=A, dst=B) / UDP(sport=5353, dport=53) / Raw(b"x" * 30),
        IP(src=C, dst=A) / UDP(sport=53, dport=5353) / Raw(b"y" * 600),
        IP(src=A, dst="10.0.0.255") / UDP(sport=68, dport=67),
        IP(src="0.0.0.0", dst="255.255.255.255") / UDP(sport=68, dport=67),
        IP(src=A, dst="239.1.1.1", ttl=1) / UDP(sport=5007, dport=5007),
        IP(src=A, dst=B) / ICMP(type=8),
        IP(src=B, dst=A) / ICMP(type=0),
        IP(src=B, dst=A) / ICMP(type=3, code=3) / IP(src=A, dst=B) / UDP(sport=9, dport=9),
        IP(src=B, dst=A) / ICMP(type=11),
        IP(src=A, dst="224.0.0.22", proto=2) / Raw(b"\x22\0\0\0\0\0\0\0"),
        *fragments(IP(src=A, dst=B, id=9) / UDP(sport=7, dport=53) / Raw(b"z" * 64), 24),
        ARP(op=1, psrc=A, pdst=B, hwsrc=MAC_A),
        ARP(op=2, psrc=B, pdst=A, hwsrc=MAC_B, hwdst=MAC_A),
    ]
    found = [Ether(src=MAC_A, dst=MAC_B) / each for each in payloads]
    found[8].dst = found[9].dst = found[-2].dst = "ff:ff:ff:ff:ff:ff"
    found[10].dst = "01:00:5e:01:01:01"
    found.append(Ether(src=MAC_A, dst=MAC_B, type=0x1234) / Raw(b"nothing known"))
    found.append(Ether(src=MAC_A, dst=MAC_B, type=0x0800) / Raw(b"\x45"))
    tags = [
        Ether(src=MAC_A, dst=MAC_B) / Dot1Q(vlan=10) / IP(src=A, dst=B) / ICMP(type=8),
        Ether(src=MAC_A, dst=MAC_B) / Dot1Q(vlan=20, prio=5) / IP(src=A, dst=B) / TCP(sport=1234, dport=80, flags="S"),
        Ether(src=MAC_A, dst=MAC_B) / Dot1Q(vlan=10) / Dot1Q(vlan=20) / IP(src=A, dst=B) / UDP(sport=7, dport=53),
        Ether(src=MAC_A, dst=MAC_B) / Dot1Q(vlan=10) / ARP(op=1, psrc=A, pdst=B, hwsrc=MAC_A),
    ]
    return [bytes(each) for each in (*found, *tags)]


FRAMES = _frames()

RIGHT = """
tcp|udp|icmp|arp|ip|igmp|rarp|ip6|ether broadcast|broadcast|multicast|ip multicast|ip broadcast|ether multicast
host 10.0.0.1|host 10.0.0.2|src 10.0.0.1|dst 10.0.0.1|src host 10.0.0.1|dst host 192.168.1.7|host 10.0.0
src and dst 10.0.0.1|src or dst 10.0.0.1|src and dst host 10.0.0.1|ip host 10.0.0.1|arp host 10.0.0.1
ip src 10.0.0.1|arp src host 10.0.0.2|net 10.0.0.0/8|net 192.168|src net 10.0.0|dst net 192.168.1.0/24
net 10.0.0.0 mask 255.255.255.0|dst net 10.0.0.2/31|net 0.0.0.0/0|net 10.0.0.1|host 127.0.0.1|host localhost
port 80|src port 80|dst port 80|tcp port 80|udp port 53|port http|tcp dst port http|udp src port domain
port 53 or 80|tcp port 80 or 443|port 53 and host 10.0.0.1|portrange 50-100|tcp portrange 1000-2000|udp portrange 60-67
portrange 90-80|ip and port 80|tcp src port 80 or dst port 80
not tcp|not port 53|! arp|not (tcp or udp)|tcp and not port 80|not not tcp|!(arp or icmp)
tcp or arp and host 10.0.0.1|tcp or udp and port 53|(tcp or udp) and port 53|tcp && port 80|arp || icmp
host 10.0.0.1 and (port 80 or port 53)|host 10.0.0.1 and host 10.0.0.2|host 10.0.0.1 or 10.0.0.2 and tcp
tcp[tcpflags] & tcp-syn != 0|tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn|tcp[tcpflags] == tcp-rst
tcp[13] & 2 != 0|tcp[13] == 18|tcp[13]=0x12|tcp[tcpflags] & (tcp-syn|tcp-fin) != 0 and not src net 192.168
tcp[0:2] = 80|tcp[2:2] > 79|ip[8] < 64|ip[8] = 1|ip[0] & 0xf != 5|ip[6:2] & 0x1fff != 0|ip[2:2] > 100|ether[0] & 1 = 1
icmp[icmptype] == icmp-echo|icmp[icmptype] != icmp-echo and icmp[icmptype] != icmp-echoreply|icmp[0] = 3
icmp[icmptype] = icmp-unreach and icmp[icmpcode] = 3|udp[4:2] > 100|arp[6:2] = 1
tcp port 80 and (((ip[2:2] - ((ip[0]&0xf)<<2)) - ((tcp[12]&0xf0)>>2)) != 0)
len > 100|len <= 60|less 60|greater 200|len = 54|5 > 3|len - 14 > 500|len / 2 < 30|len * 2 > 1000|2 + 3 * 4 = 14
ip proto 17|ip proto \\icmp|proto 6|proto \\tcp|ether proto 0x0806|ether proto \\ip|ether proto \\arp|ip proto 2
ether host 02:00:00:00:00:0a|ether src 02:00:00:00:00:0a|ether dst 02:00:00:00:00:0b|ether dst ff:ff:ff:ff:ff:ff
ether src host 02:00:00:00:00:0b|sctp port 80|tcp[100] = 1|not tcp[100] = 1|tcp[100] = 1 or udp|ip[len] = 0
vlan|vlan 10|vlan 20|not vlan|vlan and icmp|vlan 10 and icmp|icmp or vlan 10|vlan 20 and tcp port 80|vlan 10 and vlan 20
vlan 10 and vlan 20 and udp|vlan and host 10.0.0.1|vlan 10 and arp|vlan and ip[8] = 64|vlan and len > 40
vlan and greater 60|vlan and ether host 02:00:00:00:00:0a|vlan and ether[14] = 0
vlan 10 or vlan 20|(vlan 10 and ip) or arp|vlan 0
"""

WRONG = """
port 99999|port foo|host nosuch.invalid|net 10.0.0.1/8|net 10.0.0.0/33|tcp host 10.0.0.1|foo|and|port|host
tcp port 80 and|(tcp|tcp)|icmp port 5|ip host 10.0.0.1 80|host 300.1.1.1|tcp[13|tcp[300:3] = 1|port 80-90|src|not
proto foo|ip proto foo|ether host 10.0.0.1|arp port 3|less x|tcp portt 80|host 10.0.0.1 or|net pc1|10.0.0.1|80|tcp 80
src port|host a b|icmp[icmptype]=icmp-foo|gateway x|dst host 1.2.3.4/24|udp net 10|tcp = 5|tcp ==|tcp[0|tcp[]=1|host $x
vlan 4096|udp host localhost|ip port 80|dst|ip 10.0.0.1|tcp and or udp|tcp tcp|not|!|()|port 80 90
"""


def _lines(text: str) -> list[str]:
    return [each for line in text.strip().splitlines() for each in _split(line)]


def _split(line: str) -> list[str]:
    """The expressions of a line; a stroke within brackets or between other strokes belongs to one."""
    found, depth, begin = [], 0, 0
    for at, letter in enumerate(line):
        depth += (letter in "([") - (letter in ")]" and depth > 0)
        doubled = line[at : at + 2] == "||" or line[at - 1 : at + 1] == "||"
        if letter == "|" and not doubled and not (depth and _is_inside(line, at)):
            found.append(line[begin:at])
            begin, depth = at + 1, 0
    return [*found, line[begin:]]


def _is_inside(line: str, at: int) -> bool:
    return line[at - 1 : at].isalpha() and line[at + 1 : at + 5] in ("tcp-",)


@pytest.fixture(scope="module")
def capture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filters") / "frames.pcap"
    utils.wrpcap(str(path), [Ether(each) for each in FRAMES])
    return path


# Without "ip broadcast", whose netmask is known to tcpdump only where it listens itself.
@pytest.mark.parametrize("expression", [each for each in _lines(RIGHT) if each != "ip broadcast"])
def test_the_same_frames_pass_as_with_libpcap(expression: str, capture: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "chosen.pcap"
    command = [need("tcpdump"), "-r", str(capture), "-w", str(chosen), expression]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    test = compiled(expression, AROUND)
    assert [each for each in FRAMES if test(each)] == [bytes(each) for each in utils.rdpcap(str(chosen))]


@pytest.mark.parametrize("expression", _lines(WRONG))
def test_the_same_expressions_are_refused_in_the_same_words(expression: str) -> None:
    run = subprocess.run([need("tcpdump"), "-d", expression], capture_output=True, text=True, check=False)
    told = [line for line in run.stderr.splitlines() if line.startswith("tcpdump: ")]
    with pytest.raises(FilterError) as caught:
        compiled(expression, AROUND)
    assert f"tcpdump: {caught.value}" == told[0]
