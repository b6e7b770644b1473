"""The command line of ``curl``."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sim.addresses import IPv4Address
from sim.command import CommandLine, Doubt, Planned
from sim.features.http import url as urls
from sim.ip.routes.planned import doubt_route
from sim.quantities import SECOND

USAGE = (
    "curl [-v] [-i] [-I] [-L] [-s] [-S] [-f] [-0] [--compressed] [-X METHOD] [-H FIELD] [-d DATA] [-A NAME] "
    "[-o FILE | -O] [-m SECONDS] [--connect-timeout SECONDS] [--max-redirs NUMBER] [-w FORMAT] URL ..."
)
_HINT = "curl: try 'curl --help' or 'curl --manual' for more information"


class CurlOptions(NamedTuple):
    """The command line. Times in ns, 0 for none; ``outputs`` are the files for the URLs, in order."""

    urls: tuple[str, ...] = ()
    verbose: bool = False
    include: bool = False
    head: bool = False
    follow: bool = False
    silent: bool = False
    show_error: bool = False
    fail: bool = False
    old_version: bool = False
    compressed: bool = False
    remote_name: bool = False
    method: str = ""
    user_agent: str = "curl/7.88.1"
    write_out: str = ""
    max_redirs: int = 50
    max_time: int = 0
    connect_timeout: int = 0
    headers: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


_FLAGS = {
    "-v": "verbose",
    "--verbose": "verbose",
    "-i": "include",
    "--include": "include",
    "-I": "head",
    "--head": "head",
    "-L": "follow",
    "--location": "follow",
    "-s": "silent",
    "--silent": "silent",
    "-S": "show_error",
    "--show-error": "show_error",
    "-f": "fail",
    "--fail": "fail",
    "-0": "old_version",
    "--http1.0": "old_version",
    "--http1.1": "",
    "-4": "",
    "--compressed": "compressed",
    "-O": "remote_name",
    "--remote-name": "remote_name",
}
"""What is there or not; "" for what changes nothing here."""


def _text(word: str) -> str:
    return word


def _seconds(word: str) -> int:
    whole, _, fraction = word.partition(".")
    if not (whole + fraction).isdecimal() or len(whole) > 6:
        raise ValueError(word)
    return int(whole or "0") * SECOND + int(fraction[:9].ljust(9, "0"))


def _number(word: str) -> int:
    if not word.isdecimal() or len(word) > 6:
        raise ValueError(word)
    return int(word)


_VALUES: dict[str, tuple[str, Callable[[str], str | int]]] = {
    "-X": ("method", _text),
    "--request": ("method", _text),
    "-A": ("user_agent", _text),
    "--user-agent": ("user_agent", _text),
    "-w": ("write_out", _text),
    "--write-out": ("write_out", _text),
    "--max-redirs": ("max_redirs", _number),
    "-m": ("max_time", _seconds),
    "--max-time": ("max_time", _seconds),
    "--connect-timeout": ("connect_timeout", _seconds),
    "-H": ("headers", _text),
    "--header": ("headers", _text),
    "-d": ("data", _text),
    "--data": ("data", _text),
    "--data-raw": ("data", _text),
    "-o": ("outputs", _text),
    "--output": ("outputs", _text),
    "--url": ("urls", _text),
}
_LISTS = frozenset({"headers", "data", "outputs", "urls"})


def parse(line: CommandLine) -> CurlOptions:
    """Read what follows ``curl``; raises ``TextError`` in curl's words."""
    found: dict[str, Any] = {}
    words = list(_split(line.rest()))
    while words:
        word = words.pop(0)
        if not word.startswith("-") or word == "-":
            found["urls"] = (*found.get("urls", ()), word)
        elif word in _FLAGS:
            if _FLAGS[word]:
                found[_FLAGS[word]] = True
        elif word in _VALUES:
            if not words:
                raise line.too_short(f"curl: option {word}: requires parameter", USAGE)
            name, value = _value(word, words.pop(0), line)
            found[name] = (*found.get(name, ()), value) if name in _LISTS else value
        else:
            raise line.too_short(f"curl: option {word}: is unknown", USAGE)
    if "urls" not in found:
        raise line.too_short(_HINT, USAGE)
    return CurlOptions(**found)


def _split(words: Iterable[str]) -> Iterable[str]:
    """Letters that stand together behind one dash, and a value right behind its letter, as words of their own."""
    is_value = False
    for word in words:
        if is_value or not word.startswith("-") or word.startswith("--") or len(word) == 2:
            is_value = not is_value and word in _VALUES
            yield word
            continue
        at = 1
        while at < len(word):
            letter = f"-{word[at]}"
            at += 1
            yield letter
            if letter in _VALUES and at < len(word):
                yield word[at:]
                break
            is_value = letter in _VALUES


def _value(word: str, text: str, line: CommandLine) -> tuple[str, str | int]:
    """The field that an option sets, and its value."""
    name, read = _VALUES[word]
    try:
        return name, read(text)
    except ValueError:
        raise line.too_short(f"curl: option {word}: expected a proper numerical parameter", USAGE) from None


def doubt(options: CurlOptions, planned: Planned) -> Iterable[Doubt]:
    """What a scenario should be doubted for: hosts that nobody knows, and those that no route leads to."""
    for text in options.urls:
        yield from doubt_url(text, planned)


def doubt_url(text: str, planned: Planned) -> Iterable[Doubt]:
    try:
        host = urls.parse(text).host
    except ValueError:
        return
    yield from (each._replace(word=text) for each in doubt_route(address_or_name(host), planned))


def address_or_name(host: str) -> IPv4Address | str:
    """The host of a URL: an address where it is written as one."""
    try:
        return IPv4Address.parse(host)
    except ValueError:
        return host
