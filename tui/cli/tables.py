"""``hopscope tables``: every table of every device at one moment."""

import sys
from argparse import Namespace

from sim.quantities import seconds
from sim.session import Session
from sim.trace.history import frames_sent
from sim.words import suggestion
from tui.cli.carry_out import carry_out
from tui.cli.opening import open_session
from tui.cli.outcome import INTERRUPTED, OK, BadInputError
from tui.cli.slices import bounds_of, run_to
from tui.cli.stream import say, tell
from tui.output import tables
from tui.output.paint import painter
from tui.output.views import view_lines


def execute(arguments: Namespace) -> int:
    session = open_session(arguments.name, arguments.seed, arguments.edits)
    return carry_out(session, arguments, lambda session: _show(session, arguments))


def _show(session: Session, arguments: Namespace) -> int:
    devices = _chosen(session, arguments.node)
    if not run_to(session, bounds_of(session, arguments.at, arguments.records), arguments.name):
        return INTERRUPTED
    if arguments.at is not None and arguments.at > session.scenario.until and session.finished:
        usual = seconds(session.scenario.until)
        tell(f"hopscope: the scenario ends at {usual} s; it has been run on to {seconds(arguments.at)} s")
    position = _position(session, arguments)
    world = session.history.go(position)
    nodes = [device for device in session.front.devices if device.name in devices]
    links = () if arguments.node else tuple(session.scenario.names.links)
    at = _time(session, position, arguments.at)
    if arguments.json:
        objects = tables.table_objects(world, [*devices, *links])
        say(tables.encode({"at": at, "records": position, "nodes": objects}))
        return OK
    say(f"{seconds(at)} s, after {position} records")
    paint = painter(sys.stdout)
    for line in (*tables.table_lines(world, nodes, links, at, paint), *view_lines(world, devices, at, paint)):
        say(line)
    return OK


def _chosen(session: Session, names: list[str] | None) -> list[str]:
    known = list(session.scenario.names.nodes)
    for name in names or ():
        if name not in known:
            raise BadInputError(f"there is no node {name!r}; {suggestion(name, known)}")
    return [name for name in known if not names or name in names]


def _position(session: Session, arguments: Namespace) -> int:
    """How many records precede the moment that is asked for."""
    trace = session.trace
    if arguments.after is not None:
        if arguments.after >= len(trace):
            raise BadInputError(f"there is no record {arguments.after}: the last one is {len(trace) - 1}")
        return int(arguments.after) + 1
    if arguments.step is not None:
        sent = frames_sent(trace)
        if arguments.step > len(sent):
            raise BadInputError(f"there is no packet {arguments.step}: the last one is {len(sent)}")
        return sent[arguments.step - 1] + 1 if arguments.step else trace.configured
    return len(trace)


def _time(session: Session, position: int, at: int | None) -> int:
    if at is not None and session.finished:
        return at
    if position == len(session.trace) and session.finished:
        return session.scenario.until
    return session.trace.at[position - 1] if position else 0
