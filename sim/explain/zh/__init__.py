"""简体中文。与 ``sim.explain.catalogue`` 的模块一一对应。"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType

from sim.explain.catalogue import AREAS, FIELD_AREAS
from sim.explain.rule import FieldText, Language, Text
from sim.explain.zh.words import WORDS


def _in_chinese(areas: Iterable[ModuleType]) -> Iterator[ModuleType]:
    """The modules here that go by the names of those in the catalogue."""
    return (import_module(f"{__name__}.{area.__name__.rpartition('.')[2]}") for area in areas)


TEXTS: dict[str, Text] = {rule: text for area in _in_chinese(AREAS) for rule, text in area.TEXTS.items()}

FIELDS: dict[str, dict[str, FieldText]] = {
    layer: text for area in _in_chinese(FIELD_AREAS) for layer, text in area.FIELDS.items()
}

LANGUAGE = Language(TEXTS, WORDS, FIELDS, "")
