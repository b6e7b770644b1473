"""The VLANs of a switch: which ports are in one, and which links carry several."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from sim.bridge.machine import DEFAULT_VLAN
from sim.link.ethernet.pdu import LAST_VLAN
from sim.settings import SWITCH, Conflict, Setting, Settings, number_list
from sim.words import TextError

ALL, NONE = "all", "none"

_NAME = re.compile(r"[\w.-]{1,32}")


def _ports(value: Any) -> Any:
    """Ports by their numbers, and aggregates of ports by their names."""
    parts = re.split(r"[,\s]+", value) if isinstance(value, str) else value if isinstance(value, list) else [value]
    names = [part for part in parts if isinstance(part, str) and part.startswith("po")]
    numbers = [part for part in parts if part not in names] if names else value
    found = number_list(numbers, "port", 5)
    return value if found is None else [*(str(port) for port in found), *names]


def _access(value: Any) -> Any:
    return {"ports": value} if isinstance(value, int | str | list) else value


def _trunk(value: Any) -> Any:
    return {"allowed": value} if isinstance(value, int | str | list) else {} if value is None else value


def _trunks(value: Any) -> Any:
    """Trunks without more words: ``trunks: 6`` or ``[5, 6]``."""
    found = number_list(value, "port", 5) if isinstance(value, int | str | list) else None
    return value if found is None else {str(port): {} for port in found}


def _allowed(value: Any) -> Any:
    if value == ALL:
        return []
    found = number_list(value, "VLAN", 30)
    return value if found is None else found


def _native(value: Any) -> Any:
    return 0 if value == NONE else value


def vlan_number(key: str) -> str:
    """The number of a VLAN as a key has it; raises ``TextError``."""
    if key.isdecimal() and not key.startswith("0") and int(key) <= LAST_VLAN:
        return key
    raise TextError(f"{key} is no number of a VLAN", f"write one from 1 to {LAST_VLAN}")


def _vlans(numbers: list[int]) -> list[int]:
    for number in numbers:
        vlan_number(str(number))
    return sorted(set(numbers))


def vlan_name(name: str) -> str:
    """The name of a VLAN; raises ``TextError``."""
    if not _NAME.fullmatch(name):
        raise TextError(f"{name!r} is no name of a VLAN", "write up to 32 letters, digits, '-', '_' or '.'")
    return name


class AccessVlan(NamedTuple):
    """A VLAN, and the ports whose stations are in it."""

    ports: Annotated[
        tuple[str, ...],
        Setting("Its access ports, as 1-3 or [1-3, 5].", short=_ports, short_types=("string", "integer")),
    ] = ()
    name: Annotated[str, Setting("What it is called.", check=vlan_name)] = ""


class Trunk(NamedTuple):
    """A port that carries several VLANs, told apart by tags."""

    allowed: Annotated[
        tuple[int, ...],
        Setting(
            "The VLANs that it carries, as 10, 10-30 or [10, 20]; by default all.",
            short=_allowed,
            short_types=("string", "integer"),
            check=_vlans,
        ),
    ] = ()
    native: Annotated[
        int,
        Setting(
            "The VLAN of frames without a tag; none drops these.",
            at_least=0,
            at_most=LAST_VLAN,
            short=_native,
        ),
    ] = DEFAULT_VLAN
    tag_native: Annotated[bool, Setting("Frames of the native VLAN leave with a tag, too.")] = False


class Accepts(StrEnum):
    """What an access port takes in (IEEE 802.1Q-2018 6.9, acceptable frame types)."""

    ALL = "all"
    """Also frames with the tag of its own VLAN, as the standard has it unless something else is set."""
    UNTAGGED = "untagged"
    """No frame with the tag of a VLAN."""


class VlanSettings(NamedTuple):
    """A switch to which all of this is left unsaid knows no VLANs: it passes tags on as it passes on everything."""

    vlans: Annotated[
        tuple[
            tuple[
                Annotated[str, Setting(check=vlan_number)],
                Annotated[AccessVlan, Setting(short=_access, short_types=("string", "integer", "array"))],
            ],
            ...,
        ],
        Setting("VLANs by number, with their access ports: {10: 1-3, 20: 4-6}."),
    ] = ()
    trunks: Annotated[
        tuple[
            tuple[str, Annotated[Trunk, Setting(short=_trunk, short_types=("string", "integer", "array", "null"))]], ...
        ],
        Setting(
            "Ports that carry several VLANs: {6: all}, {6: {allowed: [10, 20], native: 99}}.",
            short=_trunks,
            short_types=("string", "integer", "array"),
        ),
    ] = ()
    access_accepts: Annotated[
        Accepts, Setting("What access ports take in: also frames with the tag of their own VLAN, or none with a tag.")
    ] = Accepts.ALL


def _conflicts(values: VlanSettings) -> Iterator[Conflict]:
    taken: dict[str, str] = {port: "is a trunk" for port, _ in values.trunks}
    for vlan, access in values.vlans:
        for port in access.ports:
            if port in taken:
                hint = "an access port is in one VLAN; make it a trunk, or name it once"
                yield Conflict(("vlans",), f"port {port} {taken[port]} already", hint, (vlan, "ports"))
            taken.setdefault(port, f"is in VLAN {vlan}")


SETTINGS = Settings("", VlanSettings, kinds=(SWITCH,), conflicts=_conflicts)
