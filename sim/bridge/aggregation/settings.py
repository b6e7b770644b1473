"""Which ports of a switch work as one, and by what a frame's cable is chosen."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, NamedTuple

from sim.settings import SWITCH, Conflict, Setting, Settings, number_list
from sim.words import TextError

_LEAST = 2


class Hash(StrEnum):
    """The fields that decide which cable a frame takes, so that the frames of one conversation stay in order."""

    SRC_DST_MAC = "src-dst-mac"
    SRC_MAC = "src-mac"
    DST_MAC = "dst-mac"
    SRC_DST_IP = "src-dst-ip"


def _ports(value: object) -> object:
    found = number_list(value, "port", 6)
    return value if found is None else [str(port) for port in found]


def _members(ports: list[str]) -> list[str]:
    if len(set(ports)) < _LEAST:
        raise TextError("an aggregate has at least two ports", "write two, as 5-6 or [5, 7]")
    return list(dict.fromkeys(ports))


def _name(name: str) -> str:
    if not name.startswith("po") or not name[2:].isdecimal() or name[2:].startswith("0"):
        raise TextError(f"{name!r} is no name of an aggregate", "write po1, po2 …")
    return name


class AggregateSettings(NamedTuple):
    """The aggregates of a switch."""

    aggregates: Annotated[
        tuple[
            tuple[
                Annotated[str, Setting(check=_name)],
                Annotated[tuple[str, ...], Setting(short=_ports, short_types=("string", "array"), check=_members)],
            ],
            ...,
        ],
        Setting("Ports that work as one, by the name of the whole: {po1: 5-6}."),
    ] = ()
    aggregate_hash: Annotated[Hash, Setting("The addresses by which a frame's port among them is chosen.")] = (
        Hash.SRC_DST_MAC
    )


def _conflicts(values: AggregateSettings) -> Iterator[Conflict]:
    taken: dict[str, str] = {}
    for name, members in values.aggregates:
        for port in members:
            if port in taken:
                hint = "a port is in one aggregate"
                yield Conflict(("aggregates",), f"port {port} is in {taken[port]} already", hint, (name,))
            taken.setdefault(port, name)


SETTINGS = Settings("", AggregateSettings, kinds=(SWITCH,), conflicts=_conflicts)
