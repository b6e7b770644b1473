"""The errors of calls by name, number and text, and which of them an ICMP error is."""

import errno
import os
import sys

import pytest

from sim.ip.icmp.pdu import DESTINATION_UNREACHABLE, Icmp
from sim.transport.sockets.errors import TEXTS, number_of, of_icmp

UNREACHABLE = (
    "ENETUNREACH",
    "EHOSTUNREACH",
    "ENOPROTOOPT !",
    "ECONNREFUSED !",
    "EMSGSIZE !",
    "EOPNOTSUPP",
    "ENETUNREACH !",
    "EHOSTDOWN !",
    "ENONET !",
    "ENETUNREACH !",
    "EHOSTUNREACH !",
    "ENETUNREACH",
    "EHOSTUNREACH",
    "EHOSTUNREACH !",
    "EHOSTUNREACH !",
    "EHOSTUNREACH !",
)
"""Linux's ``icmp_err_convert`` (net/ipv4/icmp.c), by code; "!" for those that are fatal there."""


@pytest.mark.parametrize(("code", "told"), [*enumerate(UNREACHABLE)])
def test_an_unreachable_destination_is_the_error_that_it_is_on_linux(code: int, told: str) -> None:
    name, _, fatal = told.partition(" ")
    assert of_icmp(Icmp(DESTINATION_UNREACHABLE, code, 0, b"")) == (name, bool(fatal))


@pytest.mark.skipif(sys.platform != "linux", reason="Linux is the measure")
@pytest.mark.parametrize("name", TEXTS)
def test_errors_have_the_numbers_and_the_words_of_linux(name: str) -> None:
    assert number_of(name) == getattr(errno, name)
    assert os.strerror(number_of(name)) == TEXTS[name]
