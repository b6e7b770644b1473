"""The files that tell a scenario in other languages, known by their names: ``dora.zh.yaml`` beside ``dora.yaml``."""

import os
from pathlib import Path

from sim.languages import ENGLISH, LANGUAGES

SUFFIXES = (".yaml", ".yml")
"""How the name of a scenario's file ends."""


_OTHERS = tuple(code for code in LANGUAGES if code != ENGLISH)
_ENDS = tuple(f".{code}{suffix}" for code in _OTHERS for suffix in SUFFIXES)


def others() -> tuple[str, ...]:
    """The languages that a scenario can be translated to."""
    return _OTHERS


def beside(path: str | Path, language: str) -> Path:
    """The file that has a scenario's prose in a language; whether there is one, it does not say."""
    scenario = Path(path)
    return scenario.with_name(f"{scenario.stem}.{language}{scenario.suffix}")


def is_translation(name: str) -> bool:
    """Whether a file translates a scenario, by its name."""
    return name.endswith(_ENDS) and os.path.basename(name) not in _ENDS


def translated_by(path: str | Path) -> Path | None:
    """The scenario that a file translates by its name; ``None`` for a file that is no translation."""
    if not is_translation(str(path)):
        return None
    file = Path(path)
    return file.with_name(f"{Path(file.stem).stem}{file.suffix}")
