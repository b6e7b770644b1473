"""Somebody's text without the characters that would command a terminal, each shown as its escape.

A program may print what clears the screen, sets its title or turns the order of letters round; a scenario's title, a
file's name and an error's words may have it too. Everything that is shown goes through here, where it leaves the
program: what the command line writes, and each line that the player paints.
"""

import re

_SAFE = bytes((*b"\t\n", *range(32, 127)))
_COMMANDS = (
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but tabulator and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the order of letters round
    "\u2028\u2029"  # other ends of lines
    "\ufff9-\ufffb\ud800-\udfff"
    "]"
)


def harmless(text: str) -> str:
    """The text with visible escapes such as ``\\x1b`` and ``\\u202e``; line ends and tabulators stay."""
    if text.isascii():
        if not text.encode().translate(None, _SAFE):  # a tenth of the time that the pattern takes
            return text
    elif text.isprintable():
        return text
    return re.sub(_COMMANDS, _escape, text)  # compiled for the first text that needs it


def harmless_line(text: str) -> str:
    """The same for a text that is to stay on one line."""
    return text if text.isprintable() else harmless(text).replace("\t", "    ").replace("\n", "\\n")


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
