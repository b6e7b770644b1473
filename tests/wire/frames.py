"""Random frames: values in the form that decoding gives, and octets that are nearly frames."""

from functools import reduce

from hypothesis import strategies as st

from sim.addresses import IPv4Address, MacAddress
from sim.ip.arp.pdu import Arp
from sim.ip.icmp.pdu import Icmp
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet import frame
from sim.link.ethernet.pdu import LONGEST_LENGTH, TYPE_ARP, TYPE_IPV4, TYPE_VLAN, Ethernet, tagged
from sim.transport.tcp.pdu import Tcp
from sim.transport.udp.pdu import Udp
from sim.wire.checksum import checksum
from tests.wire.samples import VALUES

octet = st.integers(0, 0xFF)
short = st.integers(0, 0xFFFF)
macs = st.integers(0, 0xFFFFFFFFFFFF).map(MacAddress)
ips = st.integers(0, 0xFFFFFFFF).map(IPv4Address)
payloads = st.binary(max_size=80)

udps = st.builds(Udp, short, short, payloads, st.booleans())
icmps = st.builds(Icmp, octet, octet, st.integers(0, 0xFFFFFFFF), payloads)
arps = st.builds(Arp, short, macs, ips, macs, ips)
long = st.integers(0, 0xFFFFFFFF)
_options = st.integers(0, 10).flatmap(lambda words: st.binary(min_size=words * 4, max_size=words * 4))
tcps = st.builds(Tcp, short, short, long, long, st.integers(0, 0xFFF), short, payloads, _options, short)


@st.composite
def datagrams(draw: st.DrawFn) -> IPv4:
    """Whole ICMP, TCP and UDP, other protocols, and fragments."""
    protocol, payload = draw(
        st.one_of(
            st.tuples(st.just(1), icmps),
            st.tuples(st.just(6), tcps),
            st.tuples(st.just(17), udps),
            st.tuples(octet.filter(lambda number: number not in (1, 6, 17)), payloads),
            st.tuples(st.sampled_from((1, 6, 17)), payloads),
        )
    )
    more_fragments, offset = draw(st.booleans()), draw(st.integers(0, 0x1FFF)) * 8
    if not isinstance(payload, bytes):
        more_fragments, offset = False, 0
    elif protocol in (1, 6, 17) and not offset:
        more_fragments = True  # else its octets might be a message that decodes
    return IPv4(
        draw(ips),
        draw(ips),
        protocol,
        payload,
        ttl=draw(octet),
        identification=draw(short),
        dont_fragment=draw(st.booleans()),
        more_fragments=more_fragments,
        fragment_offset=offset,
        tos=draw(octet),
        options=draw(_options),
    )


@st.composite
def frames(draw: st.DrawFn) -> Ethernet:
    """Ethernet frames of every kind, with trailers where a decoder could tell them from padding."""
    kind = draw(st.sampled_from((TYPE_IPV4, TYPE_ARP, None)))
    if kind is None:
        known = (TYPE_IPV4, TYPE_ARP, TYPE_VLAN)
        ethertype = draw(short.filter(lambda number: number > LONGEST_LENGTH and number not in known))
        return Ethernet(draw(macs), draw(macs), ethertype, draw(st.binary(min_size=46, max_size=120)))
    payload = draw(datagrams()) if kind == TYPE_IPV4 else draw(arps)
    trailer = draw(st.binary(max_size=40))
    if 14 + len(payload) + len(trailer) <= 60:
        trailer = trailer.rstrip(b"\0")
    return draw(_with_tags(Ethernet(draw(macs), draw(macs), kind, payload, trailer)))


def _with_tags(value: Ethernet) -> st.SearchStrategy[Ethernet]:
    """A frame as it is, or with one or two VLAN tags."""
    tags = st.lists(st.tuples(st.integers(0, 4095), st.integers(0, 7), st.booleans()), max_size=2)
    return tags.map(lambda chosen: reduce(lambda inner, tag: tagged(inner, *tag), chosen, value))


@st.composite
def near_frames(draw: st.DrawFn) -> bytes:
    """Octets of a frame, real or made up, of 60 octets or more, with some octets changed, lost or added.

    Often the header checksum is set right again, so that the octets behind it are looked at.
    """
    real = st.sampled_from([octets for octets, _ in VALUES])
    octets = bytearray(draw(st.one_of(real, frames().map(frame.encode))))
    for _ in range(draw(st.integers(0, 3))):
        octets[draw(st.integers(0, len(octets) - 1))] = draw(octet)
    cut = draw(st.one_of(st.just(0), st.integers(0, len(octets) - 14)))
    octets = octets[: len(octets) - cut] + draw(st.one_of(st.just(b""), st.binary(max_size=20)))
    header_length = (octets[14] & 15) * 4 if len(octets) > 14 else 0
    if draw(st.booleans()) and header_length >= 20 and len(octets) >= 14 + header_length:
        octets[24:26] = b"\0\0"
        octets[24:26] = checksum(bytes(octets[14 : 14 + header_length])).to_bytes(2, "big")
    return bytes(octets).ljust(60, b"\0")
