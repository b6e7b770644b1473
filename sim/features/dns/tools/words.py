"""Names and types as people type them in the commands."""

from collections.abc import Callable
from typing import Any, TypeVar

from sim.addresses import IPv4Address
from sim.command import CommandLine
from sim.features.dns import numbers
from sim.features.dns.name import Name
from sim.words import TextError


def read_name(line: CommandLine, word: str) -> Name:
    """The word that was read last as a name."""
    try:
        return Name.parse(word)
    except TextError as error:
        raise line.wrong(error.message, error.hint) from None


def read_type(line: CommandLine) -> int:
    """The next word as a type of record."""
    return type_of(line, line.next("a type of record"))


def type_of(line: CommandLine, word: str) -> int:
    """A part of the word that was read last as a type of record."""
    try:
        return numbers.type_number(word)
    except TextError as error:
        raise line.wrong(error.message, error.hint) from None


_Options = TypeVar("_Options", bound=tuple[Any, ...])


def read_options(
    line: CommandLine, options: _Options, option: Callable[[CommandLine, str, _Options], _Options], usage: str
) -> _Options:
    """Read ``[-OPTION …] NAME [SERVER]``, in any order; ``option`` reads an option, whose word has been read.

    The options are a named tuple with a ``name`` and a ``server``.
    """
    found: Any = options
    while line:
        word = line.peek()
        if word.startswith("-"):
            found = option(line, line.next(), found)
        elif not found.name:
            read_name(line, line.next())
            found = found._replace(name=word)
        elif found.server is None:
            found = found._replace(server=line.target())
        else:
            line.next()
            raise line.wrong(f"{word!r} is one word too many", usage)
    return found  # type: ignore[no-any-return]


def address_of(word: str) -> IPv4Address | None:
    """The address that a word is; ``None`` where it is a name."""
    try:
        return IPv4Address.parse(word)
    except ValueError:
        return None


def candidates(word: str, search: tuple[str, ...]) -> list[Name]:
    """The names that a word may stand for: one with a dot in it first as it is, one without first in each domain.

    A name that ends in a dot is only itself (``ndots:1`` of resolv.conf(5)).
    """
    name = Name.parse(word)
    if word.endswith("."):
        return [name]
    below = [found for domain in search if (found := _below(name, Name.parse(domain))) is not None]
    return [name, *below] if len(name.labels) > 1 else [*below, name]


def _below(name: Name, domain: Name) -> Name | None:
    try:
        return Name((*name.labels, *domain.labels))
    except ValueError:
        return None
