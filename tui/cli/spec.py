"""``hopscope --spec``: every command, option, form of edit and key, as JSON for other programs."""

import json
from argparse import SUPPRESS, Action, ArgumentParser
from collections.abc import Iterator
from typing import Any

from sim.branches.edit import FORMS
from tui.model.panes.help import key_groups
from tui.model.text.glyphs import glyphs
from tui.widgets.panes import panes


def spec(top: ArgumentParser) -> str:
    """The description of a command line and of the player's keys."""
    described = {
        "options": [_argument(each) for each in _arguments(top)],
        "commands": {
            name: {"about": command.description or "", "arguments": [_argument(each) for each in _arguments(command)]}
            for name, command in _commands(top)
        },
        "edits": list(FORMS),
        "keys": {
            title: [{"keys": keys, "does": does} for keys, does in group]
            for title, group in key_groups(glyphs(ascii_only=True), panes(()), "en").items()
        },
    }
    return json.dumps(described, ensure_ascii=False, indent=2)


def _commands(parser: ArgumentParser, before: str = "") -> Iterator[tuple[str, ArgumentParser]]:
    """All commands, those of a command behind its name: ``exam make``."""
    for each in parser._actions:
        for name, command in each.choices.items() if isinstance(each.choices, dict) else ():
            inner = list(_commands(command, f"{before}{name} "))
            yield from inner or ((f"{before}{name}", command),)


def _arguments(parser: ArgumentParser) -> list[Action]:
    return [
        each for each in parser._actions if each.dest not in ("help", SUPPRESS) and not isinstance(each.choices, dict)
    ]


def _argument(action: Action) -> dict[str, Any]:
    found: dict[str, Any] = {
        "names": list(action.option_strings) or [action.metavar or action.dest],
        "help": action.help,
    }
    if action.choices is not None:
        found["choices"] = list(action.choices)
    found["takes_value"] = action.nargs != 0
    found["is_required"] = action.required
    return found
