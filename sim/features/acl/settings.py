"""How a scenario writes access lists."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, NamedTuple

from sim.addresses import InterfaceAddress
from sim.features.acl.entry import Entry, parse
from sim.settings import Conflict, Placed, Setting, Settings
from sim.words import TextError, listed

SHADOWED = "shadowed-rule"
DIRECTIONS = ("in", "out")
STEP = 10
"""Between the numbers of two rules, so that another fits between them."""


class Application(NamedTuple):
    """Where a list is asked: what comes ``in`` or goes ``out`` at an interface."""

    direction: str
    interface: str

    def __str__(self) -> str:
        return f"{self.direction} {self.interface}"


def _application(text: str) -> str:
    words = text.split()
    if len(words) != 2 or words[0] not in DIRECTIONS:
        raise TextError(f"{text!r} does not say where the list is asked", "write in eth1 or out eth1")
    return " ".join(words)


def _entry(placed: Placed) -> Placed:
    parse(placed.text)
    return placed


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class AccessList(NamedTuple):
    """An ordered list of rules. The first that fits decides; what none fits is denied."""

    rules: Annotated[
        tuple[Annotated[Placed, Setting(check=_entry)], ...],
        Setting("The rules, such as permit tcp any host 192.168.1.80 eq 80, in their order."),
    ]
    apply: Annotated[
        tuple[Annotated[str, Setting(check=_application)], ...],
        Setting("Where it is asked: in eth1 for what comes in there, out eth1 for what goes out.", short=_one_or_more),
    ] = ()

    numbers: tuple[int, ...] = ()
    """The rules' own numbers, where a command gave some; else they count in tens."""
    remarks: tuple[tuple[int, str], ...] = ()
    """What commands say of the rules behind, each with the number of the rule in front of which it stands."""

    @property
    def numbered(self) -> tuple[tuple[int, Placed], ...]:
        """The rules with their numbers."""
        counted = self.numbers or range(STEP, STEP * len(self.rules) + 1, STEP)
        return tuple(zip(counted, self.rules, strict=True))

    @property
    def applied(self) -> tuple[Application, ...]:
        return tuple(Application(*each.split()) for each in self.apply)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(parse(each.text) for each in self.rules)


class AclSettings(NamedTuple):
    acl: Annotated[
        tuple[tuple[str, AccessList], ...],
        Setting("Access lists by their names: filters of what passes an interface."),
    ] = ()


def _at_device(values: AclSettings, interfaces: Mapping[str, tuple[InterfaceAddress, ...]]) -> Iterator[Conflict]:
    """What does not fit the device's interfaces, and rules that can never fit."""
    taken: dict[str, str] = {}
    for name, access_list in values.acl:
        for index, each in enumerate(access_list.applied):
            within = (name, "apply", index) if len(access_list.apply) > 1 else (name, "apply")
            if each.interface not in interfaces:
                hint = f"its interfaces are {listed((*interfaces,), 'and')}"
                yield Conflict(("acl",), f"there is no interface {each.interface!r} here", hint, within)
            elif str(each) in taken:
                message = f"list {taken[str(each)]!r} is asked for what goes {each} already"
                yield Conflict(("acl",), message, "put the rules into one list", within)
            taken.setdefault(str(each), name)
        if not access_list.apply:
            yield Conflict(("acl",), f"list {name!r} is asked nowhere", "write apply: in and an interface", (name,))
        yield from _shadowed(name, access_list)


def _shadowed(name: str, access_list: AccessList) -> Iterator[Conflict]:
    from sim.features.acl.cover import shadowed  # noqa: PLC0415 - only who has a list needs it

    rules = access_list.rules
    for found in shadowed(access_list.entries):
        lines = listed([f"line {rules[each].line}" for each in found.by], "and")
        told = f"the rule in {lines}" if len(found.by) == 1 else f"the rules in {lines} together"
        verb = "takes" if len(found.by) == 1 else "take"
        message = f"this rule can never fit: {told} {verb} all that it would"
        hint = "put the rule that is meant for less in front, or leave this one out"
        yield Conflict(("acl",), message, hint, (name, "rules", found.at), SHADOWED)


SETTINGS = Settings("", AclSettings, at_device=_at_device)
