"""How a module of the surface comes to be."""

from types import ModuleType
from typing import Any


def module(name: str, **members: Any) -> ModuleType:
    """A module with these members."""
    made = ModuleType(name)
    vars(made).update(members)
    return made
