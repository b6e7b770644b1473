"""The keys of a scenario for the settings of features: models made from the settings, and the values that they give.

Nothing here knows a protocol: the :class:`~sim.settings.Settings` of a feature say all that is needed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache, partial
from pathlib import Path as File
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, Strict, create_model
from pydantic import Field as ModelField

from sim import registry
from sim.addresses import InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.quantities import spell_duration
from sim.scenario.document import Flaw
from sim.scenario.fields import Cidr, Duration, Ip, Mac, Network, Part, Short, spell
from sim.scenario.files import files_in, read_beside
from sim.scenario.report import Path, Report
from sim.settings import (
    TIME,
    Field,
    Folder,
    LongText,
    LongTextError,
    NodeSettings,
    Placed,
    Setting,
    Settings,
    fields_of,
    is_part,
)
from sim.words import TextError, listed

PROFILE = "profile"
"""The key that chooses which values to start from."""

Interfaces = Mapping[str, tuple[InterfaceAddress, ...]]
_NO_INTERFACES: Interfaces = MappingProxyType({})

_READERS: dict[Any, Any] = {IPv4Address: Ip, MacAddress: Mac, InterfaceAddress: Cidr, Prefix: Network}
"""How a scenario writes what YAML has no type for."""

_Model = TypeVar("_Model", bound=Part)
_Fields = dict[str, Any]


def with_settings(model: type[_Model], *kinds: str) -> type[_Model]:
    """A model of a device that is of some kinds, with the keys of all features."""
    return _extended(model, [_keys(settings, (kind,)) for settings, kind in _of_kinds(kinds)], {})


@registry.remembered
def keys_of(kinds: tuple[str, ...], besides: tuple[str, ...] = ()) -> list[str]:
    """The keys that devices of some kinds have and those of the kinds ``besides`` have not."""
    found = [{*protocol, *own} for each, kind in _of_kinds(kinds) for protocol, own in [_keys(each, (kind,))]]
    others = {key for each, kind in _of_kinds(besides) for keys in _keys(each, (kind,)) for key in keys}
    return sorted(set().union(*found) - others)


def _of_kinds(kinds: Sequence[str]) -> Iterator[tuple[Settings, str]]:
    """The settings that a device of these kinds has, each with the first of the kinds that has it."""
    for settings in registry.settings():
        kind = next((kind for kind in kinds if kind in settings.kinds), None)
        if kind is not None:
            yield settings, kind


def with_common_settings(model: type[_Model], **more: Any) -> type[_Model]:
    """A model with the keys of the settings that all devices start from; ``more`` fields replace the model's own."""
    keys = [
        _keys(settings, settings.kinds, f"Every {listed(settings.kinds, 'and')} starts from this.")
        for settings in registry.settings()
        if settings.everywhere
    ]
    return _extended(model, keys, more)


def common_settings(model: Part, folder: File | None, report: Report) -> NodeSettings:
    """What a scenario says for all of its devices; its files are looked for in ``folder``."""
    chosen = [settings for settings in registry.settings() if settings.everywhere]
    start = NodeSettings()
    reading = _Reading(folder, report)
    return start.having(*(_values(each, each.kinds, start, model, (), reading) for each in chosen))


def settings_of(
    kinds: Sequence[str],
    model: Part,
    path: Path,
    start: NodeSettings,
    folder: File | None,
    report: Report,
    interfaces: Interfaces = _NO_INTERFACES,
) -> NodeSettings:
    """The settings of one device, whose text stands at ``path``; its files are looked for in ``folder``.

    ``interfaces`` are those of a device with an IP stack, with their addresses.
    """
    reading = _Reading(folder, report)
    given = (_values(each, (kind,), start, model, path, reading, interfaces) for each, kind in _of_kinds(kinds))
    return start.having(*given)


