"""What is typed for a program while it runs."""

from typing import NamedTuple


class TypedLine(NamedTuple):
    """A line that is typed at a time of the run (ns); without ``text`` the input ends then, as with Ctrl-D."""

    at: int
    text: str | None
