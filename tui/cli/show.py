"""``hopscope show``: what a scenario is about."""

import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from shlex import quote
from textwrap import indent

from sim.quantities import spell_duration
from sim.scenario.front import front
from sim.scenario.library import find
from sim.scenario.load import load
from sim.scenario.plan import LinkPlan, Plug, ProgramPlan, Run, Scenario, Type
from sim.scenario.source import read
from sim.session import Session
from sim.words import unwrapped
from tui.cli.opening import edited, refuse_mistranslated
from tui.cli.outcome import OK
from tui.cli.stream import is_terminal, say, write_out
from tui.model.text.harmless import harmless
from tui.output.paint import Paint, ours, painter
from tui.output.tables import grid

_WIDTH = 100
"""Characters of a line of prose, where a terminal is not narrower."""


def execute(arguments: Namespace) -> int:
    path = find(arguments.name)
    if arguments.yaml:
        text = edited(Session.load(arguments.name), arguments.edits).scenario.text if arguments.edits else read(path)
        if is_terminal(sys.stdout):
            write_out(text)
        else:
            sys.stdout.write(text)  # the scenario as it is, for a file
        return OK
    paint = painter(sys.stdout)
    session = edited(Session(load(path)), arguments.edits)
    refuse_mistranslated(session, arguments.language)
    for line in _lines(session.scenario_in(arguments.language), paint):
        say(line)
    return OK


def _lines(scenario: Scenario, paint: Paint) -> Iterator[str]:
    yield paint("title", scenario.title)
    yield f"{scenario.level}{': ' if scenario.topics else ''}{', '.join(scenario.topics)}"
    if scenario.description.strip():
        yield ""
        yield from _markdown(scenario.description)
    yield from _part("Goal", (f"- {goal}" for goal in scenario.goals), paint)
    yield from _part("Network", _network(scenario), paint)
    yield from _part("Actions", _actions(scenario), paint)
    yield from _part("Programs", _programs(scenario), paint)
    yield from _part("Notes", _notes(scenario), paint)
    yield from _part("Expected", (each.text for each in scenario.expect), paint)


def _part(title: str, lines: Iterable[str], paint: Paint) -> Iterator[str]:
    lines = list(lines)
    if lines:
        yield ""
        yield paint("title", title)
        yield from (indent(line, "  ") for line in lines)


def _network(scenario: Scenario) -> Iterator[str]:
    """Each device and what it is connected to, then what is special about links."""
    peers = {end: other for link in scenario.links for end, other in (link.ends, link.ends[::-1])}
    rows = []
    for device in front(scenario).devices:
        name, kind = device.name, device.kind
        ports = scenario.names.nodes[device.name].ports
        for port in (*ports, *(each for each in device.addresses if each not in ports)):
            peer = peers.get((device.name, port))
            addresses = ", ".join(device.addresses.get(port, ()))
            if peer is None and not addresses:
                continue
            rows.append(
                {"device": name, "kind": kind, "port": port, "address": addresses,
                 "cable to": "-" if peer is None else ":".join(peer)}
            )  # fmt: skip
            name = kind = ""
        if name:
            rows.append({"device": name, "kind": kind, "port": "", "address": "", "cable to": "-"})
    yield from grid(rows)
    yield from (f"{link.name}: {special}" for link in scenario.links if (special := _special(link)))


def _special(link: LinkPlan) -> str:
    """What sets a link apart from a plain cable."""
    plain = LinkPlan(link.ends)
    words = [
        f"{field} {getattr(link, field)}"
        for field in ("bandwidth", "mtu", "queue")
        if getattr(link, field) != getattr(plain, field)
    ]
    if link.delay != plain.delay:
        words.append(f"delay {spell_duration(link.delay)}")
    chances = link.chances._asdict()
    words += [f"{name} {chance:g}" for name, chance in chances.items() if chance and name != "jitter"]
    if chances["jitter"]:
        words.append(f"jitter {spell_duration(link.chances.jitter)}")
    words += [f"{fault.deed} {fault.pattern.text}" for fault in link.faults]
    return ", ".join(words)


def _actions(scenario: Scenario) -> Iterator[str]:
    for action in sorted((*scenario.actions, *scenario.programs), key=lambda each: each.at):
        at = f"{spell_duration(action.at):>8}"
        match action:
            case Run():
                yield f"{at}  {action.node}$ {action.typed.text}"
            case Type():
                yield f"{at}  {action.node} < {'(end)' if action.text is None else action.text}"
            case Plug():
                yield f"{at}  {'plug in' if action.up else 'pull out'} {action.link}"
            case ProgramPlan():
                typed = " ".join(["python3", action.file, *map(quote, action.arguments)])
                yield f"{at}  {action.node}$ {typed}"
                yield from map(_typed, action.stdin)


def _typed(line: str | tuple[int, str | None]) -> str:
    at, text = (None, line) if isinstance(line, str) else line
    return f"{'' if at is None else spell_duration(at):>8}  < {'(end)' if text is None else text}"


def _programs(scenario: Scenario) -> Iterator[str]:
    """Their texts."""
    for file, text in scenario.sources.items():
        yield file
        yield from (indent(line, "    ") for line in text.rstrip().splitlines())


def _notes(scenario: Scenario) -> Iterator[str]:
    for note in scenario.notes:
        yield f"{note.moment.text}{f': {note.title}' if note.title else ''}"
        yield from (f"  {line}" for line in _markdown(note.text))


def _markdown(text: str) -> list[str]:
    """The text as it is meant: on a terminal with its styles, elsewhere without its marks."""
    from rich.console import Console  # noqa: PLC0415 - no other command without a screen needs it
    from rich.markdown import Markdown  # noqa: PLC0415

    looked_at = is_terminal(sys.stdout)
    width = min(_WIDTH, shutil.get_terminal_size().columns - 4) if looked_at else _WIDTH
    console = Console(width=width, force_terminal=looked_at)
    with console.capture() as captured:
        console.print(Markdown(harmless(unwrapped(text.strip())), hyperlinks=False))
    return [ours(line.rstrip()) for line in captured.get().rstrip("\n").split("\n")]