def _extended(model: type[_Model], groups: Sequence[tuple[_Fields, _Fields]], more: _Fields) -> type[_Model]:
    """A model with more keys, which come after those that it inherits and before its own.

    Those of protocols come first, then the others, both in the order of the alphabet.
    """
    keys: _Fields = {}
    for alike in zip(*groups, strict=True):
        for name, field in sorted((item for fields in alike for item in fields.items()), key=lambda item: item[0]):
            if name in keys or name in model.model_fields:
                raise ValueError(f"{model.__name__} has a key {name!r} already: a feature has to choose another")
            keys[name] = field
    inherited: Any = create_model(f"{model.__name__}Settings", __base__=model.__bases__[0], **keys)
    return create_model(model.__name__, __base__=(model, inherited), __doc__=model.__doc__, **more)


def _keys(settings: Settings, kinds: Sequence[str], remark: str = "") -> tuple[_Fields, _Fields]:
    """The key of a protocol, and the keys that stand among the device's own."""
    protocol: _Fields = {}
    if settings.key and settings.fields_within():
        kind: Any = _models()[settings.key]
        if settings.short is not None:
            kind = Annotated[kind, Short(settings.short, *({"type": each} for each in settings.short_types))]
        protocol[settings.key] = (kind, ModelField(default={}, description=remark or None))
    return protocol, {field.name: _field(field, remark) for field in settings.fields_on(*kinds)}


@registry.remembered
def _models() -> dict[str, type[Part]]:
    """The models of what stands under the keys of protocols."""
    return {settings.key: _model(settings) for settings in registry.settings() if settings.key}


class _LongTextModel(Part):
    """A text: here, or in a file beside the scenario."""

    text: str = ModelField(default="", description="The text.")
    file: str | None = ModelField(default=None, description="A file beside the scenario that has the text.")


@cache
def _part(kind: type[tuple[Any, ...]]) -> type[Part]:
    """The model of a part of a setting."""
    keys = {field.name: _field(field) for field in fields_of(kind)}
    return create_model(f"{kind.__name__}Model", __base__=Part, __doc__=kind.__doc__, **keys)  # type: ignore[call-overload, no-any-return]


def _model(settings: Settings) -> type[Part]:
    keys = {field.name: _field(field) for field in settings.fields_within()}
    if settings.profiles is not None:
        names = Literal[tuple(settings.profiles.values)] | None  # type: ignore[valid-type]
        keys = {PROFILE: (names, ModelField(default=None, description=settings.profiles.sentence)), **keys}
    name = f"{settings.values.__name__.removesuffix('Settings')}Model"
    return create_model(name, __base__=Part, __doc__=settings.sentence, **keys)  # type: ignore[call-overload, no-any-return]


def _field(field: Field, remark: str = "") -> tuple[Any, Any]:
    """A field of a model: its type, and what pydantic is to know of it."""
    setting = field.setting
    known: dict[str, Any] = {"description": f"{setting.sentence} {remark}".strip(), "default": field.default}
    if setting.unit == TIME and isinstance(field.default, int):
        known["json_schema_extra"] = {"default": spell_duration(field.default)}
    elif isinstance(field.default, tuple):
        known["default"] = {} if is_table(field.type) or hasattr(field.default, "_fields") else []
    return _type(field.type, setting), ModelField(**known)


