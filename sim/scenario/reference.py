"""The page ``docs/settings.md``: every setting that a scenario can make, from the settings of the features.

``python -m sim.scenario.reference > docs/settings.md`` writes it anew.
"""

import sys
from collections.abc import Iterable, Iterator
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from sim import registry
from sim.addresses import IPv4Address, MacAddress
from sim.quantities import spell_duration
from sim.scenario.fields import spell
from sim.scenario.settings import PROFILE, is_table
from sim.settings import (
    HOST,
    HUB,
    ROUTER,
    SWITCH,
    TIME,
    Field,
    Folder,
    LongText,
    Placed,
    Setting,
    Settings,
    fields_of,
    is_part,
)
from sim.words import listed

_HEAD = """\
# Settings

What hosts, routers and switches can be set up with in a [scenario](scenarios.md). What is left out has its default.
A time is written like `250ms`, `1.5s` or `2min`.

This page is made from the settings of the protocols: `python -m sim.scenario.reference > docs/settings.md`.
"""
_NAMES: dict[Any, str] = {
    IPv4Address: "IPv4 address",
    MacAddress: "MAC address",
    Folder: "name of a folder",
    Placed: "text",
    bool: "true or false",
    str: "name",
    int: "number",
}


def page() -> str:
    """The text of the page."""
    return "\n".join([_HEAD, *_own_keys(), *(line for each in registry.settings() for line in _protocol(each))])


def _own_keys() -> Iterator[str]:
    """The keys that stand beside the address of a device."""
    rows = []
    for settings in registry.settings():
        for field in settings.fields():
            kinds = [kind for kind in (HOST, ROUTER, SWITCH, HUB) if field in settings.fields_on(kind)]
            if kinds:
                top = settings.everywhere and field in settings.fields_on(*settings.kinds)
                rows.append((field, f"{listed(kinds, 'and')}{', top' if top else ''}"))
    yield "## Keys of a device"
    yield ""
    yield "They stand beside `host`, `router` or `switch`. Those for *top* can also stand at the top of the scenario:"
    yield "every device starts from them."
    yield ""
    yield "| key | of | value | default | meaning |"
    yield "|---|---|---|---|---|"
    for field, where in rows:
        yield _row(f"`{field.name}`", where, *_cells(field))
    yield ""
    told: list[Any] = []
    for field, _ in rows:
        yield from _part(field, told)


def _protocol(settings: Settings) -> Iterator[str]:
    """The keys that stand under that of a protocol."""
    fields = settings.fields_within()
    if not fields:
        return
    yield f"## `{settings.key}`"
    yield ""
    kinds = listed(settings.kinds, "and")
    yield f"{settings.sentence} Every {kinds} has these keys."
    if settings.everywhere:
        yield f"`{settings.key}` can also stand at the top of the scenario: every device starts from it."
    yield ""
    yield "| key | value | default | meaning |"
    yield "|---|---|---|---|"
    if settings.profiles is not None:
        yield _row(f"`{PROFILE}`", _words(settings.profiles.values), "", settings.profiles.sentence)
    for field in fields:
        yield _row(f"`{field.name}`", *_cells(field))
    yield ""
    told: list[Any] = []
    for field in fields:
        yield from _part(field, told)
    for name, values in settings.profiles.values.items() if settings.profiles else ():
        chosen = [field._replace(default=getattr(values, field.name)) for field in fields]
        changed = [f"`{now.name}: {_default(now)}`" for now, field in zip(chosen, fields, strict=True) if now != field]
        if changed:
            yield f"`{PROFILE}: {name}` starts from {listed(changed, 'and')}."
            yield ""


def _part(field: Field, told: list[Any]) -> Iterator[str]:
    """The keys of the parts that a field is made of, and of theirs, without those that were ``told`` before."""
    part = _part_of(field.type)
    if part is None or (field.name, part) in told:
        return
    told.append((field.name, part))
    yield f"Each of `{field.name}`:" if get_origin(field.type) is tuple else f"`{field.name}`:"
    yield ""
    yield "| key | value | default | meaning |"
    yield "|---|---|---|---|"
    for within in fields_of(part):
        yield _row(f"`{within.name}`", *_cells(within))
    yield ""
    for within in fields_of(part):
        yield from _part(within, told)


def _part_of(kind: Any) -> type[tuple[Any, ...]] | None:
    """The named tuple that a value, the items of a list, or the values of a table are; ``None`` where they are none."""
    if is_part(kind):
        return kind  # type: ignore[no-any-return]
    items = get_args(kind)
    within = get_args(items[0])[1:] if is_table(kind) else items
    return next((found for each in within if (found := _part_of(each)) is not None), None)


def _cells(field: Field) -> tuple[str, str, str]:
    """What can be written, what it is where nothing is written, and what it means."""
    return _value(field), _default(field), field.setting.sentence


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _value(field: Field) -> str:
    kind, setting = field.type, field.setting
    if setting.unit == TIME:
        return "time, or `false`" if setting.off else "time"
    if setting.choices or isinstance(field.default, Enum):
        return _words(setting.choices or (each.value for each in type(field.default)))
    if is_table(kind):
        key, value = map(_name, get_args(get_args(kind)[0]))
        return f"{{{key}: {value}}}"
    if LongText in (kind, *get_args(kind)):
        return "text, or `{file: name}`"
    if kind is int or int in get_args(kind):
        return f"{setting.unit or 'number'}{_range(setting)}"
    return f"list of {_name(get_args(kind)[0])}" if get_origin(kind) is tuple else _name(kind)


def _range(setting: Setting) -> str:
    if setting.at_most is None:
        return "" if setting.at_least is None else f", at least {setting.at_least}"
    return f", {setting.at_least or 0} to {setting.at_most}"


def _name(kind: Any) -> str:
    plain: Any = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if plain is not kind and get_args(kind)[1].choices:
        return _words(get_args(kind)[1].choices)
    if _part_of(plain) is not None:
        return "keys, see below"
    if LongText in (plain, *get_args(plain)):
        return "text, or `{file: name}`"
    if NoneType in get_args(plain):
        plain = next(each for each in get_args(plain) if each is not NoneType)
    if get_origin(plain) in (Union, UnionType):
        return " or ".join(map(_name, get_args(plain)))
    if issubclass(plain, Enum):
        return _words(each.value for each in plain)
    return _NAMES.get(plain) or plain.__name__


def _words(words: Iterable[str]) -> str:
    return listed([f"`{word}`" for word in words])


def _default(field: Field) -> str:
    if field.default is ...:
        return "has to be written"
    if field.default in ((), None):
        return ""
    if field.setting.unit == TIME:
        return spell_duration(field.default)
    if isinstance(field.default, tuple) and not hasattr(field.default, "_fields"):
        return ", ".join(map(str, field.default))
    return spell(field.default) if isinstance(field.default, bool) else str(field.default)


if __name__ == "__main__":
    sys.stdout.write(page())
