"""Sentences on what the calls of programs come to.

::

    sentence = NODE's CALL [never] OUTCOME [HOW OFTEN] {after TIME | before TIME}
    OUTCOME  = raises [EXCEPTION] | returns [VALUE] | blocks
    HOW OFTEN = once | NUMBER times | at least NUMBER times | at most NUMBER times
"""

import builtins
import re
from collections import Counter
from collections.abc import Iterator

from sim.patterns.pattern import Names
from sim.patterns.syntax import PatternReader, Token, no_node
from sim.programs.rows import THREADS, ThreadRow
from sim.scenario.failed_programs import failed_programs
from sim.scenario.plan import Calls
from sim.scenario.states import is_between
from sim.trace.records import Change, Kind
from sim.trace.trace import Trace
from sim.words import TextError, listed, nearest, suggestion

VERBS = {"raises": Kind.CALL_RAISED, "returns": Kind.CALL_RETURNED, "blocks": Kind.CALL_BLOCKED}
CALLS = (
    "accept", "acquire", "bind", "close", "connect", "connect_ex", "epoll", "fileno", "getaddrinfo", "gethostbyaddr",
    "gethostbyname", "getnameinfo", "getsockopt", "input", "listen", "modify", "pipe", "poll", "read", "recv",
    "recv_into", "recvfrom", "recvfrom_into", "recvmsg", "recvmsg_into", "register", "select", "send", "sendall",
    "sendfile", "sendmsg", "sendto", "setsockopt", "shutdown", "sleep", "socket", "socketpair", "start_new_thread",
    "unregister", "write",
)  # fmt: skip
"""The calls that records show, by the names that programs have for them."""
_OWNER = re.compile(r"""\s*(?P<quote>"?)(?P<node>[^\s"]+)(?P=quote)['’]s(?=\s|$)""")
_VALUE = re.compile(r"""b?'(?:[^'\\]|\\.)*'|b?"(?:[^"\\]|\\.)*"|\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^]]*\]|\S+""")
_OFTEN = re.compile(r"once\b|(?:at\s+(?P<bound>least|most)\s+)?(?P<number>\d{1,9})\s+times?\b", re.IGNORECASE)
_END = re.compile(r"(?:after|before)\s|$", re.IGNORECASE)
_EXCEPTIONS = {
    name: each for name, each in vars(builtins).items() if isinstance(each, type) and issubclass(each, Exception)
}
_OF_SOCKET = {"gaierror": OSError, "herror": OSError}
"""Exceptions of the module socket, with their base class."""
_MOST_NAMED = 8


def owner_of(text: str) -> str | None:
    """The node whose call a sentence is about, where it begins as ``client's``."""
    found = _OWNER.match(text)
    return found["node"] if found else None


def read_call(text: str, names: Names, place: tuple[int, int] = (0, 0)) -> Calls:
    """Read a sentence of which :func:`owner_of` knows the node; raises ``TextError``."""
    owner = _OWNER.match(text)
    assert owner is not None
    node = owner["node"]
    if node not in names.nodes:
        raise no_node(node, tuple(names.nodes), owner.start("node"))
    reader = PatternReader(text, names)
    reader.next("a node")
    call = reader.next("a call such as recv")
    _check_name(call)
    never = reader.take(("never",)) is not None
    verb = reader.next("a verb such as raises")
    if verb.text.lower() not in VERBS:
        hint = suggestion(verb.text, tuple(VERBS))
        raise TextError(f"{verb.text!r} is not a verb for a call", hint, verb.offset)
    kind = VERBS[verb.text.lower()]
    at = behind(text, verb.offset + len(verb.text))
    value = ""
    if kind is not Kind.CALL_BLOCKED and not (_OFTEN.match(text, at) or _END.match(text, at)):
        value = _value(text, at, kind)
        at = behind(text, at + len(value))
    least, most = 1, None
    count = often(text, at)
    if count is not None:
        least, most = bounds(count)
        at = count.end()
    reader.skip_to(at)
    times = reader.clauses(("after", "before"))
    if never:
        least, most = 0, 0
    return Calls(*place, text, node, call.text.removesuffix("()"), kind, value, least, most, **times)


def _check_name(call: Token) -> None:
    name = call.text.removesuffix("()")
    near = [] if name in CALLS else [each for each in nearest(name, CALLS) if abs(len(each) - len(name)) < 2]
    if near:
        raise TextError(f"no program calls {name!r}", f"did you mean {listed(near)}?", call.offset)