def _type(kind: Any, setting: Setting) -> Any:
    """The type of a model's field for a type of the code."""
    kind_of_code = kind
    if get_origin(kind) is Annotated:
        return _type(*get_args(kind))
    if setting.unit == TIME and type(None) in get_args(kind):
        kind = Union[Annotated[Duration, AfterValidator(_bounded(setting))], None]  # noqa: UP007
    elif setting.unit == TIME:
        kind = Annotated[Duration, AfterValidator(_bounded(setting))]
    elif setting.choices:
        kind = Literal[setting.choices]
    elif is_table(kind):
        key, value = get_args(get_args(kind)[0])
        kind = dict[_type(key, Setting()), _type(value, Setting())]  # type: ignore[misc]
    elif get_origin(kind) is tuple:
        kind = list[_type(get_args(kind)[0], Setting())]  # type: ignore[misc]
    else:
        if get_origin(kind) in (Union, UnionType):
            kind = Union[tuple(_reader(each) for each in get_args(kind))]  # noqa: UP007 - of types found here
        kind = _reader(kind)
        if setting.at_least is not None or setting.at_most is not None:
            kind = Annotated[kind, ModelField(ge=setting.at_least, le=setting.at_most)]
    if setting.check is not None and LongText not in _plain(kind_of_code):
        kind = Annotated[kind, AfterValidator(setting.check)]
    if setting.off:
        kind = Annotated[kind, Short(_off, {"const": False})]
    if setting.short is not None:
        kind = Annotated[kind, Short(setting.short, *({"type": each} for each in setting.short_types))]
    return kind


def _reader(kind: Any) -> Any:
    """How a scenario writes a value of a type of the code."""
    if kind is Folder:
        return str
    if kind is Placed:
        return Annotated[str, AfterValidator(Placed)]
    if kind is LongText:
        return Annotated[_LongTextModel, Short(_long_text, {"type": "string"})]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Annotated[kind, Strict(strict=False)]  # a scenario writes the word
    return _part(kind) if is_part(kind) else _READERS.get(kind, kind)


def _long_text(value: Any) -> Any:
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, dict) and (others := [key for key in value if key not in _LongTextModel.model_fields]):
        raise TextError(f"{others[0]!r} cannot stand here: this is a text", "write it behind |, line by line")
    if isinstance(value, dict):
        return value
    raise TextError(f"{spell(value)} is no text", "write it behind |, or name a file: {file: …}")


def _plain(kind: Any) -> tuple[Any, ...]:
    """The types of a union, or the one type."""
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def is_table(kind: Any) -> bool:
    """Whether a type is a tuple of any number of pairs, which a scenario writes as keys with their values."""
    items = get_args(kind)
    return get_origin(kind) is tuple and get_origin(items[0]) is tuple and len(get_args(items[0])) == 2


def _bounded(setting: Setting) -> Callable[[int], int]:
    least, most = setting.at_least, setting.at_most

    def bounded(ns: int) -> int:
        if least is not None and ns < least:
            if ns == 0:
                raise TextError("0s is no time to wait", "write one like 1s or 250ms")
            raise TextError(f"{spell_duration(ns)} is too short", f"write at least {spell_duration(least)}")
        if most is not None and ns > most:
            raise TextError(f"{spell_duration(ns)} is too long", f"write at most {spell_duration(most)}")
        return ns

    return bounded


def _off(value: Any) -> Any:
    return "0s" if value is False else value


