"""The command ``hopscope``. What a command needs is imported when it runs, so that ``--help`` costs nothing."""

import sys
from collections.abc import Sequence
from importlib import import_module

from sim.scenario.problem import ScenarioError
from tui.cli.arguments import joined, parser
from tui.cli.outcome import BAD_INPUT, INTERRUPTED, OK, BadInputError
from tui.cli.stream import prepare, settle, tell


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, by default that of the command line; returns its exit status.

    What is wrong with the input is printed, not raised; wrong options end in ``SystemExit``, as argparse has it.
    """
    prepare()
    try:
        arguments = parser().parse_args(joined(sys.argv[1:] if argv is None else argv))
        status: int = import_module(f"tui.cli.{arguments.module}").execute(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        status = OK  # whoever read has seen enough, as in `hopscope run NAME | head`
    except KeyboardInterrupt:
        status = _complain("hopscope: interrupted", INTERRUPTED)
    except ScenarioError as error:
        status = _complain("\n".join(str(each) if each.line else f"hopscope: {each}" for each in error.problems))
    except BadInputError as error:
        status = _complain(f"hopscope: {error}")
    except OSError as error:
        status = _complain(f"hopscope: {f'{error.filename}: ' if error.filename else ''}{error.strerror or error}")
    finally:
        settle(sys.stdout)
    return status


def _complain(message: str, status: int = BAD_INPUT) -> int:
    tell(message)
    return status
