"""The problems of one scenario as they are found, each put to its place in the text."""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from sim import registry
from sim.ip.routes.planned import NO_ROUTE
from sim.scenario.document import Flaw, MappingNode, Node, ScalarNode, walk
from sim.scenario.problem import Problem, Severity
from sim.words import TextError, UnknownNameError, listed, suggestion

Path = Sequence[str | int]
_T = TypeVar("_T")

_OWN = {
    "duplicate-ip": "two interfaces have the same IP address",
    "duplicate-mac": "two interfaces have the same MAC address",
    "other-network": "an address is in another network than all others on its link",
    "other-mask": "an address has another mask than the others in its network",
    "overlapping-networks": "two interfaces of one device are in the same network",
    "gateway-off-link": "a gateway or next hop is not on the link",
    "no-gateway": "nobody on the link has the gateway's or next hop's address, or its owner does not forward",
    NO_ROUTE.name: NO_ROUTE.meaning,
    "native-mismatch": "frames without a tag are in different VLANs at the two ends of a cable",
    "half-aggregate": "ports work as one at one end of their cables alone",
    "vlan-missing": "a cable does not carry a VLAN that is at both of its ends",
    "wrong-vlan": "a device is in another VLAN than the network of its address",
    "no-such-server": "a device is to ask a server that no device is",
    "pool-overlap": "an address in a DHCP server's pool belongs to a device",
    "no-dhcp-server": "a device asks for its address where no server and no relay agent hears it",
    "two-default-routes": "a device has two equal default routes",
    "self-link": "a cable joins a device to itself",
    "unconnected": "a device has no link",
}


def allowances() -> dict[str, str]:
    """What a scenario may do on purpose, as ``allow`` names it, and what that is."""
    brought = (allowance for feature in registry.features() for allowance in feature.allowances)
    return _OWN | {allowance.name: allowance.meaning for allowance in brought}


_BLOCK = re.compile(r"(?:&\S+\s+)?\|")
"""How a text of several lines begins that is neither folded nor quoted."""

MOST = 100
"""Problems that are told one by one; whoever made more has made one mistake many times."""


