"""``hopscope follow``: what both ends of a stream said to each other."""

import json
import re
import sys
from argparse import Namespace

from sim.session import Session
from sim.trace.history import frames_sent
from tui.cli.carry_out import carry_out
from tui.cli.opening import open_session
from tui.cli.outcome import INTERRUPTED, OK, BadInputError
from tui.cli.slices import bounds_of, run_to
from tui.cli.stream import say, tell
from tui.model.conversation.contents import Contents, Stream
from tui.model.conversation.journeys import Journeys
from tui.model.conversation.transcript import SIDES, Form
from tui.model.reader.player import ends
from tui.output.contents import content_lines, content_objects, stream_line, stream_object
from tui.output.paint import painter

_STREAM = re.compile(r"(tcp|udp)(?:\.stream|\s+stream)?\s*(?:==)?\s*(\d{1,9})", re.ASCII)
_DIRECTIONS = {"both": SIDES[0], "forth": SIDES[1], "back": SIDES[2]}


def execute(arguments: Namespace) -> int:
    wanted = _wanted(" ".join(arguments.stream).strip())
    session = open_session(arguments.name, arguments.seed, arguments.edits)
    return carry_out(session, arguments, lambda session: _show(session, wanted, arguments))


def _wanted(text: str) -> tuple[str, int] | None:
    if not text:
        return None
    found = _STREAM.fullmatch(text.lower())
    if found is None:
        raise BadInputError(f"{text!r} is no stream; write tcp 0, udp 1 or 'tcp.stream == 0'")
    return found[1], int(found[2])


def _show(session: Session, wanted: tuple[str, int] | None, arguments: Namespace) -> int:
    if not run_to(session, bounds_of(session, arguments.until, arguments.records), arguments.name):
        return INTERRUPTED
    journeys = Journeys(session.trace, ends(session.scenario))
    journeys.extend()
    contents = Contents(journeys)
    contents.extend(is_complete=True)
    if wanted is None:
        _list(session, contents, arguments)
        return OK
    stream = contents.find(*wanted)
    if stream is None:
        raise BadInputError(_no_such(contents, *wanted))
    _tell(session, stream, arguments)
    return OK


def _list(session: Session, contents: Contents, arguments: Namespace) -> None:
    trace = session.trace
    if arguments.json:
        say(_encoded([stream_object(stream, trace, len(trace)) for stream in contents.all]))
        return
    if not contents.all:
        tell("hopscope: there is no stream of TCP or UDP in this run")
    for stream in contents.all:
        say(stream_line(stream, len(trace)))


def _tell(session: Session, stream: Stream, arguments: Namespace) -> None:
    trace, sides = session.trace, _DIRECTIONS[arguments.direction]
    sends = frames_sent(trace)
    if arguments.json:
        content = list(content_objects(stream, trace, sends, sides))
        say(_encoded(stream_object(stream, trace, len(trace)) | {"content": content}))
        return
    say(stream_line(stream, len(trace)))
    form = Form.HEX if arguments.hex else Form.TEXT
    for text in content_lines(stream, trace, sends, sides, form, arguments.language, painter(sys.stdout)):
        say(text)


def _no_such(contents: Contents, kind: str, number: int) -> str:
    numbers = sorted(each for stream in contents.all if stream.kind == kind for each in stream.numbers)
    have = f"those of {kind} are {numbers[0]} to {numbers[-1]}" if numbers else f"this run has none of {kind}"
    return f"there is no {kind}.stream == {number}; {have}"


def _encoded(found: object) -> str:
    return json.dumps(found, indent=2).replace("\x7f", "\\u007f")