def often(text: str, at: int) -> re.Match[str] | None:
    """Where a sentence says how often: ``once``, ``3 times``, ``at least 3 times``."""
    return _OFTEN.match(text, at)


def behind(text: str, at: int) -> int:
    """Where the next word begins."""
    return at + len(text[at:]) - len(text[at:].lstrip())


def _value(text: str, at: int, kind: Kind) -> str:
    found = _VALUE.match(text, at)
    assert found is not None
    value = found.group()
    if kind is Kind.CALL_RAISED and value not in _EXCEPTIONS and value not in _OF_SOCKET:
        near = nearest(value, [*_EXCEPTIONS, *_OF_SOCKET])
        hint = f"did you mean {listed(near)}?" if near else "write one such as ConnectionRefusedError"
        raise TextError(f"there is no exception {value!r}", hint, at)
    return value


def bounds(count: re.Match[str]) -> tuple[int, int | None]:
    """The least and the most that :func:`often` has found, ``None`` for any number."""
    number = int(count["number"] or 1)
    bound = (count["bound"] or "").lower()
    return (number, None) if bound == "least" else (0 if bound == "most" else number, number)


def missing_call(says: Calls, trace: Trace) -> str:
    """What happens instead, or "" where it is as the sentence says."""
    found = list(matching_calls(says, trace))
    if len(found) >= says.at_least and (says.at_most is None or len(found) <= says.at_most):
        return ""
    if found:
        row = trace.what[found[0]].after  # type: ignore[union-attr]  # the records of calls are about rows
        times = "once, in" if len(found) == 1 else f"{len(found)} times, first in"
        return f"it does {times} {row.file} line {row.line}"
    outcomes = Counter(
        f"{row.call} {row.phase} {row.result}".rstrip()
        for _, row in _calls(trace, says.node, tuple(VERBS.values()))
        if _name(row) == says.call
    )
    if outcomes:
        return ", ".join(each if count == 1 else f"{each}, {count} times" for each, count in outcomes.most_common(3))
    called = dict.fromkeys(_name(row) for _, row in _calls(trace, says.node, (Kind.CALL_ENTERED,)))
    calls = [f"its programs call {listed(tuple(called), 'and', _MOST_NAMED)}"] if called else []
    failed = [each.told() for each in failed_programs(trace) if each.node == says.node]
    return "; ".join([*calls, *failed]) or "it runs no program"


def nearest_call(says: Calls, trace: Trace) -> int | None:
    """The record of a call of this name that came to something else; else the last that a program's call raised.

    What came of calls behind the time that is asked for is not looked at.
    """
    ends = [
        (n, row)
        for n, row in _calls(trace, says.node, tuple(VERBS.values()))
        if is_between(trace.at[n], None, says.before)
    ]
    named = [n for n, row in ends if _name(row) == says.call and not _is_it(says, trace.at[n], row)]
    raised = [n for n, _ in ends if trace.kind[n] == Kind.CALL_RAISED]
    return named[-1] if named else raised[-1] if raised else None


def matching_calls(says: Calls, trace: Trace) -> Iterator[int]:
    """The records that show it."""
    return (n for n, row in _calls(trace, says.node, (says.kind,)) if _is_it(says, trace.at[n], row))


def _calls(trace: Trace, node: str, kinds: tuple[Kind, ...]) -> Iterator[tuple[int, ThreadRow]]:
    for n, kind in enumerate(trace.kind):
        if kind in kinds and trace.spots[trace.spot[n]].node == node:
            change = trace.what[n]
            if isinstance(change, Change) and change.table == THREADS:
                yield n, change.after


def _name(row: ThreadRow) -> str:
    return row.call.partition("(")[0].rpartition(".")[2]


def _is_it(says: Calls, at: int, row: ThreadRow) -> bool:
    if _name(row) != says.call or not is_between(at, says.after, says.before):
        return False
    if says.kind is Kind.CALL_RAISED and says.value:
        return _inherits(row.result.partition(":")[0], says.value)
    return says.value in ("", row.result)


def _inherits(name: str, base: str) -> bool:
    """Whether an exception is of a class, by their names."""
    if name == base:
        return True
    of, wanted = {**_EXCEPTIONS, **_OF_SOCKET}.get(name), _EXCEPTIONS.get(base)
    return of is not None and wanted is not None and issubclass(of, wanted)
