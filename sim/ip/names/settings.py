"""The names that a host knows by itself, and the servers that it asks for others."""

import re
from typing import Annotated, NamedTuple

from sim.addresses import IPv4Address
from sim.settings import Setting, Settings, one_or_more
from sim.words import TextError

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"


def host_name(text: str) -> str:
    """A name as RFC 1123 2.1 has them, in small letters; raises ``TextError``."""
    name = text.lower()
    labels = name.split(".")
    if len(name) > 253 or not all(re.fullmatch(_LABEL, label) for label in labels) or labels[-1].isdecimal():
        raise TextError(f"{text!r} cannot be a host's name", "write one like server or www.example.com")
    return name


def _domain(text: str) -> str:
    return host_name(text.removesuffix("."))


class NameSettings(NamedTuple):
    """``hosts`` is what a hosts file has; ``nodes`` are the other devices of the scenario, which stand there too."""

    hosts: Annotated[
        tuple[tuple[Annotated[str, Setting(check=host_name)], IPv4Address], ...],
        Setting("Names that it knows, with their addresses."),
    ] = ()
    nameservers: Annotated[
        tuple[IPv4Address, ...],
        Setting("The DNS servers that it asks for other names, in this order.", short=one_or_more),
    ] = ()
    search: Annotated[
        tuple[Annotated[str, Setting(check=_domain)], ...],
        Setting(
            "The domains that complete a short name, in this order: with example.com, www means www.example.com.",
            short=one_or_more,
        ),
    ] = ()
    nodes: tuple[tuple[str, IPv4Address], ...] = ()


SETTINGS = Settings("", NameSettings, everywhere=True)
