"""Domain names."""

import dns.name
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.addresses import IPv4Address
from sim.features.dns.name import ROOT, Name, reverse, reverse6
from sim.words import TextError

LABELS = st.lists(st.binary(min_size=1, max_size=63), max_size=4).filter(lambda ls: sum(len(x) + 1 for x in ls) < 255)


def name(text: str) -> Name:
    return Name.parse(text)


def test_case_makes_no_difference_and_is_kept() -> None:
    assert name("WWW.Example.com") == name("www.example.COM.")
    assert hash(name("WWW.Example.com")) == hash(name("www.example.COM."))
    assert str(name("WWW.Example.com")) == "WWW.Example.com."


def test_only_ascii_letters_are_folded() -> None:
    """RFC 4343 3.1: octets outside of the letters compare as they are."""
    assert Name((b"\xc4",)) != Name((b"\xe4",))
    assert Name((b"[",)) != Name((b"{",))


def test_relative_names_stand_below_the_origin() -> None:
    origin = name("example.com.")
    assert Name.parse("www", origin) == name("www.example.com")
    assert Name.parse("www.", origin) == name("www")
    assert Name.parse("@", origin) == origin


@given(LABELS)
def test_text_is_that_of_dnspython_and_is_read_back(labels: list[bytes]) -> None:
    ours = Name(labels)
    assert Name.parse(str(ours)).labels == ours.labels
    assert dns.name.from_text(str(ours)).labels == (*labels, b"")


@given(LABELS, LABELS)
def test_order_and_equality_are_those_of_dnspython(one: list[bytes], other: list[bytes]) -> None:
    ours = Name(one), Name(other)
    theirs = dns.name.Name((*one, b"")), dns.name.Name((*other, b""))
    assert (ours[0] == ours[1]) == (theirs[0] == theirs[1])
    assert (ours[0].order < ours[1].order) == (theirs[0] < theirs[1])
    assert ours[0].is_below(ours[1]) == theirs[0].is_subdomain(theirs[1])


@pytest.mark.parametrize("text", ["", "a..b", ".a", "a" * 64, "a.b\\", "\\25", "\\256", ".".join(["a" * 49] * 6)])
def test_what_cannot_be_a_name_is_refused(text: str) -> None:
    with pytest.raises(TextError):
        name(text)


@pytest.mark.parametrize("labels", [[b""], [b"a" * 64], [b"a" * 62] * 4 + [b"bb"]])
def test_labels_that_cannot_be_are_refused(labels: list[bytes]) -> None:
    """RFC 1035 2.3.4: "labels 63 octets or less, names 255 octets or less"."""
    with pytest.raises(ValueError, match="octets"):
        Name(labels)


def test_a_name_may_have_255_octets() -> None:
    assert len(Name([b"a" * 63] * 3 + [b"b" * 61])) == 255


def test_pieces_of_names() -> None:
    www = name("www.example.com")
    assert www.parent == name("example.com")
    assert ROOT.parent == ROOT
    assert www.last(1) == name("com")
    assert www.moved(name("example.com"), name("example.org")) == name("www.example.org")
    assert Name([b"a" * 63] * 3).moved(ROOT, Name([b"b" * 63])) is None
    assert name("*.example.com").is_wildcard
    assert not name("a.*.example.com").is_wildcard


def test_names_of_addresses() -> None:
    """RFC 1035 3.5 has 10.2.0.52; RFC 3596 2.5 the IPv6 address."""
    assert str(reverse(IPv4Address.parse("10.2.0.52"))) == "52.0.2.10.in-addr.arpa."
    octets = bytes.fromhex("4321000000010002000300040567 89ab")
    assert str(reverse6(octets)) == "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa."
