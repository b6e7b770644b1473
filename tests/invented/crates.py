"""Settings that are made of parts: for the tests of how scenarios write them."""

from typing import Annotated, Any, NamedTuple

from sim.addresses import IPv4Address
from sim.kernel import SECOND
from sim.settings import TIME, Conflict, LongText, LongTextError, Setting, Settings
from sim.words import TextError


def _crate(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    name, sign, owner = value.partition("@")
    if not sign:
        raise TextError(f"{value!r} has no owner", "write one like apples@10.0.0.1")
    return {"name": name, "owner": owner}


def _label(label: LongText) -> None:
    for number, line in enumerate(label.text.splitlines(), 1):
        if "!" in line:
            raise LongTextError(number, line.index("!") + 1, "a label has no '!'", "leave it out")


class Crate(NamedTuple):
    """A crate."""

    name: Annotated[str, Setting("What is in it.")]
    owner: Annotated[IPv4Address | None, Setting("Whose it is.")] = None
    lasts: Annotated[int | None, Setting("How long it keeps.", TIME, at_least=SECOND)] = None
    label: Annotated[LongText | None, Setting("What is written on it.", check=_label)] = None


class CrateSettings(NamedTuple):
    best: Annotated[Crate | None, Setting("The one to take first.", short=_crate)] = None
    crates: Annotated[tuple[Annotated[Crate, Setting(short=_crate)], ...], Setting("All others.")] = ()
    places: Annotated[tuple[tuple[str, Crate], ...], Setting("Those that stand somewhere.")] = ()


def _conflicts(values: CrateSettings) -> list[Conflict]:
    names = [crate.name for crate in values.crates]
    return [
        Conflict(("crates",), f"{name} is there twice", "leave one out", within=(index, "name"))
        for index, name in enumerate(names)
        if name in names[:index]
    ]


SETTINGS = Settings("store", CrateSettings, "A store.", conflicts=_conflicts)
