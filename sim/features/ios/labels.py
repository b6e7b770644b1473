"""``hostname``, ``description``, ``line`` and ``do``: lines that change nothing that works."""

import re
from collections.abc import Iterator
from typing import Any

from sim.command import CommandLine
from sim.config_line import ANY, INTERFACE, ConfigLine, Subjects
from sim.features.ios import rules
from sim.features.ios.mode import DEVICES
from sim.features.ios.tables import OF_DEVICE, TABLE, LabelRow
from sim.shell import shell
from sim.shell.shell import Typed
from sim.why import Why
from sim.words import TextError

KEEPS_NAME = "% the prompt, the map and the scenario go on calling this device {}; 'show run' has 'hostname {}'"
_LINE = "config-line"
_HOSTNAME = re.compile(r"[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def hostname(device: Any) -> str:
    """What a device calls itself."""
    row = device.tables.get(TABLE, {}).get(OF_DEVICE)
    return device.name if row is None else row.text  # type: ignore[no-any-return]


def _parse_hostname(line: CommandLine, is_negated: bool) -> str:
    if is_negated:
        line.tail()
        return ""
    word = line.next("a name")
    if not _HOSTNAME.fullmatch(word):
        raise line.wrong(f"{word!r} is no name of a device", "write letters, digits and '-', beginning with a letter")
    return word


def _parse_description(line: CommandLine, is_negated: bool) -> str:
    text, _ = line.tail()
    if not text.strip() and not is_negated:
        raise line.too_short("'description' ends too early", "a text comes next")
    return "" if is_negated else text.strip()


def _label(device: Any, of: str, text: str, cause: int) -> str:
    device.tables.setdefault(TABLE, {})
    why = Why(rules.LABELLED)
    if text:
        device.put(TABLE, of, LabelRow(text), why, cause)
    else:
        device.remove(TABLE, of, why, cause)
    return ""


def _name(device: Any, text: str, cause: int) -> str:
    """Commands and the other lines of the scenario know the device by its own name, so that stays."""
    _label(device, OF_DEVICE, text, cause)
    return KEEPS_NAME.format(device.name, text) if text and text.lower() != device.name.lower() else ""


def _shown_description(device: Any, of: str) -> Iterator[str]:
    row = device.tables.get(TABLE, {}).get(of)
    if row is not None:
        yield f"description {row.text}"


def _parse_do(line: CommandLine, _: bool) -> Typed:
    text, start = line.tail()
    try:
        return shell.parse(text)
    except TextError as error:
        raise TextError(error.message, error.hint, start + error.offset) from None


def _do(device: Any, _: str, typed: Typed, __: bool, cause: int) -> str:
    if typed.command.kinds.isdisjoint(device.kinds):
        return f"% Invalid input detected: a {device.kinds[0]} does not know the command '{typed.text}'"
    shell.carry_out(device, typed, cause)
    return ""


def _parse_line(line: CommandLine, _: bool) -> Subjects:
    """The number of a line, or the first and the last of several."""
    line.word("console", "vty", "aux")
    line.integer(0, 99)
    if line:
        line.integer(0, 99)
    return ("",)


LINES: tuple[ConfigLine[Any, Any], ...] = (
    ConfigLine(
        "hostname",
        "hostname NAME",
        "what the device calls itself",
        DEVICES,
        _parse_hostname,
        lambda device, _, text, __, cause: _name(device, text, cause),
    ),
    ConfigLine(
        "description",
        "description TEXT",
        "what the interface is for",
        DEVICES,
        _parse_description,
        lambda device, of, text, _, cause: _label(device, of, text, cause),
        mode=INTERFACE,
        shown=_shown_description,
    ),
    ConfigLine(
        "line",
        "line console|vty|aux N [N]",
        "opens a mode whose lines change nothing: nobody logs in to a device here",
        DEVICES,
        _parse_line,
        lambda *_: "",
        opens=_LINE,
    ),
    ConfigLine(
        "do",
        "do COMMAND",
        "a command that is no configuration, such as `do show vlan`",
        DEVICES,
        _parse_do,
        _do,
        mode=ANY,
        takes_no=False,
    ),
)