class _Reading:
    """Makes of what the models have read the values that the code has, and reads the files that they name."""

    def __init__(self, folder: File | None, report: Report) -> None:
        self._folder = folder
        self.report = report

    def value(self, value: Any, kind: Any, setting: Setting, path: Path) -> Any:
        """The value of a field of type ``kind``, which stands at a path of the text."""
        if get_origin(kind) is Annotated:
            kind, setting = get_args(kind)
        if isinstance(value, _LongTextModel):
            return self._long_text(value, setting, path)
        if isinstance(value, str) and Folder in _plain(kind):
            return Folder(value, files_in(value, path, self._folder, self.report))
        if isinstance(value, Part):
            return self._part(value, next(each for each in _plain(kind) if is_part(each)), path)
        if isinstance(value, dict):
            item = get_args(get_args(kind)[0])[1]
            return tuple((key, self._under(key, each, item, (*path, str(key)))) for key, each in value.items())
        if isinstance(value, list):
            item = get_args(kind)[0]
            return tuple(self.value(each, item, Setting(), (*path, index)) for index, each in enumerate(value))
        return value._replace(line=self.report.line_of(path)) if isinstance(value, Placed) else value

    def _under(self, key: Any, value: Any, kind: Any, path: Path) -> Any:
        """The value of a table under a key."""
        setting = get_args(kind)[1] if get_origin(kind) is Annotated else Setting()
        check = setting.check_under
        if check is not None:
            kind = Annotated[get_args(kind)[0], setting._replace(check=partial(check, key))]
        return self.value(value, kind, Setting(), path)

    def fields(self, model: Part, fields: Sequence[Field], path: Path) -> Iterator[tuple[str, Any]]:
        """The values of those fields that the text has."""
        for field in fields:
            if field.name in model.model_fields_set:
                place = (*path, field.name)
                yield field.name, self.value(getattr(model, field.name), field.type, field.setting, place)

    def _part(self, model: Part, kind: type[tuple[Any, ...]], path: Path) -> Any:
        return kind(**dict(self.fields(model, fields_of(kind), path)))

    def _long_text(self, model: _LongTextModel, setting: Setting, path: Path) -> LongText:
        found = LongText(model.text)
        name = self.report.name
        if model.file is not None:
            text, name = read_beside(model.file, (*path, "file"), self._folder, self.report) or ("", "")
            found = LongText(text, model.file)
        if setting.check is not None and name:
            try:
                for doubt in setting.check(found) or ():
                    self._flaw(Flaw(*doubt[:4]), found, name, path, doubt.allowance)
            except LongTextError as error:
                self._flaw(Flaw(error.line, error.column, error.message, error.hint), found, name, path)
            except TextError as error:
                self.report.error(path, error)
        return found

    def _flaw(self, flaw: Flaw, found: LongText, name: str, path: Path, allowance: str = "") -> None:
        if not found.file:
            self.report.flaw_within(path, found.text, flaw, allowance)
        elif allowance:
            self.report.doubt_flaw(flaw, allowance, name)
        else:
            self.report.flaw(flaw, name)


def _values(
    settings: Settings,
    kinds: Sequence[str],
    start: NodeSettings,
    model: Part,
    path: Path,
    reading: _Reading,
    interfaces: Interfaces = _NO_INTERFACES,
) -> tuple[Any, ...]:
    """The values of a protocol's settings: those that the text has, on top of what they start from."""
    values: Any = start.of(settings.values)
    given = dict(reading.fields(model, settings.fields_on(*kinds), path))
    places = {name: (*path, name) for name in given}
    if settings.key in model.model_fields_set:
        within: Part = getattr(model, settings.key)
        place = (*path, settings.key)
        own = dict(reading.fields(within, settings.fields_within(), place))
        places |= {name: (*place, name) for name in within.model_fields_set}
        profile = getattr(within, PROFILE) if settings.profiles else None
        if settings.profiles and profile is not None:
            values = settings.profiles.values[profile]
        given |= own
    if not places:
        return values  # type: ignore[no-any-return]
    tables = {field.name for field in settings.fields() if is_table(field.type)}
    values = values._replace(
        **{name: _joined(getattr(values, name), value) if name in tables else value for name, value in given.items()}
    )
    conflicts = [*settings.conflicts(values)] if settings.conflicts else []
    if settings.at_device and interfaces:
        conflicts += settings.at_device(values, interfaces)
    for conflict in conflicts:
        # What neither this text nor its profile says was inherited with the conflict, which was reported up there.
        found = next((places[name] for name in (*conflict.names, PROFILE) if name in places), None)
        if found is None:
            continue
        where = (*found, *conflict.within)
        if conflict.allowance:
            reading.report.doubt(where, conflict.allowance, conflict.message, conflict.hint)
        else:
            reading.report.wrong(where, conflict.message, conflict.hint)
    return values  # type: ignore[no-any-return]


def _joined(start: tuple[tuple[Any, Any], ...], value: tuple[tuple[Any, Any], ...]) -> tuple[tuple[Any, Any], ...]:
    """Keys with values join those that they start from."""
    return tuple((dict(start) | dict(value)).items())
