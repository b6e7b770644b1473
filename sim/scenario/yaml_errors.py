"""What a YAML parser's complaint means to somebody who has never heard of tokens."""

import re
from typing import Any

_BLOCK = re.compile(r":\s+[|>][-+0-9]*\s*(?:#.*)?$")
"""A line whose text is to follow on the next ones."""
_Explained = tuple[int, int, str, str]


def explain(error: Any, text: str) -> _Explained:
    """Line and column (from 1), what is wrong and what would be right, for an error of libyaml or PyYAML."""
    mark = error.problem_mark or error.context_mark
    problem = f"{error.context or ''}: {error.problem or ''}"
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    where = error.context_mark or mark
    if 0 < where.line < len(lines) and "could not find" in problem and _BLOCK.search(lines[where.line - 1]):
        return _here(where, "this text stands no deeper than its key", "indent the text below '|' more than its key")
    for pattern, meaning in _MEANINGS:
        if re.search(pattern, problem):
            return meaning(error, mark, line)
    return (
        mark.line + 1,
        mark.column + 1,
        f"this is not YAML: {error.problem}",
        "look at the lines above, too",
    )


def _bad_start(_: Any, mark: Any, line: str) -> _Explained:
    character = line[mark.column : mark.column + 1]
    if character == "\t":
        return _here(mark, "a tab indents this line", "indent with spaces")
    return _here(mark, f"a value cannot begin with {character!r}", "put the text in quotes")


def _colon(_: Any, mark: Any, line: str) -> _Explained:
    before = line[: mark.column]
    if ": " in before or before.rstrip().endswith(":"):
        return _here(mark, "a second ': ' in one value", "put the text in quotes")
    hint = "give the line above no value, or this line the same indentation"
    return _here(mark, "a key is not expected here", hint)


def _key(_: Any, mark: Any, line: str) -> _Explained:
    if line[: mark.column].strip():
        hint = "put the whole text in quotes, or leave this out"
        return _here(mark, f"{line[mark.column :].strip()!r} follows a value that is complete", hint)
    if line[mark.column :].startswith(("- ", "-\n")):
        return _here(mark, "a list item is not expected here", "indent it as the items above it, or below its key")
    return _here(mark, f"this line is indented by {mark.column}, like none above it", "indent it like its neighbours")


def _item(_: Any, mark: Any, __: str) -> _Explained:
    return _here(mark, "an item of the list above is expected here", "begin it with '- ', or indent it less")


def _no_colon(error: Any, _: Any, __: str) -> _Explained:
    return _here(error.context_mark, "this line has no colon", "write 'key: value'")


def _flow(error: Any, mark: Any, line: str) -> _Explained:
    closing = "}" if "mapping" in error.context else "]"
    opening = "{" if closing == "}" else "["
    began = f"the {opening!r} of line {error.context_mark.line + 1}"
    if line[mark.column : mark.column + 1] == ":":
        return _here(
            mark,
            f"a colon is not expected here, within {began}",
            "close it, add a comma, or put text with ': ' in quotes",
        )
    return _here(mark, f"a comma or {closing!r} is expected here, within {began}", "add it")


def _quote(error: Any, _: Any, __: str) -> _Explained:
    return _here(error.context_mark, "this quote is never closed", "close it with the same quote")


def _dash(_: Any, mark: Any, __: str) -> _Explained:
    return _here(mark, "a list cannot begin after a key in the same line", "put its items on lines of their own")


def _content(_: Any, mark: Any, line: str) -> _Explained:
    character = line[mark.column : mark.column + 1]
    what = f"{character!r} is not" if character else "the end of the text is not"
    return _here(mark, f"{what} expected here", "a value is missing, or a bracket has no partner")


def _anchor(error: Any, _: Any, line: str) -> _Explained:
    column = error.context_mark.column
    sign = line[column : column + 1]
    return _here(error.context_mark, f"a value cannot begin with {sign!r}", "put the text in quotes")


def _escape(_: Any, mark: Any, __: str) -> _Explained:
    hint = "write \\\\ for a backslash, or use single quotes"
    return _here(mark, "this backslash begins no known escape", hint)


def _tag(_: Any, mark: Any, __: str) -> _Explained:
    return _here(mark, "a value cannot begin with '!'", "put the text in quotes")


def _block(error: Any, mark: Any, __: str) -> _Explained:
    if "tab" in error.problem:
        return _here(mark, "a tab indents this line", "indent with spaces")
    hint = "put the text on the next line, indented"
    return _here(error.context_mark, "'|' and '>' stand alone at the end of a line", hint)


def _document(_: Any, mark: Any, __: str) -> _Explained:
    return _here(mark, "a second document begins here", "one file holds one scenario")


def _directive(error: Any, mark: Any, __: str) -> _Explained:
    where = error.context_mark or mark
    return _here(where, "a line that begins with % is a directive, and none is of use here", "leave it out")


def _here(mark: Any, message: str, hint: str) -> _Explained:
    return mark.line + 1, mark.column + 1, message, hint


_MEANINGS = (
    (r"cannot start any token", _bad_start),
    (r"mapping values are not allowed", _colon),
    (r"block mapping: (did not find expected key|expected <block end>)", _key),
    (r"block collection: (did not find expected '-'|expected <block end>)", _item),
    (r"could not find expected ':'", _no_colon),
    (r"flow (mapping|sequence): (did not find )?expected ','", _flow),
    (r"quoted scalar: found unexpected (end of stream|document)", _quote),
    (r"sequence entries are not allowed", _dash),
    (r"node content", _content),
    (r"scanning an? (alias|anchor)", _anchor),
    (r"unknown escape", _escape),
    (r"tag handle|a tag:", _tag),
    (r"block scalar: ", _block),
    (r"directive|incompatible YAML", _directive),
    (r"expected '?<document start>", _document),
)
