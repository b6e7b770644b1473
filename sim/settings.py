"""What a device can be set up with: each setting is written once, beside its protocol, for code and for people.

A protocol's settings are one named tuple whose fields say in their types what a person has to know::

    class ToySettings(NamedTuple):
        interval: Annotated[int, Setting("Time between two greetings.", TIME, at_least=1)] = 5_000_000_000

    SETTINGS = Settings("toy", ToySettings, "Greetings.")

The keys of scenarios, their JSON Schema and ``docs/settings.md`` are made from that. A feature names the module that
has its :class:`Settings`; its service reads the values of its device with ``node.settings.of(ToySettings)``.

A field may be made of parts: its type, the items of its tuple or the values of its table are then a named tuple whose
fields say in their types what they mean, in the same way. A part's field without a default has to be written.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from sim.addresses import InterfaceAddress
from sim.languages import Wording
from sim.words import TextError

TIME = "time"
"""The unit of a setting that is written like ``250ms`` and kept in ns."""
OCTETS = "octets"

HOST = "host"
ROUTER = "router"
SWITCH = "switch"
HUB = "hub"
"""The kinds of device, by the key that a scenario has for each."""
KINDS: Mapping[str, Wording] = {
    HOST: {"en": "host", "zh": "主机"},
    ROUTER: {"en": "router", "zh": "路由器"},
    SWITCH: {"en": "switch", "zh": "交换机"},
    HUB: {"en": "hub", "zh": "集线器"},
}
"""What they are called."""

_Values = TypeVar("_Values", bound=tuple[Any, ...])


class Setting(NamedTuple):
    """What a field of a protocol's settings means, as metadata of its type; the field's default is the default.

    ``sentence`` says what it is, ``unit`` what it is counted in. ``at_least`` and ``at_most`` bound a number,
    ``choices`` are the only words for a text, and ``check`` returns a value that it accepts, as it is kept, or raises
    :class:`sim.words.TextError`. ``off``: ``false`` may stand for 0. ``on_device``: it is written among the device's
    own keys, not under the key of its protocol, and there only ``kinds`` of device may have it. ``short`` makes the
    long form of what may be written in short, and leaves everything else as it is; it may raise ``TextError``;
    ``short_types`` are the types of the short forms in the JSON Schema.
    ``check_under`` checks a :class:`LongText` that is a value of a table, given its key and the text.
    """

    sentence: str = ""
    unit: str = ""
    at_least: int | None = None
    at_most: int | None = None
    choices: tuple[str, ...] = ()
    check: Callable[[Any], Any] | None = None
    off: bool = False
    on_device: bool = False
    kinds: tuple[str, ...] = ()
    short: Callable[[Any], Any] | None = None
    short_types: tuple[str, ...] = ("string",)
    check_under: Callable[[Any, Any], object] | None = None


def one_or_more(value: Any) -> Any:
    """One text as a list of it, for the ``short`` of a setting that is a list."""
    return [value] if isinstance(value, str) else value


class LongText(NamedTuple):
    """A text of many lines, which stands in the scenario, or in a file beside it: ``file`` is its name, or ""."""

    text: str
    file: str = ""


class Placed(NamedTuple):
    """A text, and the line of the scenario that has it, 0 where nobody knows: for reasons that name the line."""

    text: str
    line: int = 0


class Folder(NamedTuple):
    """A folder beside the scenario: its name, and the files in it and below it by their paths within it."""

    name: str
    files: tuple[tuple[str, bytes], ...] = ()


class LongTextError(TextError):
    """Something wrong in a :class:`LongText`, at a line and column of it, which count from 1."""

    def __init__(self, line: int, column: int, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.line = line
        self.column = column


class LongTextDoubt(NamedTuple):
    """What is legal at a line and column of a :class:`LongText`, which count from 1, and probably a mistake.

    ``allowance`` names it after ``allow``. A check of long texts returns such doubts, or nothing.
    """

    line: int
    column: int
    message: str
    hint: str
    allowance: str


class Field(NamedTuple):
    """A field of a protocol's settings that scenarios can write; ``type`` is what the code has it as.

    ``default`` is ``...`` where there is none.
    """

    name: str
    type: Any
    setting: Setting
    default: Any


class Conflict(NamedTuple):
    """Settings that cannot go together; it is shown at the first of ``names`` that the text has.

    ``within`` are the keys and indices that lead to the place within the value of that name. Where ``allowance`` names
    what a scenario may do on purpose, the settings go together, and are probably a mistake.
    """

    names: tuple[str, ...]
    message: str
    hint: str
    within: tuple[str | int, ...] = ()
    allowance: str = ""


class Profiles(NamedTuple):
    """Whole sets of values to start from, chosen by the key ``profile``."""

    sentence: str
    values: Mapping[str, tuple[Any, ...]]


class Settings(NamedTuple):
    """How the settings of a protocol are written in a scenario.

    ``key`` has them at a device, "" where they stand among the device's own keys. ``values`` is their named tuple;
    fields without a :class:`Setting` are not for scenarios. ``kinds`` of device have them. ``everywhere``: they can
    also be written at the top, and every device starts from them. ``conflicts`` finds what cannot go together,
    ``at_device`` what does not fit a device with these interfaces and addresses.
    ``short`` makes the long form of what may be written in short under the key, and leaves everything else as it is;
    ``short_types`` are the types of the short forms in the JSON Schema.
    ``ports`` tells which ports of a switch the values name, each with the keys that lead to it.
    """

    key: str
    values: type[tuple[Any, ...]]
    sentence: str = ""
    kinds: tuple[str, ...] = (HOST, ROUTER)
    everywhere: bool = False
    profiles: Profiles | None = None
    conflicts: Callable[[Any], Iterable[Conflict]] | None = None
    short: Callable[[Any], Any] | None = None
    short_types: tuple[str, ...] = ("string", "boolean")
    at_device: Callable[[Any, Mapping[str, tuple[InterfaceAddress, ...]]], Iterable[Conflict]] | None = None
    ports: Callable[[Any], Iterable[tuple[str, tuple[str, ...]]]] | None = None

    def fields(self) -> tuple[Field, ...]:
        """The fields that can be written, in their order."""
        return fields_of(self.values)

    def fields_on(self, *kinds: str) -> list[Field]:
        """Those of them that are written among the own keys of each of these kinds of device."""
        return [
            field
            for field in self.fields()
            if (field.setting.on_device or not self.key) and {*kinds} <= {*(field.setting.kinds or self.kinds)}
        ]

    def fields_within(self) -> list[Field]:
        """Those that are written under the key of the protocol."""
        return [field for field in self.fields() if self.key and not field.setting.on_device]


def is_part(kind: Any) -> bool:
    """Whether a type is a named tuple that a scenario writes as a mapping."""
    return isinstance(kind, type) and issubclass(kind, tuple) and bool(_written(kind)) and kind is not LongText


@cache
def fields_of(values: type[tuple[Any, ...]]) -> tuple[Field, ...]:
    """The fields of a named tuple that can be written, in their order."""
    defaults: Mapping[str, Any] = values._field_defaults  # type: ignore[attr-defined]
    found = ((name, *get_args(annotation)) for name, annotation in _written(values).items())
    return tuple([Field(name, kind, setting, defaults.get(name, ...)) for name, kind, setting in found])


@cache
def _written(values: type) -> Mapping[str, Any]:
    if not hasattr(values, "_fields"):
        return {}
    hints = get_type_hints(values, include_extras=True)
    return {
        name: hint
        for name, hint in hints.items()
        if get_origin(hint) is Annotated and isinstance(get_args(hint)[1], Setting)
    }


class NodeSettings:
    """The settings of one device: named tuples by their types. What is not given has its defaults."""

    __slots__ = ("_given",)

    def __init__(self, *given: tuple[Any, ...]) -> None:
        chosen: dict[type, tuple[Any, ...]] = {type(values): values for values in given}
        self._given = {kind: values for kind, values in chosen.items() if values != kind()}

    def of(self, kind: type[_Values]) -> _Values:
        """The settings of a protocol, by their type."""
        found = self._given.get(kind)
        if found is None:
            found = self._given[kind] = kind()
        return found  # type: ignore[return-value]

    def having(self, *given: tuple[Any, ...]) -> "NodeSettings":
        """The same settings, with others in the place of those of the same types."""
        return NodeSettings(*self._given.values(), *given)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NodeSettings):
            return NotImplemented
        return all(self.of(kind) == other.of(kind) for kind in {**self._given, **other._given})

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"NodeSettings({', '.join(map(repr, self._given.values()))})"


_NUMBERS = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")


def number_list(value: Any, what: str, last: int) -> list[int] | None:
    """The numbers of ``1-3, 5``, ``4`` or a list of such; ``None`` where a value is none of these."""
    if isinstance(value, list):
        found: list[int] = []
        for each in value:
            part = number_list(each, what, last)
            if part is None or isinstance(each, list):
                return None
            found += part
        return found
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    found = []
    for part in filter(None, re.split(r"[,\s]+", re.sub(r"\s*-\s*", "-", str(value)))):
        match = _NUMBERS.fullmatch(part)
        if match is None:
            raise TextError(f"{part!r} is no {what}", f"write one like 4, a range like 1-3, or a list [1-3, {last}]")
        low, high = int(match[1]), int(match[2] or match[1])
        if high < low:
            raise TextError(f"the range {part} goes backwards", f"write {high}-{low}")
        found += range(low, high + 1)
    return found
