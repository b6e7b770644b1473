"""Sentences on the states that connections take.

::

    sentence = NODE [never] reaches STATE {clause} [because REASON]
             | NODE [never] passes through STATE, STATE … {clause} [because REASON]
    clause   = to WHO | port NUMBER | after TIME | before TIME

A connection begins in CLOSED, or, where a listener opened it, in LISTEN (RFC 9293 3.3.2), and it ends in CLOSED.
"""

from collections.abc import Callable
from typing import NamedTuple

from sim.patterns.pattern import Names
from sim.patterns.syntax import PatternReader, Token, no_node
from sim.quantities import spell_duration
from sim.scenario.plan import Passes
from sim.trace.records import Change
from sim.trace.trace import Trace
from sim.transport.tcp.machine.rows import CONNECTIONS, ConnectionRow, Endpoints
from sim.transport.tcp.machine.states import EDGES, State
from sim.words import TextError, listed, suggestion

VERBS = ("reaches", "passes")
_CLAUSES = ("to", "port", "after", "before")
_SHOWN = 3


def is_on_states(text: str) -> bool:
    """Whether a sentence is one of these, by its verb."""
    verb = [word for word in text.lower().split()[1:3] if word != "never"][:1]
    return verb in ([known] for known in VERBS)


def read_states(text: str, names: Names, place: tuple[int, int] = (0, 0), because: str = "") -> Passes:
    """Read a sentence that :func:`is_on_states`; raises ``TextError``."""
    reader = PatternReader(text, names)
    who = reader.next("a node")
    if who.text not in names.nodes:
        raise no_node(who.text, tuple(names.nodes), who.offset)
    never = reader.take(("never",)) is not None
    if reader.next("a verb such as reaches").text.lower() == "passes":
        word = reader.next("through")
        if word.text.lower() != "through":
            raise TextError(f"{word.text!r} is not 'through'", "write 'passes through' and the states", word.offset)
        states = [_state(reader.next("a state"))]
        while reader.peek() and reader.peek() not in _CLAUSES:
            token = reader.next("a state")
            states.append(_state(token))
            _check_edge(states[-2], states[-1], token.offset)
    else:
        states = [_state(reader.next("a state"))]
    clauses = reader.clauses(_CLAUSES)
    if "destination" in clauses:
        clauses["remote"] = clauses.pop("destination")
    return Passes(*place, text, who.text, tuple(states), never, because, **clauses)


def _state(token: Token) -> State:
    text = token.text.rstrip(",")
    try:
        return State(text.upper())
    except ValueError:
        hint = suggestion(text.upper(), [state.value for state in State])
        raise TextError(f"{text!r} is no state of a connection", hint, token.offset) from None


def _check_edge(before: State, after: State, offset: int) -> None:
    if (before, after) not in EDGES:
        following = [to.value for of, to in EDGES if of == before]
        message = f"no connection goes from {before} to {after}"
        raise TextError(message, f"after {before} comes {listed(following)}", offset)


class _Life(NamedTuple):
    """The states that a connection took, each with the record that shows it."""

    key: Endpoints
    steps: list[tuple[State, int]]

    def __str__(self) -> str:
        key = self.key
        ends = f"{key.local_ip}:{key.local_port} to {key.remote_ip}:{key.remote_port}"
        return f"{ends}: {', '.join(state for state, _ in self.steps)}"


def _lives(trace: Trace, node: str) -> list[_Life]:
    """The connections and listeners of a node, in order of their beginnings."""
    lives: list[_Life] = []
    current: dict[Endpoints, _Life] = {}
    for n, change in enumerate(trace.what):
        if not isinstance(change, Change) or change.table != CONNECTIONS or trace.spots[trace.spot[n]].node != node:
            continue
        key, before, after = change.key, change.before, change.after
        assert isinstance(key, Endpoints)
        if before is None:
            origin = State.LISTEN if after.state in (State.LISTEN, State.SYN_RECEIVED) else State.CLOSED
            begins = origin if after.state != State.LISTEN else State.CLOSED
            current[key] = _Life(key, [(begins, n)])
            lives.append(current[key])
        steps = current[key].steps
        state = _state_of(after)
        if steps[-1][0] != state:
            steps.append((state, n))
    return lives


def _state_of(row: ConnectionRow | None) -> State:
    return State.CLOSED if row is None else row.state


def matching_states(says: Passes, trace: Trace) -> list[int]:
    """The records at which a connection has just taken the states."""
    return sorted(
        n for life in _lives(trace, says.node) if _is_with(says, life.key) for n in _passages(says, life, trace)
    )


def missing_states(says: Passes, trace: Trace, is_reason: Callable[[int], bool]) -> str:
    """What happens instead, or "" where it is as the sentence says; ``is_reason`` judges the reason of a record."""
    reached = matching_states(says, trace)
    found = [n for n in reached if is_reason(n)]
    if bool(found) != says.never:
        return ""
    if found:
        return f"it does at {spell_duration(trace.at[found[0]])} in record {found[0]}"
    if reached:
        return f"it does because of {', '.join(dict.fromkeys(trace.why[n].rule.id for n in reached))}"
    lives = [life for life in _lives(trace, says.node) if _is_with(says, life.key)]
    nearest = sorted(lives, key=lambda life: -len(set(says.states) & {state for state, _ in life.steps}))
    more = f" and {len(lives) - _SHOWN} more" if len(lives) > _SHOWN else ""
    return "; ".join(map(str, nearest[:_SHOWN])) + more if lives else "it has no such connection"


def nearest_state(says: Passes, trace: Trace) -> int | None:
    """The record of the last state of the connection that comes nearest; ``None`` for no connection.

    States behind the time that is asked for are not looked at.
    """
    lives = [life for life in _lives(trace, says.node) if _is_with(says, life.key)]
    timely = [[step for step in life.steps if is_between(trace.at[step[1]], None, says.before)] for life in lives]
    nearest = max(timely, key=lambda steps: len(set(says.states) & {state for state, _ in steps}), default=[])
    return nearest[-1][1] if nearest else None


def _is_with(says: Passes, key: Endpoints) -> bool:
    remote = says.remote
    if remote is not None:
        is_itself = remote.node == says.node and key.remote_ip.is_loopback
        if not (is_itself or key.remote_ip in remote.ips) or remote.port not in (None, key.remote_port):
            return False
    return says.port in (None, key.local_port, key.remote_port)


def _passages(says: Passes, life: _Life, trace: Trace) -> list[int]:
    """The records at which this one has."""
    length = len(says.states)
    ends = []
    for end in range(max(length, 2), len(life.steps) + 1):  # nothing reaches the state that it begins in
        if tuple(state for state, _ in life.steps[end - length : end]) == says.states:
            n = life.steps[end - 1][1]
            if is_between(trace.at[n], says.after, says.before):
                ends.append(n)
    return ends


def is_between(at: int, after: int | None, before: int | None) -> bool:
    """Whether a time is within bounds, where there are any."""
    return (after is None or at >= after) and (before is None or at <= before)