class Report:
    """Collects problems. A path is the keys and indices that lead to a value, as far as the text spells them.

    ``broken`` has the names of what is in the text but could not be read, so that nobody calls it unknown. ``files``
    are the texts of the files that were looked for, by path; ``None`` where there was none.
    """

    def __init__(self, name: str, root: Node | None, text: str = "") -> None:
        self.name = name
        self.root = root
        self._lines = text.splitlines()
        self._errors: list[Problem] = []
        self._warnings: list[Problem] = []
        self._uncollected = 0
        self.broken: set[str] = set()
        self._kept: dict[str, list[int]] = {}
        self.files: dict[str, str | None] = {}
        self.allowed: set[str] = set()
        self.used: set[str] = set()
        self._unknown: dict[str, list[int]] = {}
        """The further lines that name what is not there, by the message."""

    @property
    def has_errors(self) -> bool:
        return bool(self._errors)

    @property
    def errors(self) -> list[Problem]:
        """The errors, as many as are told, and how many more there are."""
        return self._told(self._errors, [])

    @property
    def problems(self) -> list[Problem]:
        """The errors and, where these leave room, the warnings, and how many more there are."""
        return self._told(self._errors, self._warnings)

    def collect(self, problems: Iterable[Problem]) -> None:
        """Take over the errors of another text."""
        self._errors += problems

    def leave_out(self, errors: int) -> None:
        """Count errors that nobody needs to look at one by one."""
        self._uncollected += errors

    def error(self, path: Path, error: Exception, at_key: bool = False) -> None:
        """Report a value that could not be read; a :class:`~sim.words.TextError` says where in it."""
        if isinstance(error, UnknownNameError):
            if error.name in self.broken:
                return
            if error.message in self._unknown:
                self._unknown[error.message].append(self.place(path)[0])
                return
            self._unknown[error.message] = []
        if isinstance(error, TextError):
            self.wrong(path, error.message, error.hint, offset=error.offset, at_key=at_key)
        else:
            self.wrong(path, str(error), at_key=at_key)

    def wrong(self, path: Path, message: str, hint: str = "", *, offset: int = 0, at_key: bool = False) -> None:
        self._add(path, Severity.ERROR, message, hint, offset, at_key)

    def allows(self, allowance: str) -> bool:
        """Whether the scenario allows something, where that is of no use either way."""
        return self._is_allowed(allowance)

    def doubt(self, path: Path, allowance: str, message: str, hint: str, *, offset: int = 0) -> None:
        """Report what is legal and probably a mistake, unless the scenario allows it."""
        if not self._is_allowed(allowance):
            self._add(path, Severity.WARNING, message, _or_allow(hint, allowance), offset, False, allowance)

    def wrong_unless(self, allowance: str, path: Path, message: str, hint: str) -> None:
        """Report a mistake, unless the scenario makes it on purpose."""
        if not self._is_allowed(allowance):
            self._add(path, Severity.ERROR, message, _or_allow(hint, allowance), 0, False, allowance)

    def flaw(self, flaw: Flaw, name: str = "") -> None:
        """Report something wrong at a place of the text, or of another file."""
        self._errors.append(Problem(name or self.name, *flaw[:2], Severity.ERROR, *flaw[2:]))

    def doubt_flaw(self, flaw: Flaw, allowance: str, name: str = "") -> None:
        """Report what is probably a mistake at a place of the text, or of another file, unless it is allowed."""
        if not self._is_allowed(allowance):
            hint = _or_allow(flaw.hint, allowance)
            where = (name or self.name, flaw.line, flaw.column)
            self._warnings.append(Problem(*where, Severity.WARNING, flaw.message, hint, allowance))

    def flaw_within(self, path: Path, value: str, flaw: Flaw, allowance: str = "") -> None:
        """Report something wrong at a place within the text that stands at a path; a doubt, if it can be allowed."""
        line, column = self.place(path)
        block = self._lines[line - 1 :] if line else [""]
        if not _BLOCK.match(block[0], column - 1):
            if allowance:
                self.doubt(path, allowance, flaw.message, flaw.hint, offset=flaw.column - 1)
            else:
                self.wrong(path, flaw.message, flaw.hint, offset=flaw.column - 1)
            return
        indents = (len(row) - len(each) for row, each in zip(block[1:], value.splitlines(), strict=False) if each)
        flaw = flaw._replace(line=line + flaw.line, column=flaw.column + next(indents, 0))
        if allowance:
            self.doubt_flaw(flaw, allowance)
        else:
            self.flaw(flaw)

    def check_allowances(self, given: Sequence[str]) -> None:
        """Report words after ``allow`` that mean nothing or that nothing needs."""
        for index, word in enumerate(given):
            known = allowances()
            if word not in known:
                hint = suggestion(word, tuple(known))
                self.wrong(("allow", index), f"{word!r} cannot be allowed", hint)
            elif word not in self.used and not self.has_errors:
                message = f"nothing here needs allow: {word}"
                self._add(("allow", index), Severity.WARNING, message, "leave it out", 0, False)

    def keep(self, key: str, indices: list[int]) -> None:
        """Remember which items of the list under ``key`` could be read."""
        self._kept[key] = indices

    def items(self, key: str, values: Sequence[_T]) -> list[tuple[int, _T]]:
        """The values that could be read from the list under ``key``, with their indices in the text."""
        return list(zip(self._kept.get(key, range(len(values))), values, strict=True))

    def place(self, path: Path, offset: int = 0, at_key: bool = False) -> tuple[int, int]:
        """Line and column of the value at a path, of a character within it, or of its key; 0 where unknown."""
        if self.root is None:
            return 0, 0
        trail = [self.root, *(node for _, node in walk(self.root, path))]
        node = trail[-1]
        if at_key and len(trail) > 1 and isinstance(owner := trail[-2], MappingNode):
            node = owner.keys[str(path[len(trail) - 2])]
        elif isinstance(node, ScalarNode) and node.opening:
            return node.line, node.opening + offset
        return node.line, node.column

    def line_of(self, path: Path) -> int:
        """The line of the value at a path, to be named in reasons; 0 where nobody reads the text, which is one line."""
        return self.place(path)[0] if len(self._lines) > 1 else 0

    def _is_allowed(self, allowance: str) -> bool:
        self.used.add(allowance)
        return allowance in self.allowed

    def _add(
        self, path: Path, severity: Severity, message: str, hint: str, offset: int, at_key: bool, allowance: str = ""
    ) -> None:
        line, column = self.place(path, offset, at_key)
        name = self.name if line else ".".join(map(str, path)) or self.name
        problem = Problem(name, line, column, severity, message, hint, allowance)
        (self._errors if severity is Severity.ERROR else self._warnings).append(problem)

    def _told(self, errors: list[Problem], warnings: list[Problem]) -> list[Problem]:
        """In order of the text and without repetition; errors before warnings where not all can be told."""
        found = [*sorted({self._with_further_lines(error) for error in errors}), *sorted(set(warnings))]
        told = sorted(found[:MOST])
        more = len(found) - len(told) + self._uncollected
        if more:
            severity = Severity.ERROR if self.has_errors else Severity.WARNING
            message = f"{more} more {'problem is' if more == 1 else 'problems are'} not shown"
            told.append(Problem(self.name, 0, 0, severity, message, "mend these first"))
        return told

    def _with_further_lines(self, error: Problem) -> Problem:
        """A name that is not there is told once, with all lines that have it."""
        lines = sorted({line for line in self._unknown.get(error.message, ()) if line != error.line})
        if not lines:
            return error
        where = f"line {lines[0]} names" if len(lines) == 1 else f"lines {listed([*map(str, lines)], 'and')} name"
        return error._replace(message=f"{error.message}, which {where}, too")


def _or_allow(hint: str, allowance: str) -> str:
    return f"{hint}, or 'allow: {allowance}' if you mean it"
