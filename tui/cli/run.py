"""``hopscope run``: a scenario as text or JSON Lines, and as a capture."""

import shutil
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from contextlib import ExitStack

from sim.quantities import seconds
from sim.scenario.troubles import busiest, has_stopped_program, loops
from sim.session import Session
from sim.trace.history import frames_sent
from tui.cli.capture_file import STANDARD_OUTPUT, CaptureFile
from tui.cli.carry_out import carry_out
from tui.cli.opening import open_session, refuse_mistranslated
from tui.cli.outcome import BAD_INPUT, INTERRUPTED, OK, PROGRAM_STOPPED, BadInputError
from tui.cli.progress import Progress
from tui.cli.slices import Bounds, Ending, bounds_of, ending, slices
from tui.cli.stream import Interrupt, abandon, is_terminal, tell, write_out

Lines = Callable[[int, int], Iterable[str]]
"""The lines of the records from one number up to another."""


def execute(arguments: Namespace) -> int:
    if arguments.pcapng == STANDARD_OUTPUT and is_terminal(sys.stdout):
        raise BadInputError("a capture is no text for a terminal; name a file, or pipe it into a program")
    session = open_session(arguments.name, arguments.seed, arguments.edits)
    refuse_mistranslated(session, arguments.language)
    with ExitStack() as stack:
        capture, kept = None, []
        if arguments.pcapng is not None:
            capture = stack.enter_context(CaptureFile(arguments.pcapng, arguments.force))
            kept.append(capture.stream.fileno())
        status = carry_out(
            session,
            arguments,
            lambda session: _run(session, arguments, capture),
            kept,
            raw=arguments.pcapng == STANDARD_OUTPUT,
        )
        if capture is not None and status not in (OK, PROGRAM_STOPPED, INTERRUPTED):
            capture.discard()
    return BAD_INPUT if status == PROGRAM_STOPPED else status


def _run(session: Session, arguments: Namespace, capture: CaptureFile | None) -> int:
    bounds = bounds_of(session, arguments.until, arguments.records)
    output = _Output(silent=arguments.pcapng == STANDARD_OUTPUT, optional=capture is not None)
    with Interrupt() as interrupt:
        with Progress(arguments.name, quiet=is_terminal(sys.stdout)) as progress:
            if arguments.format == "jsonl":
                end = _run_as_json_lines(session, bounds, output, interrupt, progress, arguments.language)
            else:
                lines = _text_lines(session, arguments)
                for start, stop in slices(session, bounds, interrupt, progress):
                    output.write(lines(start, stop))
                end = ending(session, bounds)
        if capture is not None:
            _write_capture(capture, session, arguments.language)
            capture.stream.flush()
    for trouble in loops(session.trace):
        tell(f"hopscope: {trouble.told(arguments.language)}")
    tell(f"hopscope: {_summary(session, end)}")
    if end.end == "interrupted":
        return INTERRUPTED
    return PROGRAM_STOPPED if has_stopped_program(session.trace) else OK


class _Output:
    """Standard output. ``optional`` output that nobody reads any more ends nothing; ``silent`` is none at all."""

    def __init__(self, silent: bool, optional: bool) -> None:
        self._silent = silent
        self._optional = optional

    def write(self, lines: Iterable[str]) -> None:
        if self._silent:
            return
        try:
            write_out("".join([f"{line}\n" for line in lines]))
        except BrokenPipeError:
            if not self._optional:
                raise
            self._silent = True
            abandon(sys.stdout)


def _run_as_json_lines(
    session: Session, bounds: Bounds, output: _Output, interrupt: Interrupt, progress: Progress, language: str
) -> Ending:
    from tui.output import jsonl  # noqa: PLC0415 - text needs no dissection

    output.write([jsonl.header(session.scenario_in(language))])
    lines = jsonl.JsonLines(session.trace, language).lines
    for start, stop in slices(session, bounds, interrupt, progress):
        output.write(lines(start, stop))
    end = ending(session, bounds)
    output.write([jsonl.ending(end.end, end.at, end.records)])
    return end


def _write_capture(capture: CaptureFile, session: Session, language: str) -> None:
    from tui.output.capture import write_capture  # noqa: PLC0415 - not every run is captured

    links = session.scenario.names.links
    with Progress("capture") as progress:
        write_capture(
            capture.stream, session.trace, links, language, lambda share: progress.update(share, f"{share:.0%}")
        )


def _text_lines(session: Session, arguments: Namespace) -> Lines:
    from tui.output.paint import painter  # noqa: PLC0415 - JSON has no colours
    from tui.output.text import Detail, TextLines  # noqa: PLC0415

    width = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None
    return TextLines(
        session.trace,
        session.scenario.names.links,
        Detail[arguments.detail],
        link_header=arguments.link_header,
        absolute=arguments.absolute,
        paint=painter(sys.stdout),
        width=width,
        language=arguments.language,
    ).lines


def _summary(session: Session, end: Ending) -> str:
    packets = len(frames_sent(session.trace))
    came = f"{packets} packets, {end.happened} records, {seconds(end.at)} s"
    match end.end:
        case "records":
            further = f"--records {end.happened * 2} goes further"
            return f"stopped at the limit of records, {busiest(session.trace)}: {came}; {further}"
        case "interrupted":
            return f"interrupted: {came}; what was written so far is whole"
    return came
