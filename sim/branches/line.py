"""A run in one line of text: ``hop:arp-on-one-switch?edit=…&at=52&sum=…`` restores scenario, seed, edits and cursor.

The line has a URL's shape and quoting (RFC 3986 2.1), so that it goes through chats and mails. A bundled scenario is
named; any other one is in the line itself, compressed. ``sum`` tells a line that was cut or changed.
"""

import base64
import zlib
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote

from sim.branches.edit import EditError, edited
from sim.scenario import cache
from sim.scenario.library import bundled, bundled_program, is_bundled, name_of
from sim.scenario.load import load_text
from sim.scenario.plan import Scenario
from sim.words import TextError, listed

SCHEME = "hop:"
_TEXT = "text"
_WHOLE = "copy all of it, from hop: to the sum at its end"
_FRAME = "│|"
_MOST_OCTETS = 2**20
"""Of a scenario's text in a line, when it is written out."""


class Restored(NamedTuple):
    """What a line stands for: a scenario with its edits, a seed, the cursor's position (-1 for the start).

    ``edits`` are those upon a bundled scenario, which is ``plain``; of any other one the line has the text. It has no
    ``plain`` one either where the edits bring programs, which are nobody's before they are trusted.
    """

    scenario: Scenario
    seed: int | None
    position: int
    edits: tuple[str, ...] = ()
    plain: Scenario | None = None


def line_of(scenario: Scenario, edits: tuple[str, ...], seed: int | None, position: int) -> str:
    """The line for a scenario, a seed and a position; ``edits`` are those that made the scenario of the one opened.

    Raises ``TextError`` for a scenario that needs files beside it, which no line can have.
    """
    name = _bundled_name(scenario)
    parts: list[tuple[str, str]] = []
    if not name:
        beside = [Path(each).name for each, text in scenario.files.items() if text is not None and not is_bundled(each)]
        if beside:
            message = f"this scenario has files beside it: {listed(beside, 'and')}"
            raise TextError(message, "save it as a scenario there")
        packed = base64.urlsafe_b64encode(zlib.compress(scenario.text.encode(), 9)).decode().rstrip("=")
        parts.append((_TEXT, packed))
    parts += [] if seed is None else [("seed", str(seed))]
    parts += [("edit", edit) for edit in edits] if name else []
    parts += [("at", str(position))] if position >= 0 else []
    query = "&".join(f"{key}={_quoted(value)}" for key, value in parts)
    return _summed(f"{SCHEME}{quote(name, safe='/')}{'?' if query else ''}{query}")


def read_line(text: str) -> Restored:
    """What a line stands for; raises ``TextError`` for a line that is not whole, and what loading a scenario raises."""
    line = "".join(sign for sign in text if not _is_around(sign))
    try:
        return _read(line)
    except TextError as error:
        places = [index for index, sign in enumerate(text) if not _is_around(sign)]
        error.offset = places[error.offset] if error.offset < len(places) else len(text.rstrip())
        raise


def _is_around(sign: str) -> bool:
    """Whether a sign comes from around a line: a mail broke it, or it was copied with the frame of the player."""
    return sign.isspace() or sign in _FRAME


def _read(line: str) -> Restored:
    if not line.startswith(SCHEME):
        raise TextError("this is no line of hopscope", _WHOLE)
    body, sign, _ = line.rpartition("&sum=")
    if not sign:
        body, sign, _ = line.rpartition("?sum=")
    if not sign:
        raise TextError("this line has no sum at its end", _WHOLE, len(line))
    if _summed(body) != line:
        raise TextError("this line is not whole, or was changed", _WHOLE, len(body) + len(sign))
    name, _, query = body.removeprefix(SCHEME).partition("?")
    found = parse_qsl(query, keep_blank_values=True)
    given = dict(found)
    seed = int(given["seed"]) if given.get("seed", "").isdigit() else None
    plain = _named(unquote(name)) if name else load_text(_unpacked(given.get(_TEXT, "")), f"{SCHEME}{_TEXT}")
    edits = tuple(value for key, value in found if key == "edit")
    try:
        scenario = edited_elsewhere(plain, edits)
    except EditError as error:
        at = line.find(_quoted(error.edit)) + len(_quoted(error.edit[: error.offset]))
        raise TextError(f"in the edit {error.edit!r}: {error.message}", error.hint, max(0, at)) from None
    position = int(given["at"]) if given.get("at", "").isdigit() else -1
    is_ours = bool(name and edits) and scenario.path == plain.path
    return Restored(scenario, seed, position, edits if name else (), plain if is_ours else None)


def edited_elsewhere(plain: Scenario, edits: tuple[str, ...]) -> Scenario:
    """A scenario with edits from elsewhere; raises ``EditError``. Code that they bring is not hopscope's own."""
    scenario, name = edited(plain, edits), _bundled_name(plain)
    if name and scenario.sources != plain.sources:
        return scenario._replace(path=SCHEME + name, folder=None)
    return scenario


def strange_programs(scenario: Scenario) -> tuple[str, ...]:
    """The programs of a scenario, such as one that a line brought, whose texts are none of hopscope's own."""
    name = scenario.path.removeprefix(SCHEME)
    own = cache.load(bundled()[name]).sources if scenario.path.startswith(SCHEME) and name in bundled() else {}
    return tuple(file for file, text in scenario.sources.items() if text not in (own.get(file), bundled_program(file)))


def _named(name: str) -> Scenario:
    files = bundled()
    if name not in files:
        raise TextError(f"there is no bundled scenario {name!r}", "'hopscope list' tells their names", len(SCHEME))
    return cache.load(files[name])


def _bundled_name(scenario: Scenario) -> str:
    name = name_of(scenario.path)
    return "" if name == scenario.path else name


def _quoted(value: str) -> str:
    return quote(value, safe="")


def _summed(body: str) -> str:
    return f"{body}{'&' if '?' in body else '?'}sum={zlib.crc32(body.encode()):08x}"


def _unpacked(packed: str) -> str:
    try:
        octets = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        reader = zlib.decompressobj()
        text = reader.decompress(octets, _MOST_OCTETS)
        if reader.unconsumed_tail:
            raise TextError("the scenario in this line is too long", "save it as a file")
        return text.decode()
    except (ValueError, zlib.error):
        raise TextError("the scenario in this line cannot be read", "copy the whole line again") from None
