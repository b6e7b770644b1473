"""The keys of a scenario for the settings of features: models made from the settings, and the values that they give.

Nothing here knows a protocol: the :class:`~sim.settings.Settings` of a feature say all that is needed.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, create_model
from pydantic import Field as ModelField

from sim import registry
from sim.addresses import InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.quantities import spell_duration
from sim.scenario.fields import Cidr, Duration, Ip, Mac, Network, Part, Short
from sim.scenario.report import Path, Report
from sim.settings import TIME, Field, NodeSettings, Setting, Settings
from sim.words import TextError, listed

PROFILE = "profile"
"""The key that chooses which values to start from."""

_READERS: dict[Any, Any] = {IPv4Address: Ip, MacAddress: Mac, InterfaceAddress: Cidr, Prefix: Network}
"""How a scenario writes what YAML has no type for."""

_Model = TypeVar("_Model", bound=Part)
_Fields = dict[str, Any]


def with_settings(model: type[_Model], kind: str) -> type[_Model]:
    """A model of a kind of device with the keys of all features."""
    groups = [_keys(settings, (kind,)) for settings in registry.settings() if kind in settings.kinds]
    return _extended(model, groups, {})


def with_common_settings(model: type[_Model], **more: Any) -> type[_Model]:
    """A model with the keys of the settings that all devices start from; ``more`` fields replace the model's own."""
    keys = [
        _keys(settings, settings.kinds, f"Every {listed(settings.kinds, 'and')} starts from this.")
        for settings in registry.settings()
        if settings.everywhere
    ]
    return _extended(model, keys, more)


def common_settings(model: Part, report: Report) -> NodeSettings:
    """What a scenario says for all of its devices."""
    chosen = [settings for settings in registry.settings() if settings.everywhere]
    start = NodeSettings()
    return start.having(*(_values(each, each.kinds, start, model, (), report) for each in chosen))


def settings_of(kind: str, model: Part, path: Path, start: NodeSettings, report: Report) -> NodeSettings:
    """The settings of one device, whose text stands at ``path``."""
    chosen = [settings for settings in registry.settings() if kind in settings.kinds]
    return start.having(*(_values(each, (kind,), start, model, path, report) for each in chosen))


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
        protocol[settings.key] = (_models()[settings.key], ModelField(default={}, description=remark or None))
    return protocol, {field.name: _field(field, remark) for field in settings.fields_on(*kinds)}


@registry.remembered
def _models() -> dict[str, type[Part]]:
    """The models of what stands under the keys of protocols."""
    return {settings.key: _model(settings) for settings in registry.settings() if settings.key}


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
    if setting.unit == TIME:
        known["json_schema_extra"] = {"default": spell_duration(field.default)}
    elif isinstance(field.default, Enum):
        known["strict"] = False
    elif isinstance(field.default, tuple):
        known["default"] = {} if is_table(field.type) else []
    return _type(field.type, setting), ModelField(**known)


def _type(kind: Any, setting: Setting) -> Any:
    """The type of a model's field for a type of the code."""
    if get_origin(kind) is Annotated:
        return _type(*get_args(kind))
    if setting.unit == TIME:
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
            kind = Union[tuple(_READERS.get(each, each) for each in get_args(kind))]  # noqa: UP007 - of types found here
        kind = _READERS.get(kind, kind)
        if setting.at_least is not None or setting.at_most is not None:
            kind = Annotated[kind, ModelField(ge=setting.at_least, le=setting.at_most)]
    if setting.check is not None:
        kind = Annotated[kind, AfterValidator(setting.check)]
    if setting.off:
        kind = Annotated[kind, Short(_off, {"const": False})]
    return kind


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


def _values(
    settings: Settings, kinds: Sequence[str], start: NodeSettings, model: Part, path: Path, report: Report
) -> tuple[Any, ...]:
    """The values of a protocol's settings: those that the text has, on top of what they start from."""
    values: Any = start.of(settings.values)
    names = {field.name for field in settings.fields_on(*kinds)} & model.model_fields_set
    given = {name: getattr(model, name) for name in names}
    places = {name: (*path, name) for name in names}
    if settings.key in model.model_fields_set:
        within: Part = getattr(model, settings.key)
        own = {name: getattr(within, name) for name in within.model_fields_set}
        places |= {name: (*path, settings.key, name) for name in own}
        profile = own.pop(PROFILE, None) if settings.profiles else None
        if settings.profiles and profile is not None:
            values = settings.profiles.values[profile]
        given |= own
    values = values._replace(**{name: _kept(value, getattr(values, name)) for name, value in given.items()})
    for conflict in settings.conflicts(values) if settings.conflicts and places else ():
        # What neither this text nor its profile says was inherited with the conflict, which was reported up there.
        place = next((places[name] for name in (*conflict.names, PROFILE) if name in places), None)
        if place is not None:
            report.wrong(place, conflict.message, conflict.hint)
    return values  # type: ignore[no-any-return]


def _kept(value: Any, start: Any) -> Any:
    """A value as the code has it; keys with values join those that they start from."""
    if isinstance(value, dict):
        return tuple((dict(start) | value).items())
    return tuple(value) if isinstance(value, list) else value
