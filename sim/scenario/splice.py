"""Changes of a YAML text that leave the rest of it alone: comments, order, quotes and forms stay as they were.

The parser's events tell where each value begins and ends. A change replaces, adds or takes away just these characters.
Each change is checked: the new text must give the old value with that change and nothing else.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from sim.scenario.document import LOADER, MappingNode, YamlError, compose, typed
from sim.words import TextError

Path = Sequence[str | int]
_INDENT = 2
_LAST = r"[A-Za-z0-9_./@%+-]"
_INNER = r"[A-Za-z0-9_./:@%+=-]"
_PLAIN = re.compile(rf"[A-Za-z0-9_./](?:{_INNER}*{_LAST})?(?: {_LAST}(?:{_INNER}*{_LAST})?)*")
"""What may stand without quotes wherever a value may stand."""


class _Extent:
    """A value of the text from ``start`` to ``end``; ``column`` is where its items or keys stand."""

    def __init__(self, start: int, end: int, column: int, is_flow: bool) -> None:
        self.start = start
        self.end = end
        self.column = column
        self.is_flow = is_flow
        self.children: dict[str | int, _Extent] = {}
        self.keys: dict[str, tuple[int, int]] = {}
        """Where each key of a mapping begins, and where its colon is."""
        self.is_within_flow = is_flow
        self.is_scalar = False
        self.is_list = False
        self.anchor: str | None = None
        self.alias: str | None = None


def put(text: str, path: Path, value: Any) -> str:
    """The text with a value at a path of keys and indices, in the place of another or new; raises ``TextError``."""
    text = _freed(text, path)
    root = _extents(text)
    found = _at(root, path)
    owner = _at(root, path[:-1])
    if found is not None and owner is not None:
        changed = _replaced(text, owner, path[-1], value)
    elif owner is None or owner.is_list or owner.is_scalar or not isinstance(path[-1], str):
        raise TextError(f"there is no {spelled(path)}", "name keys that the scenario has")
    else:
        changed = _with_key(text, owner, path[-1], value)
    return _checked(text, changed, path, lambda data: _set(data, path, value))


def add(text: str, path: Path, value: Any) -> str:
    """The text with one more item at the end of the list at a path, which is made where it is not there yet."""
    found = _at(_extents(text), path)
    if found is None:
        return put(text, path, [value])
    if not found.is_list:
        raise TextError(f"{spelled(path)} is no list", "name a list of the scenario")
    changed = _with_item(text, found, value)
    return _checked(text, changed, path, lambda data: _get(data, path).append(value))


def remove(text: str, path: Path) -> str:
    """The text without the key or item at a path; raises ``TextError`` where there is none."""
    text = _freed(text, path)
    root = _extents(text)
    found, owner = _at(root, path), _at(root, path[:-1])
    if found is None or owner is None:
        raise TextError(f"there is no {spelled(path)}", "name what the scenario has")
    changed = _without(text, owner, path[-1])

    def take_away(data: Any) -> None:
        del _get(data, path[:-1])[path[-1]]

    return _checked(text, changed, path, take_away)


def spelled(path: Path) -> str:
    """A path as people write it: ``nodes.pc1.host``."""
    return ".".join(str(step) if re.fullmatch(r"[^\s.\"=]+", str(step)) else json.dumps(str(step)) for step in path)


def written(value: Any) -> str:
    """A value on one line, as it may stand anywhere."""
    return _flow(value)


def opened(text: str, path: Path) -> str:
    """The text with an item of a block list that is written in braces in lines of its own instead."""
    root = _extents(text)
    found, owner = _at(root, path), _at(root, path[:-1])
    if found is None or owner is None or not (found.is_flow and owner.is_list) or owner.is_within_flow:
        return text
    rows = [
        f"{_flow(key)}: {text[child.start : child.end]}"
        for key, child in found.children.items()
        if isinstance(key, str)
    ]
    changed = text[: found.start] + f"\n{' ' * found.column}".join(rows) + text[found.end :]
    return _checked(text, changed, path, lambda data: None)


# Where values stand


class _Open(NamedTuple):
    extent: _Extent
    key: list[tuple[str, tuple[int, int]]]
    """The key whose value comes next, and where it begins."""


@lru_cache(4)
def _extents(text: str) -> _Extent:
    """Where the values of a text stand, from the outermost inwards. One change asks several times."""
    root: _Extent | None = None
    stack: list[_Open] = []
    event: Any
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = stack.pop().extent
            end: Any = event.end_mark if done.is_flow else event.start_mark
            done.end = end.index if done.is_flow else _content_end(text, done, end.index)
        elif isinstance(event, yaml.NodeEvent):
            extent = _extent_of(event, text)
            if stack:
                _put_within(stack[-1], extent, event, text)
            root = root or extent
            if not extent.is_scalar:
                stack.append(_Open(extent, []))
    if root is None:
        raise TextError("there is nothing in this text", "begin with a title and nodes")
    return root


def _extent_of(event: Any, text: str) -> _Extent:
    start, end = event.start_mark, event.end_mark
    extent = _Extent(start.index, end.index, start.column, bool(getattr(event, "flow_style", False)))
    extent.is_scalar = isinstance(event, yaml.ScalarEvent | yaml.AliasEvent)
    extent.is_list = isinstance(event, yaml.SequenceStartEvent)
    if isinstance(event, yaml.AliasEvent):
        extent.alias = event.anchor
    else:
        extent.anchor = event.anchor
    if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">"):
        header = text[extent.start : text.find("\n", extent.start)].partition("#")[0]
        # A line of the text that begins with # is no comment; with a + the blank lines behind it are text, too.
        written = text[extent.start : end.index]
        extent.end = extent.start + len(written.removesuffix("\n") if "+" in header else written.rstrip())
    return extent


def _put_within(opened: _Open, extent: _Extent, event: Any, text: str) -> None:
    """Put an extent into the list or mapping that it stands in, as a key or as a value."""
    owner, key = opened
    extent.is_within_flow = extent.is_flow or owner.is_within_flow
    if owner.is_list:
        owner.children[len(owner.children)] = extent
    elif key:
        word, at = key.pop()
        owner.children.setdefault(word, extent)
        owner.keys.setdefault(word, at)
    else:
        key.append((getattr(event, "value", ""), (extent.start, text.index(":", extent.end))))


def _content_end(text: str, block: _Extent, end: int) -> int:
    """The end of a block that ends before ``end``, without the blank lines and comments that come after it."""
    start, last = block.start, max((child.end for child in block.children.values()), default=block.start)
    while end > last:
        line = text.rfind("\n", start, end - 1 if text[end - 1 : end] == "\n" else end) + 1
        row = text[max(line, start) : end].strip()
        if row and not (row.startswith("#") and line > start):
            return start + len(text[start:end].rstrip()) if line <= start else line + len(text[line:end].rstrip())
        if line <= start:
            break
        end = line - 1
    return max(end, last)


def _at(root: _Extent, path: Path) -> _Extent | None:
    found: _Extent | None = root
    for step in path:
        found = None if found is None else found.children.get(step)
    return found


def _all(extent: _Extent, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], _Extent]]:
    """An extent and all within it, with their paths."""
    yield path, extent
    for step, child in extent.children.items():
        yield from _all(child, (*path, step))


def _freed(text: str, path: Path) -> str:
    """The text with the values that others take from a place written out at those others."""
    root = _extents(text)
    found = _at(root, path)
    names = {} if found is None else {each.anchor for _, each in _all(found) if each.anchor}
    if not names:
        return text
    data = _composed(text).value()
    for other, extent in reversed(list(_all(root))):
        if extent.alias in names and other[: len(path)] != tuple(path):
            owner = _at(root, other[:-1])
            assert owner is not None
            text = _replaced(text, owner, other[-1], _get(data, other))
    return text


# How they are changed


def _replaced(text: str, owner: _Extent, step: str | int, value: Any) -> str:
    found = owner.children[step]
    before, after = text[: found.start], text[found.end :]
    comment = after.split("\n", 1)[0]
    if isinstance(step, str) and not (found.is_scalar or found.is_flow):
        # A block in lines below its key: what is written stands behind the colon instead.
        colon = owner.keys[step][1] + 1
        before, between = f"{text[:colon]} ", text[colon : found.start]
        comment = between.split("\n", 1)[0].rstrip()
        after = f"{comment}{after}"
    if isinstance(value, str) and "\n" in value and not owner.is_within_flow:
        header, rows = _block(value, owner.column + _INDENT).split("\n", 1)
        # A comment behind the value stays on its line, and does not become a part of the text.
        return f"{before}{header}{comment}\n{rows}{after[len(comment) :]}"
    return f"{before}{_flow(value)}{after}"


def _with_key(text: str, owner: _Extent, key: str, value: Any) -> str:
    written = f"{_flow(key)}: {_flow(value)}"
    if owner.is_flow:
        return _with_flow_item(text, owner, written)
    return _with_line(text, owner, f"{' ' * owner.column}{_flow(key)}:{_styled(value, owner.column)}")


def _styled(value: Any, column: int) -> str:
    """A value behind its key in a block: lists of mappings and long texts stand in lines of their own."""
    if isinstance(value, str) and "\n" in value:
        return f" {_block(value, column + _INDENT)}"
    if isinstance(value, list) and value:
        return "".join(f"\n{' ' * (column + _INDENT)}- {_flow(item)}" for item in value)
    return f" {_flow(value)}"


def _with_item(text: str, owner: _Extent, value: Any) -> str:
    if owner.is_flow:
        return _with_flow_item(text, owner, _flow(value))
    return _with_line(text, owner, f"{' ' * owner.column}- {_flow(value)}")


def _with_line(text: str, owner: _Extent, line: str) -> str:
    before, after = text[: owner.end], text[owner.end :]
    # A comment behind the last value belongs to its line.
    rest = after.split("\n", 1)[0]
    return f"{before}{rest}\n{line}{after[len(rest) :] or chr(10)}"


def _with_flow_item(text: str, owner: _Extent, written: str) -> str:
    inside = text[owner.start + 1 : owner.end - 1]
    content = max((child.end for child in owner.children.values()), default=owner.start + 1)
    if not owner.children:
        return f"{text[: owner.start + 1]}{written}{text[owner.end - 1 :]}"
    tail = text[content : owner.end - 1]
    comma = "" if "," in tail else ","
    if "\n" in inside:
        line = text.rfind("\n", 0, content) + 1
        indent = len(text[line:]) - len(text[line:].lstrip(" "))
        place = content + (tail.index(",") + 1 if not comma else 0)
        rest = text[place:].split("\n", 1)[0] if "\n" in text[place : owner.end] else ""
        return f"{text[:place]}{comma}{rest}\n{' ' * indent}{written}{text[place + len(rest) :]}"
    return f"{text[:content]}, {written}{text[content + (tail.index(',') + 1 if not comma else 0) :]}"


def _without(text: str, owner: _Extent, step: str | int) -> str:
    child = owner.children[step]
    steps = list(owner.children)
    index = steps.index(step)
    start = owner.keys[step][0] if isinstance(step, str) else child.start
    if owner.is_flow:
        if index + 1 < len(steps):
            after = steps[index + 1]
            end = owner.keys[after][0] if isinstance(after, str) else owner.children[after].start
            return text[:start] + text[end:]
        before = owner.children[steps[index - 1]].end if index else owner.start + 1
        return text[:before] + text[child.end :]
    if len(steps) == 1:
        empty = "[]" if owner.is_list else "{}"
        return f"{text[: owner.start]}{empty}{text[owner.end :]}"
    line = text.rfind("\n", 0, start) + 1
    lead = text[line:start]
    end = text.find("\n", child.end)
    end = len(text) if end < 0 else end + 1
    if lead.strip(" -"):
        line = start
    elif lead.strip(" ") == "-" and isinstance(step, str):
        # The first key of an item: the next one stands behind the dash.
        after = owner.keys[str(steps[index + 1])][0]
        return text[:start] + text[after:]
    return text[:line] + text[end:]


# How values are written


def _flow(value: Any) -> str:
    """A value on one line, as it may stand anywhere."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_flow(key)}: {_flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and typed(value) == value:
        return value
    if isinstance(value, str) and '"' in value and "'" not in value and value.isprintable():
        return f"'{value}'"  # nothing in it needs an escape, so that a mistake in it keeps its column
    return json.dumps(value, ensure_ascii=False)


def _block(value: str, indent: int) -> str:
    """A text of several lines behind a bar."""
    chomping = "" if value.endswith("\n") and not value.endswith("\n\n") else "+" if value.endswith("\n") else "-"
    lines = value.split("\n")
    first = next((line for line in lines if line.strip()), "")
    hint = str(_INDENT) if first.startswith(" ") else ""
    rows = "\n".join(
        f"{' ' * indent}{line}" if line else "" for line in (lines[:-1] if value.endswith("\n") else lines)
    )
    return f"|{hint}{chomping}\n{rows}"


# The check


def _checked(before: str, after: str, path: Path, change: Any) -> str:
    wanted = _composed(before).value()
    change(wanted)
    try:
        found = _composed(after).value()
    except YamlError:
        found = None
    if found != wanted:
        raise TextError(f"{spelled(path)} cannot be changed where it stands", "change it in the file by hand")
    return after


@lru_cache(4)
def _composed(text: str) -> MappingNode:
    """The tree of a text. The next change mostly begins with a text of the last."""
    return compose(text)[0]


def _get(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _set(data: Any, path: Path, value: Any) -> None:
    _get(data, path[:-1])[path[-1]] = value
