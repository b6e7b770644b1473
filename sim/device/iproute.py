"""What the commands of iproute2's ``ip`` have in common: options in front of the object, words cut short, errors."""

from collections.abc import Mapping

from sim.command import CommandLine
from sim.words import TextError

LISTING = ("show", "list", "lst")
"""The words that ask to see, each of which may be cut short; none asks for the same."""

_OPTIONS: Mapping[str, str] = {
    "-4": "-4",
    "-br": "-br",
    "-brief": "-br",
    "-s": "-s",
    "-stats": "-s",
    "-statistics": "-s",
    "-d": "-d",
    "-details": "-d",
    "-o": "-o",
    "-oneline": "-o",
    "-c": "",
    "-color": "",
}
"""Options by their spellings; "" for one that changes nothing here."""


_OTHERS = {
    "-6": "IPv6 is not simulated yet: leave -6 out",
    "-j": "JSON is not printed here: leave -j out",
    "-json": "JSON is not printed here: leave -json out",
}
"""Options that change what is printed, and what is right in place of them."""


def options(line: CommandLine, *known: str) -> frozenset[str]:
    """The options between ``ip`` and its object; raises ``TextError`` for one that is not known here."""
    found = set()
    for word, offset in line.leading:
        option = _OPTIONS.get(word)
        if option is None:
            hint = _OTHERS.get(word) or _known(known)
            raise TextError(f'Option "{word}" is unknown, try "ip -help".', hint, offset)
        if option not in ("", "-4", *known):
            raise TextError(f"{line.text!r} does not show anything else with {word}", "leave it out", offset)
        found.add(option)
    line.leading.clear()
    return frozenset(found)


def _known(known: tuple[str, ...]) -> str:
    return f"the options here are {', '.join((*known, '-4'))}"


def asks_to_show(line: CommandLine) -> None:
    """Read the word that asks to see, if it is there."""
    word = line.peek()
    if word and any(each.startswith(word) for each in LISTING):
        line.next()


def garbage(line: CommandLine, word: str, usage: str) -> TextError:
    """What iproute2 says of a word that it does not expect."""
    return line.wrong(f'Error: either "to" is duplicate, or "{word}" is a garbage.', usage)
